"""The reviewer's list: who may open it, and what it shows."""

import pytest
from django.urls import reverse

from processes.models import CountyProcess
from processes.permissions import REVIEW, VIEW

SWEDISH = {"accept-language": "sv"}


def shown(answer) -> int:
    return sum(len(group.processes) for group in answer.context["groups"])


def test_the_reviewer_sees_all_counties_by_civil_area(client, rut):
    client.force_login(rut)
    answer = client.get(reverse("review"), headers=SWEDISH)
    assert shown(answer) == 21
    assert [group.area.pk for group in answer.context["groups"]] == ["N", "M", "Ö", "SÖ", "V", "S"]
    assert [len(group.processes) for group in answer.context["groups"]] == [4, 7, 2, 3, 2, 3]


def test_counts_tell_what_is_and_what_is_not_known(client, rut):
    client.force_login(rut)
    found = client.get(reverse("review")).context["standing"]
    assert (found.done, found.awaiting, found.documents, found.with_address, found.checked) == (16, 5, 17, 0, 0)


@pytest.mark.parametrize(
    ("query", "counties"),
    [
        ({"status": "awaiting"}, 5),
        ({"status": "done"}, 16),
        ({"area": "S"}, 3),
        ({"area": "S", "status": "awaiting"}, 2),
        ({"area": "Ö", "status": "awaiting"}, 0),
        ({}, 21),
    ],
)
def test_the_list_is_narrowed_from_the_address(client, rut, query, counties):
    client.force_login(rut)
    assert shown(client.get(reverse("review"), query)) == counties


@pytest.mark.parametrize("query", [{"status": "nonsense"}, {"area": "XX"}, {"area": "\x00"}])
def test_a_filter_that_cannot_be_read_says_so_and_hides_nothing(client, rut, query):
    client.force_login(rut)
    answer = client.get(reverse("review"), query)
    assert answer.status_code == 200
    assert shown(answer) == 21
    assert answer.context["form"].errors


def test_one_county_with_its_documents_and_where_that_was_read(client, rut):
    client.force_login(rut)
    answer = client.get(reverse("county_process", args=["AC"]), headers=SWEDISH)
    page = answer.content.decode()
    assert "Bilaga till strategin, Västerbottens län" in page
    assert len(answer.context["entries"]) == 1


def test_the_letter_may_be_small(client, rut):
    client.force_login(rut)
    assert client.get("/granskning/ac/").status_code == 200


def test_there_is_no_county_of_that_letter(client, rut):
    client.force_login(rut)
    assert client.get("/granskning/QQ/").status_code == 404


def test_the_national_reader_reads_and_does_not_review(client, nils, rut):
    process = CountyProcess.objects.get(county_id="21")
    assert nils.has_perm(VIEW, process)
    assert not nils.has_perm(REVIEW, process)
    assert rut.has_perm(REVIEW, process)
    client.force_login(nils)
    assert shown(client.get(reverse("review"))) == 21


def test_charlie_of_a_county_cannot_open_it(client, county_officer):
    client.force_login(county_officer)
    refused = client.get(reverse("review"), headers=SWEDISH)
    assert refused.status_code == 403
    assert "följs av den nationella nivån" in refused.content.decode()
    # Her own county's process is hers to read; of another's she is not even told that it is there.
    assert client.get("/granskning/W/").status_code == 200
    assert client.get("/granskning/X/").status_code == 404
    assert [one.county_id for one in CountyProcess.objects.visible_to(county_officer)] == ["20"]


def test_whoever_is_not_signed_in_is_asked_to(client):
    for address in (reverse("review"), "/granskning/X/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/konto/")


def test_statements_do_not_grow_with_the_counties(client, rut, django_assert_max_num_queries):
    client.force_login(rut)
    with django_assert_max_num_queries(12):
        client.get(reverse("review"))

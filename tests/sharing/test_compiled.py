"""A report holds what all its readers may read, says what it leaves out, and takes a redacted copy instead."""

import pytest
from django.urls import reverse

from coordination.incidents.services import widen
from coordination.situations.board import picture
from coordination.situations.models import Compilation, GuardedAnswer, Input, RedactedCopy, Report
from coordination.situations.services.redaction import redact, strikable
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh
from tests.sharing.conftest import CANARY, compiled, only, published
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


def test_a_narrowed_answer_is_left_out_and_counted(house, incident, ljusdal_said, bollnas_said):
    only(ljusdal_said, house.maria, actors=[house.board])
    body = compiled(house, incident).body
    assert [row["short"] for row in body["answered"]] == ["Bollnäs"]
    assert [row["short"] for row in body["left_out"]] == ["Ljusdal"]
    assert "Ljusdal" not in [row["short"] for row in body["silent"]]
    assert body["withheld"] == 1
    assert body["invited"] == 10 == len(body["answered"]) + len(body["silent"]) + len(body["left_out"])
    assert CANARY not in str(body)


def test_page_json_and_paper_say_that_answers_are_left_out(client, house, incident, ljusdal_said, bollnas_said):
    from io import BytesIO

    from pypdf import PdfReader

    only(ljusdal_said, house.maria, "own")
    report = published(house, incident)
    client.force_login(house.bo)
    words = "1 svar är inte med: det delas inte med alla."
    assert words in client.get(report.get_absolute_url()).content.decode()
    where = f"/h/{incident.number}/rapporter/1"
    assert client.get(where + ".json").json()["withheld"] == 1
    paper = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(client.get(where + ".pdf").content)).pages)
    assert words in " ".join(paper.split())


def test_narrowing_puts_aside_what_has_been_compiled(house, incident, ljusdal_said, bollnas_said):
    from coordination.situations.services import reports

    compiled(house, incident)
    report = reports.open_report(by=house.lena, incident=incident)
    assert CANARY in str(report.compilation.body)
    only(ljusdal_said, house.maria, "own")
    report = Report.objects.get()
    assert report.compilation is None
    assert not Compilation.objects.ready().exists()


def test_widened_again_it_is_in_the_next_one(house, incident, ljusdal_said):
    only(ljusdal_said, house.maria, "own")
    widen(by=house.maria, record=ljusdal_said, reason="Klart")
    assert compiled(house, incident).body["withheld"] == 0


def test_the_copy_stands_in_the_answer_s_place_without_what_was_struck(client, house, incident, ljusdal_said):
    only(ljusdal_said, house.maria, "own")
    redact(by=house.maria, answer=ljusdal_said, struck=["texts.summary"])
    body = compiled(house, incident).body
    assert [row["short"] for row in body["answered"]] == ["Ljusdal"]
    assert body["sources"][0]["redacted"] is True
    assert body["numbers"][0]["total"] == 900
    assert CANARY not in str(body)
    client.force_login(house.bo)
    page = client.get(reverse("input", args=[incident.number, ljusdal_said.pk])).content.decode()
    assert "struket av ägaren" in page
    assert "Vattnet räcker" in page
    assert CANARY not in page
    row = next(r for r in picture.board(incident, person=house.bo).rows if r.recipient.actor == house.ljusdal)
    assert (row.closed, row.overall.grade, row.count) == (False, 4, 900)


def test_nothing_is_hidden_in_a_copy(house, ljusdal_said):
    only(ljusdal_said, house.maria, "own")
    possible = strikable(ljusdal_said.content)
    assert {"texts.summary", "texts.forecast", "numbers.households_without_power"} <= set(possible)
    redact(by=house.maria, answer=ljusdal_said, struck=possible)
    copy = RedactedCopy.objects.get()
    assert copy.struck == possible
    assert copy.content["texts"] == {}
    assert "households_without_power" not in copy.content["numbers"]


def test_a_copy_is_the_owner_s_to_make_of_what_is_narrow(house, ljusdal_said):
    with pytest.raises(RuleBroken, match="delas med alla"):
        redact(by=house.maria, answer=ljusdal_said, struck=["texts.summary"])
    only(ljusdal_said, house.maria, "own")
    with pytest.raises(Refused):
        redact(by=house.lena, answer=ljusdal_said, struck=["texts.summary"])
    with pytest.raises(RuleBroken, match="minst en"):
        redact(by=house.maria, answer=ljusdal_said, struck=["texts.nothing"])


def test_the_owner_strikes_on_a_page(client, house, ljusdal_said):
    only(ljusdal_said, house.maria, "own")
    client.force_login(house.maria)
    where = reverse("redact", args=[ljusdal_said.incident.number, ljusdal_said.pk])
    assert CANARY in client.get(where).content.decode()
    assert client.post(where, {"struck": ["texts.summary"]}).status_code == 302
    assert RedactedCopy.objects.get().struck == ["texts.summary"]
    assert client.post(where, {}).status_code == 409


GUARDS = {"guards": {"texts": {"forecast": "own"}, "numbers": {"injured": "named"}}}


@pytest.fixture
def guarded(house, asked):
    raw = content(1, 0, 0, households=50, summary="Lugnt")
    raw["texts"]["forecast"] = CANARY
    raw["numbers"]["injured"] = 7
    return answer(house.maria, asked, house.ljusdal, raw={**raw, **GUARDS})


def test_a_guarded_field_is_a_row_of_its_own(house, guarded):
    stored = Input.objects.get()
    assert CANARY not in str(stored.content)
    assert stored.content["numbers"]["injured"] is None
    assert {(row.path, row.audience) for row in GuardedAnswer.objects.all()} == {
        ("texts.forecast", "own"),
        ("numbers.injured", "named"),
    }


def test_a_guarded_field_is_read_by_its_own_audience(house, guarded):
    seen = {
        name: {row.path for row in GuardedAnswer.objects.visible_to(fresh(getattr(house, name)))}
        for name in ("maria", "bo", "lena", "charlie")
    }
    assert seen == {
        "maria": {"texts.forecast", "numbers.injured"},
        "bo": set(),
        "lena": {"numbers.injured"},
        "charlie": set(),
    }


def test_the_page_says_that_a_field_is_not_shared(client, house, guarded):
    address = reverse("input", args=[guarded.incident.number, guarded.pk])
    client.force_login(house.bo)
    page = client.get(address).content.decode()
    assert "Uppgiften delas inte med er." in page
    assert CANARY not in page
    client.force_login(house.maria)
    assert CANARY in client.get(address).content.decode()


def test_the_receipt_s_hash_covers_all_that_was_sent(house, asked, guarded):
    plain = content(1, 0, 0, households=50, summary="Lugnt")
    plain["texts"]["forecast"] = CANARY
    plain["numbers"]["injured"] = 7
    other = answer(house.bo, asked, house.bollnas, raw=plain)
    assert guarded.content_hash == other.content_hash


def test_guarded_fields_are_never_compiled(house, incident, guarded):
    assert CANARY not in str(compiled(house, incident).body)


def test_a_correction_begins_with_the_guarded_fields_and_their_audience(client, house, asked, guarded):
    client.force_login(house.maria)
    where = reverse("answer", args=[asked.incident.number, asked.number]) + f"?aktor={house.ljusdal.pk}&vy=full"
    page = client.get(where).content.decode()
    assert CANARY in page
    assert '<option value="own" selected>' in page
    posted = {"do": "save", "vy": "full", "texts.summary": "Nytt", "version": "2.0"}
    client.post(where, posted)
    draft = Input.objects.get(state="draft")
    check = reverse("answer_check", args=[asked.incident.number, asked.number])
    client.post(check, {"aktor": house.ljusdal.pk, "version": "2.1", "idempotency_key": "k2"})
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert {row.path for row in GuardedAnswer.objects.filter(input=draft)} == {"texts.forecast", "numbers.injured"}

"""Pages of incidents, the board, the start page: statements counted, foreigners kept out, nothing typed lost."""

import pytest
from django.db import connection

from actors.models import Actor
from coordination.incidents import services
from coordination.incidents.models import Incident, LogLine
from coordination.situations.models import Request
from tests.counting import Statements
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db

PAGES = [
    "/h/{n}/",
    "/h/{n}/lagesbild/",
    "/h/{n}/svar/",
    "/h/{n}/begaran/",
    "/h/{n}/begaran/1/",
    "/h/{n}/aktorer/",
    "/h/{n}/logg/",
    "/h/{n}/rapporter/",
    "/h/{n}/inriktning/",
    "/h/{n}/atgarder/",
]


def statements(client, address):
    with Statements(connection) as caught:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(caught.captured_queries), response


@pytest.mark.parametrize("page", PAGES)
def test_a_participant_reads_and_another_county_finds_nothing(client, house, incident, asked, page):
    address = page.format(n=incident.number)
    client.force_login(house.maria)
    assert client.get(address).status_code == 200
    client.force_login(house.charlie)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


# Written down, so that growth is a failing test and not a slow storm.
MOST = {"/h/{n}/lagesbild/": 8, "/h/{n}/svar/": 7, "/h/{n}/logg/": 8, "/h/{n}/aktorer/": 8, "/": 23, "/h/{n}/": 27}


@pytest.mark.parametrize(("page", "most"), MOST.items())
def test_statements_of_a_page_are_few_and_do_not_grow_with_answers(client, house, incident, asked, page, most):
    address = page.format(n=incident.number)
    client.force_login(house.lena)
    client.get(address)
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, el=(2, 2, 2)))
    one, _ = statements(client, address)
    answer(house.bo, asked, house.bollnas, content(1, 1, 1, households=1900, el=(1, 1, 1)))
    two, _ = statements(client, address)
    assert two == one
    assert one <= most


def test_the_board_says_who_is_silent_and_sums_only_what_was_answered(client, house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, el=(2, 2, 2)))
    client.force_login(house.lena)
    page = client.get(f"/h/{incident.number}/lagesbild/").content.decode()
    assert "1 av 10 kommuner" in page
    assert "Hofors" in page
    assert "Okänt" in page
    assert ">900<" in page


def test_a_request_without_recipients_or_time_is_refused_at_the_field(client, house, incident):
    client.force_login(house.lena)
    typed = {"purpose": "Mitt syfte", "as_of": "igår", "deadline": "2020-01-01T10:00"}
    response = client.post(f"/h/{incident.number}/begaran/ny/", typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Välj minst en mottagare." in page
    assert "Mitt syfte" in page
    assert not Request.objects.exists()


def test_a_deadline_in_the_past_is_a_sentence(client, house, incident):
    client.force_login(house.lena)
    form = client.get(f"/h/{incident.number}/begaran/ny/").context["form"]
    typed = {
        "purpose": "Läget",
        "as_of": "2020-01-01T09:00",
        "deadline": "2020-01-01T10:00",
        "question_set": form.fields["question_set"].queryset.first().pk,
        "recipients": [house.ljusdal.pk],
    }
    response = client.post(f"/h/{incident.number}/begaran/ny/", typed)
    assert response.status_code == 422
    assert "Svarstiden har redan gått ut" in response.content.decode()


def test_a_reporter_does_not_send_requests(client, house, incident):
    client.force_login(house.maria)
    assert client.get(f"/h/{incident.number}/begaran/ny/").status_code == 403


def test_an_incident_is_opened_in_one_step(client, house):
    client.force_login(house.lena)
    response = client.post(
        "/h/ny/",
        {
            "type": "storm",
            "name": "Stormen Ny",
            "counties": [house.county.pk],
            "level": "ordinary",
            "marking": "open",
            "municipalities": [m.pk for m in house.municipalities],
        },
    )
    assert response.status_code == 302
    opened = Incident.objects.get(name="Stormen Ny")
    assert opened.participations.count() == 11


def test_sensitive_needs_its_ground_and_nothing_typed_is_lost(client, house):
    client.force_login(house.lena)
    response = client.post(
        "/h/ny/",
        {
            "type": "storm",
            "name": "Mitt namn",
            "counties": [house.county.pk],
            "level": "ordinary",
            "marking": "sensitive",
        },
    )
    assert response.status_code == 422
    assert "Skriv varför sekretess kan gälla" in response.content.decode()
    assert "Mitt namn" in response.content.decode()


def test_a_line_in_the_log_by_form_and_its_refusal(client, house, incident):
    client.force_login(house.maria)
    address = f"/h/{incident.number}/logg/"
    assert client.post(address, {"text": "Vägen är öppen.", "actor": house.ljusdal.pk}).status_code == 302
    assert LogLine.objects.get().text == "Vägen är öppen."
    late = client.post(
        address, {"text": "Snart händer det.", "actor": house.ljusdal.pk, "happened_at": "2099-01-01T10:00"}
    )
    assert late.status_code == 422
    assert "Snart händer det." in late.content.decode()


def test_a_closed_incident_is_read_and_not_written(client, house, incident):
    services.change_phase(by=house.lena, incident=incident, to="closed")
    client.force_login(house.maria)
    response = client.post(
        f"/h/{incident.number}/logg/", {"text": "Det här skrev jag länge.", "actor": house.ljusdal.pk}
    )
    assert response.status_code in {409, 422}
    assert "Det här skrev jag länge." in response.content.decode()


def test_calm_is_said_when_nothing_waits(client, house):
    client.force_login(house.maria)
    assert "Inget väntar på dig" in client.get("/").content.decode()


def test_what_is_asked_stands_first_on_the_officers_page(client, house, asked):
    client.force_login(house.maria)
    page = client.get("/").content.decode()
    assert "Hur är läget hos er?" in page
    assert "Svara nu" in page


def test_a_page_of_the_incident_stays_small_with_many_actors(client, house, incident):
    services.invite(by=house.lena, incident=incident, actors=Actor.objects.filter(kind="municipality"))
    client.force_login(house.lena)
    assert len(client.get(f"/h/{incident.number}/").content) < 60_000

"""What somebody loses she has lost with the next request: on a page, in the API and in a file."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from actors.models import Membership
from actors.roles import Role
from actors.services import close_person, end_role
from coordination.incidents.participation import end_participation
from tests.api.calling import call
from tests.conftest import fresh, person
from tests.sharing.conftest import published
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_session(house, incident, asked):
    """Maria has the incident's page, API and report open, and her system has a token. Lina administers Ljusdal."""
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, summary="Mörkt."))
    house.report = published(house, incident)
    house.lina = person("lina", house.ljusdal, Role.ACTOR_ADMIN)
    client = Client()
    client.force_login(house.maria)
    house.token = call(house.maria)
    assert set(statuses(client, house, incident).values()) == {200}
    return client


def statuses(client, house, incident):
    """The page, the answer itself, the API with session and with token, and the PDF both ways."""
    number, report = incident.number, house.report
    pages = {
        "page": reverse("incident", args=[number]),
        "board": reverse("board", args=[number]),
        "api": f"/api/v1/incidents/{number}",
        "pdf": reverse("report_pdf", args=[number, report.number]),
        "api pdf": f"/api/v1/reports/{report.pk}/pdf",
    }
    found = {name: client.get(path).status_code for name, path in pages.items()}
    found["token"] = house.token.get(f"/incidents/{number}").status_code
    found["token's pdf"] = house.token.get(f"/reports/{report.pk}/pdf").status_code
    return found


def test_a_role_that_is_ended_is_ended_for_the_next_request(open_session, house, incident):
    end_role(by=house.lina, membership=Membership.objects.get(person=house.maria))
    assert set(statuses(open_session, house, incident).values()) == {404}
    assert open_session.get("/api/v1/inputs").json()["results"] == []


def test_a_role_that_is_ended_cannot_write_either(open_session, house, incident):
    end_role(by=house.lina, membership=Membership.objects.get(person=house.maria))
    said = open_session.post(reverse("log", args=[incident.number]), {"actor": house.ljusdal.pk, "text": "Hej"})
    assert said.status_code == 404
    assert not incident.log_lines.filter(text="Hej").exists()


def test_a_person_who_is_closed_is_out_at_once(open_session, house, incident):
    close_person(by=house.lina, person=fresh(house.maria), actor=house.ljusdal)
    found = statuses(open_session, house, incident)
    assert {found["page"], found["board"], found["pdf"]} == {302}
    assert {found["api"], found["api pdf"], found["token"], found["token's pdf"]} == {401}


def test_an_actor_that_is_released_reads_nothing_more(open_session, house, incident):
    end_participation(by=fresh(house.lena), incident=incident, actor=house.ljusdal, reason="Berörs inte")
    assert set(statuses(open_session, house, incident).values()) == {404}


def test_a_session_that_its_owner_ends_elsewhere_is_ended(open_session, house, incident):
    other = Client()
    other.force_login(house.maria)
    row = UserSession.objects.create(
        user=house.maria, session_key=open_session.session.session_key, ip="127.0.0.1", user_agent="Firefox"
    )
    assert other.post(reverse("session_end", args=[row.pk])).status_code == 302
    found = statuses(open_session, house, incident)
    assert {found["page"], found["board"], found["pdf"]} == {302}
    assert {found["api"], found["api pdf"]} == {401}
    assert found["token"] == 200, "the system's token is another sign-in"
    assert other.get(reverse("incident", args=[incident.number])).status_code == 200

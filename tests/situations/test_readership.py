"""Who has read what: noted the first time, summed by actor, and shown to whom it concerns."""

import pytest
from django.db import connection
from django.urls import reverse

from actors.roles import Role
from coordination.situations.compiled import compiling
from coordination.situations.models import Compilation, Reading
from coordination.situations.report import readership
from coordination.situations.services import reports
from tests.conftest import end_membership, person
from tests.counting import Statements
from tests.situations.answers import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(house, asked):
    return answer(house.maria, asked, house.ljusdal)


@pytest.fixture
def report(house, incident, sent):
    Compilation.objects.filter(state="queued").update(gather_until="2020-01-01T00:00:00Z")
    compiling.compile_incident(incident.pk)
    begun = reports.open_report(by=house.anna, incident=incident)
    reports.save_words(by=house.anna, report=begun, revision=0, words={"summary": "Läget."})
    reports.send_to_review(by=house.anna, report=begun)
    return reports.publish_report(by=house.lena, report=begun, revision=1)


def get(client, who, name, *keys):
    client.force_login(who)
    with Statements(connection) as seen:
        told = client.get(reverse(name, args=keys))
    return told, len(seen)


def row_of(found, actor):
    return next(row for row in found.rows if row.actor == actor)


def test_the_first_reading_is_kept_and_the_next_costs_no_statement(client, house, incident, report):
    get(client, house.bo, "incident", incident.number)
    _page, first = get(client, house.bo, "report", incident.number, 1)
    kept = Reading.objects.get(person=house.bo).at
    _page, second = get(client, house.bo, "report", incident.number, 1)
    assert second == first - 1
    assert Reading.objects.get(person=house.bo).at == kept


def test_an_actor_has_read_what_its_people_read(client, house, incident, sent, report):
    get(client, house.bo, "report", incident.number, 1)
    get(client, person("bea", house.bollnas), "report", incident.number, 1)
    get(client, house.bo, "input", incident.number, sent.pk)
    get(client, house.maria, "input", incident.number, sent.pk)
    get(client, house.lena, "input", incident.number, sent.pk)
    found = readership.of(incident, [house.bollnas, house.ljusdal, house.board])
    bollnas, ljusdal = row_of(found, house.bollnas), row_of(found, house.ljusdal)
    assert bollnas.reports == {1: Reading.objects.get(person=house.bo, report=report).at}
    assert (bollnas.answers, bollnas.sent) == (1, 0)
    assert (ljusdal.answers, ljusdal.sent, ljusdal.seen_by_lead) == (0, 1, 1)
    assert (found.newest, found.have_read_newest) == (1, 1)


def test_who_held_no_role_that_day_has_not_read_for_the_actor(client, house, incident, report):
    get(client, house.bo, "report", incident.number, 1)
    end_membership(house.bo)
    assert row_of(readership.of(incident, [house.bollnas]), house.bollnas).reports == {}


def test_the_duty_officer_sees_all_and_an_administrator_her_own(client, house, incident, report):
    get(client, house.bo, "report", incident.number, 1)
    page, _count = get(client, house.lena, "reading", incident.number)
    assert "<strong>1 av 11</strong>" in page.content.decode()
    adam = person("adam", house.bollnas, Role.ACTOR_ADMIN)
    person_also = person("alva", house.bollnas)
    for role_holder in (person_also, house.maria):
        page, _count = get(client, role_holder, "reading", incident.number)
        assert page.status_code == 403
    from actors.services import give_role

    give_role(person=adam, actor=house.bollnas, role=Role.REPORTER, starts=house.bo.date_joined.date())
    page, _count = get(client, adam, "reading", incident.number)
    told = page.content.decode()
    assert "Bollnäs" in told
    assert "Ljusdal" not in told.split("</thead>")[1]
    assert get(client, house.charlie, "reading", incident.number)[0].status_code == 404


def test_statements_of_the_page_do_not_grow(client, house, incident, report):
    get(client, house.lena, "reading", incident.number)
    _page, few = get(client, house.lena, "reading", incident.number)
    for name in ("ada", "bea", "cia"):
        get(client, person(name, house.bollnas), "report", incident.number, 1)
    _page, more = get(client, house.lena, "reading", incident.number)
    assert more == few <= 14

"""Opening, inviting, phases, the clock, and who sees what."""

import datetime

import pytest
from django.utils import timezone

from actors.duty import apply_all
from coordination.incidents import services
from coordination.incidents.clock import now_in
from coordination.incidents.logbook import changes
from coordination.incidents.models import Incident, IncidentType, Notice
from coordination.incidents.notices import send_waiting
from journal.refusals import Refused, RuleBroken
from tests.conftest import end_membership, fresh

pytestmark = pytest.mark.django_db
SCENE = datetime.datetime(2025, 12, 28, 7, 42, tzinfo=datetime.UTC)


def test_an_incident_opens_with_its_county_and_gets_the_next_number(house, incident):
    year = timezone.localdate().year
    assert incident.number == f"{year}-001"
    second = services.open_incident(
        by=house.lena,
        type=IncidentType.objects.get(key="fire"),
        name="Branden",
        lead=house.board,
        counties=[house.county],
    )
    assert second.number == f"{year}-002"


def test_only_the_county_board_opens(house):
    with pytest.raises(Refused):
        services.open_incident(
            by=house.maria,
            type=IncidentType.objects.get(key="fire"),
            name="Branden",
            lead=house.board,
            counties=[house.county],
        )


def test_participants_see_it_and_others_do_not(house, incident):
    assert Incident.objects.visible_to(house.maria).get() == incident
    assert not Incident.objects.visible_to(house.charlie).exists()
    assert not Incident.objects.reports_visible_to(house.charlie).exists()


def test_a_membership_that_ended_shows_nothing(house, incident):
    end_membership(house.maria)
    apply_all()
    assert not Incident.objects.visible_to(fresh(house.maria)).exists()


def test_an_invited_actor_is_told_once_and_the_mail_says_nothing_of_the_matter(house, incident, mailoutbox):
    point = house.ljusdal.contact_points.create(function="ISK", email="isk@ljusdal.example.se")
    assert services.invite(by=house.lena, incident=incident, actors=[house.ljusdal]) == []
    assert Notice.objects.filter(actor=house.ljusdal, kind="invited").count() == 1
    send_waiting()
    send_waiting()
    sent = [mail for mail in mailoutbox if mail.to == [point.email]]
    assert len(sent) == 1
    assert incident.number in sent[0].subject
    assert incident.name not in sent[0].subject + sent[0].body


def test_an_exercise_keeps_a_clock_of_its_own_months_later(house):
    exercise = services.open_incident(
        by=house.lena,
        type=IncidentType.objects.get(key="storm"),
        name="Övning",
        lead=house.board,
        counties=[house.county],
        is_exercise=True,
        clock_scene=SCENE,
    )
    started = exercise.clock_started
    assert now_in(exercise, started + datetime.timedelta(minutes=5)) == SCENE + datetime.timedelta(minutes=5)
    exercise.clock_speed = 2.0
    assert now_in(exercise, started + datetime.timedelta(minutes=5)) == SCENE + datetime.timedelta(minutes=10)
    exercise.clock_started = None
    assert now_in(exercise, started + datetime.timedelta(days=90)) == SCENE


def test_phase_and_level_leave_their_history(house, incident):
    services.change_phase(by=house.lena, incident=incident, to="handle")
    services.change_level(by=house.lena, incident=incident, level="activated", note="Många aktörer")
    assert [(e.from_state, e.to_state) for e in changes(incident)] == [("assess", "handle"), ("ordinary", "activated")]
    with pytest.raises(Refused):
        services.change_phase(by=house.maria, incident=incident, to="wind_down")
    with pytest.raises(RuleBroken):
        services.change_phase(by=house.lena, incident=incident, to="watch")

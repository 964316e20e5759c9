"""A statement that is planned once asks the wall anew each time: who is named, what she holds, which day it is."""

import datetime

import pytest
from django.utils import timezone

from actors import access, sight
from actors.models import Membership
from actors.prepared import Statement, prepared
from coordination.incidents import pages
from coordination.incidents.models import Incident
from coordination.running.roles import WEB
from coordination.signing_in.doors import FrontDoor
from coordination.situations.models import Input
from tests.conftest import end_membership
from tests.situations.answers import answer, content
from tests.walls.test_wall import as_role

pytestmark = pytest.mark.django_db


def at_door(person):
    return FrontDoor().get_user(person.pk)


@pytest.fixture
def storm(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, el=(2, 2, 2)))
    return incident


@prepared
def numbers(incident):
    """Without any filter by person: only the wall keeps somebody out."""
    return Input.objects.filter(incident=incident).order_by("pk").values_list("number", flat=True)


@prepared
def seen(person, number):
    return Incident.objects.visible_to(person).filter(number=number)


def test_the_same_plan_gives_each_who_is_named_her_own_rows(storm, house):
    found = []
    for who in (house.maria, house.charlie, None, house.lena):
        with as_role(WEB, who):
            found.append(len(numbers(storm.pk)))
    assert found == [1, 0, 0, 1]


def test_the_same_query_of_two_with_the_same_roles_finds_what_each_may_see(storm, house):
    with as_role(WEB):
        assert [one.pk for one in seen(at_door(house.lena), storm.number)] == [storm.pk]
    with as_role(WEB):
        assert seen(at_door(house.charlie), storm.number) == []


def test_a_role_that_ended_gives_nothing_the_next_time(storm, house):
    with as_role(WEB):
        assert seen(at_door(house.maria), storm.number)
    end_membership(house.maria)
    with as_role(WEB):
        came = at_door(house.maria)
        assert access.held_today(came) == []
        assert seen(came, storm.number) == []
        assert numbers(storm.pk) == []


def test_the_day_is_asked_for_each_time(house, incident, monkeypatch):
    today = timezone.localdate()
    Membership.objects.filter(person=house.maria).update(ends=today)
    assert access.held_today(at_door(house.maria))
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + datetime.timedelta(days=1))
    assert access.held_today(at_door(house.maria)) == []


def test_the_machines_door_is_open_for_its_own_statement_only(storm, house):
    Input.objects.update(audience="own")
    with as_role(WEB, house.lena):
        assert numbers(storm.pk) == []
        with sight.as_machine():
            assert len(numbers(storm.pk)) == 1
        assert numbers(storm.pk) == []


def test_somebody_who_came_through_no_door_is_asked_for_as_always(storm, house):
    assert [one.pk for one in seen(house.maria, storm.number)] == [storm.pk]


def test_people_with_other_roles_have_a_query_of_their_own(storm, house):
    for who in (house.maria, house.lena):
        came = at_door(who)
        mine = pages._answered_for(came, storm.pk)
        assert mine == list(access.actors_of(who, "reporter").filter(participations__incident=storm).order_by("pk"))


def test_a_moment_cannot_be_kept():
    @prepared
    def late(incident):
        return Input.objects.filter(incident=incident, submitted_at__lt=timezone.now())

    with pytest.raises(TypeError, match="another the next time"):
        late(1)


def test_a_value_that_is_made_into_another_cannot_be_kept():
    @prepared
    def line(number):
        return Incident.objects.filter(name=f"Storm {number}")

    with pytest.raises(TypeError, match="makes something else"):
        line(1)


def test_what_no_stand_in_fits_is_asked_as_always(storm, house):
    @prepared
    def graded(grade):
        return Input.objects.filter(grade=grade)

    assert [one.grade for one in graded(4)] == list(Input.objects.filter(grade=4).values_list("grade", flat=True))


def test_a_statement_in_our_own_words_asks_the_wall_too(storm, house):
    theirs = Statement("theirs", "SELECT number FROM situations_input WHERE incident_id = $1")
    found = []
    for who in (house.maria, house.charlie, None):
        with as_role(WEB, who):
            found.append(len(theirs(storm.pk)))
    assert found == [1, 0, 0]

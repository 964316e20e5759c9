"""Seen, understood, acts: how far a fixed direction has come at each actor, and what happens where it is not read."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from actors import letters
from actors.models import Letter, Membership
from coordination.direction import escalating, receiving
from coordination.direction.models import Direction, Reception
from coordination.direction.services import fix_direction, receive
from coordination.direction.states import Reach
from coordination.incidents.models import Notice
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import signed_in
from tests.direction.house import WORDS, close, fresh, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixed(storm):
    direction = proposed(storm)
    fix_direction(by=storm.carl, direction=fresh(direction))
    return fresh(direction)


def reach(direction):
    return {row.actor.short: row.reach for row in receiving.received(direction)}


def page_of(direction):
    return reverse("direction", args=[direction.incident.number, direction.number])


def long_ago(direction):
    Direction.objects.filter(pk=direction.pk).update(fixed_at=timezone.now() - timedelta(hours=2))


def test_whoever_is_asked_is_silent_until_one_of_its_own_opens_it(storm, fixed):
    assert set(reach(fixed).values()) == {Reach.SILENT}
    signed_in(storm.maria).get(page_of(fixed))
    signed_in(storm.maria).get(page_of(fixed))
    assert reach(fixed)[storm.ljusdal.short] == Reach.SEEN
    assert [r for r in reach(fixed).values() if r != Reach.SILENT] == [Reach.SEEN]
    assert Reception.objects.get(actor=storm.ljusdal).seen_by == storm.maria


def test_an_actor_says_that_it_has_understood_and_then_that_it_acts(storm, fixed):
    maria = signed_in(storm.maria)
    page = maria.get(page_of(fixed)).content.decode()
    assert "Vi har förstått" in page
    assert "Vi agerar" in page
    tell = reverse("direction_receive", args=[fixed.incident.number, fixed.number])
    maria.post(tell, {"aktor": storm.ljusdal.pk, "steg": "understood"})
    page = maria.get(page_of(fixed)).content.decode()
    assert "Vi har förstått" not in page
    assert "Vi agerar" in page
    maria.post(tell, {"aktor": storm.ljusdal.pk, "steg": "acting"})
    row = Reception.objects.get(actor=storm.ljusdal)
    assert row.seen_at <= row.understood_at <= row.acting_at
    assert "Behöver ert besked" not in maria.get(page_of(fixed)).content.decode()
    assert list(Entry.objects.filter(verb__startswith="reception.").values_list("verb", flat=True).order_by("pk")) == [
        "reception.understood",
        "reception.acting",
    ]


def test_the_same_word_said_twice_keeps_its_first_time(storm, fixed):
    first = receive(by=storm.maria, direction=fixed, actor=storm.ljusdal, reach="acting")
    again = receive(by=storm.maria, direction=fixed, actor=storm.ljusdal, reach="understood")
    assert (again.understood_at, again.acting_at) == (first.understood_at, first.acting_at)
    assert Entry.objects.filter(verb__startswith="reception.").count() == 1


def test_nobody_says_it_for_another(storm, fixed):
    with pytest.raises(Refused):
        receive(by=storm.maria, direction=fixed, actor=storm.bollnas, reach="acting")
    bo = signed_in(storm.bo)
    answer = bo.post(
        reverse("direction_receive", args=[fixed.incident.number, fixed.number]),
        {"aktor": storm.ljusdal.pk, "steg": "acting"},
    )
    assert answer.status_code == 404
    assert reach(fixed)[storm.ljusdal.short] == Reach.SILENT


def test_an_answer_to_a_replaced_direction_shows_the_new_one(storm, fixed):
    fix_direction(by=storm.carl, direction=fresh(proposed(storm)))
    with pytest.raises(RuleBroken, match="ersatt av inriktning 2"):
        receive(by=storm.maria, direction=fresh(fixed), actor=storm.ljusdal, reach="acting")
    assert "Vi agerar" not in signed_in(storm.maria).get(page_of(fixed)).content.decode()


def test_a_proposal_is_answered_by_a_position_and_a_closed_incident_by_nothing(storm):
    direction = proposed(storm)
    with pytest.raises(RuleBroken, match="inte fastställd"):
        receive(by=storm.maria, direction=direction, actor=storm.ljusdal, reach="acting")
    fix_direction(by=storm.carl, direction=fresh(direction))
    close(storm.incident)
    with pytest.raises(RuleBroken, match="avslutad"):
        receive(by=storm.maria, direction=fresh(direction), actor=storm.ljusdal, reach="acting")


def test_the_start_page_asks_until_it_is_understood(storm, fixed):
    maria = signed_in(storm.maria)
    assert "Läs inriktning 1" in maria.get("/").content.decode()
    receive(by=storm.maria, direction=fixed, actor=storm.ljusdal, reach="understood")
    assert "Läs inriktning 1" not in maria.get("/").content.decode()


def test_the_deputies_of_who_has_not_read_it_are_written_to_once(storm, fixed, django_capture_on_commit_callbacks):
    stands_in(storm.bo, storm.maria, storm.ljusdal)
    receive(by=storm.bo, direction=fixed, actor=storm.bollnas, reach="understood")
    assert escalating.run() == 0
    long_ago(fixed)
    with django_capture_on_commit_callbacks():
        told = escalating.run()
    assert told == len([r for r in reach(fixed).values() if r == Reach.SILENT])
    assert escalating.run() == 0
    assert set(Notice.objects.filter(kind="unread").values_list("actor_id", flat=True)) >= {storm.ljusdal.pk}
    assert not Notice.objects.filter(kind="unread", actor=storm.bollnas).exists()
    assert list(Letter.objects.filter(kind="silent").values_list("person_id", flat=True)) == [storm.bo.pk]
    letters.send_waiting()
    [letter] = [one for one in mail.outbox if one.to == [storm.bo.email]]
    assert WORDS["intended"] not in letter.body + letter.subject
    page = signed_in(storm.lena).get(page_of(fixed)).content.decode()
    assert "Ersättarna tillskrivna" in page
    assert set(Reception.objects.exclude(escalated_at=None).values_list("actor_id", "deputies")) >= {
        (storm.ljusdal.pk, 1),
        (storm.board.pk, 0),
    }


def stands_in(person, for_whom, actor):
    person.email = "ersattare@example.org"
    person.save(update_fields=["email"])
    own = Membership.objects.get(person=for_whom, actor=actor, role="reporter")
    Membership.objects.create(person=person, actor=actor, role="reporter", starts=date(2020, 1, 1), deputy_for=own)


@pytest.mark.parametrize("minutes", [4, 1441])
def test_a_time_that_nobody_means_is_refused(storm, minutes):
    direction = proposed(storm)
    with pytest.raises(RuleBroken, match="mellan 5 och 1440"):
        fix_direction(by=storm.carl, direction=fresh(direction), seen_within=minutes)


def test_the_api_tells_how_far_it_has_come_and_takes_an_actor_s_word(storm, fixed):
    maria = signed_in(storm.maria)
    said = {"direction": fixed.pk, "actor": storm.ljusdal.key, "reach": "acting"}
    told = maria.post("/api/v1/receptions", said, content_type="application/json")
    assert (told.status_code, told.json()["reach"]) == (200, "acting")
    rows = maria.get("/api/v1/receptions", {"direction": fixed.pk, "actor": storm.ljusdal.key}).json()["results"]
    assert [row["reach"] for row in rows] == ["acting"]
    assert signed_in(storm.charlie).get("/api/v1/receptions").json()["results"] == []


@pytest.mark.django_db(transaction=True)
def test_ten_of_one_actor_say_it_at_once(storm, fixed):
    def say(n):
        try:
            mine = Direction.objects.select_related("incident__lead").get(pk=fixed.pk)
            step = "acting" if n % 2 else "understood"
            return receive(by=fresh(storm.maria), direction=mine, actor=storm.ljusdal, reach=step)
        finally:
            connections.close_all()

    gate = threading.Barrier(10)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda n: (gate.wait(20), say(n)), range(10)))
    row = Reception.objects.get(direction=fixed, actor=storm.ljusdal)
    assert row.acting_at is not None
    assert Entry.objects.filter(verb="reception.acting").count() == 1

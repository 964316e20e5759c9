"""The exercise that is over: closed in its own time, its clock at rest, and everything of it left to look back at."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.models import Person
from coordination.direction.models import Direction, Measure, Reception
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.states import Phase
from coordination.situations.models import Input, Report

pytestmark = pytest.mark.django_db
OVER = datetime.datetime(2025, 9, 17, 15, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))


@pytest.fixture
def water(loaded, db) -> Incident:
    return Incident.objects.get(number="2025-033")


def test_it_is_closed_and_its_clock_rests(water):
    assert water.state == Phase.CLOSED
    assert water.is_exercise
    assert water.is_fictitious
    assert water.closed_at == OVER
    assert now_in(water) == now_in(water, timezone.now() + datetime.timedelta(hours=5)) == OVER


def test_its_direction_was_fixed_received_and_followed_up(water):
    direction = Direction.objects.fixed().get(incident=water)
    received = Reception.objects.filter(direction=direction)
    assert {one.actor.short for one in received.filter(acting_at__isnull=False)} == {"Bollnäs", "Ovanåker"}
    silent = {one.actor.short for one in received.filter(understood_at__isnull=True)}
    assert silent == {"Region Gävleborg", "Länsstyrelsen Gävleborg"}
    assert direction.assessments.get().verdict == "reached"


def test_one_silent_one_late_and_one_measure_overdue_are_left_to_learn_from(water):
    first, second = water.requests.order_by("number")
    late = Input.objects.filter(request=first, late=True)
    assert [one.actor.short for one in late] == ["Ljusdal"]
    assert [one.actor.short for one in second.recipients.filter(answered_at__isnull=True)] == ["Ljusdal"]
    assert Report.objects.published().filter(incident=water).count() == 1
    done = Measure.objects.filter(incident=water, state="done")
    assert {one.owner.short: one.noted_at <= one.due for one in done} == {"Bollnäs": True, "Ljusdal": False}


@pytest.mark.parametrize("page", ["incident", "board", "requests", "meetings", "directions", "measures", "resources"])
@pytest.mark.parametrize("username", ["tib.gavleborg", "ljusdal"])
def test_a_page_of_what_is_over_asks_nobody_for_anything(water, client, settings, username, page):
    settings.DEMO = True
    client.force_login(Person.objects.get(username=username))
    told = client.get(reverse(page, args=[water.number]), follow=True)
    assert told.status_code == 200
    said = told.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    assert "btn-1" not in said
    assert "Det här väntar på dig" not in said
    assert "ring eller påminn" not in said

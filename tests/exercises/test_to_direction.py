"""The storm carried to a followed-up direction, and E22 where all thought that somebody else had it."""

import pytest
from django.core.management import call_command
from django.test.utils import override_settings

from coordination.direction import effects
from coordination.direction.models import Direction, Measure, Meeting, Need, NeedRole, Reception
from coordination.direction.standings import standings_of
from coordination.direction.system import findings
from coordination.incidents.clock import now_in
from coordination.incidents.models import Escalation, Incident, ResourceNeed
from coordination.incidents.states import ResourceState

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="package")
def told(loaded, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        call_command("load_exercise", "johannes_inriktning", "e22", verbosity=0)


@pytest.fixture
def storm(told, db) -> Incident:
    return Incident.objects.get(number="2025-044")


@pytest.fixture
def snow(told, db) -> Incident:
    return Incident.objects.get(number="2024-002")


def test_three_meetings_are_held_and_the_fourth_is_planned(storm):
    held = Meeting.objects.filter(incident=storm, kind="isf").order_by("starts_at")
    assert [meeting.state for meeting in held] == ["approved", "approved", "approved", "planned"]
    for meeting in held[:3]:
        assert meeting.pack.frozen_at == meeting.called_at
        assert meeting.resolutions.exists()
        assert meeting.calls.filter(attended=True).count() >= 11


def test_two_answered_the_first_call_late_and_one_never(storm):
    first = Meeting.objects.filter(incident=storm, kind="isf").earliest("starts_at")
    late = first.calls.filter(acknowledged_at__gt=first.acknowledge_by)
    assert sorted(call.actor.short for call in late) == ["Hofors", "Ljusdal", "Ockelbo"]
    assert first.calls.filter(answer="no_answer").exists()


def test_the_first_direction_has_a_reservation_and_a_body_of_its_own_and_is_replaced(storm):
    first, second = Direction.objects.filter(incident=storm).order_by("number")
    stands = [row.stand for row in standings_of(first)]
    assert (stands.count("reservation"), stands.count("own_body"), first.state) == (1, 1, "replaced")
    assert second.state == "fixed"
    assert second.replaces == first
    (later,) = first.later_positions.all()
    assert (later.actor.short, later.stand, later.decision) == ("Region Gävleborg", "behind", "Övning, beslut 7")


def test_its_effect_fails_in_the_second_round(storm, django_user_model):
    first = Direction.objects.get(incident=storm, number=1)
    lena = django_user_model.objects.get(username="analys.gavleborg")
    said = [row.said for row in effects.effects(first, lena)]
    assert (said.count("not"), said.count("partly"), said.count("reached")) == (6, 1, 2)
    assert [one.verdict for one in first.assessments.order_by("at")] == ["partly", "not"]


def test_twelve_measures_of_which_two_are_late(storm):
    measures = Measure.objects.filter(incident=storm)
    late = measures.late(now_in(storm))
    assert measures.count() == 12
    assert {measure.what.split()[0] for measure in late} == {"Begära", "Söka"}
    waiting = late.get(what__startswith="Söka")
    assert [other.what.split()[0] for other in waiting.depends_on.all()] == ["Begära"]


def test_five_resource_needs_of_which_one_is_asked_for_outside_the_county(storm):
    needs = ResourceNeed.objects.filter(incident=storm)
    assert needs.count() == 5
    assert needs.filter(state=ResourceState.DELIVERED).count() == 1
    (asked,) = Escalation.objects.filter(incident=storm)
    assert (asked.to, asked.state) == ("higher_region", "sent")
    assert [need.what for need in asked.needs.all()] == ["bandvagn med förare"]


def test_how_far_the_directions_have_come(storm):
    rows = Reception.objects.filter(direction__incident=storm, direction__number=1)
    assert rows.filter(acting_at__isnull=False).count() == 3
    assert rows.filter(escalated_at__isnull=False, seen_at__isnull=True).count() == 6


def test_on_e22_all_think_that_the_road_agency_leads_and_it_has_not_said_so(snow):
    lead = Need.objects.get(incident=snow, title__startswith="Leda evakueringen")
    role = NeedRole.objects.get(need=lead, part="responsible")
    assert (role.actor.key, role.confirmed_at) == ("trafikverket", None)
    of_it = [one for one in findings(snow) if lead.pk in {need.pk for need in one.needs}]
    assert any("har inte sagt det" in one.sentence for one in of_it)

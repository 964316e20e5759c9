"""What the portal finds when all actors' handling is seen as one system: each rule, and what is not found."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from actors.models import Municipality
from coordination.direction.models import LaterPosition, Measure
from coordination.direction.services import fix_direction, give_part, take_position
from coordination.direction.system import BOTTLENECK, findings
from coordination.incidents.models import ResourceNeed, ResourceOffer
from coordination.incidents.services import quarantine
from journal.record import record
from tests.counting import Statements
from tests.direction.house import proposed
from tests.direction.needs import need, role


def found(storm, rule=None):
    return [one for one in findings(storm.incident) if rule in (None, one.rule)]


def rules(storm):
    return [one.rule for one in found(storm)]


def measure(storm, owner=None, hours=2.0, state="taken", **more):
    now = timezone.now()
    return Measure.objects.create(
        incident=storm.incident,
        owner=owner or storm.ljusdal,
        what="Köra ut värmare",
        due=now + timedelta(hours=hours),
        state=state,
        remark="Nej." if state == "declined" else "",
        made_at=now,
        made_by=storm.lena,
        **more,
    )


def test_a_need_that_nobody_has(storm):
    warmth = need(storm)
    (one,) = found(storm)
    assert (one.rule, one.kind, one.sentence, one.needs) == ("nobody", "gap", "Ingen har det här.", (warmth,))
    assert one.title == "Behov 1: Ingen har det här."
    assert warmth.title not in one.title


def test_all_thought_that_another_had_it(storm):
    """E22."""
    warmth = need(storm)
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    (one,) = found(storm)
    name = storm.ljusdal.name
    assert one.sentence == f"Flera tror att {name} har det här. {name} har inte sagt det."
    assert (one.rule, one.actors) == ("believed", (storm.ljusdal,))


def test_many_around_and_nobody_responsible(storm):
    warmth = need(storm)
    role(storm, warmth, storm.ljusdal, "affected")
    assert rules(storm) == ["nobody"]
    role(storm, warmth, storm.bollnas, "supports", said=True)
    (one,) = found(storm)
    assert one.rule == "shared"
    assert one.sentence == "2 aktörer berörs eller stödjer, men ingen är ansvarig."


def test_who_has_said_it_ends_the_finding(storm):
    role(storm, need(storm), storm.ljusdal, said=True)
    assert found(storm) == []


@pytest.mark.parametrize("state", ["covered", "ended"])
def test_a_settled_need_is_not_asked_about(storm, state):
    need(storm, state=state)
    assert found(storm) == []


def test_a_no_makes_it_another_finding(storm):
    warmth = need(storm)
    before = found(storm)[0].key
    role(storm, warmth, storm.ljusdal, said=False)
    (one,) = found(storm)
    assert (one.rule, one.key == before) == ("nobody", False)
    assert one.sentence.startswith(storm.ljusdal.name)


def test_an_actor_that_left_has_nothing(storm):
    role(storm, need(storm), storm.ljusdal, said=True)
    storm.incident.participations.filter(actor=storm.ljusdal).update(left_at=timezone.now())
    assert rules(storm) == ["nobody"]


def test_two_have_said_that_it_is_they(storm):
    warmth = need(storm)
    for actor in (storm.ljusdal, storm.bollnas):
        role(storm, warmth, actor, said=True)
    (one,) = found(storm)
    assert (one.rule, one.kind, len(one.actors)) == ("two_responsible", "double", 2)


def test_two_actors_measures_for_one_need(storm):
    warmth = need(storm)
    role(storm, warmth, storm.ljusdal, said=True)
    one, same = measure(storm, need=warmth), measure(storm, need=warmth)
    assert found(storm) == []
    other = measure(storm, storm.bollnas, need=warmth)
    (double,) = found(storm)
    assert (double.rule, set(double.measures)) == ("two_measures", {one.pk, same.pk, other.pk})
    Measure.objects.filter(pk=other.pk).update(state="done")
    assert found(storm) == []


def test_an_action_that_hinders_another_need(storm):
    action, warmth = need(storm, "Stänga bron", kind="action"), need(storm)
    action.hinders.add(warmth)
    (one,) = found(storm, "hinders")
    assert one.sentence == "Åtgärdsbehov 1 gör behov 2 svårare att möta."
    assert one.needs == (action, warmth)


def test_reservations_on_the_direction_that_holds(storm):
    draft = proposed(storm)
    take_position(by=storm.maria, direction=draft, actor=storm.ljusdal, stand="cannot", reason="Inga fordon.")
    take_position(by=storm.bo, direction=draft, actor=storm.bollnas, stand="behind")
    assert found(storm) == []
    fix_direction(by=storm.carl, direction=draft)
    (one,) = found(storm)
    assert (one.rule, one.actors) == ("reserved", (storm.ljusdal,))
    assert "Inga fordon" not in one.title
    LaterPosition.objects.create(
        direction=draft, actor=storm.ljusdal, stand="behind", reason="Nu går det.", at=timezone.now(), by=storm.maria
    )
    assert found(storm) == []


def test_a_measure_that_waits_for_one_that_nobody_does(storm):
    first, second = measure(storm), measure(storm, storm.bollnas, state="declined")
    first.depends_on.add(second)
    (one,) = found(storm)
    assert (one.rule, one.measures, one.kind) == ("waits_declined", (first.pk, second.pk), "dependency")
    assert "Köra ut" not in one.title


def test_a_measure_that_waits_for_a_later_one(storm):
    first, second = measure(storm, hours=1), measure(storm, storm.bollnas, hours=3)
    second.depends_on.add(first)
    assert found(storm) == []
    second.depends_on.clear()
    first.depends_on.add(second)
    assert rules(storm) == ["waits_later"]
    Measure.objects.filter(pk=second.pk).update(state="done")
    assert found(storm) == []


def test_one_actor_with_too_much(storm):
    for at in range(BOTTLENECK - 1):
        role(storm, need(storm, f"Behov {at}"), storm.ljusdal, said=True)
    assert found(storm) == []
    last = need(storm, "Ett till")
    role(storm, last, storm.ljusdal, said=True)
    (one,) = found(storm)
    assert (one.rule, len(one.needs), one.actors) == ("overloaded", BOTTLENECK, (storm.ljusdal,))
    type(last).objects.filter(pk=last.pk).update(state="covered")
    assert found(storm) == []


def resource(storm, number, actor, what="Reservkraft 100 kW", quantity=2):
    now = timezone.now()
    return ResourceNeed.objects.create(
        incident=storm.incident,
        number=number,
        actor=actor,
        what=what,
        quantity=quantity,
        unit="st",
        from_at=now,
        where="Färila",
        contact="TiB",
        made_at=now,
        made_by=storm.maria,
    )


def test_a_resource_that_many_ask_for_and_there_is_not_enough_of(storm):
    warmth = need(storm)
    role(storm, warmth, storm.ljusdal, said=True)
    first = resource(storm, 1, storm.ljusdal)
    assert found(storm) == []
    warmth.resources.add(first)
    resource(storm, 2, storm.bollnas, "reservkraft  100 KW", 3)
    (one,) = found(storm)
    assert (one.rule, one.needs, len(one.actors)) == ("resource_short", (warmth,), 2)
    assert "5 behövs, 0 är erbjudna" in one.sentence
    assert "kraft" not in one.sentence
    ResourceOffer.objects.create(
        incident=storm.incident,
        need=first,
        actor=storm.bollnas,
        quantity=5,
        from_at=timezone.now(),
        contact="TiB",
        made_at=timezone.now(),
        made_by=storm.bo,
    )
    assert found(storm) == []


def test_an_actor_that_is_lacking(storm):
    warmth = need(storm)
    role(storm, warmth, storm.ljusdal, said=True)
    role(storm, warmth, storm.bollnas, "missing")
    (one,) = found(storm)
    assert (one.rule, one.kind, one.actors) == ("missing", "absent", (storm.bollnas,))


def test_a_municipality_that_is_affected_and_not_there(storm):
    warmth = need(storm)
    role(storm, warmth, storm.ljusdal, said=True)
    there = storm.ljusdal.municipality
    away = (
        Municipality.objects.filter(county=storm.county)
        .exclude(pk__in=[there.pk, storm.bollnas.municipality_id])
        .first()
    )
    warmth.municipalities.set([there, away])
    (one,) = found(storm)
    assert (one.rule, one.sentence) == ("absent_municipality", f"{away.name} berörs men deltar inte i händelsen.")
    assert [actor.municipality for actor in one.actors] == [away]


def test_an_urgent_need_whose_time_has_gone_and_nobody_said_anything(storm):
    ago = timezone.now() - timedelta(hours=1)
    warmth = need(storm, priority=2, needed_by=ago)
    role(storm, warmth, storm.ljusdal, said=True)
    role(storm, need(storm, priority=3, needed_by=ago), storm.ljusdal, said=True)
    (one,) = found(storm)
    assert (one.rule, one.kind, one.needs) == ("overdue", "information", (warmth,))
    record(warmth, "need.partly", by=storm.maria, from_state="new", to_state="partly")
    assert found(storm) == []


def test_what_is_in_quarantine_is_not_spoken_of(storm):
    warmth = need(storm)
    assert rules(storm) == ["nobody"]
    quarantine(by=storm.maria, record=warmth, reason="Fel plats.")
    assert found(storm) == []


def test_e22_stands_first(storm):
    need(storm, priority=1)
    role(storm, need(storm, priority=4), storm.ljusdal)
    assert rules(storm) == ["believed", "nobody"]


def test_as_many_statements_for_many_needs(storm, django_assert_num_queries):
    def some(count):
        for at in range(count):
            one = need(storm, f"Behov {at}", kind="action", priority=1, needed_by=timezone.now())
            role(storm, one, storm.ljusdal)
            one.municipalities.add(storm.ljusdal.municipality)
            first = measure(storm, need=one)
            first.depends_on.add(measure(storm, storm.bollnas, state="declined", need=one))

    some(2)
    with Statements(connection) as few:
        findings(storm.incident)
    some(20)
    with django_assert_num_queries(len(few)):
        assert len(findings(storm.incident)) > 60

"""What actors take upon themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.direction.models import Measure
from coordination.direction.services import answer_measure, suggest_measure, update_measure
from coordination.direction.services.measures import count_late
from coordination.incidents.models import Incident, Notice
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.direction.house import close, fresh


def suggest(storm, by=None, owner=None, hours=1.0):
    return suggest_measure(
        by=by or storm.lena,
        incident=storm.incident,
        owner=owner or storm.ljusdal,
        what="Lista över trygghetslarm",
        due=timezone.now() + timedelta(hours=hours),
    )


def test_suggested_measure_waits_for_its_owner(storm):
    measure = suggest(storm)
    assert measure.state == "suggested"
    notice = Notice.objects.get(kind="measure")
    assert (notice.actor, notice.path) == (storm.ljusdal, measure.get_absolute_url())


def test_own_measure_is_taken_at_once(storm):
    assert suggest(storm, by=storm.maria).state == "taken"
    assert not Notice.objects.filter(kind="measure").exists()


def test_only_the_owner_answers(storm):
    measure = suggest(storm)
    for person in (storm.lena, storm.carl, storm.bo, storm.rut):
        with pytest.raises(Refused):
            answer_measure(by=person, measure=measure, takes=True)
    assert fresh(measure).state == "suggested"
    answer_measure(by=storm.maria, measure=measure, takes=True)
    assert fresh(measure).state == "taken"


def test_no_needs_its_reason(storm):
    measure = suggest(storm)
    with pytest.raises(RuleBroken, match="varför"):
        answer_measure(by=storm.maria, measure=measure, takes=False)
    answer_measure(by=storm.maria, measure=measure, takes=False, reason="Vi har inga fordon.")
    assert (fresh(measure).state, fresh(measure).remark) == ("declined", "Vi har inga fordon.")


def test_owner_tells_how_it_goes(storm):
    measure = suggest(storm, by=storm.maria)
    update_measure(by=storm.maria, measure=measure, to="ongoing", note="På väg från Gävle")
    update_measure(by=storm.maria, measure=measure, note="Framme")
    assert fresh(measure).remark == "Framme"
    update_measure(by=storm.maria, measure=measure, to="done")
    assert fresh(measure).remark == ""
    verbs = list(Entry.objects.filter(subject=f"measure:{measure.pk}").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["measure.suggested", "measure.taken", "measure.ongoing", "measure.noted", "measure.done"]


def test_empty_note_is_no_news(storm):
    with pytest.raises(RuleBroken):
        update_measure(by=storm.maria, measure=suggest(storm, by=storm.maria))


def test_late_ones_are_counted_in_the_head(storm):
    first, second = suggest(storm, by=storm.maria), suggest(storm, by=storm.maria)
    Measure.objects.update(due=timezone.now() - timedelta(minutes=42))
    assert count_late(storm.incident) == 2
    update_measure(by=storm.maria, measure=fresh(first), to="done")
    assert Incident.objects.get().headline["late_measures"] == 1
    assert fresh(second).is_late(timezone.now())
    assert not fresh(first).is_late(timezone.now())


def test_late_follows_the_exercise_clock(storm):
    scene = timezone.now() - timedelta(days=300)
    Incident.objects.update(is_exercise=True, clock_scene=scene, clock_started=None)
    storm.incident.refresh_from_db()
    measure = suggest_measure(
        by=storm.maria, incident=storm.incident, owner=storm.ljusdal, what="Lista", due=scene + timedelta(hours=1)
    )
    assert count_late(storm.incident) == 0
    Incident.objects.update(clock_scene=scene + timedelta(hours=2))
    assert count_late(fresh(storm.incident)) == 1
    assert list(Measure.objects.late(scene + timedelta(hours=2))) == [measure]


def test_time_that_has_gone_is_refused(storm):
    with pytest.raises(RuleBroken, match="redan gått"):
        suggest(storm, hours=-1)


def test_who_does_not_take_part_is_not_suggested_anything(storm):
    with pytest.raises(RuleBroken, match="deltar inte"):
        suggest(storm, owner=storm.other)


def test_nothing_is_done_in_a_closed_incident(storm):
    measure = suggest(storm)
    close(storm.incident)
    for act in (lambda: suggest(storm), lambda: answer_measure(by=storm.maria, measure=fresh(measure), takes=True)):
        with pytest.raises(RuleBroken, match="Händelsen är avslutad"):
            act()

"""Both tables, pair by pair: what may be, what may not, and what no machine may do."""

from itertools import product

import pytest
from django.utils import timezone

from coordination.direction.models import Direction, Measure
from coordination.direction.states import DIRECTION_MOVES, MEASURE_MOVES, DirectionState, MeasureState
from coordination.incidents.permissions import FIX
from journal.models import Entry
from journal.moves import move
from journal.permissions import MACHINE
from journal.refusals import MovedOn, Refused, RuleBroken

DIRECTION_PAIRS = list(product(DirectionState.values, repeat=2))
MEASURE_PAIRS = list(product(MeasureState.values, repeat=2))


def a_direction(storm, state):
    frozen = {"fixed_at": timezone.now(), "fixed_by": storm.carl, "content_hash": "a" * 64}
    return Direction.objects.create(incident=storm.incident, number=1, state=state, made_at=timezone.now(), **frozen)


def a_measure(storm, state):
    now = timezone.now()
    return Measure.objects.create(
        incident=storm.incident,
        owner=storm.ljusdal,
        what="Lista",
        due=now,
        made_at=now,
        made_by=storm.lena,
        state=state,
        remark="skäl",
    )


def by_people(moves):
    return [pair for pair, right in moves.items() if right != MACHINE]


def mover(storm, right):
    return storm.carl if right == FIX else storm.lena


@pytest.mark.parametrize(("before", "to"), DIRECTION_PAIRS)
def test_direction_goes_only_where_the_table_says(storm, before, to):
    direction = a_direction(storm, before)
    right = DIRECTION_MOVES.get((before, to))
    if right is None:
        with pytest.raises(RuleBroken, match="är redan" if before == to else "Det steget finns inte"):
            move(direction, to, by=storm.carl)
        assert Direction.objects.get().state == before
        return
    move(direction, to, by=None if right == MACHINE else mover(storm, right))
    assert Direction.objects.get().state == to
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.from_state, entry.to_state) == (f"direction.{to}", before, to)
    assert entry.stream == f"incident:{storm.incident.pk}"


@pytest.mark.parametrize(("before", "to"), MEASURE_PAIRS)
def test_measure_goes_only_where_the_table_says(storm, before, to):
    measure = a_measure(storm, before)
    if (before, to) not in MEASURE_MOVES:
        with pytest.raises(RuleBroken):
            move(measure, to, by=storm.maria)
        return
    move(measure, to, by=storm.maria)
    assert Measure.objects.get().state == to


@pytest.mark.parametrize(("make", "moves"), [(a_direction, DIRECTION_MOVES), (a_measure, MEASURE_MOVES)])
def test_machine_takes_no_step(storm, make, moves):
    for before, to in by_people(moves):
        row = make(storm, before)
        with pytest.raises(RuleBroken, match="en människa"):
            move(row, to, by=None)
        row.delete()


@pytest.mark.parametrize(("make", "moves"), [(a_direction, DIRECTION_MOVES), (a_measure, MEASURE_MOVES)])
def test_reader_and_charlie_take_no_step(storm, make, moves):
    for before, to in by_people(moves):
        row = make(storm, before)
        for person in (storm.rut, storm.charlie):
            with pytest.raises(Refused):
                move(row, to, by=person)
        row.delete()


def test_nobody_takes_the_machine_s_step(storm):
    direction = a_direction(storm, DirectionState.PROPOSED)
    with pytest.raises(RuleBroken, match="portalen själv"):
        move(direction, DirectionState.WITHDRAWN, by=storm.carl)


def test_who_was_second_is_told(storm):
    direction = a_direction(storm, DirectionState.DRAFT)
    Direction.objects.update(state=DirectionState.WITHDRAWN)
    with pytest.raises(MovedOn):
        move(direction, DirectionState.PROPOSED, by=storm.lena)

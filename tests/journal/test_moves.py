"""Every pair of every table: what may be, who may, and what is refused."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser

from coordination.direction.states import DIRECTION_MOVES, MEASURE_MOVES, DirectionState, MeasureState
from coordination.incidents.permissions import LEAD, PARTICIPANT, RIGHTS, VIEW
from coordination.incidents.states import PHASE_MOVES, Phase
from coordination.situations.states import (
    COMPILATION_MOVES,
    INPUT_MOVES,
    REPORT_MOVES,
    REQUEST_MOVES,
    CompilationState,
    InputState,
    ReportState,
    RequestState,
)
from journal.moves import move
from journal.permissions import MACHINE
from journal.refusals import MovedOn, Refused, RuleBroken

TABLES = [
    (Phase, PHASE_MOVES),
    (RequestState, REQUEST_MOVES),
    (InputState, INPUT_MOVES),
    (CompilationState, COMPILATION_MOVES),
    (ReportState, REPORT_MOVES),
    (DirectionState, DIRECTION_MOVES),
    (MeasureState, MEASURE_MOVES),
]
pairs = [(s, t, a, b) for s, t in TABLES for a, b in itertools.permutations(s.values, 2)]


@pytest.mark.parametrize(("states", "table"), TABLES)
def test_tables_name_only_known_states_and_rights(states, table):
    for (before, to), right in table.items():
        assert before in states.values
        assert to in states.values
        assert right == MACHINE or right in RIGHTS


class Row:
    """A row that would go anywhere the table lets it."""

    pk = None
    _meta = type("M", (), {"get_field": staticmethod(lambda name: type("F", (), {"flatchoices": ()}))})

    def __init__(self, table, state):
        self.MOVES, self.state = table, state

    def guard(self):
        return self

    def __str__(self):
        return "raden"


class Nobody(AnonymousUser):
    def has_perm(self, perm, obj=None):
        return False


@pytest.mark.parametrize(("states", "table", "before", "to"), pairs)
def test_each_pair_asks_for_its_right_or_is_refused(states, table, before, to):
    right = table.get((before, to))
    row = Row(table, before)
    if right is None or right == MACHINE:
        with pytest.raises(RuleBroken):
            move(row, to, by=Nobody())
    else:
        with pytest.raises(Refused):
            move(row, to, by=Nobody())
        with pytest.raises(RuleBroken):
            move(row, to, by=None)
    assert row.state == before


@pytest.mark.django_db
def test_a_move_is_written_in_the_journal_and_a_stale_one_is_refused(house, incident):
    from coordination.incidents.models import Incident
    from journal.models import Entry

    stale = Incident.objects.get(pk=incident.pk)
    move(incident, Phase.HANDLE, by=house.lena, note="Läget är allvarligt")
    entry = Entry.objects.get(verb="incident.handle")
    assert (entry.by, entry.from_state, entry.to_state, entry.note) == (
        house.lena,
        "assess",
        "handle",
        "Läget är allvarligt",
    )
    with pytest.raises(MovedOn):
        move(stale, Phase.HANDLE, by=house.lena)
    assert Entry.objects.filter(verb="incident.handle").count() == 1


def test_roles_of_a_participant_never_reach_those_of_the_lead():
    for role, rights in PARTICIPANT.items():
        assert set(rights) <= {VIEW, "read_reports", "contribute"}
        assert set(rights) <= set(LEAD[role])

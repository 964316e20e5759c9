"""What of an actor's own answers has run out, for those who answer for it. Two statements."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.situations.models import Function, Input
from coordination.situations.states import RequestState
from coordination.situations.weighing.ageing import standing, told
from coordination.situations.weighing.judging import stale_names


def old_facts(incidents: Mapping[int, Incident], actors: Collection[int]) -> Iterator[tuple[Incident, Any, list[str]]]:
    """Each incident, answer and the names of what is too old in it, where the actor has been told and can answer."""
    rows = standing(Input.objects.standing().out_of_quarantine().filter(incident__in=incidents, actor__in=actors))
    there = list(rows.filter(told(), request__state=RequestState.SENT).select_related("actor", "request__question_set"))
    functions = {one.key: one for one in Function.objects.all()} if there else {}
    for row in there:
        incident = incidents[row.incident_id]
        names = stale_names(row, functions, now_in(incident))
        if names:
            yield incident, row, names

"""What the pages here share: finding the row that the person may see, in the incident that the address names."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from actors.models import Person
from coordination.direction.models import Direction, Measure
from coordination.direction.states import MeasureState
from coordination.incidents.models import Incident
from coordination.incidents.pages import my_actors

STEPS = {
    MeasureState.SUGGESTED.value: "todo",
    MeasureState.TAKEN.value: "todo",
    MeasureState.ONGOING.value: "now",
    MeasureState.DONE.value: "done",
    MeasureState.DECLINED.value: "skip",
}


def who(request: HttpRequest) -> Person:
    """The signed-in person herself, not the lazy stand-in that the request carries."""
    person = getattr(request.user, "_wrapped", request.user) if request.user.is_authenticated else None
    if not isinstance(person, Person):
        raise TypeError("nobody is signed in")
    return person


def find_direction(request: HttpRequest, incident: Incident, k: int) -> Direction:
    direction = get_object_or_404(Direction.objects.visible_to(request.user), incident=incident, number=k)
    # One row of the incident in the page, so that its lead and what is remembered on it are not asked for again.
    direction.incident = incident
    return direction


def find_measure(request: HttpRequest, incident: Incident, pk: int) -> Measure:
    seen = Measure.objects.visible_to(request.user).select_related("owner", "direction")
    measure = get_object_or_404(seen, incident=incident, pk=pk)
    measure.incident = incident
    return measure


def done(request: HttpRequest, words: str, name: str, *args: Any) -> HttpResponse:
    """Say what happened and go on to a page: a reload does nothing twice."""
    messages.success(request, words)
    return redirect(name, *args)


def measure_rows(request: HttpRequest, incident: Incident, measures: Any, now: Any) -> list[dict[str, Any]]:
    """A measure with what the table draws of it: late ones first by their time, done ones last."""
    mine = {actor.pk for actor in my_actors(request, incident)}
    rows = [
        {
            "measure": measure,
            "late": measure.is_late(now),
            "unfinished": measure.state not in (MeasureState.DONE, MeasureState.DECLINED),
            "step": "late" if measure.is_late(now) else STEPS[measure.state],
            "mine": measure.owner_id in mine,
        }
        for measure in measures
    ]
    return sorted(rows, key=lambda row: (not row["unfinished"], row["measure"].due))

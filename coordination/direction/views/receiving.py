"""Seen, understood, acts: what a page shows of it, and an actor's own word."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.direction import receiving, services
from coordination.direction.models import Direction
from coordination.direction.receiving import Received
from coordination.direction.standings import SILENT, Standing, participants_of
from coordination.direction.states import DirectionState, Reach
from coordination.direction.views.finding import done, find_direction, who
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, my_actors
from coordination.incidents.permissions import CONTRIBUTE


def reached(request: HttpRequest, incident: Incident, direction: Direction, stood: list[Standing]) -> dict[str, Any]:
    """For the page of a fixed direction. That it is opened by an actor's own people is itself a step, noted here."""
    if not direction.is_frozen:
        return {}
    holds = direction.state == DirectionState.FIXED and not incident.is_closed
    answers = holds and who(request).has_perm(CONTRIBUTE, incident)
    own = {actor.pk for actor in my_actors(request, incident)} if answers else set()
    there = participants_of(incident)
    rows = receiving.received(direction, there)
    unread = [row.actor for row in rows if row.actor.pk in own and row.is_silent]
    for actor in unread:
        services.note_seen(by=who(request), of=direction, actor=actor)
    if unread:
        rows = receiving.received(direction, there)
    to_tell = [row for row in rows if row.actor.pk in own and row.reach != Reach.ACTING]
    return {"rows": _together(stood, rows), "reach_tally": receiving.tally(rows), "to_tell": to_tell}


def _together(stood: list[Standing], rows: list[Received]) -> list[Standing]:
    """A line for each actor with both: those who have not read it first. Who came later took no position."""
    known = {row.actor: row for row in stood}
    lines = [
        replace(known.pop(row.actor.pk, Standing(row.actor.pk, row.actor.name, SILENT)), reached=row) for row in rows
    ]
    return [*lines, *known.values()]


@login_required
@require_POST
def receive(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Vi har förstått, or vi agerar: for one of the person's own actors."""
    incident = find(request, number)
    direction = find_direction(request, incident, k)
    chosen = [one for one in my_actors(request, incident) if str(one.pk) == request.POST.get("aktor")]
    if not chosen:
        raise Http404
    row = services.receive(by=who(request), direction=direction, actor=chosen[0], reach=request.POST.get("steg", ""))
    words = (
        _("%(actor)s agerar efter inriktningen. Det är noterat.")
        if row.acting_at is not None
        else _("%(actor)s har förstått inriktningen. Det är noterat.")
    )
    return done(request, words % {"actor": chosen[0].name}, "direction", number, k)

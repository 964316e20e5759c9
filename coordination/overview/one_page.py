"""Läget på en sida: for the one who leads the county. What is so, what is decided, what is unsure, who is asked what.

Nothing is computed here that another page does not say too, and each line leads to where it stands.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actors.models import ContactPoint
from coordination.direction import effects, receiving
from coordination.direction.models import Assessment, Direction, Measure
from coordination.direction.standings import standings_of, tally
from coordination.direction.states import DirectionState
from coordination.incidents import sight
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, upcoming
from coordination.situations.models import Dispute, Recipient, Report
from coordination.situations.report.sentences import sentences
from coordination.situations.states import DisputeState, RequestState

# One sheet of paper holds no more. What is left out is counted, and stands on the page that each heading leads to.
MOST_SENTENCES: Final = 4
MOST_LINES: Final = 6


@dataclass(frozen=True)
class Shortened:
    """The first lines of a list, and how many more there are."""

    lines: list[Any]
    more: int


def _short(rows: list[Any]) -> Shortened:
    return Shortened(rows[:MOST_LINES], max(len(rows) - MOST_LINES, 0))


@login_required
@require_safe
def one_page(request: HttpRequest, number: str) -> HttpResponse:
    """Prints on one sheet."""
    incident = find(request, number)
    now = now_in(incident)
    report = _report(request, incident)
    context = incident_page(
        request,
        incident,
        "incident",
        report=report,
        summary=sentences(report.summary)[:MOST_SENTENCES] if report else [],
        **_directed(request, incident),
        silent=_short(_silent(request, incident, now)),
        disputes=_disputes(request, incident),
        measures=_short(_measures(request, incident)),
        times=upcoming(incident, now),
        call=ContactPoint.objects.filter(actor=incident.lead).exclude(phone="").select_related("actor").first(),
    )
    return render(request, "overview/one_page.html", context)


def _report(request: HttpRequest, incident: Incident) -> Report | None:
    published = Report.objects.visible_to(request.user).filter(incident=incident, state="published")
    return published.defer("body", "grades").first()


def _directed(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """The direction that holds, with how the actors stand and how far it has come; and the one that is proposed."""
    seen = Direction.objects.visible_to(request.user).filter(incident=incident)
    rows = {row.state: row for row in seen.filter(state__in=[DirectionState.FIXED, DirectionState.PROPOSED])}
    held = rows.get(DirectionState.FIXED)
    if held is not None:
        held.incident = incident
    stood = standings_of(held) if held is not None else []
    return {
        "direction": held,
        "tally": tally(stood),
        "reservations": [row for row in stood if row.is_reserved],
        "reach_tally": receiving.tally(receiving.received(held)) if held is not None else [],
        "proposal": rows.get(DirectionState.PROPOSED),
        **_effect(request, held),
    }


def _effect(request: HttpRequest, held: Direction | None) -> dict[str, Any]:
    """What the actors say that the direction comes to, and the county's newest judgement of it."""
    if held is None:
        return {}
    said = effects.effects(held, request.user)
    judged = Assessment.objects.visible_to(request.user).filter(direction=held).first()
    words = effects.sentence(said) if said else ""
    return {"effect_tally": effects.tally(said), "effect_sentence": words, "assessment": judged}


def _silent(request: HttpRequest, incident: Incident, now: datetime) -> list[Recipient]:
    """Who has not answered a request whose time is out, and has not said when the answer comes."""
    rows = Recipient.objects.filter(
        request__incident=incident,
        request__state=RequestState.SENT,
        request__deadline__lt=now,
        answered_at__isnull=True,
        actor__in=incident.participations.filter(left_at__isnull=True).values("actor_id"),
    )
    free = sight.out_of_quarantine(rows, "request", "request_id").select_related("actor", "request")
    late = [row for row in free.order_by("actor__sort_name") if row.postponed_to is None or row.postponed_to <= now]
    return list({row.actor_id: row for row in late}.values())


def _disputes(request: HttpRequest, incident: Incident) -> int:
    """How many facts go apart between answers and are not settled."""
    return Dispute.objects.visible_to(request.user).filter(incident=incident, state=DisputeState.OPEN).count()


def _measures(request: HttpRequest, incident: Incident) -> list[Measure]:
    going = Measure.objects.visible_to(request.user).filter(incident=incident).unfinished()
    return list(going.select_related("owner").order_by("due"))

"""What a report changes for its reader: since the one that her actor read before, for her own municipality first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from actors import access
from actors.models import Actor
from actors.roles import Role
from coordination.incidents.models import Incident
from coordination.incidents.pages import incident_page, who
from coordination.numbers import whole
from coordination.situations.models import Report
from coordination.situations.report import since_read
from coordination.situations.report.naming import named
from coordination.situations.report.since import since
from coordination.situations.views.report_files import published


@login_required
@require_GET
def show_since(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """A page of the reader's own, so that the report's stored page is the same for all."""
    report = published(request, number, k)
    incident = report.incident
    mine = _mine(request, incident)
    chosen = _chosen(request, mine, report.body)
    read = since_read.last_read(incident, [actor.pk for actor in mine], k)
    former = _former(incident, read.number if read else None, k)
    context = incident_page(request, incident, "reports", k=k, read=read, mine=mine, actor=chosen)
    if former is not None:
        language = get_language() or "sv"
        before, now = named(former.body, language), named(report.body, language)
        context |= {
            "former": former.number,
            "delta": since(before, now, chosen.pk) if chosen else None,
            "all": since(before, now),
        }
    return render(request, "situations/report_since.html", context)


def _mine(request: HttpRequest, incident: Incident) -> list[Actor]:
    there = access.actors_of(who(request), Role.READER).filter(participations__incident=incident)
    return list(there.order_by("sort_name").distinct())


def _chosen(request: HttpRequest, mine: list[Actor], body: dict[str, Any]) -> Actor | None:
    """The actor asked for, or the first of the reader's own that the report says something of."""
    rows = [*body.get("answered", []), *body.get("silent", []), *body.get("left_out", [])]
    spoken_of = {row["actor"] for row in rows}
    known = [actor for actor in mine if actor.pk in spoken_of]
    wanted = whole(request.GET.get("aktor", ""))
    return next((actor for actor in known if actor.pk == wanted), known[0] if known else None)


def _former(incident: Incident, read: int | None, k: int) -> Report | None:
    """The report that was read before, or else the one before this."""
    shown = Report.objects.shown().filter(incident=incident, number__lt=k)
    return shown.filter(number=read).first() if read else shown.order_by("-number").first()

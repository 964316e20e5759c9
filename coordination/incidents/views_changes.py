"""Visa ändringar: what a record said before, who changed it and through what."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coordination.incidents import records, services
from coordination.incidents.pages import find, incident_page, who
from coordination.incidents.permissions import WRITE
from journal.history import changes_of
from journal.refusals import Refused, RuleBroken


@login_required
@require_GET
def changes(request: HttpRequest, number: str, slug: str, pk: int) -> HttpResponse:
    """For the owner's people and for those who write the county's report. Answers and log lines are never changed."""
    incident = find(request, number)
    kind = records.kind_by_slug(slug)
    if not hasattr(kind.model, "pgh_event_model"):
        raise Http404
    record: Any = records.with_incident(get_object_or_404(kind.visible_to(who(request), incident), pk=pk), incident)
    if not (who(request).has_perm(WRITE, incident) or services.answers_for(who(request), record)):
        raise Refused(_("Ändringarna läses av den som har skrivit uppgiften och av länsstyrelsen."))
    if getattr(record, "state", "") == "withheld":
        raise RuleBroken(_("Uppgiften hålls inne, och det den har sagt visas inte."))
    context = incident_page(request, incident, "incident", record=record, changes=changes_of(record))
    return render(request, "incidents/changes.html", context)

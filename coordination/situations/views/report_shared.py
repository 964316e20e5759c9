"""What the writing and the reviewing of a report share."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actors.models import Person
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page
from coordination.incidents.permissions import WRITE
from coordination.situations.models import WORDS
from coordination.situations.services import reports
from journal.permissions import require


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, request.POST[name]) for name in WORDS if request.POST.get(name)]


def who(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def found(request: HttpRequest, number: str) -> Incident:
    incident = find(request, number)
    require(who(request), WRITE, incident)
    return incident


def gone(request: HttpRequest, incident: Incident) -> HttpResponse:
    """There is no open report any more. What was typed is shown, and where the published one is."""
    published = reports.published(incident)
    context = incident_page(request, incident, "reports", published=published, typed=typed(request))
    return render(request, "situations/report_gone.html", context, status=409)

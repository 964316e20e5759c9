"""Reading: who has been here and read which report, by actor."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from actors import access
from actors.models import Actor
from actors.roles import Role
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, who
from coordination.incidents.permissions import MANAGE
from coordination.situations.report import readership
from journal.refusals import Refused


@login_required
@require_GET
def reading(request: HttpRequest, number: str) -> HttpResponse:
    """The county's duty officer sees every participant; an actor's administrator her own."""
    incident = find(request, number)
    found = readership.of(incident, _actors(request, incident))
    context = incident_page(request, incident, "participants", reading=found, all=MANAGE in who_may(request, incident))
    return render(request, "situations/reading.html", context)


def who_may(request: HttpRequest, incident: Incident) -> frozenset[str]:
    return access.rights(who(request), incident)


def _actors(request: HttpRequest, incident: Incident) -> list[Actor]:
    there = Actor.objects.filter(participations__incident=incident, participations__left_at__isnull=True)
    if MANAGE not in who_may(request, incident):
        there = there.filter(pk__in=access.actors_of(who(request), Role.ACTOR_ADMIN))
    actors = list(there.order_by("-participations__is_lead", "sort_name"))
    if not actors:
        sentence = _(
            "Läsningen ser länsstyrelsens tjänsteman i beredskap, och aktörens administratör för sin egen aktör."
        )
        raise Refused(sentence, right=MANAGE, guarded=incident)
    return actors

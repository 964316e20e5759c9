"""Saying which other measure one waits for."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.direction.models import Measure
from coordination.direction.services import depend, stop_depending
from coordination.direction.views.finding import done, find_measure, who
from coordination.incidents.pages import find
from coordination.numbers import whole


@login_required
@require_POST
def waits(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """`on` names the other; `bort` says that it is waited for no more."""
    incident = find(request, number)
    measure = find_measure(request, incident, pk)
    seen = Measure.objects.visible_to(request.user).filter(incident=incident)
    on = get_object_or_404(seen, pk=whole(request.POST.get("on", "")))
    if "bort" in request.POST:
        stop_depending(by=who(request), measure=measure, on=on)
        return done(request, _("Åtgärden väntar inte längre på den andra."), "measure_answer", number, pk)
    depend(by=who(request), measure=measure, on=on)
    return done(request, _("Antecknat: åtgärden väntar på den andra."), "measure_answer", number, pk)

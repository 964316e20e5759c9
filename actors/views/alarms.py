"""Alarms: a sealed account was used. Read by administrators and security officers, acknowledged one by one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actors import services
from actors.models import Alarm, Membership
from actors.permissions import ALARMED
from actors.views.finding import who

SHOWN = 100


@login_required
def alarms(request: HttpRequest) -> HttpResponse:
    """All alarms that concern the person, those she has not acknowledged first."""
    me = who(request)
    if not Membership.objects.now().filter(person=me, role__in=ALARMED).exists():
        raise Http404
    seen = Alarm.objects.visible_to(me).select_related("person", "actor").prefetch_related("acknowledgements__by")
    waiting = set(Alarm.objects.open_for(me).values_list("pk", flat=True))
    rows = sorted(seen[:SHOWN], key=lambda alarm: alarm.pk not in waiting)
    return render(request, "actors/alarms.html", {"rows": rows, "waiting": waiting})


@login_required
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    alarm = get_object_or_404(Alarm.objects.visible_to(who(request)), pk=pk)
    services.acknowledge(by=who(request), alarm=alarm)
    messages.success(request, _("Larmet är kvitterat av dig."))
    return redirect("alarms")

"""Pages of who takes part: invite, bring in somebody unknown, leave, release."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actors import access
from actors.models import Actor
from actors.roles import Role
from coordination.incidents import participation, services
from coordination.incidents.forms import InviteForm, LeaveForm, NewcomerForm
from coordination.incidents.models import Incident, Participant
from coordination.incidents.pages import find, incident_page, who
from coordination.incidents.permissions import INVITE
from coordination.signing_in.fresh import fresh_to_send
from journal.permissions import require
from journal.refusals import Refused, RuleBroken


@login_required
def participants(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, find(request, number))


def _page(request: HttpRequest, incident: Incident, invited: InviteForm | None = None) -> HttpResponse:
    """Who takes part, who has left, and for who invites the way to more."""
    rows = list(
        incident.participations.select_related("actor")
        .prefetch_related("actor__contact_points")
        .order_by("-is_lead", "actor__kind", "actor__sort_name")
    )
    words = request.GET.get("sok", "").strip()[:60]
    invites = INVITE in access.rights(who(request), incident) and not incident.is_closed
    form = invited or (InviteForm(incident=incident, words=words) if invites else None)
    context = incident_page(
        request,
        incident,
        "participants",
        rows=[row for row in rows if row.left_at is None],
        left=sorted((row for row in rows if row.left_at), key=_left_at, reverse=True),
        form=form,
        words=words,
        invites=invites,
        leaves=set() if invites or incident.is_closed else _mine(request, incident),
    )
    return render(request, "incidents/participants.html", context, status=422 if form and form.errors else 200)


def _left_at(row: Participant) -> Any:
    return row.left_at


def _mine(request: HttpRequest, incident: Incident) -> set[int]:
    """The actors that the person may take out of the incident because they are her own."""
    own = access.actors_of(who(request), Role.EDITOR).exclude(pk=incident.lead_id)
    return set(own.values_list("pk", flat=True))


@login_required
@fresh_to_send
@require_POST
def invite(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    require(who(request), INVITE, incident)
    form = InviteForm(request.POST, incident=incident)
    if not form.is_valid():
        messages.error(request, _("Välj minst en aktör."))
        return redirect("participants", number)
    new = services.invite(by=who(request), incident=incident, actors=form.chosen())
    names = ", ".join(actor.short for actor in new)
    messages.success(request, _("Inbjudna: %(names)s.") % {"names": names} if names else _("Alla deltar redan."))
    return redirect("participants", number)


@login_required
@fresh_to_send
def newcomer(request: HttpRequest, number: str) -> HttpResponse:
    """Bring in an actor that is in no register, with one person, in one step."""
    incident = find(request, number)
    require(who(request), INVITE, incident)
    form = NewcomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wanted = participation.Newcomer(**form.cleaned_data)
            actor = participation.bring_in(by=who(request), incident=incident, newcomer=wanted)
        except (RuleBroken, ValidationError) as broken:
            form.add_error(None, broken.sentence if isinstance(broken, RuleBroken) else broken.messages)
        else:
            messages.success(request, _("%(actor)s deltar nu, tillfälligt.") % {"actor": actor.name})
            return redirect("participants", number)
    context = incident_page(request, incident, "participants", form=form)
    return render(request, "incidents/newcomer.html", context, status=422 if form.errors else 200)


@login_required
@fresh_to_send
def leave(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """An actor takes part no longer: it leaves, or the county board releases it."""
    incident = find(request, number)
    actor = get_object_or_404(Actor, key=key, participations__incident=incident)
    if not participation.may_end(who(request), incident, actor):
        raise Refused(_("Att lämna beslutar aktören själv, eller länsstyrelsens tjänsteman i beredskap."))
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        participation.end_participation(by=who(request), incident=incident, actor=actor, **form.cleaned_data)
        messages.success(request, _("%(actor)s deltar inte längre.") % {"actor": actor.name})
        still = Incident.objects.visible_to(who(request)).filter(pk=incident.pk).exists()
        return redirect("participants", number) if still else redirect("start")
    context = incident_page(request, incident, "participants", form=form, actor=actor)
    return render(request, "incidents/leave.html", context, status=422 if form.errors else 200)

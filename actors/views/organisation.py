"""Vår organisation: who holds what and until when, where functions are reached, what has been changed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actors import services
from actors.charge import has_charge, in_care_of, keeps_groups, people_of, roles_to_give
from actors.forms import ContactForm
from actors.history import changes
from actors.models import Actor, ActorKind, Alarm, ContactPoint, Membership, Person
from actors.permissions import ALARMED
from actors.views.finding import actor_in_charge, find_actor, who
from journal.refusals import RuleBroken

SHOWN = 300


@login_required
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """The people of the actor, whose role ends soonest first, and its contact points."""
    actor, me = find_actor(request, key), who(request)
    charge = has_charge(me, actor)
    colleague = _own(me, actor)
    context = {
        "actor": actor,
        "charge": charge,
        "admits": bool(roles_to_give(me, actor)),
        "rows": _rows(actor, me, charge=charge) if charge or colleague else [],
        "closed": people_of(actor).filter(is_active=False).order_by("name") if charge else [],
        "points": actor.contact_points.all(),
        "care": in_care_of(me).count() if _administers(colleague) else 0,
        "keeps_groups": keeps_groups(me, actor),
        "alarms": Alarm.objects.open_for(me).count() if any(m.role in ALARMED for m in colleague) else None,
        "today": timezone.localdate(),
        "publishes": actor.kind == ActorKind.COUNTY_BOARD,
    }
    return render(request, "actors/organisation.html", context)


def _own(me: Person, actor: Actor) -> list[Membership]:
    return list(Membership.objects.now().filter(person=me, actor=actor))


def _administers(held: list[Membership]) -> bool:
    return any(m.role == "actor_admin" for m in held)


def _rows(actor: Actor, me: Person, *, charge: bool) -> list[dict[str, Any]]:
    held = Membership.objects.not_over().filter(actor=actor).select_related("person", "deputy_for__person")
    rows = held.order_by(F("ends").asc(nulls_last=True), "person__name", "role")
    return [_row(one, me, charge) for one in rows[:SHOWN]]


def _row(one: Membership, me: Person, charge: bool) -> dict[str, Any]:
    sealed = one.person.is_break_glass
    mine = one.person_id == me.pk and one.holds
    days = (one.ends - timezone.localdate()).days if one.ends else None
    return {
        "one": one,
        "linked": charge and not sealed,
        "deputy": (charge or mine) and not sealed and one.deputy_for_id is None,
        "soon": days is not None and days <= 14,
        "days": days,
    }


@login_required
def care(request: HttpRequest, key: str) -> HttpResponse:
    """Actors without an administrator that this one's administrator cares for."""
    actor = find_actor(request, key)
    if not _administers(_own(who(request), actor)):
        raise Http404
    now = Q(memberships__ended_at__isnull=True) & (
        Q(memberships__ends__isnull=True) | Q(memberships__ends__gte=timezone.localdate())
    )
    rows = in_care_of(who(request)).annotate(held=Count("memberships__person", filter=now, distinct=True))
    context = {"actor": actor, "rows": rows.order_by("kind", "sort_name")[:SHOWN]}
    return render(request, "actors/care.html", context)


@login_required
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Every change of people and contact points, the newest first."""
    actor = actor_in_charge(request, key)
    before = request.GET.get("fore", "")
    rows, more = changes(actor, int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None)
    context = {"actor": actor, "rows": rows, "older": rows[-1].pk if more else None}
    return render(request, "actors/history.html", context)


@login_required
def contact(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """Where one function is reached: a new one, or one that is there."""
    actor = actor_in_charge(request, key)
    point = get_object_or_404(ContactPoint, pk=pk, actor=actor) if pk else None
    form = ContactForm(request.POST or None, point=point)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_contact(by=who(request), actor=actor, point=point, **form.cleaned_data)
        except (RuleBroken, ValidationError) as broken:
            form.add_error(None, broken.sentence if isinstance(broken, RuleBroken) else broken.messages)
        else:
            messages.success(request, _("Kontaktvägen är sparad."))
            return redirect("actor", key)
    context = {"actor": actor, "form": form, "point": point}
    return render(request, "actors/contact.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def contact_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    actor = actor_in_charge(request, key)
    services.remove_contact(by=who(request), point=get_object_or_404(ContactPoint, pk=pk, actor=actor))
    messages.success(request, _("Kontaktvägen är borttagen."))
    return redirect("actor", key)


@login_required
@require_POST
def second_approval(request: HttpRequest, key: str) -> HttpResponse:
    """Whether two stand behind the county's reports."""
    actor = actor_in_charge(request, key)
    two = request.POST.get("two") == "1"
    try:
        services.set_second_approval(by=who(request), actor=actor, wanted=two)
    except RuleBroken as broken:
        messages.warning(request, broken.sentence)
        return redirect("actor", key)
    said = _("Två publicerar från och med nu: en godkänner och en annan publicerar.")
    messages.success(request, said if two else _("En person publicerar från och med nu."))
    return redirect("actor", key)

"""One person: let in, given a role, corrected, closed, opened again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actors import services
from actors.charge import roles_to_give
from actors.forms import AdmitForm, DeputyForm, EndForm, NameForm, RoleForm, roles_for
from actors.models import Actor, Membership, Person
from actors.services.deputies import may_appoint_deputy
from actors.views.finding import actor_in_charge, find_actor, find_person, who
from journal.refusals import Refused, RuleBroken


@login_required
def new_person(request: HttpRequest, key: str) -> HttpResponse:
    """Let somebody in: account, role and invitation in one step."""
    actor = find_actor(request, key)
    given = roles_to_give(who(request), actor)
    if not given:
        raise Refused(_("%(actor)s sköts av sin egen administratör.") % {"actor": actor.name})
    form = AdmitForm(request.POST or None, roles=roles_for(actor, given))
    if _tried(request, form, lambda: services.admit(by=who(request), actor=actor, **form.cleaned_data)):
        words = _("%(name)s har fått ett konto. En länk för att välja lösenord skickas till %(email)s.")
        messages.success(request, words % form.cleaned_data)
        return redirect("actor", key)
    context = {"actor": actor, "form": form, "only_first": len(given) == 1}
    return render(request, "actors/person_new.html", context, status=422 if form.errors else 200)


@login_required
def person(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    actor = actor_in_charge(request, key)
    return _page(request, actor, find_person(actor, pk))


def _page(request: HttpRequest, actor: Actor, one: Person, **forms: Any) -> HttpResponse:
    """The person's page, with whichever form was filled in wrongly."""
    held = Membership.objects.filter(actor=actor, person=one).select_related("deputy_for__person", "actor", "person")
    rows = list(held.order_by(F("ends").asc(nulls_last=True), "pk"))
    wrong = next((form for form in forms.values() if form.errors), None)
    context = {
        "actor": actor,
        "one": one,
        "current": [{"one": m, "end": _end_form(m, forms)} for m in rows if not m.is_over],
        "former": [m for m in rows if m.is_over],
        "give": forms.get("give") or RoleForm(roles=roles_for(actor, roles_to_give(who(request), actor))),
        "change": forms.get("change") or NameForm(initial={"name": one.name, "email": one.email}),
        "is_me": one.pk == who(request).pk,
        "form": wrong,
    }
    return render(request, "actors/person.html", context, status=422 if wrong else 200)


def _end_form(membership: Membership, forms: dict[str, Any]) -> EndForm:
    return forms.get(f"end{membership.pk}") or EndForm(auto_id=f"id_{membership.pk}_%s")


@login_required
@require_POST
def give_role(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Give a role; to somebody who was closed, open the account with it."""
    actor = actor_in_charge(request, key)
    one = find_person(actor, pk)
    form = RoleForm(request.POST, roles=roles_for(actor, roles_to_give(who(request), actor)))
    give: Callable[..., Any] = services.appoint if one.is_active else services.reopen_person
    if _tried(request, form, lambda: give(by=who(request), person=one, actor=actor, **form.cleaned_data)):
        messages.success(request, _("%(name)s har fått rollen.") % {"name": one.name})
        return redirect("person", key, pk)
    return _page(request, actor, find_person(actor, pk), give=form)


@login_required
@require_POST
def end_role(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """End a role on a day, or now."""
    actor = find_actor(request, key)
    held = Membership.objects.select_related("person", "actor", "deputy_for__person")
    membership = get_object_or_404(held, pk=pk, actor=actor)
    form = EndForm(request.POST, auto_id=f"id_{pk}_%s")
    if _tried(request, form, lambda: services.end_role(by=who(request), membership=membership, **form.cleaned_data)):
        messages.success(request, _("Rollen slutar för %(name)s.") % {"name": membership.person.name})
        return redirect("person", key, membership.person_id) if _in_charge(request, actor) else redirect("actor", key)
    return _page(request, actor_in_charge(request, key), membership.person, **{f"end{pk}": form})


def _in_charge(request: HttpRequest, actor: Actor) -> bool:
    return len(roles_to_give(who(request), actor)) > 1


@login_required
@require_POST
def change_person(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    actor = actor_in_charge(request, key)
    one = find_person(actor, pk)
    form = NameForm(request.POST)
    if _tried(
        request, form, lambda: services.change_person(by=who(request), person=one, actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("Uppgifterna är ändrade."))
        return redirect("person", key, pk)
    return _page(request, actor, find_person(actor, pk), change=form)


@login_required
@require_POST
def invite_person(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    actor = actor_in_charge(request, key)
    one = find_person(actor, pk)
    services.invite_again(by=who(request), person=one, actor=actor)
    messages.success(request, _("En ny länk skickas till %(email)s.") % {"email": one.email})
    return redirect("person", key, pk)


@login_required
@require_POST
def close_person(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    actor = actor_in_charge(request, key)
    one = find_person(actor, pk)
    services.close_person(by=who(request), person=one, actor=actor)
    messages.success(request, _("%(name)s har lämnat %(actor)s.") % {"name": one.name, "actor": actor.name})
    return redirect("actor", key)


@login_required
def deputy(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Let a colleague stand in, from one day to another."""
    actor = find_actor(request, key)
    held = Membership.objects.not_over().select_related("person", "actor").filter(deputy_for__isnull=True)
    membership = get_object_or_404(held, pk=pk, actor=actor)
    if not may_appoint_deputy(who(request), membership):
        raise Refused(_("Ersättare utses av den som har rollen, eller av administratören."))
    form = DeputyForm(request.POST or None, membership=membership, me=who(request))
    appoint = partial(services.appoint_deputy, by=who(request), membership=membership)
    if _tried(request, form, lambda: appoint(**form.cleaned_data)):
        messages.success(request, _("%(name)s är ersättare.") % {"name": form.cleaned_data["person"].name})
        return redirect("actor", key)
    standing = membership.deputies.not_over().select_related("person").order_by("starts")
    context = {"actor": actor, "membership": membership, "form": form, "deputies": standing}
    return render(request, "actors/deputy.html", context, status=422 if form.errors else 200)


def _tried(request: HttpRequest, form: Any, act: Callable[[], Any]) -> bool:
    """Do what the form asks, or put the rule's sentence on it, so that nothing typed is lost."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except RuleBroken as broken:
        form.add_error(None, broken.sentence)
    except ValidationError as wrong:
        form.add_error(None, wrong.messages)
    else:
        return True
    return False

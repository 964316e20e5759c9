"""What the pages of exercises share: finding the row, and doing one thing with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from actors import access
from actors.models import ActorKind
from actors.roles import Role
from coordination.exercises.forms import Act
from coordination.exercises.models import Inject, Play, Scenario
from coordination.incidents.pages import find, incident_page, who
from coordination.incidents.permissions import CONTROL
from journal.permissions import require
from journal.refusals import Refused, RuleBroken

TAB = "led"


def posted(request: HttpRequest) -> Any:
    """What was sent, also where that is nothing: a form without fields is pressed all the same."""
    return request.POST if request.method == "POST" else None


def boards(request: HttpRequest) -> Any:
    """The county boards whose exercises the person leads."""
    return access.actors_of(who(request), Role.EXERCISE_LEADER).filter(kind=ActorKind.COUNTY_BOARD)


def refuse_not_leader(request: HttpRequest) -> None:
    if not boards(request).exists():
        raise Refused(_("Det gör länsstyrelsens övningsledare."))


def find_play(request: HttpRequest, number: str) -> Play:
    """The exercise as it is led: for those who take part in it there, and forbidden to players."""
    incident = find(request, number)
    seen = Play.objects.visible_to(who(request)).select_related("scenario", "leader")
    play: Play = get_object_or_404(seen, incident=incident)
    play.incident = incident
    require(who(request), CONTROL, incident)
    return play


def find_inject(request: HttpRequest, number: str, pk: int) -> Inject:
    play = find_play(request, number)
    inject: Inject = get_object_or_404(Inject.objects.visible_to(who(request)), play=play, pk=pk)
    inject.play, inject.incident = play, play.incident
    return inject


def find_scenario(request: HttpRequest, pk: int) -> Scenario:
    """One of the person's own board, or one that another shares."""
    seen = Scenario.objects.visible_to(who(request)).select_related("owner", "made_by")
    scenario: Scenario = get_object_or_404(seen, pk=pk)
    return scenario


def leads(request: HttpRequest, scenario: Scenario) -> bool:
    return access.acts_for(who(request), scenario.owner, Role.EXERCISE_LEADER)


def find_own_scenario(request: HttpRequest, pk: int) -> Scenario:
    scenario = find_scenario(request, pk)
    if not leads(request, scenario):
        raise Refused(_("Scenariot är ett annat läns. Ladda ner det och lägg in det som ert eget."))
    return scenario


def tried(form: Act, do: Callable[[], Any]) -> Any:
    """What it made, or None where a rule said no: its sentence then stands in the form, and nothing was kept."""
    try:
        with transaction.atomic():
            return do()
    except (RuleBroken, ValidationError) as broken:
        form.add_error(None, broken.sentence if isinstance(broken, RuleBroken) else broken)
        form.refused = True
        return None


def act(
    request: HttpRequest,
    form: Act,
    do: Callable[[dict[str, Any]], Any],
    *,
    told: str | Callable[[Any], str],
    back: str,
    play: Play | None = None,
    to: Callable[[Any], str] | None = None,
    **page: Any,
) -> HttpResponse:
    """One form on one page. A rule that says no stands above what was typed; nothing is lost."""
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: (do(form.cleaned_data),))
        if made is not None:
            messages.success(request, told(made[0]) if callable(told) else told)
            return redirect(to(made[0]) if to else back)
    context = {"form": form, "back": back, **page}
    if play is not None:
        context = incident_page(request, play.incident, TAB, play=play, **context)
        return render(request, "exercises/play_act.html", context, status=form.status)
    return render(request, "exercises/act.html", context, status=form.status)

"""An exercise as it is led: made, its clock, the master list with what comes next, ended, compared."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.exercises import casting, forms, services
from coordination.exercises.comparing import compared
from coordination.exercises.giving import TROUBLE
from coordination.exercises.models import Inject, Play, Scenario
from coordination.exercises.states import InjectState, PlayState
from coordination.exercises.views.finding import TAB, act, boards, find_play, posted, refuse_not_leader
from coordination.exercises.views.scenarios import BOTH, newest
from coordination.incidents.clock import now_in
from coordination.incidents.pages import incident_page, who
from coordination.numbers import whole

INJECT_STEPS: Final = {InjectState.GIVEN: "done", InjectState.WAITING: "todo", InjectState.SKIPPED: "skip"}
# How far a jump is suggested: to the next inject, else this far.
USUAL_JUMP: Final = timedelta(minutes=30)


@login_required
@require_http_methods(BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Made in one step: the incident, its players, its injects. The clock stands until its leader starts it."""
    refuse_not_leader(request)
    led = boards(request)
    scenarios = newest(Scenario.objects.visible_to(who(request)))
    starts = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    initial = {"starts": starts, "scenario": whole(request.GET.get("scenario", ""))}
    form = forms.NewForm(posted(request), boards=led, scenarios=scenarios, initial=initial)
    return act(
        request,
        form,
        lambda _said: services.start_play(by=who(request), **form.chosen()),
        told=_("Övningen är förberedd. Starta klockan när alla är på plats."),
        back=reverse("exercises"),
        to=lambda made: str(made.get_absolute_url()),
        title=_("Ny övning"),
        words=_("Aktörerna bjuds in när övningen görs. Inget spelas in förrän du startar klockan."),
        button=_("Gör övningen"),
        wide="actors",
    )


@login_required
@require_safe
def play(request: HttpRequest, number: str) -> HttpResponse:
    """Where the exercise is led from. Read again for a newer state: nothing here needs a script."""
    found = find_play(request, number)
    incident, now = found.incident, now_in(found.incident)
    seen = Inject.objects.visible_to(who(request)).filter(play=found)
    rows = [_row(one, found, now) for one in seen.prefetch_related("to").order_by("at", "order")]
    waiting = [row for row in rows if row["inject"].state == InjectState.WAITING]
    roles = casting.cast([row.actor for row in _players(incident)])
    context = incident_page(
        request,
        incident,
        TAB,
        play=found,
        rows=rows,
        next=waiting[0] if waiting else None,
        real_minutes=_real_minutes(found, waiting, now),
        counts={state: sum(row["inject"].state == state for row in rows) for state in InjectState.values},
        troubled=[row for row in waiting if row["trouble"]],
        cast=[(casting.spoken(function), actor) for function, actor in roles.items()],
        goals=found.scenario.goals if found.scenario else [],
    )
    return render(request, "exercises/play.html", context)


def _players(incident: Any) -> Any:
    return incident.participations.filter(left_at__isnull=True).select_related("actor")


def _row(inject: Inject, found: Play, now: Any) -> dict[str, Any]:
    inject.play, inject.incident = found, found.incident
    return {
        "inject": inject,
        "step": INJECT_STEPS[InjectState(inject.state)],
        "to": list(inject.to.all()),
        "trouble": inject.more.get(TROUBLE, "") if inject.state == InjectState.WAITING else "",
        "late": inject.state == InjectState.WAITING and inject.at < now,
    }


def _real_minutes(found: Play, waiting: list[dict[str, Any]], now: Any) -> int | None:
    """How long it is until the next, by the clock on the wall, where that is another."""
    if not waiting or found.state != PlayState.RUNNING or found.speed == 1:
        return None
    ahead: float = (waiting[0]["inject"].at - now).total_seconds()
    return max(round(ahead / 60 / found.speed), 0)


class Turn(NamedTuple):
    """One press on the exercise's clock."""

    do: Callable[..., Any]
    told: Any


TURNS: Final[dict[str, Turn]] = {
    "starta": Turn(services.run, gettext_lazy("Klockan går.")),
    "pausa": Turn(services.pause, gettext_lazy("Klockan står.")),
}


@login_required
@require_POST
def turn(request: HttpRequest, number: str, do: str) -> HttpResponse:
    if do not in TURNS:
        raise Http404
    found = find_play(request, number)
    TURNS[do].do(by=who(request), play=found)
    messages.success(request, str(TURNS[do].told))
    return redirect(found)


@login_required
@require_http_methods(BOTH)
def jump(request: HttpRequest, number: str) -> HttpResponse:
    found = find_play(request, number)
    now = now_in(found.incident)
    waiting = Inject.objects.visible_to(who(request)).filter(play=found, state=InjectState.WAITING, at__gt=now)
    coming = waiting.order_by("at").first()
    to = coming.at if coming is not None else (now + USUAL_JUMP).replace(second=0, microsecond=0)
    return act(
        request,
        forms.JumpForm(posted(request), initial={"to": to}),
        lambda said: services.jump(by=who(request), play=found, **said),
        told=_("Klockan har hoppat."),
        back=found.get_absolute_url(),
        play=found,
        title=_("Hoppa framåt"),
        button=_("Hoppa"),
    )


@login_required
@require_http_methods(BOTH)
def speed(request: HttpRequest, number: str) -> HttpResponse:
    found = find_play(request, number)
    return act(
        request,
        forms.SpeedForm(posted(request), initial={"speed": found.speed}),
        lambda said: services.set_speed(by=who(request), play=found, **said),
        told=_("Farten är ändrad."),
        back=found.get_absolute_url(),
        play=found,
        title=_("Klockans fart"),
        button=_("Ändra farten"),
    )


@login_required
@require_http_methods(BOTH)
def end(request: HttpRequest, number: str) -> HttpResponse:
    found = find_play(request, number)
    return act(
        request,
        forms.EndForm(posted(request)),
        lambda said: services.end_play(by=who(request), play=found),
        told=_("Övningen är avslutad. Skriv ner lärdomarna medan de är färska."),
        back=found.get_absolute_url(),
        to=lambda made: reverse("play_compare", args=[number]),
        play=found,
        title=_("Avsluta övningen"),
        words=_("Klockan stannar och händelsen avslutas. Inget mer spelas in. Det som är skrivet står kvar."),
        button=_("Avsluta övningen"),
    )


@login_required
@require_safe
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """After, or on the way: what the players did, beside what really happened or what was hoped for."""
    found = find_play(request, number)
    rows = compared(found, who(request))
    context = incident_page(
        request,
        found.incident,
        TAB,
        play=found,
        rows=rows,
        is_replay=found.scenario is not None and found.scenario.replays_id is not None,
    )
    return render(request, "exercises/compare.html", context)

"""One inject as its leader handles it: by hand, skipped, taken back, added on the fly, observed."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from coordination.exercises import forms, services
from coordination.exercises.giving import TROUBLE
from coordination.exercises.states import InjectState, PlayState
from coordination.exercises.views.finding import act, find_inject, find_play, posted
from coordination.exercises.views.scenarios import BOTH
from coordination.incidents.pages import who


class Hand(NamedTuple):
    do: Callable[..., Any]
    word: Any
    told: Any
    offered: str


HANDS: Final[dict[str, Hand]] = {
    "spela-in": Hand(
        services.give_inject, gettext_lazy("Spela in nu"), gettext_lazy("Inspelet är inspelat."), InjectState.WAITING
    ),
    "hoppa-over": Hand(
        services.skip_inject, gettext_lazy("Hoppa över"), gettext_lazy("Inspelet hoppas över."), InjectState.WAITING
    ),
    "ta-tillbaka": Hand(
        services.take_back_inject,
        gettext_lazy("Ta tillbaka"),
        gettext_lazy("Inspelet väntar igen."),
        InjectState.SKIPPED,
    ),
}


@login_required
@require_http_methods(BOTH)
def inject(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """What it says, to whom, what is hoped for; and what the leader saw."""
    found = find_inject(request, number, pk)
    live = found.play.state != PlayState.ENDED
    return act(
        request,
        forms.ObserveForm(posted(request), initial={"text": found.observed}),
        lambda said: services.observe(by=who(request), inject=found, text=said["text"]),
        told=_("Iakttagelsen är sparad."),
        back=found.play.get_absolute_url(),
        play=found.play,
        title=str(found),
        button=_("Spara iakttagelsen"),
        inject=found,
        to_whom=list(found.to.all()),
        trouble=found.more.get(TROUBLE, "") if found.state == InjectState.WAITING else "",
        hands=[(slug, one.word) for slug, one in HANDS.items() if live and one.offered == found.state],
    )


@login_required
@require_POST
def hand(request: HttpRequest, number: str, pk: int, do: str) -> HttpResponse:
    if do not in HANDS:
        raise Http404
    found = find_inject(request, number, pk)
    with transaction.atomic():
        HANDS[do].do(by=who(request), inject=found)
    messages.success(request, str(HANDS[do].told))
    return redirect(found.play)


@login_required
@require_http_methods(BOTH)
def add(request: HttpRequest, number: str) -> HttpResponse:
    found = find_play(request, number)
    return act(
        request,
        forms.AddForm(posted(request), play=found),
        lambda said: services.add_inject(by=who(request), play=found, **said),
        told=_("Inspelet är tillagt."),
        back=found.get_absolute_url(),
        play=found,
        title=_("Lägg till ett inspel"),
        words=_("Spelarna ser det först när det spelas in."),
        button=_("Lägg till inspelet"),
    )

"""The loop's workspace: the ring, a cycle, its steps; beginning, writing in and closing a cycle."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination.direction.forms_loop import CYCLE_FORMS, CloseForm, form_of, values_of
from coordination.direction.loop import gaps as gap_words
from coordination.direction.loop import reading
from coordination.direction.models import Cycle, Influence, Need, Note, ProtectionValue, Step, SystemIssue
from coordination.direction.services import begin_cycle, close_cycle, edit_cycle
from coordination.direction.states import CycleState
from coordination.direction.views.finding import done, who
from coordination.direction.views.loop.both import both
from coordination.direction.views.loop.frame import find_cycle, loop_page, sent, title_of
from coordination.direction.views.loop.steps import OF_STEP
from coordination.incidents.models import Incident
from coordination.incidents.pages import find
from coordination.incidents.permissions import PROPOSE
from journal.permissions import require
from journal.refusals import MovedOn, RuleBroken


@login_required
@require_safe
def now(request: HttpRequest, number: str) -> HttpResponse:
    """The cycle that goes on; else the last one; before there is any, how to begin."""
    return _cycle_page(request, find(request, number), None)


@login_required
@require_safe
def one(request: HttpRequest, number: str, k: int) -> HttpResponse:
    incident = find(request, number)
    return _cycle_page(request, incident, find_cycle(request, incident, k))


def _cycle_page(request: HttpRequest, incident: Incident, cycle: Cycle | None) -> HttpResponse:
    context = loop_page(request, incident, cycle=cycle)
    cycle = context["cycle"]
    context["title"] = title_of(cycle)
    if cycle is not None:
        context["values"] = [ProtectionValue(value).label for value in cycle.protection_values]
        if cycle.state == CycleState.CLOSED:
            context["gaps"] = _gaps(request, incident, cycle.gaps)
            seen = Note.objects.visible_to(request.user).filter(incident=incident, cycle=cycle)
            context["noted"] = list(seen.select_related("actor")[: reading.MOST])
    return render(request, "direction/loop/loop.html", context)


@login_required
@require_safe
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """One step of the loop, at any time and in any order."""
    incident = find(request, number)
    if step not in Step.values:
        raise Http404
    context = loop_page(request, incident, step=step)
    context["arrived"], context["since"] = reading.arrived(who(request), incident, step, context["now"])
    context |= OF_STEP[step](request, incident, context)
    return render(request, "direction/loop/step.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, number: str) -> HttpResponse:
    cycle = begin_cycle(by=who(request), incident=find(request, number))
    return done(request, _("Varv %(n)d har börjat.") % {"n": cycle.number}, "loop_now", number)


@login_required
def edit(request: HttpRequest, number: str, k: int, step: str) -> HttpResponse:
    """Write the cycle's own texts of a step. What somebody else wrote meanwhile is shown beside one's own."""
    incident = find(request, number)
    cycle = find_cycle(request, incident, k)
    if step not in CYCLE_FORMS:
        raise Http404
    require(who(request), PROPOSE, incident)
    form = CYCLE_FORMS[step](request.POST, marked=cycle) if request.method == "POST" else form_of(cycle, step)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            edit_cycle(by=who(request), cycle=cycle, revision=form.cleaned_data["version"], **form.changes())
            return done(request, _("Sparat."), "loop_step", number, step)
        except MovedOn as first:
            standing = find_cycle(request, incident, k)
            theirs, values = form_of(standing, step), values_of(standing, step)
            return both(
                request,
                incident,
                form,
                values,
                theirs,
                first.sentence,
                lambda typed: CYCLE_FORMS[step](initial=typed, marked=standing),
            )
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
            status = 409
    context = loop_page(request, incident, cycle=cycle, step=step, form=form, what=Step(step).label)
    wrong = form.errors and status == 200
    return render(request, "direction/loop/cycle_edit.html", context, status=422 if wrong else status)


@login_required
def close(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """What is open, as a list. It is closed anyway by whoever says so."""
    incident = find(request, number)
    cycle = find_cycle(request, incident, k)
    require(who(request), PROPOSE, incident)
    form = CloseForm(sent(request), initial={"next_at": cycle.next_at})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            close_cycle(by=who(request), cycle=cycle, next_at=form.cleaned_data["next_at"])
            return done(request, _("Varv %(n)d är avslutat.") % {"n": cycle.number}, "loop", number, k)
        except MovedOn:
            raise
        except RuleBroken as broken:
            form.add_error("next_at", broken.sentence)
            status = 409
    context = loop_page(request, incident, cycle=cycle, form=form)
    context["gaps"] = _gaps(request, incident, gap_words.gaps_of(cycle, context["now"]))
    wrong = form.errors and status == 200
    return render(request, "direction/loop/close.html", context, status=422 if wrong else status)


NAMED: dict[str, tuple[Any, str]] = {
    "unknown": (Note, "pk"),
    "unknown_late": (Note, "pk"),
    "not_seen": (Note, "pk"),
    "assumption": (Note, "pk"),
    "need_of_nobody": (Need, "number"),
    "issue": (SystemIssue, "number"),
    "unanswered": (Influence, "number"),
    "not_followed": (Influence, "number"),
}
SHOWN = 5


def _gaps(request: HttpRequest, incident: Incident, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each gap as a sentence, where one does something about it, and the first rows of it that the reader reads."""
    told = []
    wanted: dict[tuple[Any, str], set[int]] = {}
    for gap in found:
        if gap["kind"] in NAMED:
            wanted.setdefault(NAMED[gap["kind"]], set()).update(gap["keys"][:SHOWN])
    read = {pair: _words(request, incident, pair, keys) for pair, keys in wanted.items()}
    for gap in found:
        words = read.get(NAMED.get(gap["kind"], (None, "")), {})
        rows = [words[key] for key in gap["keys"][:SHOWN] if key in words]
        step = gap_words.STEP_OF_GAP[gap["kind"]]
        told.append({"sentence": gap_words.sentence(gap), "step": step.value, "rows": rows})
    return told


def _words(request: HttpRequest, incident: Incident, pair: tuple[Any, str], keys: set[int]) -> dict[int, str]:
    model, key = pair
    rows = model.objects.visible_to(request.user).filter(incident=incident, **{f"{key}__in": keys})
    return {getattr(row, key): str(row) for row in rows}

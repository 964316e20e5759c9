"""Writing a direction: begin, write, propose, take back, put away."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.direction.forms import DirectionForm, values_of
from coordination.direction.models import Direction
from coordination.direction.services import (
    draft_direction,
    edit_direction,
    propose_direction,
    take_back_direction,
    withdraw_direction,
)
from coordination.direction.services.directions import missing
from coordination.direction.standings import participants_of
from coordination.direction.states import DirectionState
from coordination.direction.views.directions import answers_of
from coordination.direction.views.finding import done, find_direction, who
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page
from coordination.incidents.permissions import PROPOSE
from journal.permissions import require
from journal.refusals import MovedOn


@login_required
@require_POST
def begin(request: HttpRequest, number: str) -> HttpResponse:
    draft = draft_direction(by=who(request), incident=find(request, number))
    return redirect("direction_edit", number, draft.number)


@login_required
def edit(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Write in the draft. What somebody else wrote meanwhile is shown beside one's own, and nothing is lost."""
    incident, direction = _writable(request, number, k)
    if direction.state != DirectionState.DRAFT and request.method != "POST":
        return redirect("direction", number, k)
    form = DirectionForm(request.POST, marked=direction) if request.method == "POST" else DirectionForm.of(direction)
    if request.method == "POST" and form.is_valid():
        try:
            edit_direction(
                by=who(request), direction=direction, revision=form.cleaned_data["version"], **form.changes()
            )
        except MovedOn as first:
            return _both(request, incident, k, form, first.sentence)
        if "check" in request.POST:
            return redirect("direction_propose", number, k)
        return done(request, _("Utkastet är sparat."), "direction_edit", number, k)
    wrong = bool(form.errors)
    context = incident_page(request, incident, "directions", direction=direction, form=form.shown())
    return render(request, "direction/edit.html", context, status=422 if wrong else 200)


def _both(request: HttpRequest, incident: Incident, k: int, form: DirectionForm, sentence: str) -> HttpResponse:
    """Yours and theirs where they differ, and a form that holds yours and may be saved on top of theirs."""
    direction = find_direction(request, incident, k)
    theirs = DirectionForm.of(direction)
    joint = DirectionForm(initial={**form.cleaned_data, "version": direction.revision}, marked=direction)
    differing = [
        {"label": joint[name].label, "yours": _shown(joint, name), "theirs": _shown(theirs, name)}
        for name in values_of(direction)
        if name != "version" and _shown(joint, name) != _shown(theirs, name)
    ]
    context = incident_page(
        request, incident, "directions", direction=direction, form=joint.shown(), differing=differing, sentence=sentence
    )
    return render(request, "direction/both.html", context, status=409)


def _shown(form: DirectionForm, name: str) -> str:
    value: Any = form[name].value()
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    if hasattr(value, "astimezone"):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return str(value or "").strip()


@login_required
@require_POST
def autosave(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Kept while it is written. A half-written time is left for the save that somebody means."""
    _incident, direction = _writable(request, number, k)
    form = DirectionForm(request.POST, marked=direction)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        edit_direction(
            by=who(request), direction=direction, revision=form.cleaned_data["version"], note=False, **form.changes()
        )
    except MovedOn as first:
        return JsonResponse({"detail": first.sentence}, status=409)
    saved_at = timezone.localtime(direction.edited_at).strftime("%H:%M")
    return JsonResponse({"saved_at": saved_at, "version": direction.revision})


@login_required
def propose(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Check, then propose: each participant is asked where it stands."""
    incident, direction = _writable(request, number, k)
    if direction.state != DirectionState.DRAFT:
        return redirect("direction", number, k)
    if request.method == "POST":
        propose_direction(by=who(request), direction=direction)
        return done(request, _("Förslaget är lagt fram. Varje deltagare får frågan."), "direction", number, k)
    context = incident_page(
        request,
        incident,
        "directions",
        direction=direction,
        answers=answers_of(direction, editable=True),
        missing=missing(direction),
        asked=participants_of(incident),
    )
    return render(request, "direction/propose.html", context)


@login_required
@require_POST
def take_back(request: HttpRequest, number: str, k: int) -> HttpResponse:
    _incident, direction = _writable(request, number, k)
    take_back_direction(by=who(request), direction=direction, note=request.POST.get("note", ""))
    words = _("Förslaget är ett utkast igen. Aktörerna tillfrågas på nytt när ni föreslår den nya lydelsen.")
    return done(request, words, "direction_edit", number, k)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str, k: int) -> HttpResponse:
    _incident, direction = _writable(request, number, k)
    withdraw_direction(by=who(request), direction=direction, note=request.POST.get("note", ""))
    return done(request, _("Utkastet är lagt undan."), "directions", number)


def _writable(request: HttpRequest, number: str, k: int) -> tuple[Incident, Direction]:
    incident = find(request, number)
    direction = find_direction(request, incident, k)
    require(who(request), PROPOSE, incident)
    return incident, direction

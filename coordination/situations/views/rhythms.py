"""A request that comes again: made in words, with its next times read before it is saved; put off once; stopped."""

from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, who
from coordination.incidents.permissions import ASK, INVITE
from coordination.situations.forms_rhythm import PutOffForm, RhythmForm
from coordination.situations.models import Rhythm
from coordination.situations.rounds import rhythm
from coordination.situations.rounds.rhythm import Beat
from coordination.situations.rounds.rhythm_words import in_words
from coordination.situations.services import rhythms
from journal.permissions import require
from journal.refusals import RuleBroken

SHOWN = 5


@login_required
def rhythm_list(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    rows = Rhythm.objects.visible_to(request.user).filter(incident=incident)
    rows = rows.select_related("made_by", "stopped_by").prefetch_related("recipients")
    running = [_told(row) for row in rows.running()]
    stopped = [_told(row) for row in rows.filter(stopped_at__isnull=False).order_by("-stopped_at")[:20]]
    context = incident_page(request, incident, "requests", running=running, stopped=stopped)
    return render(request, "situations/rhythms.html", context)


def _told(row: Rhythm) -> dict[str, Any]:
    return {
        "row": row,
        "words": in_words(Beat.of(row)),
        "times": rhythm.next_times(row, 3) if row.stopped_at is None else [],
        "recipients": list(row.recipients.all()),
    }


@login_required
def rhythm_new(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    require(who(request), ASK, incident)
    form = RhythmForm(request.POST or None, incident=incident, may_invite=who(request).has_perm(INVITE, incident))
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "back":
        if request.POST.get("do") != "save":
            return _read_through(request, incident, form)
        try:
            rhythms.make_rhythm(by=who(request), incident=incident, **form.taken())
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
        else:
            messages.success(request, _("Begäran kommer nu igen av sig själv."))
            return redirect("rhythms", number)
    context = incident_page(request, incident, "requests", form=form)
    return render(request, "situations/rhythm_new.html", context, status=422 if form.errors else 200)


def _read_through(request: HttpRequest, incident: Incident, form: RhythmForm) -> HttpResponse:
    """The next five times, with what is due and what they are about, before anything is saved."""
    taken = form.taken()
    beat, minutes = taken["beat"], taken["answer_minutes"]
    times = [
        {
            "sent": at,
            "deadline": rhythm.later(beat, at, minutes),
            "as_of": rhythm.later(beat, at, taken["as_of_minutes"]),
        }
        for at in islice(rhythm.upcoming(beat, taken["first"]), SHOWN)
    ]
    kept = [
        (name, value)
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "do")
        for value in request.POST.getlist(name)
    ]
    context = incident_page(
        request,
        incident,
        "requests",
        fields=kept,
        times=times,
        words=in_words(beat),
        taken=taken,
        outside=form.outside(),
    )
    return render(request, "situations/rhythm_check.html", context)


def _running(request: HttpRequest, number: str, pk: int) -> Rhythm:
    incident = find(request, number)
    require(who(request), ASK, incident)
    row = get_object_or_404(Rhythm.objects.visible_to(request.user), incident=incident, pk=pk)
    row.incident = incident
    return row


@login_required
def rhythm_later(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put the next sending off, once, with a note that those asked read."""
    row = _running(request, number, pk)
    form = PutOffForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            rhythms.put_off(by=who(request), row=row, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
        else:
            messages.success(request, _("Nästa begäran är uppskjuten. De därefter kommer som vanligt."))
            return redirect("rhythms", number)
    context = incident_page(request, row.incident, "requests", form=form, row=row, words=in_words(Beat.of(row)))
    return render(request, "situations/rhythm_later.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def rhythm_stop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    rhythms.stop_rhythm(by=who(request), row=_running(request, number, pk))
    messages.success(request, _("Rytmen är stoppad. Det som är skickat står kvar."))
    return redirect("rhythms", number)

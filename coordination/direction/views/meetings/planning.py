"""Planning a meeting: the form, the agenda, the check before the call, cancelling."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actors.models import Actor
from coordination.direction import services
from coordination.direction.forms_meeting import CancelForm, PlanForm, PointForm
from coordination.direction.meetings import clocks
from coordination.direction.models import Meeting, MeetingKind
from coordination.direction.standings import participants_of
from coordination.direction.states import MeetingState
from coordination.direction.views.finding import done, who
from coordination.direction.views.meetings.finding import agenda, clock_words, find_meeting, find_point, lines, page
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.numbers import whole
from journal.permissions import require
from journal.refusals import MovedOn

NAMES = ("reason", "form", "where", "starts_at", "minutes_long", "chair", "secretary")


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    require(who(request), PROPOSE, incident)
    there = participants_of(incident)
    begins = {"kind": MeetingKind.ISF, "actors": [actor.pk for actor in there], "starts_at": _soon(incident)}
    form = PlanForm(request.POST or None, invited=there, now=now_in(incident), initial=begins, marked=incident)
    if request.method == "POST" and form.is_valid():
        said = form.said()
        said["actors"] = _chosen(there, said["actors"])
        made = form.tries(lambda: services.plan_meeting(by=who(request), incident=incident, **said))
        if made is not None:
            return done(request, _("Mötet är planerat. Ingen är kallad än."), "meeting", number, made.number)
    found = [one for one in clocks.clocks_of(incident).values() if one.words]
    times = [{"name": str(MeetingKind(one.kind).label), "words": one.words, "whose": one.whose} for one in found]
    return page(request, incident, "plan", form.code, form=form, times=times)


def _soon(incident: Incident) -> Any:
    """The next whole half-hour that is at least half an hour ahead."""
    at = timezone.localtime(now_in(incident)) + timedelta(minutes=59)
    return at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)


def _chosen(there: list[Actor], keys: list[int]) -> list[Actor]:
    return [actor for actor in there if actor.pk in keys]


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Change it. Two who write at once see both texts."""
    meeting = find_meeting(request, number, k)
    incident = meeting.incident
    require(who(request), PROPOSE, incident)
    there = participants_of(incident)
    form = PlanForm(
        request.POST or None,
        invited=there,
        now=now_in(incident),
        meeting=meeting,
        initial=_values(meeting),
        marked=meeting,
    )
    if request.method == "POST" and form.is_valid():
        said = form.said()
        if "actors" in said:
            said["actors"] = _chosen(there, said["actors"])
        revision = form.cleaned_data["version"] or 0
        try:
            saved = form.tries(
                lambda: services.edit_meeting(by=who(request), meeting=meeting, revision=revision, **said)
            )
        except MovedOn as first:
            return _both(request, meeting, form, first.sentence)
        if saved is not None:
            return done(request, _("Mötet är ändrat."), "meeting", number, k)
    return page(request, incident, "plan", form.code, form=form, meeting=meeting)


def _values(meeting: Meeting) -> dict[str, Any]:
    said = {name: getattr(meeting, name) for name in NAMES}
    called = list(meeting.calls.values_list("actor_id", flat=True))
    return said | {"version": meeting.revision, "actors": called}


def _both(request: HttpRequest, meeting: Meeting, form: PlanForm, sentence: str) -> HttpResponse:
    """One's own words stay in the form; what stands now is told beside them."""
    now = _values(meeting)
    theirs = {name: now[name] for name in NAMES if name in form.cleaned_data and form.cleaned_data[name] != now[name]}
    labels = [{"label": form[name].label, "theirs": _shown(value)} for name, value in theirs.items()]
    data = request.POST.copy()
    data["version"] = str(meeting.revision)
    again = PlanForm(data, invited=participants_of(meeting.incident), now=form.now, meeting=meeting, marked=meeting)
    again.is_valid()
    again.add_error(None, sentence)
    return page(request, meeting.incident, "plan", 409, form=again, meeting=meeting, differing=labels)


def _shown(value: Any) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if hasattr(value, "astimezone") else str(value)


@login_required
@require_http_methods(["GET", "POST"])
def point_new(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Raise a point: an actor for itself before the call, who prepares at any time before the end."""
    meeting = find_meeting(request, number, k)
    require(who(request), CONTRIBUTE, meeting.incident)
    mine, prepares = my_actors(request, meeting.incident), who(request).has_perm(PROPOSE, meeting.incident)
    form = PointForm(request.POST or None, mine=mine, prepares=prepares, marked=meeting)
    if request.method == "POST" and form.is_valid():
        said = form.taken()
        said["raised_by"] = next((actor for actor in mine if actor.pk == said["raised_by"]), None)
        if form.tries(lambda: services.add_point(by=who(request), meeting=meeting, **said)) is not None:
            return done(request, _("Punkten står på dagordningen."), "meeting", number, k)
    return page(request, meeting.incident, "point", form.code, form=form, meeting=meeting, mine=mine)


@login_required
@require_POST
def point_remove(request: HttpRequest, number: str, k: int, pk: int) -> HttpResponse:
    meeting = find_meeting(request, number, k)
    services.remove_point(by=who(request), point=find_point(request, meeting, pk))
    return done(request, _("Punkten är borttagen."), "meeting", number, k)


@login_required
@require_POST
def order(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """One step up or down."""
    meeting = find_meeting(request, number, k)
    keys = list(meeting.points.values_list("pk", flat=True))
    moved = whole(request.POST.get("upp", "")) or whole(request.POST.get("ner", "")) or 0
    if moved in keys:
        at = keys.index(moved)
        to = max(0, at - 1) if "upp" in request.POST else min(len(keys) - 1, at + 1)
        keys.insert(to, keys.pop(at))
    services.order_points(by=who(request), meeting=meeting, points=keys)
    return redirect("meeting", number, k)


@login_required
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Check, then call: what is frozen for everybody stands on the page before."""
    meeting = find_meeting(request, number, k)
    require(who(request), PROPOSE, meeting.incident)
    if request.method == "POST":
        services.call_meeting(by=who(request), meeting=meeting)
        return done(request, _("Mötet är kallat. Underlaget är fryst."), "meeting", number, k)
    if meeting.state != MeetingState.PLANNED:
        return redirect("meeting", number, k)
    return page(
        request,
        meeting.incident,
        "call",
        meeting=meeting,
        points=agenda(request, meeting, None),
        rows=lines(meeting),
        call_clock=clock_words(meeting),
    )


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, number: str, k: int) -> HttpResponse:
    meeting = find_meeting(request, number, k)
    require(who(request), PROPOSE, meeting.incident)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        form.tries(lambda: services.cancel_meeting(by=who(request), meeting=meeting, why=why))
        if not form.refused:
            return done(request, _("Mötet är inställt."), "meeting", number, k)
    return page(request, meeting.incident, "cancel", form.code, form=form, meeting=meeting)

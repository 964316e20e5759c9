"""While the meeting is held: it begins, minutes run point by point, attendance, agreements, measures, it ends."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.direction import services
from coordination.direction.forms_meeting import AttendanceForm, EndForm, NotesForm, PointMeasureForm, ResolutionForm
from coordination.direction.models import AgendaPoint, Meeting
from coordination.direction.standings import participants_of
from coordination.direction.states import MeetingState
from coordination.direction.views.finding import done, who
from coordination.direction.views.meetings.finding import (
    HELD,
    agenda,
    asked_point,
    find_meeting,
    find_point,
    pack_of,
    page,
)
from coordination.direction.views.meetings.listing import outcome
from coordination.incidents.clock import now_in
from coordination.incidents.pages import my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from journal.permissions import require
from journal.refusals import MovedOn

# Where the note's own button leads on to, after it is saved.
ONWARD = {"beslut": "meeting_resolve", "atgard": "meeting_measure"}


def _writable(request: HttpRequest, number: str, k: int) -> Meeting:
    meeting = find_meeting(request, number, k)
    require(who(request), PROPOSE, meeting.incident)
    return meeting


@login_required
@require_POST
def begin(request: HttpRequest, number: str, k: int) -> HttpResponse:
    meeting = _writable(request, number, k)
    services.begin_meeting(by=who(request), meeting=meeting)
    return done(request, _("Mötet har börjat. Anteckna under punkterna."), "meeting_notes", number, k)


@login_required
@require_safe
def notes(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """The running minutes: each point saves for itself while somebody writes."""
    meeting = _writable(request, number, k)
    if meeting.state not in HELD:
        return redirect("meeting", number, k)
    rows = agenda(request, meeting, pack_of(request, meeting))
    found = outcome(request, meeting)
    for row in rows:
        point = row["point"]
        row["form"] = NotesForm.of(point)
        row["resolutions"] = [one for one in found["resolutions"] if one.point_id == point.pk]
        row["measures"] = [one["measure"] for one in found["measures"] if one["measure"].point_id == point.pk]
    return page(request, meeting.incident, "notes", meeting=meeting, points=rows)


@login_required
@require_POST
def note(request: HttpRequest, number: str, k: int, pk: int) -> HttpResponse:
    """Save a point's note. What somebody else wrote meanwhile is shown beside one's own, and nothing is lost."""
    meeting = _writable(request, number, k)
    point = find_point(request, meeting, pk)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return page(request, meeting.incident, "both", 422, meeting=meeting, point=point, form=form)
    typed = form.cleaned_data["notes"]
    try:
        services.note_point(by=who(request), point=point, revision=form.cleaned_data["version"], notes=typed)
    except MovedOn as first:
        stored = find_point(request, meeting, pk)
        joint = NotesForm(initial={"version": stored.revision, "notes": typed})
        context = {"point": stored, "form": joint, "yours": typed, "sentence": first.sentence}
        return page(request, meeting.incident, "both", 409, meeting=meeting, **context)
    onward = ONWARD.get(request.POST.get("vidare", ""))
    if onward:
        return redirect(f"{reverse(onward, args=[number, k])}?punkt={pk}")
    done(request, _("Anteckningen är sparad."), "meeting_notes", number, k)
    return redirect(f"{reverse('meeting_notes', args=[number, k])}#punkt-{pk}")


@login_required
@require_POST
def autosave(request: HttpRequest, number: str, k: int, pk: int) -> HttpResponse:
    """Kept while it is written."""
    meeting = _writable(request, number, k)
    point = find_point(request, meeting, pk)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        services.note_point(
            by=who(request),
            point=point,
            revision=form.cleaned_data["version"],
            notes=form.cleaned_data["notes"],
            note=False,
        )
    except MovedOn as first:
        return JsonResponse({"detail": first.sentence}, status=409)
    saved_at = timezone.localtime(now_in(meeting.incident)).strftime("%H:%M")
    return JsonResponse({"saved_at": saved_at, "version": point.revision})


@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, number: str, k: int) -> HttpResponse:
    meeting = _writable(request, number, k)
    calls = list(meeting.calls.select_related("actor").order_by("actor__sort_name", "pk"))
    form = AttendanceForm(request.POST or None, calls=calls)
    if request.method == "POST" and form.is_valid():
        form.tries(lambda: services.note_attendance(by=who(request), meeting=meeting, there=form.said()))
        if not form.refused:
            return done(request, _("Närvaron är noterad."), "meeting_notes", number, k)
    return page(request, meeting.incident, "attendance", form.code, form=form, meeting=meeting)


@login_required
@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """What the actors agreed, under the point that the address names."""
    meeting = _writable(request, number, k)
    there, point = participants_of(meeting.incident), asked_point(request, meeting)
    came = set(meeting.calls.filter(attended=True).values_list("actor_id", flat=True))
    form = ResolutionForm(request.POST or None, there=there, initial={"actors": sorted(came)}, marked=point or meeting)
    if request.method == "POST" and form.is_valid():
        said = form.taken()
        said["actors"] = [actor for actor in there if actor.pk in said["actors"]]
        if form.tries(lambda: services.resolve(by=who(request), meeting=meeting, point=point, **said)) is not None:
            return _back(request, meeting, point, _("Överenskommelsen är antecknad och står i loggen."))
    return page(request, meeting.incident, "resolution", form.code, form=form, meeting=meeting, point=point)


@login_required
@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """A measure that came up: its owner gets the question and answers for itself."""
    meeting = _writable(request, number, k)
    require(who(request), CONTRIBUTE, meeting.incident)
    owners, point = participants_of(meeting.incident), asked_point(request, meeting)
    mine = my_actors(request, meeting.incident)
    form = PointMeasureForm(
        request.POST or None,
        owners=owners,
        now=now_in(meeting.incident),
        initial={"owner": mine[0].pk} if mine else {},
        marked=point or meeting,
    )
    if request.method == "POST" and form.is_valid():
        said = form.taken()
        said["owner"] = next(actor for actor in owners if actor.pk == said["owner"])
        made = form.tries(
            lambda: services.suggest_measure(by=who(request), incident=meeting.incident, point=point, **said)
        )
        if made is not None:
            return _back(request, meeting, point, _("Åtgärden är antecknad. Ägaren svarar själv."))
    return page(request, meeting.incident, "measure", form.code, form=form, meeting=meeting, point=point)


def _back(request: HttpRequest, meeting: Meeting, point: AgendaPoint | None, words: str) -> HttpResponse:
    done(request, words, "meeting_notes", meeting.incident.number, meeting.number)
    where = f"#punkt-{point.pk}" if point is not None else ""
    return redirect(reverse("meeting_notes", args=[meeting.incident.number, meeting.number]) + where)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """End it, and say when the next one is."""
    meeting = _writable(request, number, k)
    if meeting.state != MeetingState.UNDER_WAY and request.method != "POST":
        return redirect("meeting", number, k)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["next_at"]
        form.tries(lambda: services.end_meeting(by=who(request), meeting=meeting, next_at=at))
        if not form.refused:
            return done(request, _("Mötet är avslutat. Protokollet väntar."), "meeting_minutes", number, k)
    return page(request, meeting.incident, "end", form.code, form=form, meeting=meeting)

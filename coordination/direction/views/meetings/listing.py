"""The list of meetings, and the page of one."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coordination.direction.meetings import calendar
from coordination.direction.models import Measure, Meeting, Resolution
from coordination.direction.services.meetings.minutes import may_approve
from coordination.direction.states import MeetingState
from coordination.direction.views.finding import measure_rows, who
from coordination.direction.views.meetings.finding import (
    HELD,
    agenda,
    clock_words,
    find_meeting,
    lines,
    objections,
    own_calls,
    pack_of,
    page,
    tally,
)
from coordination.incidents.clock import now_in
from coordination.incidents.pages import find

STEPS: Final = {
    MeetingState.PLANNED: "s-todo",
    MeetingState.CALLED: "s-todo",
    MeetingState.UNDER_WAY: "s-now",
    MeetingState.ENDED: "s-now",
    MeetingState.APPROVED: "s-done",
    MeetingState.CANCELLED: "s-skip",
}
AHEAD: Final = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.UNDER_WAY)


@login_required
@require_safe
def meetings(request: HttpRequest, number: str) -> HttpResponse:
    """The rhythm that everybody sees: what comes next, then the meetings that are over."""
    incident = find(request, number)
    seen = list(Meeting.objects.visible_to(request.user).filter(incident=incident).defer("body"))
    rows = [{"meeting": row, "icon": STEPS[MeetingState(row.state)]} for row in seen]
    for row in seen:
        row.incident = incident
    coming = [row for row in reversed(rows) if row["meeting"].state in AHEAD]
    past = [row for row in rows if row["meeting"].state not in AHEAD]
    return page(request, incident, "list", coming=coming, past=past)


@login_required
@require_safe
def show(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Before: what is to be decided, who has answered. During and after: what is noted, and the minutes."""
    meeting = find_meeting(request, number, k)
    pack, called = pack_of(request, meeting), lines(meeting)
    points = agenda(request, meeting, pack)
    known = {row["point"].pk for row in points}
    context: dict[str, Any] = {
        "meeting": meeting,
        "pack": pack,
        "points": points,
        "decide": [row for row in points if row["point"].proposal],
        "against": [one for one in objections(request, meeting) if one.point_id not in known],
        "rows": called,
        "tally": tally(called),
        "to_answer": own_calls(request, meeting, called),
        "call_clock": clock_words(meeting),
        "approves": meeting.state == MeetingState.ENDED and may_approve(who(request), meeting),
        "step": STEPS[MeetingState(meeting.state)],
    }
    if meeting.state in (*HELD, MeetingState.APPROVED):
        context |= outcome(request, meeting)
    return page(request, meeting.incident, "meeting", **context)


def outcome(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """What the meeting has come to so far."""
    agreed = Resolution.objects.visible_to(request.user).filter(meeting=meeting).prefetch_related("actors")
    measures = Measure.objects.visible_to(request.user).filter(point__meeting=meeting).select_related("owner")
    rows = measure_rows(request, meeting.incident, measures, now_in(meeting.incident))
    return {"resolutions": list(agreed), "measures": rows}


@login_required
@require_safe
def ics(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """For one's own calendar: that there is a meeting and when, never what is on its agenda."""
    meeting = find_meeting(request, number, k)
    response = HttpResponse(calendar.entry(meeting), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{calendar.file_name(meeting)}"'
    return response

"""The minutes: as they stand until somebody approves them, and frozen after it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.direction import services
from coordination.direction.meetings.minuting import Minuted
from coordination.direction.services.meetings.minutes import fingerprint, may_approve
from coordination.direction.states import MeetingState
from coordination.direction.views.finding import done, who
from coordination.direction.views.meetings.finding import HELD, find_meeting, page
from coordination.signing_in.fresh import fresh_to_send


@login_required
@fresh_to_send
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """The same page before and after: what is approved is what was read."""
    meeting = find_meeting(request, number, k)
    if request.method == "POST":
        services.approve_minutes(by=who(request), meeting=meeting, seen=request.POST.get("seen"))
        words = _("Protokollet är godkänt. Alla som var kallade får veta det.")
        return done(request, words, "meeting_minutes", number, k)
    if meeting.state == MeetingState.APPROVED:
        return page(request, meeting.incident, "minutes", meeting=meeting, body=meeting.body)
    if meeting.state not in HELD:
        raise Http404
    minuted = Minuted(meeting)
    approves = meeting.state == MeetingState.ENDED and may_approve(who(request), meeting)
    return page(
        request,
        meeting.incident,
        "minutes",
        meeting=meeting,
        body=minuted.body(),
        seen=fingerprint(minuted),
        approves=approves and not meeting.incident.is_closed,
    )

"""An issue or an influence goes on the agenda of the meeting that comes: one press where there is one to go to."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.direction import services
from coordination.direction.models import Influence, Meeting, PointKind, SystemIssue
from coordination.direction.states import MeetingState
from coordination.direction.views.finding import done, who
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page
from coordination.incidents.permissions import PROPOSE
from coordination.numbers import whole
from journal.permissions import require

# What can still take a point, the one that is held now first.
TAKES: Final = (MeetingState.UNDER_WAY, MeetingState.CALLED, MeetingState.PLANNED)
# Characters of a point's title.
TITLE: Final = 300


@login_required
@require_http_methods(["GET", "POST"])
def raise_point(request: HttpRequest, number: str) -> HttpResponse:
    """`fraga` and `inflytande` name what is raised. With several meetings to choose from, one is chosen."""
    incident = find(request, number)
    require(who(request), PROPOSE, incident)
    issue, influence = _raised(request, incident)
    if issue is None and influence is None:
        return redirect("meetings", number)
    meetings = _open(request, incident)
    if not meetings:
        words_of_none = _("Planera ett möte först. Öppna systemfrågor för ISF kommer med av sig själva.")
        return done(request, words_of_none, "meeting_new", number)
    chosen = _chosen(request, meetings)
    if request.method == "POST" and chosen is not None:
        chosen.incident = incident
        words = _words(issue, influence)
        services.add_point(by=who(request), meeting=chosen, issue=issue, influence=influence, **words)
        return done(request, _("Frågan står på dagordningen."), "meeting", number, chosen.number)
    context = incident_page(request, incident, "meetings", issue=issue, influence=influence, meetings=meetings)
    context["address"] = f"{reverse('meeting_raise', args=[number])}?{request.GET.urlencode()}"
    return render(request, "direction/meetings/raise.html", context)


def _words(issue: SystemIssue | None, influence: Influence | None) -> dict[str, Any]:
    if issue is not None:
        return {"kind": PointKind.ISSUE, "title": issue.title, "proposal": issue.proposal}
    return {"kind": PointKind.OTHER, "title": influence.text[:TITLE] if influence else ""}


def _raised(request: HttpRequest, incident: Incident) -> tuple[SystemIssue | None, Influence | None]:
    asked = {name: whole(request.GET.get(name, "")) for name in ("fraga", "inflytande")}
    if asked["fraga"]:
        seen = SystemIssue.objects.visible_to(request.user)
        return get_object_or_404(seen, incident=incident, number=asked["fraga"]), None
    if asked["inflytande"]:
        seen_too = Influence.objects.visible_to(request.user)
        return None, get_object_or_404(seen_too, incident=incident, number=asked["inflytande"])
    return None, None


def _open(request: HttpRequest, incident: Incident) -> list[Meeting]:
    seen = Meeting.objects.visible_to(request.user).filter(incident=incident, state__in=TAKES)
    return sorted(seen, key=lambda meeting: (TAKES.index(MeetingState(meeting.state)), meeting.starts_at))


def _chosen(request: HttpRequest, meetings: list[Meeting]) -> Meeting | None:
    if len(meetings) == 1:
        return meetings[0]
    wanted = whole(request.POST.get("mote", ""))
    return next((meeting for meeting in meetings if meeting.number == wanted), None)

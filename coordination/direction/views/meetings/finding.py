"""What the pages of meetings share: finding the meeting and its points, and what a page draws of its calls."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from actors.models import Actor
from coordination.direction.meetings.clocks import clock_of
from coordination.direction.models import AgendaPoint, Call, Coming, Meeting, Objection, Pack
from coordination.direction.states import MeetingState
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, my_actors
from coordination.numbers import whole

ORDER: Final = (Coming.NO_ANSWER, Coming.NOT_COMING, Coming.COMING)
ICONS: Final = {Coming.NO_ANSWER: "p-none", Coming.NOT_COMING: "p-no", Coming.COMING: "p-full"}
HELD: Final = (MeetingState.UNDER_WAY, MeetingState.ENDED)


def find_meeting(request: HttpRequest, number: str, k: int) -> Meeting:
    """The meeting as the person may see it, with the incident's row that the page stands on."""
    incident = find(request, number)
    meeting: Meeting = get_object_or_404(Meeting.objects.visible_to(request.user), incident=incident, number=k)
    meeting.incident = incident
    return meeting


def find_point(request: HttpRequest, meeting: Meeting, pk: int) -> AgendaPoint:
    point: AgendaPoint = get_object_or_404(AgendaPoint.objects.visible_to(request.user), meeting=meeting, pk=pk)
    point.meeting, point.incident = meeting, meeting.incident
    return point


def asked_point(request: HttpRequest, meeting: Meeting) -> AgendaPoint | None:
    """The point that the address names, if it is of this meeting."""
    wanted = whole(request.GET.get("punkt", ""))
    if wanted is None:
        return None
    point = AgendaPoint.objects.visible_to(request.user).filter(meeting=meeting, pk=wanted).first()
    if point is not None:
        point.meeting, point.incident = meeting, meeting.incident
    return point


def page(request: HttpRequest, incident: Incident, name: str, code: int = 200, **context: Any) -> HttpResponse:
    whole = incident_page(request, incident, "meetings", **context)
    return render(request, f"direction/meetings/{name}.html", whole, status=code)


@dataclass(frozen=True)
class Line:
    """One actor of the call: what it has answered, when against its clock, and whether it has opened the pack."""

    call: Call
    acknowledge_by: datetime | None

    @property
    def actor(self) -> Actor:
        return self.call.actor

    @property
    def is_silent(self) -> bool:
        return self.call.answer == Coming.NO_ANSWER

    @property
    def word(self) -> str:
        return str(self.call.get_answer_display())

    @property
    def icon(self) -> str:
        return ICONS[Coming(self.call.answer)]

    @property
    def late(self) -> Any:
        """How much later than its clock it acknowledged; None where it was in time."""
        at = self.call.acknowledged_at
        if at is None or self.acknowledge_by is None or at <= self.acknowledge_by:
            return None
        return at - self.acknowledge_by


def lines(meeting: Meeting) -> list[Line]:
    """Who has said nothing first. Two statements."""
    calls = meeting.calls.select_related("actor").prefetch_related("actor__contact_points")
    rows = [Line(call, meeting.acknowledge_by) for call in calls.order_by("actor__sort_name", "pk")]
    return sorted(rows, key=lambda row: ORDER.index(Coming(row.call.answer)))


def tally(rows: list[Line]) -> list[dict[str, Any]]:
    """3 inte kvitterat, 8 kommer: what nobody has said is left out."""
    said = [row.call.answer for row in rows]
    return [
        {"word": str(answer.label).lower(), "icon": ICONS[answer], "count": said.count(answer)}
        for answer in ORDER
        if answer in said
    ]


def agenda(request: HttpRequest, meeting: Meeting, pack: Pack | None) -> list[dict[str, Any]]:
    """Each point with its objections; after the call, whether it came after it. Two statements."""
    points = AgendaPoint.objects.visible_to(request.user).filter(meeting=meeting)
    rows = list(points.select_related("raised_by", "issue", "influence", "direction"))
    frozen = {point["point"] for point in pack.body["agenda"]} if pack else None
    against = objections(request, meeting)
    for row in rows:
        row.meeting = meeting
    return [
        {
            "point": row,
            "objections": [one for one in against if one.point_id == row.pk],
            "after": frozen is not None and row.pk not in frozen,
        }
        for row in rows
    ]


def objections(request: HttpRequest, meeting: Meeting) -> list[Objection]:
    seen = Objection.objects.visible_to(request.user).filter(meeting=meeting)
    return list(seen.select_related("actor"))


def pack_of(request: HttpRequest, meeting: Meeting) -> Pack | None:
    """The frozen pack, if there is one and nobody has hidden it."""
    if meeting.called_at is None:
        return None
    return Pack.objects.visible_to(request.user).filter(meeting=meeting).first()


def own_calls(request: HttpRequest, meeting: Meeting, rows: list[Line]) -> list[Line]:
    """The calls of the person's own actors that may still be answered."""
    if meeting.state not in (MeetingState.CALLED, MeetingState.UNDER_WAY) or meeting.incident.is_closed:
        return []
    mine = {actor.pk for actor in my_actors(request, meeting.incident)}
    return [row for row in rows if row.actor.pk in mine]


def clock_words(meeting: Meeting) -> dict[str, str]:
    found = clock_of(meeting.incident, meeting.kind)
    return {"words": found.words, "whose": found.whose}

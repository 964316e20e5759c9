"""The next meetings, kept on the incident's row so that the head of its pages can tell without asking."""

from typing import Final

from coordination.direction.models import Meeting
from coordination.direction.states import MeetingState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.situations import headline

COMING: Final = (MeetingState.PLANNED, MeetingState.CALLED)
# So many stand in the head, so that the one after the next is told when the next has passed.
NEXT: Final = 5


def note(incident: Incident) -> None:
    rows = Meeting.objects.filter(incident=incident, state__in=COMING, starts_at__gt=now_in(incident))
    ahead = rows.out_of_quarantine().order_by("starts_at", "number")[:NEXT]
    told = [{"at": row.starts_at.isoformat(), "kind": row.kind, "number": row.number} for row in ahead]
    headline.note(incident, meetings=told)

"""What people decide about a meeting: planned, called with a pack, held, minuted, approved. One file per story."""

from coordination.direction.services.meetings.agenda import add_point, note_point, order_points, remove_point
from coordination.direction.services.meetings.calling import answer_call, call_meeting, note_opened, object_to
from coordination.direction.services.meetings.holding import begin_meeting, end_meeting, note_attendance, resolve
from coordination.direction.services.meetings.minutes import approve_minutes
from coordination.direction.services.meetings.planning import cancel_meeting, edit_meeting, plan_meeting

__all__ = [
    "add_point",
    "answer_call",
    "approve_minutes",
    "begin_meeting",
    "call_meeting",
    "cancel_meeting",
    "edit_meeting",
    "end_meeting",
    "note_attendance",
    "note_opened",
    "note_point",
    "object_to",
    "order_points",
    "plan_meeting",
    "remove_point",
    "resolve",
]

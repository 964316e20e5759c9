"""What people decide about the joint direction, one file per story."""

from coordination.direction.services.directions import (
    draft_direction,
    edit_direction,
    fix_direction,
    propose_direction,
    take_back_direction,
    withdraw_direction,
)
from coordination.direction.services.grounds import rest_direction, rest_measure
from coordination.direction.services.measures import answer_measure, suggest_measure, update_measure
from coordination.direction.services.meetings import (
    add_point,
    answer_call,
    approve_minutes,
    begin_meeting,
    call_meeting,
    cancel_meeting,
    edit_meeting,
    end_meeting,
    note_attendance,
    note_opened,
    note_point,
    object_to,
    order_points,
    plan_meeting,
    remove_point,
    resolve,
)
from coordination.direction.services.positions import take_position
from coordination.direction.services.receptions import note_seen, receive

__all__ = [
    "add_point",
    "answer_call",
    "answer_measure",
    "approve_minutes",
    "begin_meeting",
    "call_meeting",
    "cancel_meeting",
    "draft_direction",
    "edit_direction",
    "edit_meeting",
    "end_meeting",
    "fix_direction",
    "note_attendance",
    "note_opened",
    "note_point",
    "note_seen",
    "object_to",
    "order_points",
    "plan_meeting",
    "propose_direction",
    "receive",
    "remove_point",
    "resolve",
    "rest_direction",
    "rest_measure",
    "suggest_measure",
    "take_back_direction",
    "take_position",
    "update_measure",
    "withdraw_direction",
]

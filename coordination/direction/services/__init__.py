"""What people decide about the joint direction, one file per story."""

from coordination.direction.services.announcements import announce
from coordination.direction.services.cycles import begin_cycle, close_cycle, edit_cycle
from coordination.direction.services.directions import (
    draft_direction,
    edit_direction,
    fix_direction,
    propose_direction,
    take_back_direction,
    withdraw_direction,
)
from coordination.direction.services.effects import assess
from coordination.direction.services.grounds import rest_direction, rest_measure
from coordination.direction.services.influences import (
    answer_influence,
    do_influence,
    follow_up,
    plan_influence,
)
from coordination.direction.services.issues import dismiss_finding, move_issue, raise_issue
from coordination.direction.services.later_positions import change_position
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
from coordination.direction.services.needs import edit_need, move_need, state_need
from coordination.direction.services.notes import add_note, end_note, hold_note
from coordination.direction.services.parts import answer_part, give_part, take_away_part
from coordination.direction.services.positions import take_position
from coordination.direction.services.receptions import note_seen, receive
from coordination.direction.services.waiting import depend, stop_depending

__all__ = [
    "add_note",
    "add_point",
    "announce",
    "answer_call",
    "answer_influence",
    "answer_measure",
    "answer_part",
    "approve_minutes",
    "assess",
    "begin_cycle",
    "begin_meeting",
    "call_meeting",
    "cancel_meeting",
    "change_position",
    "close_cycle",
    "depend",
    "dismiss_finding",
    "do_influence",
    "draft_direction",
    "edit_cycle",
    "edit_direction",
    "edit_meeting",
    "edit_need",
    "end_meeting",
    "end_note",
    "fix_direction",
    "follow_up",
    "give_part",
    "hold_note",
    "move_issue",
    "move_need",
    "note_attendance",
    "note_opened",
    "note_point",
    "note_seen",
    "object_to",
    "order_points",
    "plan_influence",
    "plan_meeting",
    "propose_direction",
    "raise_issue",
    "receive",
    "remove_point",
    "resolve",
    "rest_direction",
    "rest_measure",
    "state_need",
    "stop_depending",
    "suggest_measure",
    "take_away_part",
    "take_back_direction",
    "take_position",
    "update_measure",
    "withdraw_direction",
]

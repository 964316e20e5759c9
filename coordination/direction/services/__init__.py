"""What people decide about the joint direction, one file per story."""

from coordination.direction.services.cycles import begin_cycle, close_cycle, edit_cycle
from coordination.direction.services.directions import (
    draft_direction,
    edit_direction,
    fix_direction,
    propose_direction,
    take_back_direction,
    withdraw_direction,
)
from coordination.direction.services.grounds import rest_direction, rest_measure
from coordination.direction.services.influences import (
    answer_influence,
    do_influence,
    follow_up,
    plan_influence,
)
from coordination.direction.services.measures import answer_measure, suggest_measure, update_measure
from coordination.direction.services.needs import edit_need, move_need, state_need
from coordination.direction.services.notes import add_note, end_note, hold_note
from coordination.direction.services.positions import take_position
from coordination.direction.services.receptions import note_seen, receive

__all__ = [
    "add_note",
    "answer_influence",
    "answer_measure",
    "begin_cycle",
    "close_cycle",
    "do_influence",
    "draft_direction",
    "edit_cycle",
    "edit_direction",
    "edit_need",
    "end_note",
    "fix_direction",
    "follow_up",
    "hold_note",
    "move_need",
    "note_seen",
    "plan_influence",
    "propose_direction",
    "receive",
    "rest_direction",
    "rest_measure",
    "state_need",
    "suggest_measure",
    "take_back_direction",
    "take_position",
    "update_measure",
    "withdraw_direction",
]

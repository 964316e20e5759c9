"""What people decide about the joint direction, one file per story."""

from coordination.direction.services.announcements import announce
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
from coordination.direction.services.later_positions import change_position
from coordination.direction.services.measures import answer_measure, suggest_measure, update_measure
from coordination.direction.services.positions import take_position
from coordination.direction.services.receptions import note_seen, receive

__all__ = [
    "announce",
    "answer_measure",
    "assess",
    "change_position",
    "draft_direction",
    "edit_direction",
    "fix_direction",
    "note_seen",
    "propose_direction",
    "receive",
    "rest_direction",
    "rest_measure",
    "suggest_measure",
    "take_back_direction",
    "take_position",
    "update_measure",
    "withdraw_direction",
]

"""What people decide about an incident and about who may read what is written in it, one file per story."""

from coordination.incidents.services.lessons import note_lesson
from coordination.incidents.services.logbook import write_line
from coordination.incidents.services.marking import Mark, mark_columns, put_mark, refuse_lower, wrong_with
from coordination.incidents.services.opening import (
    change_level,
    change_phase,
    invite,
    open_incident,
    set_up,
    take_in,
)
from coordination.incidents.services.quarantine import lift, may_lift, quarantine
from coordination.incidents.services.refusing import refuse_closed, refuse_foreign
from coordination.incidents.services.sharing import (
    answers_for,
    ask_for_access,
    decline_access,
    grant_access,
    lacking,
    named_in,
    narrow,
    share_alike,
    widen,
)

__all__ = [
    "Mark",
    "answers_for",
    "ask_for_access",
    "change_level",
    "change_phase",
    "decline_access",
    "grant_access",
    "invite",
    "lacking",
    "lift",
    "mark_columns",
    "may_lift",
    "named_in",
    "narrow",
    "note_lesson",
    "open_incident",
    "put_mark",
    "quarantine",
    "refuse_closed",
    "refuse_foreign",
    "refuse_lower",
    "set_up",
    "share_alike",
    "take_in",
    "widen",
    "write_line",
    "wrong_with",
]

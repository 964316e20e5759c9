"""What holds the same words as a direction, a position or a measure, and goes into quarantine with it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from coordination.direction.models import (
    TEXT_FIELDS,
    AgendaPoint,
    Announcement,
    Assessment,
    Cycle,
    Direction,
    Influence,
    LaterPosition,
    Measure,
    Meeting,
    Need,
    Note,
    Objection,
    Pack,
    Position,
    Resolution,
    SystemIssue,
)
from coordination.direction.states import DirectionState
from coordination.incidents import records
from journal.moves import move

# Nothing else holds the same words by rule, or says so where it is made of them.
PLAIN: tuple[tuple[str, str, Any], ...] = (
    ("cycle", "varv", Cycle),
    ("note", "notering", Note),
    ("need", "behov", Need),
    ("systemissue", "systemfraga", SystemIssue),
    ("influence", "inflytande", Influence),
    ("meeting", "mote", Meeting),
    ("agendapoint", "punkt", AgendaPoint),
    ("pack", "underlag", Pack),
    ("objection", "invandning", Objection),
    ("resolution", "overenskommelse", Resolution),
    ("announcement", "meddelande", Announcement),
    ("assessment", "bedomning", Assessment),
)
FROZEN = (DirectionState.FIXED, DirectionState.REPLACED)


def register_kinds() -> None:
    records.register(records.Kind("direction", "inriktning", Direction, refuses=_draft, parts=copies, hidden=make_room))
    records.register(
        records.Kind("position", "stallning", Position, within="direction__incident", parts=_printed_position)
    )
    records.register(records.Kind("measure", "atgard", Measure, parts=_printed_measure))
    records.register(records.Kind("laterposition", "ny-stallning", LaterPosition, within="direction__incident"))
    for name, slug, model in PLAIN:
        records.register(records.Kind(name, slug, model))


def _draft(direction: Direction) -> str | None:
    return _("Det är ett utkast. Ändra texten i stället.") if direction.state == DirectionState.DRAFT else None


def words(direction: Direction) -> set[str]:
    """The texts of a direction that are long enough to be somebody's own words."""
    found: list[Any] = []
    for name in TEXT_FIELDS:
        value = getattr(direction, name)
        found += value if isinstance(value, list) else [value]
    return {text for text in found if isinstance(text, str) and len(text) >= 12}


def copies(direction: Direction) -> Iterable[Any]:
    """A next direction begins as a copy, so others may hold the same sentences; what is said of them repeats them."""
    said = words(direction)
    others = Direction.objects.filter(incident=direction.incident).exclude(pk=direction.pk)
    alike = [other for other in others if said & words(other)]
    said_of: dict[str, Any] = {"direction__in": [direction, *alike]}
    positions = Position.objects.filter(**said_of).select_related("direction", "actor")
    later = LaterPosition.objects.filter(**said_of).select_related("direction", "actor")
    judged = Assessment.objects.filter(**said_of).select_related("direction")
    return [_in(row, direction) for row in (*alike, *positions, *later, *judged)]


def _in(row: Any, near: Any) -> Any:
    return records.with_incident(row, near.incident)


def make_room(direction: Direction) -> None:
    if direction.state == DirectionState.PROPOSED:
        move(direction, DirectionState.WITHDRAWN)


def _frozen(near: Any) -> Iterable[Direction]:
    return Direction.objects.filter(incident=near.incident, state__in=FROZEN)


def _printed_position(position: Position) -> Iterable[Direction]:
    """Directions that were fixed with the position's reason in them."""
    rows = [d for d in _frozen(position) if _prints(d.body, "positions", "reason", position.reason)]
    return [_in(row, position) for row in rows]


def _printed_measure(measure: Measure) -> Iterable[Direction]:
    rows = [
        d
        for d in _frozen(measure)
        if _prints(d.body, "measures", "what", measure.what) or _prints(d.body, "measures", "note", measure.remark)
    ]
    return [_in(row, measure) for row in rows]


def _prints(body: dict[str, Any], part: str, name: str, text: str) -> bool:
    return bool(text) and any(row[name] == text for row in body.get(part, []))

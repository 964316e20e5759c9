"""What holds the same words as a direction, a position or a measure, and goes into quarantine with it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from coordination.direction.hiding_loop import TEXTS, of_answers, same_words
from coordination.direction.meetings import heads
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
from coordination.incidents.models import Incident
from journal.moves import move

# Whatever else holds the same words is told by `parts`, for those of the loop.
PLAIN: tuple[tuple[str, str, Any], ...] = (
    ("cycle", "varv", Cycle),
    ("note", "notering", Note),
    ("need", "behov", Need),
    ("systemissue", "systemfraga", SystemIssue),
    ("influence", "inflytande", Influence),
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
    records.register(records.Kind("meeting", "mote", Meeting, parts=_whole, hidden=_in_head, shown=_in_head))
    for name, slug, model in PLAIN:
        kind = records.Kind(name, slug, model)
        records.register(replace(kind, parts=same_words) if model in TEXTS else kind)
    of_answers()
    records.register_holder(of_meetings)


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


def of_meetings(incident: Incident, subjects: list[str]) -> Iterable[Any]:
    """Points that were raised from the records, the packs and minutes that were frozen with words of theirs."""
    raised = Q()
    for name in ("issue", "influence", "direction"):
        keys = [int(key) for kind, key in (one.split(":")[:2] for one in subjects) if kind == RAISED[name]]
        raised |= Q(**{f"{name}__in": keys}) if keys else Q()
    points = list(AgendaPoint.objects.filter(raised, incident=incident)) if raised else []
    known = [*subjects, *(point.journal_subject() for point in points)]
    held, minuted = Q(), Q()
    for one in known:
        held |= Q(holds__contains=[one])
        minuted |= Q(body__holds__contains=[one])
    packs = Pack.objects.filter(held, incident=incident).select_related("meeting")
    minutes = Meeting.objects.filter(minuted, incident=incident)
    rows = [*points, *packs, *minutes]
    return [records.with_incident(row, incident) for row in rows if row.journal_subject() not in subjects]


RAISED = {"issue": "systemissue", "influence": "influence", "direction": "direction"}


def _whole(meeting: Meeting) -> Iterable[Any]:
    """All that belongs to it, so that the journal's lines about that go too; and the meeting that follows where it has
    taken over where the former was held: a number or a link that should not be known."""
    rows: list[Any] = [*meeting.points.all(), *meeting.objections.select_related("actor"), *meeting.resolutions.all()]
    for row in rows:
        row.meeting = meeting
    if meeting.where:
        rows += Meeting.objects.filter(incident=meeting.incident, where=meeting.where).exclude(pk=meeting.pk)
    return [_in(row, meeting) for row in rows]


def _in_head(meeting: Meeting) -> None:
    heads.note(meeting.incident)

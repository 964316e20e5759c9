"""What on the board is older than its limit: it fades to unknown, with what was said and when still to be read."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, Value

from coordination.situations.rounds.in_force import InForce
from coordination.situations.weighing.freshness import Shelves, shelves_of

MINUTE: Final = Value(timedelta(minutes=1), DurationField())


def shelves(rounds: InForce, now: datetime) -> Shelves:
    """The newest request as newest_request found it: `names` carry the functions' shelf lives."""
    lives = {row["key"]: row["shelf"] for row in rounds.newest.names}
    sections = [section for asked in reversed(rounds.asked()) for section in asked.sections]
    return shelves_of(sections, lives, now)


def fade(held: Any, kept: Shelves, counted: str) -> None:
    """Of an answer of the board, what is too old: its cells and grade become unknown and carry what they said.

    A cell that an earlier answer tells carries its own time, and so does the count.
    """
    at = held.submitted_at.isoformat()
    for key, cell in held.cells.items():
        told = cell.get("at") or held.submitted_at
        if cell["grade"] is not None and kept.stale(f"functions.{key}", told.isoformat()):
            held.cells[key] = _faded(cell, told)
    held.overall = {"grade": held.grade, "trend": held.trend, "confidence": held.confidence}
    if held.grade is not None and kept.stale("overall", at):
        held.overall = _faded(held.overall, held.submitted_at)
    held.old_count = None
    counted_at = getattr(held, "count_at", held.submitted_at).isoformat()
    if held.count is not None and kept.stale(f"numbers.{counted}", counted_at):
        held.count, held.old_count = None, held.count


def _faded(cell: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {**cell, "grade": None, "trend": "", "confidence": "", "last": cell["grade"], "old_at": at}


def live_impacts(now: datetime) -> Q:
    """Impact rows whose function has not run out."""
    shelf = ExpressionWrapper(F("function__shelf_minutes") * MINUTE, DurationField())
    return Q(input__submitted_at__gt=ExpressionWrapper(Value(now) - shelf, DateTimeField()))


def live(kept: Shelves, path: str) -> Q:
    """Answers of which what stands under the path has not run out."""
    return Q(submitted_at__gt=kept.now - timedelta(minutes=kept.of(path)))

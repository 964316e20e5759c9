"""What actors have said after a direction was fixed, and whose own body should have decided by now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from coordination.direction.models import Direction, LaterPosition, Stand
from coordination.direction.standings import Standing, standings_of


def with_later(direction: Direction, rows: list[Standing], person: Any, now: datetime) -> list[Standing]:
    """Each actor's line with what it has said since, oldest first, and whether its own body's time is out."""
    if not direction.is_frozen:
        return rows
    said: dict[int, list[LaterPosition]] = {}
    for one in LaterPosition.objects.visible_to(person).filter(direction=direction).order_by("at", "pk"):
        said.setdefault(one.actor_id, []).append(one)
    return [replace(row, later=tuple(said.get(row.actor, ())), overdue=_is_due(row, said, now)) for row in rows]


def _is_due(row: Standing, said: Iterable[int], now: datetime) -> bool:
    decides = row.stand == Stand.OWN_BODY and row.own_body_at is not None and row.own_body_at <= now
    return decides and row.actor not in said


def due(directions: Iterable[Direction], nows: dict[int, datetime]) -> list[tuple[Direction, Standing]]:
    """Of fixed directions, read `with_later`, the actors whose own body should have decided and that are silent since.

    `nows` is the time in each incident.
    """
    return [
        (direction, row)
        for direction in directions
        for row in standings_of(direction)
        if _is_due(row, direction.__dict__["later_actors"], nows[direction.incident_id])
    ]

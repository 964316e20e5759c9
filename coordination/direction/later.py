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
    """Of fixed directions, the actors whose own body should have decided and that have said nothing since.

    `nows` is the time in each incident. No statement where nobody is waited for, else one.
    """
    waited = [
        (direction, row)
        for direction in directions
        for row in standings_of(direction)
        if _is_due(row, (), nows[direction.incident_id])
    ]
    if not waited:
        return []
    found = {direction.pk for direction, _row in waited}
    rows = LaterPosition.objects.filter(direction__in=found).out_of_quarantine()
    told = set(rows.values_list("direction_id", "actor_id"))
    return [(direction, row) for direction, row in waited if (direction.pk, row.actor) not in told]

"""Seen, understood, acts: how far a fixed direction or an important message has come, the silent ones first.

An actor has seen it when one of its own people has opened it. That it has understood, and that it acts, it says itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from actors.models import Actor
from coordination.direction.models import Announcement, Direction, Reception
from coordination.direction.standings import participants_of
from coordination.direction.states import Reach

ORDER: Final = (Reach.SILENT, Reach.SEEN, Reach.UNDERSTOOD, Reach.ACTING)
ICONS: Final = {Reach.SILENT: "p-none", Reach.SEEN: "s-todo", Reach.UNDERSTOOD: "s-now", Reach.ACTING: "s-done"}


@dataclass(frozen=True)
class Received:
    """One actor's line: the last step it has taken, and when."""

    actor: Actor
    reach: Reach
    at: datetime | None
    escalated_at: datetime | None = None
    deputies: int = 0

    @property
    def word(self) -> str:
        return str(self.reach.label)

    @property
    def icon(self) -> str:
        return ICONS[self.reach]

    @property
    def is_silent(self) -> bool:
        return self.reach == Reach.SILENT


def reach_of(row: Reception | None) -> tuple[Reach, datetime | None]:
    if row is None or row.seen_at is None:
        return Reach.SILENT, None
    if row.acting_at is not None:
        return Reach.ACTING, row.acting_at
    return (Reach.UNDERSTOOD, row.understood_at) if row.understood_at else (Reach.SEEN, row.seen_at)


def about(of: Direction | Announcement) -> dict[str, Any]:
    """Which column names what is to be read."""
    return {"direction": of} if isinstance(of, Direction) else {"announcement": of}


def received(of: Direction | Announcement, actors: Iterable[Actor] | None = None) -> list[Received]:
    """A line for each of the actors, or for all who are to read it. Two statements at most."""
    rows = Reception.objects.filter(**about(of)).select_related("actor").order_by("actor__sort_name")
    said = {row.actor_id: row for row in rows}
    if actors is None:
        to_read = [row.actor for row in said.values()]
        actors = participants_of(of.incident) if isinstance(of, Direction) else to_read
    return _lines(actors, said)


def _lines(asked: Iterable[Actor], said: dict[int, Reception]) -> list[Received]:
    rows = [_line(actor, said.get(actor.pk)) for actor in asked]
    return sorted(rows, key=lambda row: ORDER.index(row.reach))


def _line(actor: Actor, row: Reception | None) -> Received:
    reach, at = reach_of(row)
    told = (row.escalated_at, row.deputies) if row is not None else (None, 0)
    return Received(actor, reach, at, *told)


def tally(rows: list[Received]) -> list[dict[str, Any]]:
    """8 agerar, 2 har förstått ... the furthest first; what nobody has reached is left out."""
    reached = [row.reach for row in rows]
    return [
        {"word": str(reach.label).lower(), "icon": ICONS[reach], "count": reached.count(reach)}
        for reach in reversed(ORDER)
        if reach in reached
    ]

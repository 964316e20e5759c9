"""What is decided in an incident, by whom, and where the reader's own actors stand: for its first page.

Somebody who has read nothing else is to see this first. At most three statements, however much was decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from actors.models import Actor
from coordination.direction.models import Direction, Resolution
from coordination.direction.standings import Standing, standings_of, tally
from coordination.direction.states import DirectionState
from coordination.incidents.models import Incident

MOST_AGREED: Final = 4


@dataclass(frozen=True)
class Decided:
    """`held` is the direction that holds, `proposal` one that waits for positions; `agreed` is of the last meeting."""

    held: Direction | None
    proposal: Direction | None
    tally: list[dict[str, Any]]
    own: list[Standing]
    agreed: list[Resolution]
    more: int

    @property
    def is_nothing(self) -> bool:
        return self.held is None and self.proposal is None and not self.agreed


def decided(person: Any, incident: Incident, actors: Iterable[Actor]) -> Decided:
    """`actors` are those that the reader answers for."""
    seen = Direction.objects.visible_to(person).filter(incident=incident)
    rows = {row.state: row for row in seen.filter(state__in=[DirectionState.FIXED, DirectionState.PROPOSED])}
    held = rows.get(DirectionState.FIXED)
    stood: list[Standing] = []
    if held is not None:
        held.incident = incident
        stood = standings_of(held)
    mine = {actor.pk for actor in actors}
    agreed = _agreed(person, incident)
    return Decided(
        held,
        rows.get(DirectionState.PROPOSED),
        tally(stood),
        [row for row in stood if row.actor in mine],
        agreed[:MOST_AGREED],
        max(len(agreed) - MOST_AGREED, 0),
    )


def _agreed(person: Any, incident: Incident) -> list[Resolution]:
    """What the actors agreed in the newest meeting in which they agreed something."""
    seen = Resolution.objects.visible_to(person).filter(incident=incident)
    last = seen.order_by("-at", "-pk").values("meeting")[:1]
    return list(seen.filter(meeting__in=last).select_related("meeting").prefetch_related("actors").order_by("at", "pk"))

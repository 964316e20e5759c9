"""Where every participant stands to a direction, those who have said nothing first.

Silence is listed like any other answer, so that it is never read as consent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models import Direction, Position, Stand
from coordination.incidents.models import Incident

SILENT: Final = "silent"
ORDER: Final = (SILENT, Stand.OWN_BODY.value, Stand.CANNOT.value, Stand.RESERVATION.value, Stand.BEHIND.value)

COUNTED: Final = (
    (Stand.BEHIND.value, "p-full", _("bakom")),
    (Stand.RESERVATION.value, "p-half", _("förbehåll")),
    (Stand.OWN_BODY.value, "p-own", _("egen instans")),
    (Stand.CANNOT.value, "p-no", _("kan inte")),
    (SILENT, "p-none", _("inget svar")),
)


@dataclass(frozen=True)
class Standing:
    """One actor's line. `former` is what it said to an earlier wording, which does not count for this one."""

    actor: int
    name: str
    stand: str
    reason: str = ""
    at: datetime | None = None
    own_body: str = ""
    own_body_at: datetime | None = None
    former: str = ""
    # How far the direction has come at the actor, once it is fixed.
    reached: Any = None
    # What it has said since, oldest first; and whether its own body's time is out and it has said nothing.
    later: tuple[Any, ...] = ()
    overdue: bool = False

    @property
    def is_silent(self) -> bool:
        return self.stand == SILENT

    @property
    def word(self) -> str:
        return "" if self.is_silent else str(Stand(self.stand).label)

    @property
    def is_reserved(self) -> bool:
        """Whether its reason is part of the direction."""
        return bool(self.reason) and self.stand != Stand.BEHIND


def participants_of(incident: Incident) -> list[Actor]:
    """Who is asked: everybody who takes part and has not left, in Swedish order."""
    there = incident.participations.filter(left_at__isnull=True).values("actor_id")
    return list(Actor.objects.filter(pk__in=there))


def standings_of(direction: Direction) -> list[Standing]:
    """As it was frozen, once it is; before that as it is now."""
    if direction.is_frozen:
        return [_thawed(row) for row in direction.body["positions"]]
    said = {p.actor_id: p for p in Position.objects.filter(direction=direction).out_of_quarantine()}
    rows = [_standing(actor, said.get(actor.pk), direction.version) for actor in participants_of(direction.incident)]
    return sorted(rows, key=lambda row: ORDER.index(row.stand))


def _standing(actor: Actor, said: Position | None, version: int) -> Standing:
    if said is None:
        return Standing(actor.pk, actor.name, SILENT)
    if said.version != version:
        return Standing(actor.pk, actor.name, SILENT, former=str(Stand(said.stand).label))
    return Standing(actor.pk, actor.name, said.stand, said.reason, said.at, said.own_body, said.own_body_at)


def _thawed(row: dict[str, Any]) -> Standing:
    return Standing(
        row["actor"],
        row["name"],
        row["stand"],
        row["reason"],
        _moment(row["at"]),
        row["own_body"],
        _moment(row["own_body_at"]),
    )


def _moment(stamp: str | None) -> datetime | None:
    return datetime.fromisoformat(stamp) if stamp else None


def tally(rows: list[Standing]) -> list[dict[str, Any]]:
    """10 bakom, 1 förbehåll ... in the order of the picture; what nobody said is left out."""
    stands = [row.stand for row in rows]
    return [
        {"stand": stand, "icon": icon, "word": word, "count": stands.count(stand)}
        for stand, icon, word in COUNTED
        if stand in stands
    ]


def fingerprint(direction: Direction, rows: list[Standing]) -> str:
    """What the chair has seen before she fixes: another wording or another position makes another one."""
    said = "|".join(f"{row.actor}:{row.stand}:{row.at.timestamp() if row.at else ''}" for row in rows)
    return f"{direction.version}|{said}"

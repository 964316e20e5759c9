"""What a start page is made of: the person with her incidents, actors and rights, and one thing that waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actors import access
from actors.models import Actor
from actors.roles import Role
from coordination.incidents.models import Incident, IncidentGroupRight
from coordination.incidents.permissions import ASK, FIX, VIEW


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `due` is in the incident's time."""

    incident: Incident
    now: datetime
    due: datetime | None
    title: str
    note: str
    url: str
    act: str
    kind: str
    actor: Actor | None = None
    request: Any = None

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < self.now


@dataclass(frozen=True)
class Desk:
    """The incidents a person takes part in, the actors she answers for, and her rights in each."""

    incidents: dict[int, Incident]
    actors: dict[int, Actor]
    rights: dict[int, frozenset[str]]
    person: Any

    def with_right(self, right: str) -> list[int]:
        return [pk for pk, held in self.rights.items() if right in held]

    @property
    def is_staff(self) -> bool:
        return bool(self.with_right(ASK) or self.with_right(FIX))


def desk_of(person: Any) -> Desk:
    """Two statements: open incidents with the person's rights on each, and her actors."""
    seen = Incident.objects.visible_to(person).open().select_related("lead", "type").order_by("-opened_at")
    rows = access.with_rights(seen, person, IncidentGroupRight)
    incidents: dict[int, Any] = {one.pk: one for one in rows if VIEW in one.rights_held}
    rights = {one.pk: frozenset(one.rights_held) for one in incidents.values()}
    return Desk(incidents, {a.pk: a for a in access.actors_of(person, Role.REPORTER)}, rights, person)

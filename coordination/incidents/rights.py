"""The rights of those who take part, brought up to the tables in permissions.py.

Rights are granted when an actor is invited. A role that the tables learn later, or a right that they lose, reaches the
incidents that are going on through here.
"""

from collections.abc import Iterable

from actors import access
from actors.models import Actor, ActorKind
from actors.roles import Role
from coordination.incidents.models import Incident, IncidentGroupRight, Participant
from coordination.incidents.permissions import EXERCISE, LEAD, NATIONAL, PARTICIPANT

Table = dict[Role, tuple[str, ...]]


def table_of(incident: Incident, *, lead: bool) -> Table:
    """What an actor's roles give in the incident: more for who leads its exercise, where it is one."""
    if not lead:
        return PARTICIPANT
    return EXERCISE if incident.is_exercise else LEAD


def grant(incident: Incident, actor: Actor, table: Table) -> None:
    access.grant(incident, IncidentGroupRight, actor, {role.value: names for role, names in table.items()})


def grant_all(incident: Incident, actors: Iterable[Actor], table: Table) -> None:
    """The same to several actors, in as many statements as to one."""
    by_role = {role.value: names for role, names in table.items()}
    access.grant_all(IncidentGroupRight, {incident.pk: {actor.pk: by_role for actor in actors}})


def withdraw(incident: Incident, actor: Actor) -> None:
    """The actor takes part no longer. The national agency reads published reports as before."""
    access.withdraw(incident, IncidentGroupRight, actor)
    if actor.kind == ActorKind.NATIONAL_AGENCY:
        grant(incident, actor, NATIONAL)


def bring_up_to_date(incidents: Iterable[Incident] | None = None) -> int:
    """Make the rights of open incidents, or of those given, what the tables say. Returns how many rows changed."""
    chosen = list(Incident.objects.open()) if incidents is None else list(incidents)
    wanted: dict[int, dict[int, dict[str, set[str]]]] = {one.pk: {} for one in chosen}
    for agency in Actor.objects.filter(kind=ActorKind.NATIONAL_AGENCY):
        for rights in wanted.values():
            _add(rights, agency.pk, NATIONAL)
    by_key = {one.pk: one for one in chosen}
    for row in Participant.objects.filter(incident__in=chosen):
        table: Table = {} if row.left_at else table_of(by_key[row.incident_id], lead=row.is_lead)
        _add(wanted[row.incident_id], row.actor_id, table)
    return access.align(IncidentGroupRight, wanted)


def _add(rights: dict[int, dict[str, set[str]]], actor: int, table: Table) -> None:
    held = rights.setdefault(actor, {})
    for role, names in table.items():
        held.setdefault(role.value, set()).update(names)

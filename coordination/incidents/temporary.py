"""Actors that were brought in during an incident go out with it."""

from django.db.models import Exists, OuterRef

from actors.models import Actor, Membership, Person
from actors.services.memberships import end
from actors.services.people import shut_if_idle
from coordination.incidents import rights
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Participant
from coordination.incidents.states import Phase
from journal.record import record


def end_with(incident: Incident, *, by: Person) -> None:
    """The incident closes: its temporary actors take part no longer. What they wrote stays."""
    rows = incident.participations.filter(actor__temporary=True, left_at__isnull=True).select_related("actor")
    actors = [row.actor for row in rows]
    if not actors:
        return
    rows.update(left_at=now_in(incident))
    for actor in actors:
        rights.withdraw(incident, actor)
    end_roles(actors, by=by)
    record(incident, "incident.left", by=by, note=", ".join(actor.short for actor in actors))


def end_roles(actors: list[Actor], *, by: Person) -> None:
    """Roles in temporary actors end with the last open incident that they take part in."""
    elsewhere = Participant.objects.filter(actor=OuterRef("actor"), left_at__isnull=True).exclude(
        incident__state=Phase.CLOSED
    )
    held = Membership.objects.not_over().filter(actor__in=actors, actor__temporary=True).filter(~Exists(elsewhere))
    for membership in held.select_related("actor", "person"):
        end(membership, by=by)
        shut_if_idle(membership.person)

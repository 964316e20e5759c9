"""Whose people a person has charge of: what an administrator may give to whom. Asked by services and pages alike."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from actors import access
from actors.models import Actor, ActorKind, Membership, Person
from actors.permissions import ROLES_OF_KIND, ROLES_OF_TEMPORARY
from actors.roles import Role


def roles_of(actor: Actor) -> tuple[Role, ...]:
    """The roles that people can hold in the actor."""
    return ROLES_OF_TEMPORARY if actor.temporary else ROLES_OF_KIND[actor.kind]


def roles_to_give(person: Any, actor: Actor) -> tuple[Role, ...]:
    """The roles that the person may give in the actor today; none when she has no charge of it.

    The actor's own administrator has charge. Where there is none, the county board's administrator has, for the actors
    of its county; and the national agency's may appoint a county board's first administrator, no more.
    """
    if access.acts_for(person, actor, Role.ACTOR_ADMIN):
        return roles_of(actor)
    if has_administrator(actor) or actor.kind == ActorKind.NATIONAL_AGENCY:
        return ()
    if actor.kind == ActorKind.COUNTY_BOARD:
        return (Role.ACTOR_ADMIN,) if _administers(person, Q(kind=ActorKind.NATIONAL_AGENCY)) else ()
    board = Q(kind=ActorKind.COUNTY_BOARD, county_id=actor.county_id)
    return roles_of(actor) if actor.county_id and _administers(person, board) else ()


def has_charge(person: Any, actor: Actor) -> bool:
    """Whether the person cares for all the people of the actor, and not only for its first administrator."""
    return roles_to_give(person, actor) == roles_of(actor)


def has_administrator(actor: Actor) -> bool:
    return administrators(actor).exists()


def administrators(actor: Actor) -> QuerySet[Membership]:
    """The memberships of those who administer the actor today and can sign in."""
    return Membership.objects.now().filter(actor=actor, role=Role.ACTOR_ADMIN, person__is_active=True)


def in_care_of(person: Any) -> QuerySet[Actor]:
    """Actors without an administrator that the person has charge of, besides her own."""
    own = access.actors_of(person, Role.ACTOR_ADMIN)
    counties = own.filter(kind=ActorKind.COUNTY_BOARD).values("county_id")
    apart = (ActorKind.COUNTY_BOARD, ActorKind.NATIONAL_AGENCY)
    found = Q(county__in=counties) & ~Q(kind__in=apart)
    if _administers(person, Q(kind=ActorKind.NATIONAL_AGENCY)):
        found |= Q(kind=ActorKind.COUNTY_BOARD)
    administered = Membership.objects.now().filter(actor=OuterRef("pk"), role=Role.ACTOR_ADMIN, person__is_active=True)
    return Actor.objects.filter(found).filter(~Exists(administered))


def people_of(actor: Actor) -> QuerySet[Person]:
    """Everybody who holds, will hold or has held a role in the actor, sealed accounts aside: those no page keeps."""
    held = Membership.objects.filter(actor=actor, person=OuterRef("pk"))
    return Person.objects.filter(Exists(held), is_break_glass=False)


def is_colleague(person: Any, actor: Actor) -> bool:
    """Whether the person holds a role in the actor today: then she sees who else does."""
    return Membership.objects.now().filter(person_id=person.pk, actor=actor).exists()


def keeps_groups(person: Any, owner: Actor) -> bool:
    """Ready-made groups belong to a county board: it is the one that invites."""
    return owner.kind == ActorKind.COUNTY_BOARD and (
        access.acts_for(person, owner, Role.DUTY_OFFICER) or access.acts_for(person, owner, Role.ACTOR_ADMIN)
    )


def _administers(person: Any, which: Q) -> bool:
    return access.actors_of(person, Role.ACTOR_ADMIN).filter(which).exists()

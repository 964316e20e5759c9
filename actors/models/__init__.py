"""Who: counties, municipalities, organisations, people, roles and where they are reached."""

from actors.models.alarms import Acknowledgement, Alarm, AlarmQuerySet, Letter, LetterKind
from actors.models.organisations import Actor, ActorGroup, ActorKind, ActorName, ActorQuerySet, ContactPoint, Sector
from actors.models.people import Membership, MembershipQuerySet, Person, PersonManager, RoleGroup
from actors.models.places import CivilArea, County, Municipality

__all__ = [
    "Acknowledgement",
    "Actor",
    "ActorGroup",
    "ActorKind",
    "ActorName",
    "ActorQuerySet",
    "Alarm",
    "AlarmQuerySet",
    "CivilArea",
    "ContactPoint",
    "County",
    "Letter",
    "LetterKind",
    "Membership",
    "MembershipQuerySet",
    "Municipality",
    "Person",
    "PersonManager",
    "RoleGroup",
    "Sector",
]

"""What is decided about who holds which role."""

import datetime

from django.db import transaction

from actors.duty import apply_membership
from actors.models import Actor, Membership, Person
from actors.roles import Role


def give_role(
    *, person: Person, actor: Actor, role: Role, starts: datetime.date, ends: datetime.date | None = None
) -> Membership:
    """Let a person hold a role in an actor. The group follows at once when the dates hold today."""
    with transaction.atomic():
        membership, _ = Membership.objects.get_or_create(
            person=person, actor=actor, role=role, starts=starts, defaults={"ends": ends}
        )
        apply_membership(membership)
    return membership

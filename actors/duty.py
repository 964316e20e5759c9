"""What the machine does about memberships: groups follow the dates."""

from actors.access import group_of
from actors.models import Membership, Person


def apply_membership(membership: Membership) -> None:
    """Put the person into the role's group while she holds the role, and out of it when she does not.

    She may hold it by more than one membership: one that ends takes nothing from another that goes on.
    """
    group = group_of(membership.actor, membership.role)
    same = Membership.objects.now().filter(person_id=membership.person_id, actor_id=membership.actor_id)
    if same.filter(role=membership.role).exists():
        membership.person.groups.add(group)
    else:
        membership.person.groups.remove(group)


def apply_all() -> int:
    """Make every group hold exactly those whose dates hold today. Returns how many rows changed."""
    through = Person.groups.through
    now = {(m.person_id, group_of(m.actor, m.role).pk) for m in Membership.objects.now().select_related("actor")}
    held = set(through.objects.filter(group__role_group__isnull=False).values_list("person_id", "group_id"))
    for person_id, group_id in held - now:
        through.objects.filter(person_id=person_id, group_id=group_id).delete()
    through.objects.bulk_create([through(person_id=p, group_id=g) for p, g in now - held], ignore_conflicts=True)
    return len(held ^ now)

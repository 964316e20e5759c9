"""Ready-made groups that a county board invites together."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from actors.charge import keeps_groups
from actors.models import Actor, ActorGroup, Person
from journal.record import record
from journal.refusals import Refused, RuleBroken


def save_group(
    *, by: Person, owner: Actor, name: str, members: Iterable[Actor], group: ActorGroup | None = None
) -> ActorGroup:
    """Make a group or change it. Whoever is invited already stays invited: a group is only a way to choose."""
    _refuse(by, owner)
    chosen = [actor for actor in members if actor.pk != owner.pk]
    if not chosen:
        raise RuleBroken(_("Välj minst en aktör."))
    verb = "actorgroup.changed" if group else "actorgroup.added"
    group = group or ActorGroup(owner=owner)
    if group.owner_id != owner.pk:
        raise Refused(_("Gruppen hör till en annan länsstyrelse."))
    if ActorGroup.objects.filter(owner=owner, name=name).exclude(pk=group.pk).exists():
        raise RuleBroken(_("Det finns redan en grupp som heter så."))
    group.name = name
    group.full_clean()
    with transaction.atomic():
        group.save()
        group.members.set(chosen)
        record(group, verb, by=by, members=[actor.key for actor in chosen])
    return group


def remove_group(*, by: Person, group: ActorGroup) -> None:
    _refuse(by, group.owner)
    with transaction.atomic():
        record(group, "actorgroup.removed", by=by)
        group.delete()


def _refuse(by: Person, owner: Actor) -> None:
    if not keeps_groups(by, owner):
        raise Refused(_("Grupperna sköts av länsstyrelsens tjänsteman i beredskap och administratör."))

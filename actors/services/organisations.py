"""How an actor wants its own work done."""

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, ActorKind, Person
from actors.services.rules import refuse_stranger
from journal.record import record
from journal.refusals import RuleBroken


def set_second_approval(*, by: Person, actor: Actor, wanted: bool) -> Actor:
    """Whether one approves the county's reports and another publishes them. It holds from the next publishing."""
    refuse_stranger(by, actor)
    if actor.kind != ActorKind.COUNTY_BOARD:
        raise RuleBroken(_("Det är länsstyrelser som publicerar lägesrapporter."))
    if actor.second_approval == wanted:
        return actor
    actor.second_approval = wanted
    with transaction.atomic():
        actor.save(update_fields=["second_approval"])
        record(actor, "actor.two_publish" if wanted else "actor.one_publishes", by=by)
    return actor

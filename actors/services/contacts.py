"""Where the actor's functions are reached."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, ContactPoint, Person
from actors.services.rules import refuse_stranger
from journal.record import record
from journal.refusals import RuleBroken


def save_contact(
    *,
    by: Person,
    actor: Actor,
    function: str,
    phone: str = "",
    email: str = "",
    verified: datetime.date | None = None,
    point: ContactPoint | None = None,
) -> ContactPoint:
    """Add a function or change where it is reached. `verified` is the day somebody last tried the number."""
    refuse_stranger(by, actor)
    if verified is not None and verified > timezone.localdate():
        raise RuleBroken(_("Numret kan inte ha provats i framtiden."))
    if not phone and not email:
        raise RuleBroken(_("Skriv ett telefonnummer eller en e-postadress."))
    verb = "contactpoint.changed" if point else "contactpoint.added"
    point = point or ContactPoint(actor=actor)
    if point.actor_id != actor.pk:
        raise RuleBroken(_("Funktionen hör till en annan aktör."))
    point.function, point.phone, point.email, point.verified = function, phone, email, verified
    if ContactPoint.objects.filter(actor=actor, function=function).exclude(pk=point.pk).exists():
        raise RuleBroken(_("%(function)s finns redan. Ändra den i stället.") % {"function": function})
    point.full_clean()
    with transaction.atomic():
        point.save()
        record(point, verb, by=by)
    return point


def remove_contact(*, by: Person, point: ContactPoint) -> None:
    """Take away a function that is no longer manned."""
    refuse_stranger(by, point.actor)
    with transaction.atomic():
        record(point, "contactpoint.removed", by=by)
        point.delete()

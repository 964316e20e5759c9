"""What every service about people asks first. Each refusal is a sentence, and tells nothing of other actors."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.charge import has_charge, people_of, roles_of, roles_to_give
from actors.models import Actor, Membership, Person
from actors.permissions import ROLES_OF_SYSTEM, SYSTEM
from actors.roles import Role
from journal.refusals import Refused, RuleBroken


def refuse_stranger(by: Person, actor: Actor) -> None:
    """Only who has charge of all the actor's people goes on."""
    if not has_charge(by, actor):
        raise Refused(_("%(actor)s sköts av sin egen administratör.") % {"actor": actor.name})


def refuse_role(by: Person, actor: Actor, role: str) -> None:
    """Only a role that the actor can have, and that this person may give in it."""
    given = roles_to_give(by, actor)
    if not given:
        raise Refused(_("%(actor)s sköts av sin egen administratör.") % {"actor": actor.name})
    if role not in roles_of(actor):
        raise RuleBroken(_("Rollen %(role)s finns inte hos %(actor)s.") % {"role": name_of(role), "actor": actor.name})
    if role not in given:
        raise Refused(_("Ni utser den första administratören. Hon ger de andra rollerna."))


def refuse_herself(by: Person, person: Person) -> None:
    if by.pk == person.pk:
        raise Refused(_("Ingen ger sig själv en roll. Be en annan administratör."))


def refuse_outsider(person: Person, actor: Actor) -> None:
    """Somebody who never had a role here is nobody that this actor knows. Sealed accounts are no page's matter."""
    if not people_of(actor).filter(pk=person.pk).exists():
        raise Refused(_("Personen hör inte till %(actor)s.") % {"actor": actor.name})


def refuse_system(person: Person, role: str) -> None:
    """An integration is not made an officer by a click on its page."""
    if person.username.startswith(SYSTEM) and role not in ROLES_OF_SYSTEM:
        raise RuleBroken(_("Ett system kan läsa och svara, inte besluta. Välj en annan roll."))


def refuse_closed(person: Person) -> None:
    if not person.is_active:
        raise RuleBroken(_("%(person)s är stängd. Öppna personen igen först.") % {"person": person.name})


def refuse_dates(actor: Actor, starts: datetime.date, ends: datetime.date | None) -> None:
    if starts < timezone.localdate():
        raise RuleBroken(_("Rollen kan börja tidigast i dag."))
    if ends is not None and ends < starts:
        raise RuleBroken(_("Rollen kan inte sluta innan den börjar."))
    if ends is None and actor.temporary:
        raise RuleBroken(_("Hos en tillfällig aktör har varje roll en sista dag."))


def refuse_twice(person: Person, actor: Actor, role: str, starts: datetime.date, ends: datetime.date | None) -> None:
    """The same role is held once at a time."""
    same = Membership.objects.not_over().filter(person=person, actor=actor, role=role)
    overlapping = same.filter(Q(ends__isnull=True) | Q(ends__gte=starts))
    if ends is not None:
        overlapping = overlapping.filter(starts__lte=ends)
    found = overlapping.first()
    if found is None:
        return
    if found.ends is None:
        raise RuleBroken(_("%(person)s har redan rollen.") % {"person": person.name})
    raise RuleBroken(
        _("%(person)s har redan rollen till och med %(day)s.")
        % {"person": person.name, "day": date_format(found.ends, "j F Y")}
    )


def name_of(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role

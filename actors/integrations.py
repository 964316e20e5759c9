"""An actor's own system that calls the API: a person without a password, with a dated role like anybody else."""

import datetime
from typing import Final

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from rest_framework.authtoken.models import Token

from actors.models import Actor, Person
from actors.permissions import ROLES_OF_SYSTEM, SYSTEM
from actors.roles import Role
from actors.services import give_role
from journal.refusals import RuleBroken

ROLES: Final = ROLES_OF_SYSTEM


def make_integration(
    *, actor: Actor, name: str, role: Role, starts: datetime.date, ends: datetime.date | None = None
) -> Token:
    """The integration's token. An integration of that name that already is keeps its token: see `renew_token`."""
    if role not in ROLES:
        raise RuleBroken(_("Ett system kan läsa och svara, inte besluta. Välj en annan roll."))
    username = username_of(actor, name)
    if Person.objects.filter(username=username).exists():
        raise RuleBroken(_("%(name)s finns redan hos %(actor)s.") % {"name": name, "actor": actor.name})
    with transaction.atomic():
        person = Person.objects.create_user(username, None, name=name)
        give_role(person=person, actor=actor, role=role, starts=starts, ends=ends)
        return Token.objects.create(user=person)


def renew_token(*, actor: Actor, name: str) -> Token:
    """A new token in the place of the old one, which ends at once."""
    person = Person.objects.filter(username=username_of(actor, name)).first()
    if person is None:
        raise RuleBroken(_("%(name)s finns inte hos %(actor)s.") % {"name": name, "actor": actor.name})
    with transaction.atomic():
        Token.objects.filter(user=person).delete()
        return Token.objects.create(user=person)


def username_of(actor: Actor, name: str) -> str:
    return f"{SYSTEM}{actor.key}.{slugify(name)}"[:80]

"""Sealed accounts, two to a county board, for the night when no other door opens. Their use alarms every administrator.

There is no setting for it and no way to opt out: the alarm is written with the sign-in or the sign-in fails, and it
stands on each administrator's start page until she herself has acknowledged it.
"""

import datetime
import secrets
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from actors import letters
from actors.models import Actor, ActorKind, Alarm, LetterKind, Membership, Person
from actors.permissions import ALARMED
from actors.roles import Role
from journal.record import record
from journal.refusals import RuleBroken

NUMBERS: Final = (1, 2)
# Without signs that look like one another: it is read from a paper, at night.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 5


def username_of(board: Actor, number: int) -> str:
    return f"nod{number}.{board.key}"


def make_password() -> str:
    """Some 120 bits, written in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(ALPHABET) for _sign in range(GROUP)) for _group in range(GROUPS))


def make_account(board: Actor, number: int) -> tuple[Person, str]:
    """A sealed account and its password, which nobody can read again. The role is given by the caller."""
    password = make_password()
    person = Person(
        username=username_of(board, number),
        name=_("Nödkonto %(number)d, %(actor)s") % {"number": number, "actor": board.name},
        is_break_glass=True,
    )
    person.set_password(password)
    person.full_clean()
    person.save()
    return person, password


def renew_password(person: Person) -> str:
    """A new password after a use or a drill. Sessions of the old one end."""
    password = make_password()
    person.set_password(password)
    person.save(update_fields=["password"])
    return password


def signed_in(person: Person) -> None:
    """A sealed account has signed in."""
    _alarm(person, timezone.localdate(), signed_in=True)


def used(person: Person) -> None:
    """A session of a sealed account is used: an alarm for each day, also where it was opened the day before."""
    today = timezone.localdate()
    if not Alarm.objects.filter(person=person, day=today).exists():
        _alarm(person, today, signed_in=False)


def recipients(board: Actor) -> QuerySet[Person]:
    """Administrators and security officers of the county board and of the national agency."""
    where = Q(actor=board) | Q(actor__kind=ActorKind.NATIONAL_AGENCY)
    held = Membership.objects.now().filter(where, role__in=ALARMED).values("person_id")
    return Person.objects.filter(pk__in=held, is_active=True)


def _alarm(person: Person, day: datetime.date, *, signed_in: bool) -> None:
    board = _board_of(person)
    with transaction.atomic():
        if signed_in:
            alarm, made = Alarm.objects.create(person=person, actor=board, day=day, signed_in=True), True
        else:
            alarm, made = Alarm.objects.get_or_create(
                person=person, day=day, signed_in=False, defaults={"actor": board}
            )
        if not made:
            return
        record(alarm, "alarm.raised", by=person, signed_in=signed_in)
        for one in recipients(board):
            letters.post(one, LetterKind.ALARM, alarm)


def _board_of(person: Person) -> Actor:
    """Whose account it is, also after its role has run out. Without one it opens no door."""
    held = person.memberships.filter(role=Role.DUTY_OFFICER).select_related("actor").order_by("-pk").first()
    if held is None:
        raise RuleBroken(_("Nödkontot hör inte till någon länsstyrelse."))
    return held.actor

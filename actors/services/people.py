"""Somebody comes in, changes name or address, leaves, comes back."""

import datetime
import re
from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors import letters
from actors.models import Actor, LetterKind, Membership, Person
from actors.permissions import SYSTEM
from actors.roles import Role
from actors.services import rules
from actors.services.memberships import end, give_role, hold, refuse_last
from journal.record import record
from journal.refusals import Refused, RuleBroken

USERNAME: Final = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*", re.IGNORECASE)
# Names that the portal itself makes: integrations, sealed accounts, guests who answer by a link.
RESERVED: Final = (SYSTEM, "nod1.", "nod2.", "lank.")
BETWEEN_LETTERS: Final = timedelta(minutes=10)


class PersonOf:
    """A person as one actor's journal knows her."""

    def __init__(self, person: Person, actor: Actor) -> None:
        self.pk, self.person, self.actor = person.pk, person, actor

    def __str__(self) -> str:
        return self.person.name

    def journal_subject(self) -> str:
        return self.person.journal_subject()

    def journal_stream(self) -> str:
        return self.actor.journal_stream()

    def journal_now(self) -> datetime.datetime:
        return timezone.now()


def admit(
    *,
    by: Person,
    actor: Actor,
    username: str,
    name: str,
    email: str,
    role: Role,
    starts: datetime.date,
    ends: datetime.date | None = None,
) -> Person:
    """Let a new person into the actor: an account, a role, and a mail with a link where she chooses a password."""
    rules.refuse_role(by, actor, role)
    rules.refuse_dates(actor, starts, ends)
    with transaction.atomic():
        person = make_person(by=by, actor=actor, username=username, name=name, email=email)
        give_role(by=by, person=person, actor=actor, role=role, starts=starts, ends=ends)
    return person


def make_person(*, by: Person, actor: Actor, username: str, name: str, email: str) -> Person:
    """An account without a password, and the letter that lets its owner choose one. Rights come with a role."""
    person = Person(username=username, name=name, email=email)
    person.set_unusable_password()
    if not email:
        raise RuleBroken(_("Skriv en e-postadress: dit skickas länken där man väljer lösenord."))
    _refuse_username(username)
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as wrong:
        raise RuleBroken(_name_taken(wrong)) from None
    with transaction.atomic():
        person.save()
        record(PersonOf(person, actor), "person.admitted", by=by)
        letters.post(person, LetterKind.INVITED)
    return person


def invite_again(*, by: Person, person: Person, actor: Actor) -> None:
    """Send the link once more, to the address that the person has. The one before goes on until one is used."""
    rules.refuse_stranger(by, actor)
    rules.refuse_outsider(person, actor)
    rules.refuse_closed(person)
    if not person.email:
        raise RuleBroken(_("%(person)s har ingen e-postadress.") % {"person": person.name})
    if person.letters.filter(kind=LetterKind.INVITED, made_at__gt=timezone.now() - BETWEEN_LETTERS).exists():
        raise RuleBroken(_("En länk skickades nyss. Vänta tio minuter innan du skickar en till."))
    with transaction.atomic():
        record(PersonOf(person, actor), "person.invited", by=by)
        letters.post(person, LetterKind.INVITED)


def change_person(*, by: Person, person: Person, actor: Actor, name: str, email: str) -> None:
    """Correct what a person is called and where she is mailed.

    An address is a way to a new password, so nobody changes it for somebody who also acts for others.
    """
    rules.refuse_stranger(by, actor)
    rules.refuse_outsider(person, actor)
    if Membership.objects.not_over().filter(person=person).exclude(actor=actor).exists():
        raise RuleBroken(_("Namn och e-post för %(person)s ändras av den som driver portalen.") % {"person": person})
    changed = [field for field, value in (("name", name), ("email", email)) if getattr(person, field) != value]
    if not changed:
        return
    person.name, person.email = name, email
    person.full_clean(exclude=["password"])
    with transaction.atomic():
        person.save(update_fields=changed)
        record(PersonOf(person, actor), "person.changed", by=by, fields=changed)


def close_person(*, by: Person, person: Person, actor: Actor) -> None:
    """The person has left the actor: every role in it ends now. With no role anywhere, her account closes too.

    Open sessions end at once. What she wrote and decided stays, with her name.
    """
    rules.refuse_stranger(by, actor)
    rules.refuse_outsider(person, actor)
    if by.pk == person.pk:
        raise Refused(_("Ingen stänger sig själv. Be en annan administratör."))
    with transaction.atomic():
        hold(actor)
        held = list(Membership.objects.not_over().filter(person=person, actor=actor).select_related("actor", "person"))
        refuse_last(held)
        for membership in held:
            membership.refresh_from_db()
            if not membership.is_over:
                end(membership, by=by)
        shut_if_idle(person)
        record(PersonOf(person, actor), "person.closed", by=by)


def reopen_person(
    *,
    by: Person,
    person: Person,
    actor: Actor,
    role: Role,
    starts: datetime.date,
    ends: datetime.date | None = None,
) -> Membership:
    """Let somebody who left in again, with a role, and a link to choose a new password."""
    rules.refuse_role(by, actor, role)
    rules.refuse_herself(by, person)
    rules.refuse_outsider(person, actor)
    rules.refuse_system(person, role)
    rules.refuse_dates(actor, starts, ends)
    if person.is_active:
        raise RuleBroken(_("%(person)s är inte stängd.") % {"person": person.name})
    with transaction.atomic():
        person.is_active = True
        person.save(update_fields=["is_active"])
        record(PersonOf(person, actor), "person.reopened", by=by)
        letters.post(person, LetterKind.INVITED)
        return give_role(by=by, person=person, actor=actor, role=role, starts=starts, ends=ends)


def shut_if_idle(person: Person) -> None:
    """Without a role anywhere there is no way in.

    The password goes too, so that no session of before comes to life when the person comes back.
    """
    if Membership.objects.not_over().filter(person=person).exists():
        return
    person.is_active = False
    if not person.is_demo:
        person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])


def _refuse_username(username: str) -> None:
    if not USERNAME.fullmatch(username) or username.lower().startswith(RESERVED):
        raise RuleBroken(unusable())


def _name_taken(wrong: ValidationError) -> str:
    errors: dict[str, Any] = wrong.message_dict
    return unusable() if "username" in errors else " ".join(wrong.messages)


def unusable() -> str:
    """One sentence for a name that is taken, kept or misshapen: it does not tell whose name there is."""
    return _("Användarnamnet går inte att använda. Välj ett annat, med bokstäver, siffror och punkt.")

"""Whose account an organisation's answer opens. Nobody gets an account by it, and nobody takes over another's.

An account is linked to (service, subject), once. The first link is made for somebody who was invited, or whose user
name the organisation vouches for; in both cases only for a person who now works for the actor that the service is for.
"""

from typing import Any, Final

from allauth.socialaccount.models import SocialAccount
from django.core import signing
from django.db import transaction

from actors.models import Actor, Membership, Person
from coordination.signing_in.assurance import Answer, NotLetIn
from coordination.signing_in.doors import may_enter
from coordination.signing_in.noted import note
from coordination.signing_in.organisation_settings import Service

SALT: Final = "an invitation to sign in with the organisation"
INVITATION_SECONDS: Final = 7 * 24 * 3600
LONGEST_SUBJECT: Final = 191


def invitation(service: Service, person: Person) -> str:
    """A word that lets `person` link her account, within seven days and once."""
    return signing.dumps([service.key, person.pk], salt=SALT)


def invited(service: Service, word: str) -> int | None:
    """The number of the person whom the word invites, or None without one. Raises NotLetIn if it is no longer good."""
    if not word:
        return None
    try:
        key, number = signing.loads(word, salt=SALT, max_age=INVITATION_SECONDS)
    except signing.BadSignature:
        raise NotLetIn("invitation") from None
    if key != service.key:
        raise NotLetIn("invitation", "of another service")
    return int(number)


def account_of(service: Service, answer: Answer, *, guest: int | None, may_link: bool) -> Any:
    """The link that the answer opens, made if it may be. Raises NotLetIn."""
    if not 0 < len(answer.subject) <= LONGEST_SUBJECT:
        raise NotLetIn("forged", "no lasting identity")
    with transaction.atomic():
        link = SocialAccount.objects.filter(provider=service.key, uid=answer.subject).select_related("user").first()
        if link is None and not may_link:
            raise NotLetIn("other_person")
        if link is None:
            link = _first_link(service, answer, guest)
        _check(service, answer, link)
    return link


def _check(service: Service, answer: Answer, link: Any) -> None:
    # A service that has been moved to another provider numbers its people anew: their subjects are not the old ones.
    if link.extra_data.get("issuer") != answer.issuer:
        raise NotLetIn("issuer")
    _check_person(service, link.user)


def _check_person(service: Service, person: Person) -> None:
    # Not only may_enter: a demo account has a password that everybody knows, and needs no other door.
    if person.is_demo or not may_enter(person):
        raise NotLetIn("shut")
    if not Membership.objects.now().filter(person=person, actor__key=service.actor).exists():
        known = Actor.objects.filter(key=service.actor).exists()
        raise NotLetIn("other_actor", "" if known else f"no actor has the key {service.actor}")


def _first_link(service: Service, answer: Answer, guest: int | None) -> Any:
    wanted = {"pk": guest} if guest is not None else {"username__iexact": answer.person}
    # Locked: two answers at once make one link.
    found = list(Person.objects.select_for_update().filter(**wanted)[:2]) if guest is not None or answer.person else []
    if len(found) != 1:
        raise NotLetIn("unknown")
    person = found[0]
    _check_person(service, person)
    if SocialAccount.objects.filter(user=person).exists():
        raise NotLetIn("linked_elsewhere")
    link = SocialAccount.objects.create(
        user=person, provider=service.key, uid=answer.subject, extra_data={"issuer": answer.issuer}
    )
    note(service, "linked", person, invited=guest is not None)
    return link

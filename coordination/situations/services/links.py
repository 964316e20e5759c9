"""Answering without an account: who is let in by a link, a new link, and taking one back."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, ActorKind, Membership, Person
from actors.services.memberships import end
from coordination.incidents.models import Incident
from coordination.incidents.participation import free_key
from coordination.incidents.permissions import ASK, INVITE
from coordination.incidents.services import refuse_closed, take_in
from coordination.situations.models import AnswerLink, Input, Request
from coordination.situations.rounds import linking
from coordination.situations.states import RequestState
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


class Address(NamedTuple):
    """Whom to ask by letter: what the organisation is called, and where it is reached."""

    name: str
    email: str


class Guest(NamedTuple):
    actor: Actor
    person: Person
    email: str
    is_new: bool


def bring_in(*, by: Person, incident: Incident, addresses: Sequence[Address]) -> list[Guest]:
    """An actor and a guest for each address; those that the incident knows already are as they were."""
    if not addresses:
        return []
    require(by, INVITE, incident)
    refuse_closed(incident)
    known = {}
    for row in AnswerLink.objects.filter(incident=incident).select_related("actor", "guest").order_by("pk"):
        known[row.email.casefold()] = Guest(row.actor, row.guest, row.email, is_new=False)
    return [known.get(one.email.casefold()) or _make(incident, one, by) for one in addresses]


def _make(incident: Incident, address: Address, by: Person) -> Guest:
    name = address.name.strip()[:80] or address.email.rpartition("@")[2]
    actor = Actor(
        key=free_key(name),
        kind=ActorKind.OTHER,
        name=name,
        short=name,
        county_id=incident.lead.county_id,
        temporary=True,
        fictitious=incident.is_fictitious,
        source=_("Svarar via länk i händelse %(number)s") % {"number": incident.number},
    )
    actor.full_clean()
    actor.save()
    guest = Person(username=f"lank.{secrets.token_hex(8)}", name=_("Gäst hos %(actor)s") % {"actor": name})
    # No door opens to a guest: it is closed as an account, has no password, and no address to send a new one to.
    guest.is_active = False
    guest.set_unusable_password()
    guest.full_clean(exclude=["password"])
    guest.save()
    take_in(incident, [actor], by=by, lead=False)
    record(actor, "actor.brought_in", by=by, incident=incident.number)
    record(incident, "incident.brought_in", by=by, note=actor.name)
    return Guest(actor, guest, address.email, is_new=True)


def give_new(request: Request, guests: Sequence[Guest], *, by: Person) -> None:
    """Their first links. Those known before have got theirs with the request."""
    for one in guests:
        if one.is_new:
            linking.give_to(request, one.actor, one.person, one.email, by=by)


def send_again(*, by: Person, request: Request, actor: Actor) -> AnswerLink:
    """A new link to the same address. Those that were out until now open nothing more."""
    require(by, ASK, request.incident)
    refuse_closed(request.incident)
    if request.state != RequestState.SENT:
        raise RuleBroken(_("Begäran är avslutad och tar inte emot fler svar."))
    if not AnswerLink.objects.filter(request=request, actor=actor).exists():
        raise RuleBroken(_("%(actor)s svarar inte via länk.") % {"actor": actor.name})
    with transaction.atomic():
        _take_back(request, actor, by)
        made = linking.give(request, [actor], by=by, revoked=True)
        record(request, "link.sent", by=by, note=actor.short)
    return made[0]


def revoke(*, by: Person, request: Request, actor: Actor) -> None:
    """The actor's links to the request open nothing more, from now on."""
    require(by, ASK, request.incident)
    with transaction.atomic():
        if not _take_back(request, actor, by):
            raise RuleBroken(_("Det finns ingen länk som gäller."))
        _end_roles(actor, by)
        record(request, "link.revoked", by=by, note=actor.short)


def _take_back(request: Request, actor: Actor, by: Person) -> int:
    rows = AnswerLink.objects.filter(request=request, actor=actor, revoked_at__isnull=True)
    return rows.filter(expires_at__gt=timezone.now()).update(revoked_at=timezone.now(), revoked_by=by)


def _end_roles(actor: Actor, by: Person) -> None:
    """A guest whom no link lets in holds no role either."""
    live = AnswerLink.objects.filter(actor=actor, revoked_at__isnull=True, expires_at__gt=timezone.now())
    guests = AnswerLink.objects.filter(actor=actor).values("guest")
    if not live.exists():
        for held in Membership.objects.not_over().filter(actor=actor, person__in=guests).select_related("actor"):
            end(held, by=by)


def note_opened(row: AnswerLink) -> None:
    """That somebody has followed it. Reading uses nothing up: what scans mail reads too."""
    if row.opened_at is None:
        AnswerLink.objects.filter(pk=row.pk).update(opened_at=timezone.now())


def note_used(row: AnswerLink, sent: Input) -> None:
    """The answer is sent: every link to it that is out shows the receipt from now on."""
    Input.objects.filter(pk=sent.pk).update(link=row)
    mine = AnswerLink.objects.filter(request_id=row.request_id, actor_id=row.actor_id, used_at__isnull=True)
    mine.update(used_at=timezone.now())

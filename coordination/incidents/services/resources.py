"""Resource needs and what others offer. Nobody is ordered: who has it offers, who needs it says yes or no.

Who writes holds the need's row, so that two who answer at once see what the other did.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, Person
from actors.roles import Role
from actors.sight import as_machine
from coordination.incidents.clock import now_in
from coordination.incidents.covering import FOLLOWS, cover, standing, state_of
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident, NoticeKind, ResourceNeed, ResourceOffer
from coordination.incidents.notices import notify
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import ASK, CONTRIBUTE
from coordination.incidents.services.marking import HasMark, Mark, mark_columns
from coordination.incidents.services.refusing import refuse_closed, refuse_foreign
from coordination.incidents.states import OfferState, ResourceState
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

# Where a need comes from when the county board wrote down what was said on the telephone.
BY_PHONE = "phone"


def need_resource(
    *,
    by: Person,
    incident: Incident,
    actor: Actor,
    what: str,
    quantity: int,
    unit: str,
    from_at: datetime,
    until: datetime | None = None,
    where: str,
    contact: str,
    why: str = "",
    origin: str = "",
    mark: Mark | None = None,
    at_least: Iterable[HasMark] = (),
) -> ResourceNeed:
    """Say what one's own actor lacks. Who asks for the county board may write down what another told by telephone."""
    require(by, CONTRIBUTE, incident)
    refuse_closed(incident)
    told = not access.acts_for(by, actor, Role.REPORTER)
    if told and not by.has_perm(ASK, incident):
        refuse_foreign(by, actor)
    refuse_outside(incident, actor)
    now = now_in(incident)
    refuse_time(now, quantity, from_at, until)
    need = ResourceNeed(
        incident=incident,
        actor=actor,
        what=what.strip(),
        quantity=quantity,
        unit=unit.strip(),
        from_at=from_at,
        until=until,
        where=where.strip(),
        contact=contact.strip(),
        why=why.strip(),
        origin=origin or (BY_PHONE if told else ""),
        made_at=now,
        made_by=by,
        **mark_columns(mark, by=by, now=now, default=incident, at_least=at_least),
    )
    with transaction.atomic():
        hold(incident.pk)
        need.number = next_number(ResourceNeed, incident)
        need.full_clean()
        need.save()
        record(need, "resourceneed.told", by=by, to_state=need.state, actor=actor.key, told=told)
        if not access.acts_for(by, incident.lead, Role.REPORTER):
            notify(incident, [incident.lead], NoticeKind.RESOURCE, need.journal_subject(), need.get_absolute_url())
    return need


def offer_resource(
    *,
    by: Person,
    need: ResourceNeed,
    actor: Actor,
    quantity: int,
    from_at: datetime,
    until: datetime | None = None,
    contact: str,
    note: str = "",
    mark: Mark | None = None,
) -> ResourceOffer:
    """Offer what one's own actor can lend. Two who offer at once both stand: who needs it chooses."""
    incident = need.incident
    require(by, CONTRIBUTE, incident)
    refuse_closed(incident)
    refuse_foreign(by, actor)
    refuse_outside(incident, actor)
    now = now_in(incident)
    refuse_time(now, quantity, from_at, until)
    if actor.pk == need.actor_id:
        raise RuleBroken(_("Behovet är ert eget. En annan aktör kan erbjuda hjälp."))
    with transaction.atomic():
        held = held_need(need)
        _refuse_late(held)
        _refuse_beside(held, from_at, until)
        _refuse_twice(held, actor)
        offer = ResourceOffer(
            incident=incident,
            need=held,
            actor=actor,
            quantity=quantity,
            from_at=from_at,
            until=until,
            contact=contact.strip(),
            note=note.strip(),
            made_at=now,
            made_by=by,
            **mark_columns(mark, by=by, now=now, default=held, at_least=(held,)),
        )
        offer.full_clean()
        offer.save()
        record(offer, "resourceoffer.offered", by=by, note=offer.note, to_state=offer.state, actor=actor.key)
        _follow(held, by)
        notify(incident, [held.actor], NoticeKind.OFFER, offer.journal_subject(), offer.get_absolute_url())
    need.state = held.state
    return offer


def answer_offer(*, by: Person, offer: ResourceOffer, accepts: bool, note: str = "", anyway: bool = False) -> None:
    """Who needs it says yes or no. More than is needed is taken only by who knows that it is more: `anyway`."""
    incident = offer.incident
    require(by, CONTRIBUTE, incident)
    refuse_closed(incident)
    refuse_foreign(by, offer.need.actor)
    with transaction.atomic():
        held = held_need(offer.need)
        if accepts:
            _refuse_late(held)
            refuse_outside(incident, offer.actor)
            _refuse_more(held, offer, anyway)
        to = OfferState.ACCEPTED if accepts else OfferState.DECLINED
        _reply(offer, to, by, note)
        _follow(held, by)
        notify(incident, [offer.actor], NoticeKind.OFFER, offer.journal_subject(), offer.get_absolute_url())
    offer.need.state = held.state


def withdraw_offer(*, by: Person, offer: ResourceOffer, note: str = "") -> None:
    """The actor takes its offer back, also one that was accepted, until it is delivered."""
    incident = offer.incident
    require(by, CONTRIBUTE, incident)
    refuse_closed(incident)
    refuse_foreign(by, offer.actor)
    accepted = offer.state == OfferState.ACCEPTED
    with transaction.atomic():
        held = held_need(offer.need)
        if accepted and held.state not in FOLLOWS:
            raise RuleBroken(_("Behovet är redan %(state)s. Erbjudandet går inte att ta tillbaka.") % _state(held))
        _reply(offer, OfferState.WITHDRAWN, by, note)
        _follow(held, by)
        if accepted:
            # Who counted on it must know, though the mail of the offer itself has gone.
            notify(incident, [held.actor], NoticeKind.RESOURCE, offer.journal_subject(), offer.get_absolute_url())
    offer.need.state = held.state


def note_delivered(*, by: Person, need: ResourceNeed, note: str = "") -> None:
    """Who got it says so. Offers that still wait get a no: there is nothing left to offer to."""
    _end(by, need, ResourceState.DELIVERED, note)


def note_returned(*, by: Person, need: ResourceNeed, note: str = "") -> None:
    """What was lent is back with its owner."""
    _end(by, need, ResourceState.RETURNED, note)


def cancel_resource(*, by: Person, need: ResourceNeed, note: str) -> None:
    """It is needed no longer, and why. What was told by telephone, who asks for the county board takes back too."""
    if not note.strip():
        raise RuleBroken(_("Skriv varför det inte behövs längre, så att de som har erbjudit hjälp vet."))
    _end(by, need, ResourceState.CANCELLED, note)


def _end(by: Person, need: ResourceNeed, to: str, note: str) -> None:
    require(by, CONTRIBUTE, need.incident)
    refuse_closed(need.incident)
    if not (to == ResourceState.CANCELLED and need.origin == BY_PHONE and by.has_perm(ASK, need.incident)):
        refuse_foreign(by, need.actor)
    with transaction.atomic():
        held = held_need(need)
        covered = cover(held, standing(held))
        if to == ResourceState.DELIVERED and held.state in FOLLOWS and not covered.is_covered:
            words = _("Det är inte överenskommet än: %(agreed)d av %(needed)d. Tacka ja till ett erbjudande först.")
            raise RuleBroken(words % {"agreed": covered.agreed, "needed": covered.needed})
        for offer in ResourceOffer.objects.filter(need=held, state=OfferState.OFFERED).select_related("actor"):
            offer.incident, offer.need = need.incident, held
            _close(offer, by)
        move(held, to, by=by, note=note.strip(), remark=note.strip())
    need.state, need.remark = held.state, held.remark


def _close(offer: ResourceOffer, by: Person) -> None:
    """An offer that nobody waits for any longer gets its no, by the same hand that ended the need."""
    _reply(offer, OfferState.DECLINED, by, _("Behövs inte längre."))
    notify(offer.incident, [offer.actor], NoticeKind.OFFER, offer.journal_subject(), offer.get_absolute_url())


def _reply(offer: ResourceOffer, to: str, by: Person, note: str) -> None:
    said = note.strip()
    move(offer, to, by=by, note=said, reply=said, replied_at=now_in(offer.incident))


def _follow(held: ResourceNeed, by: Person) -> None:
    to = state_of(cover(held, standing(held)))
    if held.state in FOLLOWS and held.state != to:
        move(held, to, by=by)


def held_need(need: ResourceNeed) -> ResourceNeed:
    """The need as it now stands, held until the commit, after its incident as everybody takes them."""
    hold(need.incident_id)
    rows: Any = ResourceNeed.objects.select_for_update(of=("self",)).filter(pk=need.pk).out_of_quarantine()
    held: ResourceNeed | None = rows.first()
    if held is None:
        raise MovedOn(_("Behovet visas inte längre."))
    held.incident, held.actor = need.incident, need.actor
    return held


def refuse_outside(incident: Incident, actor: Actor) -> None:
    if not incident.participations.filter(actor=actor, left_at__isnull=True).exists():
        raise RuleBroken(_("%(actor)s deltar inte i händelsen.") % {"actor": actor.name})


def refuse_time(now: datetime, quantity: int, from_at: datetime, until: datetime | None) -> None:
    if quantity < 1:
        raise RuleBroken(_("Antalet ska vara minst 1."))
    if until is not None and until <= from_at:
        raise RuleBroken(_("Slutet ligger före början. Ändra någon av tiderna."))
    if until is not None and until <= now:
        raise RuleBroken(_("Sluttiden har redan gått. Välj en tid framåt."))


def _refuse_late(held: ResourceNeed) -> None:
    if held.state not in FOLLOWS:
        raise RuleBroken(_("Behovet är redan avslutat: %(state)s.") % _state(held))


def _refuse_beside(held: ResourceNeed, from_at: datetime, until: datetime | None) -> None:
    """What comes after the need is over, or is gone before it begins, is no help."""
    if held.until is not None and from_at >= held.until:
        raise RuleBroken(_("Erbjudandet börjar först när behovet är slut."))
    if until is not None and until <= held.from_at:
        raise RuleBroken(_("Erbjudandet slutar innan behovet börjar."))


def _refuse_twice(held: ResourceNeed, actor: Actor) -> None:
    with as_machine():  # also one that is in quarantine waits
        waits = ResourceOffer.objects.filter(need=held, actor=actor, state=OfferState.OFFERED).exists()
    if waits:
        words = _("%(actor)s har redan ett erbjudande som väntar på besked. Ta tillbaka det först.")
        raise RuleBroken(words % {"actor": actor.name})


def _refuse_more(held: ResourceNeed, offer: ResourceOffer, anyway: bool) -> None:
    agreed = cover(held, standing(held)).agreed
    if agreed + offer.quantity > held.quantity and not anyway:
        words = _("Det blir mer än ni behöver: %(sum)d av %(needed)d. Tacka ja ändå om det är meningen.")
        raise RuleBroken(words % {"sum": agreed + offer.quantity, "needed": held.quantity})


def _state(held: ResourceNeed) -> dict[str, str]:
    return {"state": str(held.get_state_display()).lower()}

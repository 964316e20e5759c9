"""What the steward decides of what came in: how certain it is, what is told twice, what holds where answers part."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from actors.models import Person
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import WRITE
from coordination.incidents.services import refuse_closed
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import Confidence, Dispute, Input
from coordination.situations.services.afterwards import ask_back
from coordination.situations.states import DisputeState, InputState
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken

LONGEST_REASON, LONGEST_NOTE = 500, 300


def settle(*, by: Person, dispute: Dispute, reason: str, holds: Input | None) -> None:
    """Say what holds, and why. Of the other answers the disputed figures are read still, and not counted."""
    require(by, WRITE, dispute.incident)
    refuse_closed(dispute.incident)
    words = _short(reason, LONGEST_REASON)
    if not words:
        raise RuleBroken(_("Skriv varför den uppgiften gäller."))
    if holds is not None and not dispute.sides.filter(input=holds).exists():
        raise RuleBroken(_("Svaret är inte en av uppgifterna som går isär."))
    now = now_in(dispute.incident)
    with transaction.atomic():
        move(
            dispute,
            DisputeState.SETTLED,
            by=by,
            note=words,
            reason=words,
            holds=holds,
            settled_by=by,
            settled_at=now,
        )
        queue_compilation(dispute.incident, gather=0)


def show_both(*, by: Person, dispute: Dispute, reason: str = "") -> None:
    """Publish it as it is: both are told, beside each other, as not known which holds."""
    require(by, WRITE, dispute.incident)
    refuse_closed(dispute.incident)
    words = _short(reason, LONGEST_REASON)
    with transaction.atomic():
        move(dispute, DisputeState.SHOWN, by=by, note=words, reason=words)
        queue_compilation(dispute.incident, gather=0)


def open_again(*, by: Person, dispute: Dispute) -> None:
    """What was settled is not so certain any more."""
    require(by, WRITE, dispute.incident)
    refuse_closed(dispute.incident)
    with transaction.atomic():
        move(dispute, DisputeState.OPEN, by=by, holds=None, settled_by=None, settled_at=None)
        queue_compilation(dispute.incident, gather=0)


def ask_sides(*, by: Person, dispute: Dispute, sides: list[Input], question: str) -> None:
    """Ask one side, or each of them, in one press."""
    require(by, WRITE, dispute.incident)
    known = set(dispute.sides.values_list("input_id", flat=True))
    if not sides or any(side.pk not in known for side in sides):
        raise RuleBroken(_("Svaret är inte en av uppgifterna som går isär."))
    with transaction.atomic():
        for side in sides:
            ask_back(by=by, sent=side, question=question)


def weigh(*, by: Person, sent: Input, weighed: str, note: str) -> None:
    """How certain the county board holds the answer for, beside the actor's own word. Empty takes it back."""
    require(by, WRITE, sent.incident)
    refuse_closed(sent.incident)
    _refuse_past(sent)
    if weighed and weighed not in Confidence.values:
        raise RuleBroken(_("Välj bekräftad, trolig eller obekräftad."))
    words = _short(note, LONGEST_NOTE) if weighed else ""
    now = now_in(sent.incident)
    with transaction.atomic():
        Input.objects.filter(pk=sent.pk).update(weighed=weighed, weighed_note=words, weighed_by=by, weighed_at=now)
        sent.weighed, sent.weighed_note, sent.weighed_by, sent.weighed_at = weighed, words, by, now
        record(sent, "input.weighed", by=by, note=words, weighed=weighed)
        queue_compilation(sent.incident)


def mark_same(*, by: Person, sent: Input, other: Input | None) -> None:
    """The answer tells what another tells already: its figures are counted once, in the other. None takes it back."""
    require(by, WRITE, sent.incident)
    refuse_closed(sent.incident)
    _refuse_past(sent)
    if other is not None:
        _refuse_circle(sent, other)
    with transaction.atomic():
        Input.objects.filter(pk=sent.pk).update(same_as=other)
        sent.same_as = other
        record(sent, "input.same_as", by=by, same_as=other.number if other else "")
        queue_compilation(sent.incident)


def _refuse_past(sent: Input) -> None:
    if sent.state != InputState.SUBMITTED:
        raise RuleBroken(_("Svaret gäller inte längre. Se aktörens senaste svar."))


def _refuse_circle(sent: Input, other: Input) -> None:
    """Two that each point at the other would both be left out; so would a row of them."""
    if other.incident_id != sent.incident_id or other.actor_id == sent.actor_id:
        raise RuleBroken(_("Välj ett svar från en annan aktör i händelsen."))
    _refuse_past(other)
    # The answer that is pointed at may have been corrected since: then its actor's is meant.
    told_in_its_actors = Q(incident=sent.incident_id, same_as__actor=sent.actor_id)
    if other.same_as_id is not None or Input.objects.standing().filter(told_in_its_actors).exists():
        raise RuleBroken(_("Det svaret är självt hopfört med ett annat. Välj det som räknas."))


def _short(text: str, longest: int) -> str:
    words = text.replace("\x00", "").strip()
    if len(words) > longest:
        raise RuleBroken(_("Texten är för lång: högst %(n)d tecken.") % {"n": longest})
    return words

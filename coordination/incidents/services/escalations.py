"""The formal request upwards or to a neighbour. Sending it here freezes it and says so; nothing leaves the portal."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Person
from actors.sight import as_machine
from coordination.incidents.clock import now_in
from coordination.incidents.covering import FOLLOWS, cover, standing
from coordination.incidents.framstallan import fingerprint
from coordination.incidents.holding import hold
from coordination.incidents.lacking import body_of, parts_of
from coordination.incidents.models import Escalation, EscalationTo, Incident, ResourceNeed, rank
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import WRITE
from coordination.incidents.services.marking import Mark, mark_columns, put_mark
from coordination.incidents.services.refusing import refuse_closed
from coordination.incidents.states import EscalationState
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken


def draft_escalation(
    *,
    by: Person,
    incident: Incident,
    to: str,
    addressee: str,
    needs: Iterable[ResourceNeed],
    tried: str = "",
    legal_ground: str = "",
    mark: Mark | None = None,
) -> Escalation:
    """Begin a request about needs that nobody here covers. Its text is made of them when it is read."""
    require(by, WRITE, incident)
    refuse_closed(incident)
    rows = list(needs)
    _refuse_unclear(incident, to, addressee, rows)
    now = now_in(incident)
    escalation = Escalation(
        incident=incident,
        to=to,
        addressee=addressee.strip(),
        tried=tried.strip(),
        legal_ground=legal_ground.strip(),
        made_at=now,
        made_by=by,
        **mark_columns(mark, by=by, now=now, default=incident, at_least=_parts(rows)),
    )
    with transaction.atomic():
        hold(incident.pk)
        escalation.number = next_number(Escalation, incident)
        escalation.full_clean()
        escalation.save()
        escalation.needs.set(rows)
        record(escalation, "escalation.drafted", by=by, to_state=escalation.state)
    return escalation


def edit_escalation(
    *,
    by: Person,
    escalation: Escalation,
    to: str,
    addressee: str,
    needs: Iterable[ResourceNeed],
    tried: str = "",
    legal_ground: str = "",
    mark: Mark | None = None,
) -> Escalation:
    """Change the draft. What was sent stands as it was sent."""
    incident = escalation.incident
    require(by, WRITE, incident)
    refuse_closed(incident)
    rows = list(needs)
    _refuse_unclear(incident, to, addressee, rows)
    with transaction.atomic():
        held = _held(escalation)
        if held.state != EscalationState.DRAFT:
            raise RuleBroken(_("Framställan är redan skickad och går inte att ändra. Skriv en ny."))
        held.to, held.addressee = to, addressee.strip()
        held.tried, held.legal_ground = tried.strip(), legal_ground.strip()
        put_mark(held, mark_columns(mark, by=by, now=now_in(incident), default=held, at_least=_parts(rows)))
        held.full_clean()
        held.save()
        # Also one that is in quarantine, and so not found among its needs, is taken out.
        Escalation.needs.through.objects.filter(escalation=held).delete()
        held.needs.add(*rows)
        record(held, "escalation.edited", by=by)
    return _as_it_stands(escalation)


def send_escalation(*, by: Person, escalation: Escalation) -> Escalation:
    """Freeze the text as it stands now, with what is offered and still missing, marked as the highest of its parts."""
    incident = escalation.incident
    require(by, WRITE, incident)
    refuse_closed(incident)
    now = now_in(incident)
    with transaction.atomic():
        held = _held(escalation)
        needs = needs_of(held)
        _refuse_gone(held, needs)
        for need in needs:
            _refuse_covered(need)
        marks = _marks(held, needs, by)
        put_mark(held, marks)
        body = body_of(held, needs, now)
        frozen: dict[str, Any] = {"body": body, "content_hash": fingerprint(body), "sent_at": now, "sent_by": by}
        move(held, EscalationState.SENT, by=by, **frozen, **marks)
    return _as_it_stands(escalation)


def answer_escalation(*, by: Person, escalation: Escalation, reply: str) -> Escalation:
    """Write down what the one who was asked has answered."""
    require(by, WRITE, escalation.incident)
    refuse_closed(escalation.incident)
    if not reply.strip():
        raise RuleBroken(_("Skriv vad svaret blev."))
    with transaction.atomic():
        held = _held(escalation)
        if held.state == EscalationState.DRAFT:
            raise RuleBroken(_("Framställan är inte skickad än. Skicka den innan du skriver svaret."))
        now = now_in(held.incident)
        move(held, EscalationState.ANSWERED, by=by, note=reply.strip(), reply=reply.strip(), replied_at=now)
    return _as_it_stands(escalation)


def needs_of(escalation: Escalation) -> list[ResourceNeed]:
    """The needs it is about, those in quarantine left out."""
    rows = escalation.needs.out_of_quarantine().select_related("actor").order_by("number")
    found: list[ResourceNeed] = list(rows)
    for need in found:
        need.incident = escalation.incident
    return found


def _as_it_stands(escalation: Escalation) -> Escalation:
    """The row that the caller holds, with what was written."""
    incident = escalation.incident
    escalation.refresh_from_db()
    escalation.incident = incident
    return escalation


def _held(escalation: Escalation) -> Escalation:
    """The row as it now stands, held until the commit."""
    hold(escalation.incident_id)
    rows: Any = Escalation.objects.select_for_update(of=("self",)).filter(pk=escalation.pk).out_of_quarantine()
    held: Escalation | None = rows.first()
    if held is None:
        raise MovedOn(_("Framställan visas inte längre."))
    held.incident = escalation.incident
    return held


def _parts(needs: list[ResourceNeed]) -> list[Any]:
    return list(parts_of([(need, standing(need)) for need in needs]))


def _marks(held: Escalation, needs: list[ResourceNeed], by: Person) -> dict[str, Any]:
    """Its own marking, or that of what it repeats where something has been marked higher since."""
    own, parts = Mark.of(held), _parts(needs)
    higher = any(rank(part.marking) > rank(own.marking) for part in parts)
    return mark_columns(None if higher else own, by=by, now=now_in(held.incident), default=held, at_least=parts)


def _refuse_unclear(incident: Incident, to: str, addressee: str, needs: list[ResourceNeed]) -> None:
    if to not in EscalationTo.values or not addressee.strip():
        raise RuleBroken(_("Välj vem ni ber om stöd."))
    if not needs:
        raise RuleBroken(_("Välj minst ett resursbehov."))
    if any(need.incident_id != incident.pk for need in needs):
        raise RuleBroken(_("Behovet hör till en annan händelse."))
    for need in needs:
        _refuse_covered(need)


def _refuse_covered(need: ResourceNeed) -> None:
    if need.state not in FOLLOWS or cover(need, standing(need)).is_covered:
        words = _("Resursbehov %(number)d saknar inget längre. Ta bort det ur framställan.")
        raise RuleBroken(words % {"number": need.number})


def _refuse_gone(held: Escalation, needs: list[ResourceNeed]) -> None:
    """A need that was hidden since: its words may not be sent."""
    with as_machine():
        chosen = held.needs.count()
    if held.state == EscalationState.DRAFT and chosen != len(needs):
        raise RuleBroken(_("Ett av behoven är i karantän. Ta bort det ur framställan."))

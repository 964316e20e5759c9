"""The loop's numbered passes: begun with what the former one said, written in at any step, closed with their gaps."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from actors.models import Person
from actors.sight import as_machine
from coordination.direction.loop.gaps import gaps_of
from coordination.direction.models import Cycle, ProtectionValue
from coordination.direction.states import CycleState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed
from coordination.situations.models import Confidence
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

# What a next cycle begins with, as the former one said it.
CARRIED: Final = ("protection_values", "principle", "forgotten", "decided_by", "decided_at", "values_until")
WRITTEN: Final = (*CARRIED, "situation_at", "confidence", "effect", "endurance", "next_at")


def begin_cycle(*, by: Person, incident: Incident) -> Cycle:
    """Begin the next cycle. It closes nothing: while one goes on, that one is written in."""
    require(by, PROPOSE, incident)
    refuse_closed(incident)
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=incident.pk)
        going = Cycle.objects.filter(incident=incident, state=CycleState.OPEN).out_of_quarantine().first()
        if going is not None:
            raise RuleBroken(_("Varv %(n)d pågår. Avsluta det först.") % {"n": going.number})
        return _begin(by, incident)


def open_cycle(by: Person, incident: Incident) -> Cycle:
    """The cycle that goes on; one is begun by itself for whoever may. Holds the incident's row."""
    Incident.objects.select_for_update().get(pk=incident.pk)
    going: Cycle | None = Cycle.objects.filter(incident=incident, state=CycleState.OPEN).out_of_quarantine().first()
    if going is not None:
        going.incident = incident
        return going
    if not by.has_perm(PROPOSE, incident):
        raise RuleBroken(_("Inget varv pågår. Länsstyrelsen börjar nästa varv."))
    return _begin(by, incident)


def _begin(by: Person, incident: Incident) -> Cycle:
    now = now_in(incident)
    with as_machine():  # what hinders, also in quarantine
        hidden = Cycle.objects.filter(incident=incident, state=CycleState.OPEN).first()
        if hidden is not None:
            hidden.incident = incident
            move(hidden, CycleState.CLOSED, by=by, closed_at=max(now, hidden.started_at), closed_by=by)
    former = Cycle.objects.filter(incident=incident).out_of_quarantine().order_by("-number").first()
    marked = mark_columns(None, by=by, now=now, default=incident, at_least=(former,) if former else ())
    cycle = Cycle(incident=incident, number=next_number(Cycle, incident), started_at=now, started_by=by, **marked)
    for name in CARRIED if former else ():
        setattr(cycle, name, getattr(former, name))
    cycle.full_clean()
    cycle.save()
    record(cycle, "cycle.begun", by=by, to_state=cycle.state, copy_of=former.number if former else None)
    return cycle


def edit_cycle(*, by: Person, cycle: Cycle, revision: int, mark: Mark | None = None, **changes: Any) -> Cycle:
    """Write in the cycle. `revision` is the one the writer began from: an older one is MovedOn, and nothing is lost."""
    require(by, PROPOSE, cycle.incident)
    refuse_closed(cycle.incident)
    if unknown := set(changes) - set(WRITTEN):
        raise ValueError(f"not text of a cycle: {sorted(unknown)}")
    if cycle.state != CycleState.OPEN:
        raise RuleBroken(_("Varvet är avslutat och ändras inte mer. Skriv i det varv som pågår."))
    now = now_in(cycle.incident)
    if mark is not None and mark != Mark.of(cycle):
        changes |= mark_columns(mark, by=by, now=now)
    for name, value in changes.items():
        setattr(cycle, name, value)
    _refuse_disorder(cycle, now)
    cycle.clean_fields()
    with transaction.atomic():
        here = Cycle.objects.filter(pk=cycle.pk, state=CycleState.OPEN, revision=revision)
        if here.update(revision=F("revision") + 1, **changes) != 1:
            raise MovedOn(_("Någon annan har ändrat varvet medan du skrev. Båda texterna finns kvar."))
        cycle.revision = revision + 1
        record(cycle, "cycle.edited", by=by, revision=cycle.revision)
    return cycle


def _refuse_disorder(cycle: Cycle, now: datetime) -> None:
    values = cycle.protection_values
    if len(set(values)) != len(values) or not set(values) <= set(ProtectionValue.values):
        raise RuleBroken(_("Varje skyddsvärde står en gång i ordningen."))
    if cycle.confidence and cycle.confidence not in Confidence.values:
        raise RuleBroken(_("Den säkerheten finns inte."))
    if cycle.decided_at and cycle.values_until and cycle.values_until <= cycle.decided_at:
        raise RuleBroken(_("Värdegrunden slutar gälla innan den är beslutad. Ändra någon av tiderna."))
    if cycle.situation_at and cycle.situation_at > now:
        raise RuleBroken(_("Läget kan inte gälla en tid som inte har kommit. Ändra tiden."))
    if cycle.next_at and cycle.next_at <= cycle.started_at:
        raise RuleBroken(_("Nästa varv ligger före det här varvets början. Ändra tiden."))


def close_cycle(*, by: Person, cycle: Cycle, next_at: datetime | None = None) -> Cycle:
    """Close it. What is open is written down with it and shown; it hinders nothing."""
    require(by, PROPOSE, cycle.incident)
    refuse_closed(cycle.incident)
    now = now_in(cycle.incident)
    if next_at is not None and next_at <= now:
        raise RuleBroken(_("Tiden för nästa varv har redan gått. Välj en tid framåt."))
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=cycle.incident_id)
        cycle.next_at = next_at or cycle.next_at
        gaps = gaps_of(cycle, now)
        move(cycle, CycleState.CLOSED, by=by, closed_at=now, closed_by=by, gaps=gaps, next_at=cycle.next_at)
    return cycle

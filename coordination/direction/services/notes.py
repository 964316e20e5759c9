"""Noting facts, questions, interpretations, scenarios and assumptions; saying that they still hold, or no longer."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.direction.models import Note, NoteKind, Outlook
from coordination.direction.services.cycles import open_cycle
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed, refuse_foreign
from coordination.situations.models import Input
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

MORE: Final = (
    "observed_at", "reliability", "needed_by", "outlook", "horizon", "indicators", "balanced",
)  # fmt: skip


def add_note(
    *,
    by: Person,
    incident: Incident,
    kind: str,
    text: str,
    actor: Actor | None = None,
    input: Input | None = None,
    mark: Mark | None = None,
    **more: Any,
) -> Note:
    """Note something in the cycle that goes on. An actor that takes part may always say its own interpretation.

    A note from an answer holds no words of it but those that the writer typed: the answer may be read by few.
    """
    require_writer(by, incident, kind, actor)
    refuse_closed(incident)
    if unknown := set(more) - set(MORE):
        raise ValueError(f"not of a note: {sorted(unknown)}")
    now, text = now_in(incident), text.strip()
    _refuse_unclear(kind, text, more, now)
    if kind == NoteKind.INTERPRETATION and actor is not None:
        refuse_absent(incident, actor)
    if input is not None:
        refuse_unread(by, incident, input)
    marked = mark_columns(mark, by=by, now=now, default=incident, at_least=(input,) if input else ())
    with transaction.atomic():
        cycle = open_cycle(by, incident)
        note = Note(
            incident=incident,
            cycle=cycle,
            held_in=cycle.number,
            kind=kind,
            text=text,
            actor=actor,
            input=input,
            made_at=now,
            made_by=by,
            **more,
            **marked,
        )
        note.full_clean()
        note.save()
        record(note, "note.added", by=by, kind=kind, cycle=cycle.number)
    return note


def require_writer(by: Person, incident: Incident, kind: str, actor: Actor | None) -> None:
    """An actor's own interpretation is the actor's to say; all else is the county's to note."""
    if kind == NoteKind.INTERPRETATION and actor is not None and not by.has_perm(PROPOSE, incident):
        require(by, CONTRIBUTE, incident)
        refuse_foreign(by, actor)
    else:
        require(by, PROPOSE, incident)


def _refuse_unclear(kind: str, text: str, more: dict[str, Any], now: datetime) -> None:
    if kind not in NoteKind.values:
        raise RuleBroken(_("Det slaget av notering finns inte."))
    if not text:
        raise RuleBroken(_("Skriv vad som ska noteras, med egna ord."))
    if kind == NoteKind.SCENARIO and more.get("outlook") not in Outlook.values:
        raise RuleBroken(_("Välj om utvecklingen är trolig, värsta rimliga eller bästa."))
    if more.get("observed_at") and more["observed_at"] > now:
        raise RuleBroken(_("Det som har setts ligger inte framåt i tiden. Ändra tiden."))
    if more.get("needed_by") and more["needed_by"] <= now:
        raise RuleBroken(_("Tiden har redan gått. Välj en tid framåt."))


def refuse_absent(incident: Incident, actor: Actor) -> None:
    if not incident.participations.filter(actor=actor, left_at__isnull=True).exists():
        raise RuleBroken(_("%(actor)s deltar inte i händelsen.") % {"actor": actor.name})


def refuse_unread(by: Person, incident: Incident, answer: Input) -> None:
    """An answer that the writer does not read, or of another incident, is none to her."""
    seen = Input.objects.visible_to(by).sent().filter(incident=incident, pk=answer.pk)
    if not seen.exists():
        raise RuleBroken(_("Det finns inget sådant svar i den här händelsen."))


def hold_note(*, by: Person, note: Note) -> Note:
    """Say that it still holds in the cycle that goes on."""
    require_writer(by, note.incident, note.kind, note.actor)
    refuse_closed(note.incident)
    with transaction.atomic():
        cycle = open_cycle(by, note.incident)
        if Note.objects.filter(pk=note.pk, holds=True).update(held_in=cycle.number) != 1:
            raise MovedOn(_("Noteringen gäller inte längre. Läs om sidan."))
        note.held_in = cycle.number
        record(note, "note.held", by=by, cycle=cycle.number)
    return note


def end_note(*, by: Person, note: Note, why: str) -> Note:
    """It no longer holds, and the reason stays with it: answered, proved wrong, changed."""
    require_writer(by, note.incident, note.kind, note.actor)
    refuse_closed(note.incident)
    why = why.strip()
    if not why:
        raise RuleBroken(_("Skriv varför det inte gäller längre: svaret, eller det som har ändrats."))
    note.ended_why = why
    note.clean_fields()
    now = now_in(note.incident)
    with transaction.atomic():
        here = Note.objects.filter(pk=note.pk, holds=True)
        if here.update(holds=False, ended_at=now, ended_why=why) != 1:
            raise MovedOn(_("Noteringen gäller redan inte längre. Läs om sidan."))
        note.holds, note.ended_at = False, now
        record(note, "note.ended", by=by, note=why)
    return note

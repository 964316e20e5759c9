"""Quarantine: anybody who can read a record hides it from all, at once. Its owner or the security officer lifts it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors import access
from actors.models import Person
from actors.roles import Role
from actors.sight import as_machine
from coordination.incidents import records
from coordination.incidents.holding import hold
from coordination.incidents.models import NoticeKind, Quarantine
from coordination.incidents.notices import notify
from coordination.incidents.permissions import QUARANTINE
from journal.record import record as write_entry
from journal.refusals import Refused, RuleBroken


def quarantine(*, by: Person, record: Any, reason: str) -> Quarantine:
    """Hide the record, and what holds the same words, from everybody, at once and by every route.

    Whoever may read the record may do it: the question is who sees the mistake first, not who has which role.
    """
    if not reason.strip():
        raise RuleBroken(_("Skriv varför uppgiften inte ska stå här. Upprepa inte uppgiften."))
    kind = records.kind_of(record)
    if not kind.visible_to(by, record.incident).filter(pk=record.pk).exists():
        raise Refused(_("Bara den som kan läsa uppgiften kan sätta den i karantän."))
    if (refusal := kind.refuses(record)) is not None:
        raise RuleBroken(refusal)
    try:
        # What follows reaches what others wrote, which the one who sees the mistake need not read.
        with transaction.atomic(), as_machine():
            return _hide(by, record, reason.strip()[:300])
    except IntegrityError as twice:
        raise RuleBroken(_("Uppgiften är redan i karantän.")) from twice


def _hide(by: Person, record: Any, reason: str) -> Quarantine:
    hold(record.incident.pk)
    parts = records.parts_of(record)
    row = _row(by, record, reason)
    row.save()
    there = set(Quarantine.objects.open().filter(incident=record.incident).values_list("kind", "object_id"))
    for part in parts:
        if (records.kind_of(part).name, part.pk) not in there:
            held_part = _row(by, part, reason, part_of=row)
            held_part.save()
            write_entry(held_part, "quarantine.set", by=by, of=part.journal_subject())
    write_entry(row, "quarantine.set", by=by, of=record.journal_subject())
    notify(record.incident, [record.owner_actor], NoticeKind.HIDDEN, row.journal_subject(), _path(row))
    for each in (record, *parts):
        records.kind_of(each).hidden(each)
    return row


def _row(by: Person, record: Any, reason: str, part_of: Quarantine | None = None) -> Quarantine:
    return Quarantine(
        incident=record.incident,
        kind=records.kind_of(record).name,
        object_id=record.pk,
        label=record.neutral_label,
        actor=record.owner_actor,
        by=by,
        at=timezone.now(),
        reason=reason,
        part_of=part_of,
    )


def _path(row: Quarantine) -> str:
    return f"/h/{row.incident.number}/karantan/"


def may_lift(by: Person, row: Quarantine) -> bool:
    """The owner's own people, and the security officer."""
    return access.acts_for(by, row.actor, Role.REPORTER) or by.has_perm(QUARANTINE, row.incident)


def lift(*, by: Person, row: Quarantine, note: str) -> None:
    """Show the record again, with its parts. What was withheld because of it alone comes back."""
    if not may_lift(by, row):
        raise Refused(_("Karantänen hävs av den som äger uppgiften eller av säkerhetsansvarig."))
    if not note.strip():
        raise RuleBroken(_("Skriv varför karantänen hävs."))
    with transaction.atomic(), as_machine():  # until it is lifted nobody sees the record that is to be shown again
        hold(row.incident_id)
        open_rows = Quarantine.objects.select_for_update(of=("self",)).open()
        lifted = [
            one for one in open_rows.filter(incident=row.incident) if one.pk == row.pk or one.part_of_id == row.pk
        ]
        if not lifted:
            raise RuleBroken(_("Karantänen är redan hävd."))
        for one in lifted:
            one.incident = row.incident
            one.lifted_at, one.lifted_by, one.lifted_note = timezone.now(), by, note.strip()[:300]
            one.save(update_fields=["lifted_at", "lifted_by", "lifted_note"])
            write_entry(one, "quarantine.lifted", by=by, of=f"{one.kind}:{one.object_id}")
        for one in lifted:
            records.KINDS[one.kind].shown(records.find(row.incident, one.kind, one.object_id))

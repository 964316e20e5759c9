"""Seminars: their days, who is invited by which function, and how many days each was there."""

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, Membership, Person
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken
from processes.models import Attendance, Seminar, Stage
from processes.permissions import LEAD
from processes.services.rules import as_it_stands, hold, refuse_disorder, said

EDITED: Final = ("title", "starts_on", "ends_on", "place", "programme", "notes")
LONGEST: Final = 31


def add_seminar(
    *,
    by: Person,
    stage: Stage,
    title: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    place: str = "",
    programme: str = "",
) -> Seminar:
    require(by, LEAD, stage.process)
    seminar = Seminar(process=stage.process, starts_on=starts_on, ends_on=ends_on, made_by=by)
    seminar.title, seminar.place, seminar.programme = title.strip(), place.strip(), programme.strip()
    _refuse_wrong(seminar)
    with transaction.atomic():
        hold(stage.run_id)
        as_it_stands(stage)
        seminar.stage = stage
        seminar.full_clean()
        seminar.save()
        record(seminar, "seminar.added", by=by, starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
    return seminar


def fingerprint(seminar: Seminar) -> str:
    """What the seminar says now, in short: a form carries it, so that nobody writes over what she has not read."""
    return hashlib.sha256(repr([str(getattr(seminar, name)) for name in EDITED]).encode()).hexdigest()


def edit_seminar(*, by: Person, seminar: Seminar, was: str = "", **changes: Any) -> None:
    """Title, days, place, programme, and what was noted. Days on which somebody was there are not taken away."""
    require(by, LEAD, seminar.process)
    if set(changes) - set(EDITED):
        raise TypeError(f"A seminar has no such part: {sorted(set(changes) - set(EDITED))}")
    with transaction.atomic():
        hold(seminar.stage.run_id)
        as_it_stands(seminar)
        if was and was != fingerprint(seminar):
            raise MovedOn(_("Någon annan har ändrat medan du skrev. Jämför, och spara igen om din text ska gälla."))
        for name, value in changes.items():
            setattr(seminar, name, value.strip() if isinstance(value, str) else value)
        _refuse_wrong(seminar)
        if seminar.attendances.filter(days_present__gt=seminar.days).exists():
            raise RuleBroken(_("Någon är antecknad för fler dagar än så. Rätta närvaron först."))
        seminar.full_clean()
        seminar.save(update_fields=list(changes))
        record(seminar, "seminar.edited", by=by, parts=sorted(changes))


def _refuse_wrong(seminar: Seminar) -> None:
    said(seminar.title, _("Ge internatet en rubrik."))
    refuse_disorder(seminar.starts_on, seminar.ends_on, _("Internatet kan inte sluta före den dag då det börjar."))
    if seminar.days > LONGEST:
        raise RuleBroken(_("Ett internat är högst %(days)d dagar. Se efter att årtalet är rätt.") % {"days": LONGEST})


def invite(*, by: Person, seminar: Seminar, actor: Actor, function: str, person: Person | None = None) -> Attendance:
    """An actor by a function; a person of the portal where there is one, of that actor."""
    require(by, LEAD, seminar.process)
    function = said(function, _("Skriv vilken funktion som bjuds in."))
    if person is not None and not Membership.objects.not_over().filter(person=person, actor=actor).exists():
        raise RuleBroken(_("%(person)s hör inte till %(actor)s.") % {"person": person, "actor": actor})
    with transaction.atomic():
        hold(seminar.stage.run_id)
        as_it_stands(seminar)
        if seminar.attendances.filter(actor=actor, function=function).exists():
            raise RuleBroken(_("%(who)s är redan inbjuden.") % {"who": f"{actor}, {function}"})
        row = Attendance(
            process=seminar.process,
            seminar=seminar,
            actor=actor,
            function=function,
            person=person,
            invited_at=timezone.now(),
        )
        row.full_clean()
        row.save()
        record(row, "attendance.invited", by=by, actor=actor.key, function=function)
    return row


def uninvite(*, by: Person, attendance: Attendance) -> None:
    """Written by mistake. Who was there stays."""
    require(by, LEAD, attendance.process)
    with transaction.atomic():
        hold(attendance.seminar.stage.run_id)
        as_it_stands(attendance)
        if attendance.days_present is not None:
            raise RuleBroken(_("Närvaron är antecknad, så raden står kvar."))
        record(attendance, "attendance.removed", by=by, actor=attendance.actor.key, function=attendance.function)
        attendance.delete()


def note_days(*, by: Person, seminar: Seminar, days: Mapping[int, int | None]) -> None:
    """How many of the seminar's days each participant was there, by the participant's key. None: not known."""
    require(by, LEAD, seminar.process)
    if seminar.starts_on > timezone.localdate():
        raise RuleBroken(_("Internatet har inte börjat än."))
    with transaction.atomic():
        hold(seminar.stage.run_id)
        as_it_stands(seminar)
        rows = {row.pk: row for row in seminar.attendances.select_related("actor")}
        if set(days) - rows.keys():
            raise RuleBroken(_("Någon i listan är inte längre inbjuden. Läs om sidan."))
        for pk, present in days.items():
            if present is not None and not 0 <= present <= seminar.days:
                raise RuleBroken(
                    _("%(who)s: skriv ett antal dagar mellan 0 och %(days)d.") % {"who": rows[pk], "days": seminar.days}
                )
            rows[pk].days_present = present
        Attendance.objects.bulk_update([rows[pk] for pk in days], ["days_present"])
        record(seminar, "seminar.attended", by=by, present=sum(bool(row.days_present) for row in rows.values()))

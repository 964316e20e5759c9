"""A request that comes again by itself: made, put off once, stopped. Sending it is the machine's: see rhythm.py."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.permissions import ASK
from coordination.incidents.services import refuse_closed
from coordination.situations.models import QuestionSet, Rhythm
from coordination.situations.rounds import asking, rhythm
from coordination.situations.rounds.rhythm import Beat
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken


def make_rhythm(
    *,
    by: Person,
    incident: Incident,
    question_set: QuestionSet,
    recipients: Iterable[Actor],
    purpose: str,
    beat: Beat,
    first: datetime,
    answer_minutes: int,
    as_of_minutes: int = 0,
    legal_ground: str = "",
    reminders: Sequence[int] = (),
) -> Rhythm:
    """Let a request come again. `first` is when the first is sent, in the incident's time."""
    require(by, ASK, incident)
    refuse_closed(incident)
    if first <= now_in(incident):
        raise RuleBroken(_("Den första tiden har redan varit. Välj en tid framåt."))
    chosen = list(recipients)
    actors = asking.inside(incident, chosen)
    if not chosen:
        raise RuleBroken(_("Välj minst en mottagare."))
    if len(actors) < len({actor.pk for actor in chosen}):
        raise RuleBroken(_("En av mottagarna deltar inte i händelsen. Bjud in den först."))
    row = Rhythm(
        incident=incident,
        question_set_key=question_set.key,
        purpose=purpose.strip(),
        legal_ground=legal_ground.strip(),
        kind=beat.kind,
        weekdays=sorted(set(beat.weekdays)),
        at=beat.at,
        every_hours=beat.every_hours or None,
        answer_minutes=answer_minutes,
        as_of_minutes=as_of_minutes,
        reminders=sorted(set(reminders), reverse=True),
        next_at=first,
        made_by=by,
        made_at=now_in(incident),
    )
    row.full_clean()
    with transaction.atomic():
        row.save()
        row.recipients.set(actors)
        record(row, "rhythm.made", by=by, note=row.purpose, recipients=len(actors), first=first.isoformat())
    return row


def stop_rhythm(*, by: Person, row: Rhythm) -> None:
    """No more is sent. What was sent stays, and goes on taking answers."""
    require(by, ASK, row.incident)
    now = now_in(row.incident)
    with transaction.atomic():
        if not Rhythm.objects.running().filter(pk=row.pk).update(stopped_at=now, stopped_by=by):
            raise MovedOn(_("Rytmen är redan stoppad."))
        row.stopped_at, row.stopped_by = now, by
        record(row, "rhythm.stopped", by=by, note=row.purpose)


def _tell(row: Rhythm, to: datetime) -> None:
    """Those who were to be asked are told, once for each new time. The note and the time are first on the page."""
    told = asking.inside(row.incident, row.recipients.all())
    subject = f"{row.journal_subject()}@{to:%Y%m%dT%H%M}"
    notify(row.incident, told, NoticeKind.PUT_OFF, subject, reverse("requests", args=[row.incident.number]))


def put_off(*, by: Person, row: Rhythm, to: datetime, note: str) -> Rhythm:
    """The next sending comes later, once, with a note that the recipients read. Those after it keep their times."""
    require(by, ASK, row.incident)
    refuse_closed(row.incident)
    if not note.strip():
        raise RuleBroken(_("Skriv varför. Mottagarna läser det."))
    with transaction.atomic():
        held = Rhythm.objects.running().select_for_update(of=("self",)).filter(pk=row.pk).first()
        if held is None:
            raise MovedOn(_("Rytmen är redan stoppad."))
        if to <= max(held.next_at, now_in(row.incident)):
            raise RuleBroken(_("Välj en tid efter den som skjuts upp."))
        since = held.postponed_from or held.next_at
        if to >= rhythm.following(Beat.of(held), since, since):
            raise RuleBroken(_("Välj en tid före nästa gång i rytmen. Ska en gång helt utebli, stoppa rytmen."))
        held.postponed_from, held.next_at, held.postponed_note = since, to, note.strip()
        held.full_clean(exclude=["incident", "made_by", "stopped_by"])
        held.save(update_fields=["postponed_from", "next_at", "postponed_note"])
        record(row, "rhythm.put_off", by=by, note=held.postponed_note, to=to.isoformat())
        _tell(row, to)
    return held

"""Rhythms: when a request comes again, and sending it then. The row is the truth; running twice is as running once.

The weekly kind keeps the clock on the wall, so 13:00 is 13:00 in summer and winter. The hourly kind counts hours that
pass. A time that the clocks jump over (02:30 on the spring night) is when they have jumped; one that comes twice (in
autumn) is the first of the two.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.utils import timezone

from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident
from coordination.situations.models import QuestionSet, Recipient, Request, Rhythm, RhythmKind
from coordination.situations.rounds import asking
from coordination.situations.states import RequestState
from journal.record import record

DAYS: Final = 7
# A sending that is later than this is told in times counted from when it was made.
ON_TIME: Final = timedelta(minutes=5)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Beat:
    """When. Weekly: on these weekdays (0 is Monday) at this time on the wall. Hourly: so many hours after the last."""

    kind: str
    weekdays: tuple[int, ...] = ()
    at: time | None = None
    every_hours: int = 0

    @classmethod
    def of(cls, row: Rhythm) -> "Beat":
        return cls(row.kind, tuple(row.weekdays), row.at, row.every_hours or 0)

    @property
    def is_weekly(self) -> bool:
        return self.kind == RhythmKind.WEEKLY


def on_wall(day: datetime) -> datetime:
    """A wall-clock time without zone as the one moment it is, in UTC."""
    return day.replace(tzinfo=timezone.get_default_timezone(), fold=0).astimezone(UTC)


def following(beat: Beat, after: datetime, since: datetime) -> datetime:
    """The first time of the rhythm after a moment. `since` is any time that it had, which hours are counted from."""
    if not beat.is_weekly:
        step = timedelta(hours=beat.every_hours)
        return since + max((after - since) // step + 1, 0) * step
    if beat.at is None or not set(beat.weekdays) & set(range(DAYS)):
        raise ValueError("a weekly rhythm has a time and a day")
    today = timezone.localtime(after).date()
    days = (today + timedelta(days=n) for n in range(DAYS + 1))
    times = (on_wall(datetime.combine(day, beat.at)) for day in days if day.weekday() in beat.weekdays)
    return next(moment for moment in times if moment > after)


def upcoming(beat: Beat, first: datetime) -> Iterator[datetime]:
    """The first time, and those after it."""
    while True:
        yield first
        first = following(beat, first, first)


def next_times(row: Rhythm, number: int = 5) -> list[datetime]:
    """As it will be sent: the next may be put off, and those after it keep their times."""
    beat, since = Beat.of(row), row.postponed_from or row.next_at
    after = following(beat, max(row.next_at, since), since)
    return [row.next_at, *islice(upcoming(beat, after), number - 1)]


def later(beat: Beat, moment: datetime, minutes: int) -> datetime:
    """So many minutes after a moment, on the wall for the weekly kind and as they pass for the hourly."""
    if not beat.is_weekly:
        return moment + timedelta(minutes=minutes)
    return on_wall(timezone.localtime(moment).replace(tzinfo=None) + timedelta(minutes=minutes))


def times_of(row: Rhythm, now: datetime) -> tuple[datetime, datetime]:
    """(as of, deadline) of the sending that is due. Whoever is asked late has the whole time to answer."""
    beat = Beat.of(row)
    base = row.next_at if now - row.next_at <= ON_TIME else now
    deadline = later(beat, base, row.answer_minutes)
    if deadline <= now:  # between the two lies the hour that the clocks jump over, or nearly all of the time to answer
        deadline = now + timedelta(minutes=row.answer_minutes)
    return later(beat, row.next_at if row.as_of_minutes else base, row.as_of_minutes), deadline


def run() -> int:
    """Send what is due and remind where a step is reached, each in a transaction of its own. Returns how many."""
    done = 0
    for row in Rhythm.objects.running().select_related("incident"):
        if row.next_at <= now_in(row.incident):
            done += _safely(send_due, row.pk)
    waiting = Request.objects.filter(state=RequestState.SENT).exclude(reminders=[]).select_related("incident")
    for request in waiting.exclude(incident__state="closed"):
        if asking.steps_passed(request, now_in(request.incident)) > request.reminders_sent:
            done += _safely(remind_due, request.pk)
    return done


def _safely(step: Callable[[int], Any], pk: int) -> int:
    try:
        return int(bool(step(pk)))
    except DatabaseError:
        log.exception("A rhythm's or a reminder's turn (%s) failed and comes again", pk)
        return 0


@transaction.atomic
def send_due(pk: int) -> Request | None:
    """Send once, whatever was missed meanwhile, and say when it comes next. A closed incident sends nothing."""
    row = _held(pk)
    if row is None:
        return None
    incident, now = row.incident, now_in(row.incident)
    if row.next_at > now:
        return None
    sent = None if incident.is_closed else _send(row, incident, now)
    since = row.postponed_from or row.next_at
    row.next_at = following(Beat.of(row), max(now, since), since)
    row.postponed_from, row.postponed_note = None, ""
    row.save(update_fields=["next_at", "postponed_from", "postponed_note"])
    return sent


def _held(pk: int) -> Rhythm | None:
    """The row, with the incident held before it: in the order in which people's own acts take the two."""
    incident_pk = Rhythm.objects.filter(pk=pk).values_list("incident_id", flat=True).first()
    if incident_pk is None:
        return None
    hold(incident_pk)
    rows = Rhythm.objects.running().select_for_update(of=("self",)).select_related("incident__lead", "made_by")
    return rows.filter(pk=pk).first()


def _send(row: Rhythm, incident: Incident, now: datetime) -> Request | None:
    actors = asking.inside(incident, row.recipients.order_by("sort_name"))
    newest = QuestionSet.objects.as_made().filter(key=row.question_set_key).order_by("-version").first()
    if not actors or newest is None:
        record(incident, "rhythm.nobody", note=row.purpose)
        return None
    as_of, deadline = times_of(row, now)
    what = asking.Asking(newest, row.purpose, as_of, deadline, row.legal_ground, row.reminders)
    return asking.send(incident, actors, what, by=row.made_by, now=now, mark=_mark(incident, row, now), rhythm=row)


def _mark(incident: Incident, row: Rhythm, now: datetime) -> dict[str, Any]:
    """The incident's own marking, put there by whoever made the rhythm."""
    marked = incident.marking != "open"
    return {
        "marking": incident.marking,
        "marking_reference": incident.marking_reference,
        "marking_reason": incident.marking_reason,
        "marked_by": row.made_by if marked else None,
        "marked_at": now if marked else None,
    }


@transaction.atomic
def remind_due(pk: int) -> int:
    """Remind once for all the steps that were reached meanwhile: never who has answered, or has said when it comes."""
    incident_pk = Request.objects.filter(pk=pk).values_list("incident_id", flat=True).first()
    if incident_pk is None:
        return 0
    hold(incident_pk)
    rows = Request.objects.select_for_update(of=("self",)).select_related("incident", "sent_by")
    request = rows.out_of_quarantine().filter(pk=pk, state=RequestState.SENT).first()
    if request is None or request.incident.is_closed:
        return 0
    now = now_in(request.incident)
    passed = asking.steps_passed(request, now)
    if passed <= request.reminders_sent:
        return 0
    request.reminders_sent = passed
    request.save(update_fields=["reminders_sent"])
    silent = silent_now(request, now)
    return len(asking.remind(request, silent, by=None, now=now)) if silent else 0


def silent_now(request: Request, now: datetime) -> list[Recipient]:
    """Those who still take part, have not answered, and have not said that the answer comes later than now."""
    there = request.incident.participations.filter(left_at__isnull=True).values("actor_id")
    rows = request.recipients.filter(answered_at__isnull=True, actor__in=there).select_related("actor")
    return [row for row in rows if row.postponed_to is None or row.postponed_to <= now]

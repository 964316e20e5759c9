"""Asking: what a person's sending and a rhythm's have in common, and reminding. Whether one may is asked before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from actors.models import Actor, Person
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.numbering import next_number
from coordination.situations import headline
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import QuestionSet, Recipient, Request, Rhythm
from coordination.situations.rounds import additions, linking
from coordination.situations.states import RequestState
from journal.record import record

# The reminder plan: minutes before the deadline (negative: after it).
STEPS: Final = (60, 30, 0, -30, -60)
MOST_STEPS: Final = len(STEPS)


@dataclass(frozen=True)
class Asking:
    """What is asked. `reminders` are minutes before the deadline; `units` are names by the key of an actor."""

    question_set: QuestionSet
    purpose: str
    as_of: datetime
    deadline: datetime
    legal_ground: str = ""
    reminders: Sequence[int] = ()
    units: Mapping[int, str] = field(default_factory=dict)


def send(
    incident: Incident,
    actors: list[Actor],
    what: Asking,
    *,
    by: Person,
    now: datetime,
    mark: Mapping[str, Any],
    rhythm: Rhythm | None = None,
) -> Request:
    """Make the request and tell those asked. Must run inside a transaction; takes the incident's row.

    What other parts of the portal ask along with it, such as the effect of a joint direction, is added here.
    """
    Incident.objects.select_for_update().get(pk=incident.pk)
    asked = additions.with_additions(incident, what.question_set, by=by, made_at=now)
    request = Request(
        incident=incident,
        number=next_number(Request, incident),
        question_set=asked,
        purpose=what.purpose.strip(),
        legal_ground=what.legal_ground.strip(),
        asker=incident.lead,
        as_of=what.as_of,
        deadline=what.deadline,
        sent_at=now,
        sent_by=by,
        rhythm=rhythm,
        reminders=sorted(set(what.reminders), reverse=True),
        **mark,
    )
    # A step that had passed already when the question was put is no reminder.
    request.reminders_sent = steps_passed(request, now)
    request.full_clean()
    request.save()
    rows = [Recipient(request=request, actor=a, unit=what.units.get(a.pk, "").strip()) for a in actors]
    Recipient.objects.bulk_create(rows)
    linking.give(request, actors, by=by)
    notify(incident, actors, NoticeKind.REQUEST, request.journal_subject(), request.get_absolute_url())
    who = by if rhythm is None else None
    more: dict[str, Any] = {} if rhythm is None else {"rhythm": rhythm.pk}
    record(request, "request.sent", by=who, to_state=RequestState.SENT, recipients=len(actors), **more)
    headline.note(
        incident,
        request=request.number,
        request_deadline=what.deadline.isoformat(),
        asked=len(actors),
        answered=0,
        silent=len(actors),
    )
    queue_compilation(incident, gather=0)
    return request


def inside(incident: Incident, actors: Iterable[Actor]) -> list[Actor]:
    """Those of the actors that take part now, each once, in the order given."""
    there = set(incident.participations.filter(left_at__isnull=True).values_list("actor_id", flat=True))
    return list({actor.pk: actor for actor in actors if actor.pk in there}.values())


def due_for(request: Request, row: Recipient) -> datetime:
    """When this recipient is late: at the deadline, or at the time that it has put its answer off to."""
    return max(request.deadline, row.postponed_to or request.deadline)


def steps_passed(request: Request, now: datetime) -> int:
    """How many steps of the reminder plan have been reached."""
    return sum(request.deadline - timedelta(minutes=minutes) <= now for minutes in request.reminders)


def remind(request: Request, rows: list[Recipient], *, by: Person | None, now: datetime) -> list[Actor]:
    """Tell these once more. Must run inside a transaction."""
    Recipient.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    told = [row.actor for row in rows]
    subject = f"{request.journal_subject()}@{now:%Y%m%dT%H%M}"
    notify(request.incident, told, NoticeKind.REMINDER, subject, request.get_absolute_url())
    linking.give(request, told, by=by or request.sent_by)
    record(request, "request.reminded", by=by, note=", ".join(actor.short for actor in told))
    return told

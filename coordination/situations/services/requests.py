"""Asking: a request to chosen participants, reminders, and its end."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.permissions import ASK
from coordination.incidents.services import Mark, mark_columns, refuse_closed
from coordination.situations import headline
from coordination.situations.models import QuestionSet, Recipient, Request
from coordination.situations.queue import queue_compilation
from coordination.situations.services.question_sets import refuse_foreign_set
from coordination.situations.states import RequestState
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


def send_request(
    *,
    by: Person,
    incident: Incident,
    question_set: QuestionSet,
    recipients: Iterable[Actor],
    purpose: str,
    as_of: datetime,
    deadline: datetime,
    legal_ground: str = "",
    mark: Mark | None = None,
) -> Request:
    """Ask chosen participants. Each is told after commit. Those asked must take part in the incident."""
    require(by, ASK, incident)
    refuse_closed(incident)
    refuse_foreign_set(incident, question_set)
    now = now_in(incident)
    if deadline <= now:
        raise RuleBroken(_("Svarstiden har redan gått ut. Välj en tid framåt."))
    asked = _participants(incident, recipients)
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=incident.pk)
        request = Request(
            incident=incident,
            number=_next_number(incident),
            question_set=question_set,
            purpose=purpose.strip(),
            legal_ground=legal_ground.strip(),
            asker=incident.lead,
            as_of=as_of,
            deadline=deadline,
            sent_at=now,
            sent_by=by,
            **mark_columns(mark, by=by, now=now, default=incident),
        )
        request.full_clean()
        request.save()
        Recipient.objects.bulk_create([Recipient(request=request, actor=actor) for actor in asked])
        notify(incident, asked, NoticeKind.REQUEST, request.journal_subject(), request.get_absolute_url())
        record(request, "request.sent", by=by, to_state=RequestState.SENT, recipients=len(asked))
        headline.note(
            incident,
            request=request.number,
            request_deadline=deadline.isoformat(),
            asked=len(asked),
            answered=0,
            silent=len(asked),
        )
        queue_compilation(incident, gather=0)
    return request


def _participants(incident: Incident, recipients: Iterable[Actor]) -> list[Actor]:
    chosen = list(recipients)
    if not chosen:
        raise RuleBroken(_("Välj minst en mottagare."))
    inside = set(incident.participations.filter(left_at__isnull=True).values_list("actor_id", flat=True))
    outside = [actor.name for actor in chosen if actor.pk not in inside]
    if outside:
        raise RuleBroken(_("Deltar inte i händelsen: %(names)s. Bjud in dem först.") % {"names": ", ".join(outside)})
    return chosen


def _next_number(incident: Incident) -> int:
    last = Request.objects.filter(incident=incident).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def remind(*, by: Person, request: Request, actors: Iterable[Actor] | None = None) -> list[Actor]:
    """Remind those who have not answered (all of them, or those chosen). Returns who was reminded."""
    require(by, ASK, request.incident)
    refuse_closed(request.incident)
    if request.state != RequestState.SENT:
        raise RuleBroken(_("Begäran är avslutad. Ingen påminns."))
    now = now_in(request.incident)
    silent = request.recipients.filter(answered_at__isnull=True).select_related("actor")
    if actors is not None:
        silent = silent.filter(actor__in=list(actors))
    rows = list(silent)
    if not rows:
        raise RuleBroken(_("Alla har svarat. Ingen behöver påminnas."))
    with transaction.atomic():
        Recipient.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
        told = [row.actor for row in rows]
        subject = f"{request.journal_subject()}@{now:%Y%m%dT%H%M}"
        notify(request.incident, told, NoticeKind.REMINDER, subject, request.get_absolute_url())
        record(request, "request.reminded", by=by, note=", ".join(actor.short for actor in told))
    return told


def close_request(*, by: Person, request: Request, note: str = "") -> None:
    """End a request. Answers that came stay and count."""
    refuse_closed(request.incident)
    move(request, RequestState.CLOSED, by=by, note=note)


def note_opened(*, request: Request, actor: Actor) -> None:
    """The actor has seen the request: only the first time is kept."""
    Recipient.objects.filter(request=request, actor=actor, opened_at__isnull=True).update(
        opened_at=now_in(request.incident)
    )

"""Asking: a request to chosen participants, reminders, and its end; and what a recipient says of its own answer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.permissions import ASK, CONTRIBUTE
from coordination.incidents.services import Mark, mark_columns, refuse_closed, refuse_foreign
from coordination.situations.models import QuestionSet, Recipient, Request
from coordination.situations.rounds import asking
from coordination.situations.services import links
from coordination.situations.services.links import Address
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
    reminders: Sequence[int] = (),
    units: Mapping[int, str] | None = None,
    addresses: Sequence[Address] = (),
) -> Request:
    """Ask chosen participants, and those who answer by a link to an e-mail address. Each is told after commit."""
    require(by, ASK, incident)
    refuse_closed(incident)
    refuse_foreign_set(incident, question_set)
    now = now_in(incident)
    refuse_past(incident, deadline)
    if len(set(reminders)) > asking.MOST_STEPS:
        raise RuleBroken(_("Välj högst fem påminnelser."))
    asked = _participants(incident, recipients, or_none=bool(addresses))
    with transaction.atomic():
        guests = links.bring_in(by=by, incident=incident, addresses=addresses)
        what = asking.Asking(question_set, purpose, as_of, deadline, legal_ground, reminders, units or {})
        columns = mark_columns(mark, by=by, now=now, default=incident)
        everybody = list({actor.pk: actor for actor in [*asked, *(one.actor for one in guests)]}.values())
        request = asking.send(incident, everybody, what, by=by, now=now, mark=columns)
        links.give_new(request, guests, by=by)
    return request


def refuse_past(incident: Incident, deadline: datetime) -> None:
    if deadline <= now_in(incident):
        raise RuleBroken(_("Svarstiden har redan gått ut. Välj en tid framåt."))


def _participants(incident: Incident, recipients: Iterable[Actor], *, or_none: bool = False) -> list[Actor]:
    chosen = list(recipients)
    if not chosen and not or_none:
        raise RuleBroken(_("Välj minst en mottagare."))
    there = {actor.pk for actor in asking.inside(incident, chosen)}
    outside = [actor.name for actor in chosen if actor.pk not in there]
    if outside:
        raise RuleBroken(_("Deltar inte i händelsen: %(names)s. Bjud in dem först.") % {"names": ", ".join(outside)})
    return chosen


def remind(*, by: Person, request: Request, actors: Iterable[Actor] | None = None, late: bool = False) -> list[Actor]:
    """Remind those who have not answered: all of them, those chosen, or those whose time is out.

    Returns who was reminded. One who has said when its answer comes is late first when that time has passed.
    """
    require(by, ASK, request.incident)
    refuse_closed(request.incident)
    if request.state != RequestState.SENT:
        raise RuleBroken(_("Begäran är avslutad. Ingen påminns."))
    now = now_in(request.incident)
    silent = request.recipients.filter(answered_at__isnull=True).select_related("actor")
    if actors is not None:
        silent = silent.filter(actor__in=list(actors))
    rows = [row for row in silent if not late or asking.due_for(request, row) < now]
    if not rows:
        if late and silent:
            raise RuleBroken(_("Ingen är sen. Ingen behöver påminnas."))
        raise RuleBroken(_("Alla har svarat. Ingen behöver påminnas."))
    with transaction.atomic():
        return asking.remind(request, rows, by=by, now=now)


def close_request(*, by: Person, request: Request, note: str = "") -> None:
    """End a request. Answers that came stay and count."""
    refuse_closed(request.incident)
    move(request, RequestState.CLOSED, by=by, note=note)


def note_opened(*, request: Request, actor: Actor) -> None:
    """The actor has seen the request: only the first time is kept."""
    Recipient.objects.filter(request=request, actor=actor, opened_at__isnull=True).update(
        opened_at=now_in(request.incident)
    )


def postpone_answer(*, by: Person, request: Request, actor: Actor, to: datetime, note: str) -> Recipient:
    """The actor says that its answer comes later, and why. It is unanswered until then, and not silent."""
    incident = request.incident
    require(by, CONTRIBUTE, incident)
    refuse_closed(incident)
    refuse_foreign(by, actor)
    row = request.recipients.filter(actor=actor).first()
    if row is None:
        raise RuleBroken(_("%(actor)s har inte fått begäran.") % {"actor": actor.name})
    if request.state != RequestState.SENT:
        raise RuleBroken(_("Begäran är avslutad och tar inte emot fler svar."))
    if row.answered_at is not None:
        raise RuleBroken(_("Ni har redan svarat. Rätta svaret i stället."))
    if not note.strip():
        raise RuleBroken(_("Skriv varför svaret dröjer."))
    if to <= max(now_in(incident), request.deadline):
        raise RuleBroken(_("Välj en tid efter svarstiden. Hinner ni innan dess behöver inget meddelas."))
    row.postponed_to, row.postponed_note = to, note.strip()
    row.full_clean(exclude=["request", "actor"])
    with transaction.atomic():
        row.save(update_fields=["postponed_to", "postponed_note"])
        record(request, "request.postponed", by=by, note=f"{actor.short}: {row.postponed_note}", to=to.isoformat())
    return row

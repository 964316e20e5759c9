"""The call: the pack is frozen, each actor acknowledges for itself, opens the pack, and says what it has against it."""

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.direction.meetings import clocks, heads, packing
from coordination.direction.models import AgendaPoint, Call, Coming, Meeting, Objection, Pack
from coordination.direction.services.meetings.refusing import held, lock
from coordination.direction.states import IssueState, MeetingState
from coordination.incidents.clock import now_in
from coordination.incidents.models import NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed, refuse_foreign
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


def call_meeting(*, by: Person, meeting: Meeting) -> Pack:
    """Call the actors. What they are to read is frozen in the same transaction, and never changed after it."""
    require(by, PROPOSE, meeting.incident)
    incident = meeting.incident
    refuse_closed(incident)
    with transaction.atomic():
        lock(incident)
        now = now_in(incident)
        calls = list(meeting.calls.select_related("actor"))
        if not calls:
            raise RuleBroken(_("Ingen är vald. Välj vilka aktörer som kallas."))
        if meeting.state == MeetingState.PLANNED and meeting.starts_at <= now:
            raise RuleBroken(_("Mötets tid har redan gått. Välj en ny tid innan ni kallar."))
        clock = clocks.clock_of(incident, meeting.kind)
        move(
            meeting,
            MeetingState.CALLED,
            by=by,
            called_at=now,
            called_by=by,
            acknowledge_by=clock.acknowledge_by(now),
        )
        frozen = _freeze(by, meeting, clock)
        heads.note(incident)
        subject = f"{meeting.journal_subject()}:{meeting.sequence}"
        actors = [call.actor for call in calls]
        notify(incident, actors, NoticeKind.MEETING, subject, meeting.get_absolute_url())
    return frozen


def _freeze(by: Person, meeting: Meeting, clock: clocks.Clock) -> Pack:
    now = now_in(meeting.incident)
    points = list(meeting.points.out_of_quarantine().select_related("issue", "influence", "direction", "raised_by"))
    packed = packing.pack(meeting, points, clock)
    row = Pack(
        incident=meeting.incident,
        meeting=meeting,
        body=packed.body,
        content_hash=packing.hash_of(packed.body),
        frozen_at=now,
        holds=packed.holds,
        **mark_columns(None, by=by, now=now, default=meeting, at_least=packed.marked),
    )
    row.full_clean()
    row.save()
    for point in points:
        if point.issue is not None and point.issue.state == IssueState.OPEN:
            point.issue.incident = meeting.incident
            move(point.issue, IssueState.RAISED, by=by)
    return row


def answer_call(*, by: Person, meeting: Meeting, actor: Actor, coming: bool, remark: str = "") -> Call:
    """The actor acknowledges for itself: it comes, or it cannot. It may say another thing until the meeting is over."""
    require(by, CONTRIBUTE, meeting.incident)
    refuse_closed(meeting.incident)
    refuse_foreign(by, actor)
    with transaction.atomic():
        current = held(meeting)
        call = _own_call(current, actor)
        now, answer = now_in(meeting.incident), Coming.COMING if coming else Coming.NOT_COMING
        # When it first was heard of is what its clock is told by.
        call.acknowledged_at = call.acknowledged_at or now
        call.answer, call.remark, call.acknowledged_by = answer, remark.strip(), by
        call.full_clean()
        call.save(update_fields=["answer", "remark", "acknowledged_at", "acknowledged_by"])
        late = current.acknowledge_by is not None and call.acknowledged_at > current.acknowledge_by
        record(call, f"call.{answer}", by=by, note=call.remark, actor=actor.key, late=late)
    return call


def _own_call(meeting: Meeting, actor: Actor) -> Call:
    if meeting.state == MeetingState.PLANNED:
        raise RuleBroken(_("Mötet är inte kallat än."))
    if meeting.state == MeetingState.CANCELLED:
        raise RuleBroken(_("Mötet är inställt."))
    if meeting.state not in (MeetingState.CALLED, MeetingState.UNDER_WAY):
        raise RuleBroken(_("Mötet är slut. Närvaron står i protokollet."))
    call = Call.objects.filter(meeting=meeting, actor=actor).first()
    if call is None:
        raise RuleBroken(_("%(actor)s är inte kallad till mötet.") % {"actor": actor.name})
    call.meeting, call.actor = meeting, actor
    return call


def note_opened(*, by: Person, meeting: Meeting, actor: Actor) -> None:
    """One of the actor's own has opened the pack: only the first time is kept."""
    if meeting.incident.is_closed or meeting.state not in (MeetingState.CALLED, MeetingState.UNDER_WAY):
        return
    unread = Call.objects.filter(meeting=meeting, actor=actor, opened_at__isnull=True)
    unread.update(opened_at=now_in(meeting.incident), opened_by=by)


def object_to(
    *,
    by: Person,
    meeting: Meeting,
    actor: Actor,
    text: str,
    point: AgendaPoint | None = None,
    mark: Mark | None = None,
) -> Objection:
    """Say before the meeting what the actor has against a point or a proposal. It is never edited."""
    require(by, CONTRIBUTE, meeting.incident)
    refuse_closed(meeting.incident)
    refuse_foreign(by, actor)
    if not text.strip():
        raise RuleBroken(_("Skriv vad ni invänder."))
    if point is not None and point.meeting_id != meeting.pk:
        raise RuleBroken(_("Punkten hör till ett annat möte."))
    with transaction.atomic():
        current = held(meeting)
        if current.state in (MeetingState.UNDER_WAY, MeetingState.ENDED, MeetingState.APPROVED):
            raise RuleBroken(_("Mötet har börjat. Säg invändningen på mötet, så antecknas den i protokollet."))
        _own_call(current, actor)
        now = now_in(meeting.incident)
        under = [point] if point is not None else []
        objection = Objection(
            incident=meeting.incident,
            meeting=current,
            point=point,
            actor=actor,
            text=text.strip(),
            at=now,
            by=by,
            **mark_columns(mark, by=by, now=now, default=current, at_least=under),
        )
        objection.full_clean()
        objection.save()
        record(objection, "objection.made", by=by, actor=actor.key, meeting=current.number)
    return objection

"""The meeting itself: it begins, who was there is noted, what the actors agree is written down, it ends."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Actor, Person
from coordination.direction.meetings import heads
from coordination.direction.models import AgendaPoint, Call, Meeting, Resolution
from coordination.direction.services.meetings.planning import plan_meeting
from coordination.direction.services.meetings.refusing import held, lock, refuse_absent, refuse_not_being_held
from coordination.direction.states import MeetingState
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


def begin_meeting(*, by: Person, meeting: Meeting) -> None:
    """It begins: from now on minutes are written, and objections are said instead of sent."""
    refuse_closed(meeting.incident)
    require(by, PROPOSE, meeting.incident)
    if meeting.state == MeetingState.PLANNED:
        raise RuleBroken(_("Mötet är inte kallat än. Kalla först, så att alla har samma underlag."))
    with transaction.atomic():
        lock(meeting.incident)
        move(meeting, MeetingState.UNDER_WAY, by=by, begun_at=now_in(meeting.incident))
        heads.note(meeting.incident)


def note_attendance(*, by: Person, meeting: Meeting, there: Mapping[Actor, tuple[bool, str]]) -> None:
    """Who was there, and through which function. Functions, never names of people."""
    require(by, PROPOSE, meeting.incident)
    refuse_closed(meeting.incident)
    with transaction.atomic():
        current = held(meeting)
        refuse_not_being_held(current)
        calls = {call.actor_id: call for call in current.calls.all()}
        strangers = [actor for actor in there if actor.pk not in calls]
        # Who was not called but came stands among the others.
        refuse_absent(meeting.incident, strangers)
        for actor in strangers:
            calls[actor.pk] = Call.objects.create(meeting=current, actor=actor)
        for actor, (came, through) in there.items():
            call = calls[actor.pk]
            call.attended, call.attended_as = came, through.strip()
            call.full_clean()
        Call.objects.bulk_update([calls[actor.pk] for actor in there], ["attended", "attended_as"])
        record(current, "meeting.attendance", by=by, there=sorted(actor.key for actor in there if there[actor][0]))


def resolve(
    *,
    by: Person,
    meeting: Meeting,
    text: str,
    point: AgendaPoint | None = None,
    actors: Iterable[Actor] = (),
    mark: Mark | None = None,
) -> Resolution:
    """Write down what the actors agreed. Each decides in its own chain; nobody is ordered."""
    require(by, PROPOSE, meeting.incident)
    refuse_closed(meeting.incident)
    if not text.strip():
        raise RuleBroken(_("Skriv vad ni kom överens om."))
    if point is not None and point.meeting_id != meeting.pk:
        raise RuleBroken(_("Punkten hör till ett annat möte."))
    agreed = list(actors)
    with transaction.atomic():
        current = held(meeting)
        refuse_not_being_held(current)
        refuse_absent(meeting.incident, agreed)
        now = now_in(meeting.incident)
        row = Resolution(
            incident=meeting.incident,
            meeting=current,
            point=point,
            text=text.strip(),
            at=now,
            by=by,
            **mark_columns(mark, by=by, now=now, default=current, at_least=[point] if point is not None else []),
        )
        row.full_clean()
        row.save()
        row.actors.set(agreed)
        record(row, "resolution.made", by=by, meeting=current.number, actors=[actor.key for actor in agreed])
    return row


def end_meeting(*, by: Person, meeting: Meeting, next_at: datetime | None = None) -> Meeting | None:
    """It is over. With a next time, a meeting of the same kind and actors is planned then, and returned."""
    require(by, PROPOSE, meeting.incident)
    refuse_closed(meeting.incident)
    now = now_in(meeting.incident)
    if next_at is not None and next_at <= now:
        raise RuleBroken(_("Nästa möte ligger i det förgångna. Välj en tid framåt."))
    with transaction.atomic():
        lock(meeting.incident)
        move(meeting, MeetingState.ENDED, by=by, ended_at=max(now, meeting.begun_at or now), next_at=next_at)
        following = _next(by, meeting, next_at) if next_at is not None else None
        heads.note(meeting.incident)
    return following


def _next(by: Person, meeting: Meeting, starts_at: datetime) -> Meeting:
    gone = meeting.incident.participations.filter(left_at__isnull=False).values("actor")
    calls = meeting.calls.exclude(actor__in=gone).select_related("actor")
    # Its reason is neutral: what the former meeting was about stays in it.
    with override("sv"):
        reason = _("Fortsätter efter möte %(n)d") % {"n": meeting.number}
    return plan_meeting(
        by=by,
        incident=meeting.incident,
        kind=meeting.kind,
        reason=reason,
        form=meeting.form,
        starts_at=starts_at,
        minutes_long=meeting.minutes_long,
        where=meeting.where,
        chair=meeting.chair,
        secretary=meeting.secretary,
        actors=[call.actor for call in calls],
        mark=Mark.of(meeting),
    )

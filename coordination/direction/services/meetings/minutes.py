"""The minutes are approved by somebody who may fix or publish, and are not changed after it."""

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Person
from coordination.direction.meetings import minuting
from coordination.direction.models import Meeting
from coordination.direction.services.meetings.refusing import lock
from coordination.direction.states import MeetingState
from coordination.incidents.clock import now_in
from coordination.incidents.models import NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.permissions import APPROVE, FIX
from coordination.incidents.services import mark_columns, refuse_closed
from journal.moves import move
from journal.permissions import require
from journal.refusals import MovedOn, RuleBroken


def may_approve(by: Person, meeting: Meeting) -> bool:
    return by.has_perm(FIX, meeting.incident) or by.has_perm(APPROVE, meeting.incident)


def approve_minutes(*, by: Person, meeting: Meeting, seen: str | None = None) -> None:
    """Freeze the minutes. `seen` is the fingerprint of what she read: if it has changed since, she reads again."""
    incident = meeting.incident
    require(by, FIX if by.has_perm(FIX, incident) else APPROVE, incident)
    refuse_closed(incident)
    if meeting.state in (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.UNDER_WAY):
        raise RuleBroken(_("Avsluta mötet innan protokollet godkänns."))
    with transaction.atomic():
        lock(incident)
        minuted = minuting.Minuted(meeting)
        if seen is not None and seen != fingerprint(minuted):
            raise MovedOn(_("Någon har skrivit i protokollet sedan du öppnade sidan. Läs igen och godkänn sedan."))
        now = now_in(incident)
        marked = mark_columns(None, by=by, now=now, default=meeting, at_least=[meeting, *minuted.records])
        for name, value in marked.items():
            setattr(meeting, name, value)
        body = minuted.body(approved_at=now.isoformat(), approved_by=incident.lead.name)
        move(
            meeting,
            MeetingState.APPROVED,
            by=by,
            approved_at=now,
            approved_by=by,
            body=body,
            content_hash=minuting.hash_of(body),
            **marked,
        )
        actors = [call.actor for call in minuted.calls]
        notify(incident, actors, NoticeKind.MINUTES, meeting.journal_subject(), meeting.get_absolute_url())


def fingerprint(minuted: minuting.Minuted) -> str:
    """Another note, agreement, measure or attendance makes another one."""
    said = minuted.body()
    return minuting.hash_of({name: said[name] for name in ("points", "rest", "attendance")})

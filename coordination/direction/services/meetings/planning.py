"""A meeting is planned with a reason and an agenda, changed before and after the call, and cancelled with a reason."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from actors.sight import as_machine
from coordination.direction.meetings import clocks, heads
from coordination.direction.models import (
    AgendaPoint,
    AgendaTemplate,
    Call,
    Coming,
    Forum,
    Meeting,
    MeetingForm,
    MeetingKind,
    PointKind,
    SystemIssue,
)
from coordination.direction.services.meetings.refusing import held, lock, refuse_absent
from coordination.direction.standings import participants_of
from coordination.direction.states import IssueState, MeetingState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

SHORTEST, LONGEST = 5, 720
# What may be changed before the call; after it only the practical: when, how, where and who leads.
BEFORE: Final = ("reason", "form", "where", "starts_at", "minutes_long", "chair", "secretary")
AFTER: Final = BEFORE[1:]
# A change of these is another entry in everybody's calendar.
IN_CALENDAR: Final = ("form", "where", "starts_at", "minutes_long")


def plan_meeting(
    *,
    by: Person,
    incident: Incident,
    kind: str,
    reason: str,
    form: str,
    starts_at: datetime,
    minutes_long: int = 30,
    where: str = "",
    chair: str = "",
    secretary: str = "",
    actors: Iterable[Actor] | None = None,
    mark: Mark | None = None,
) -> Meeting:
    """Plan a meeting, with the agenda of its kind's template. Nobody is called yet; without names all will be."""
    require(by, PROPOSE, incident)
    refuse_closed(incident)
    if kind not in MeetingKind.values:
        raise RuleBroken(_("Den mötesformen finns inte."))
    now = now_in(incident)
    meeting = Meeting(
        incident=incident,
        kind=kind,
        reason=reason.strip(),
        form=form,
        where=where.strip(),
        starts_at=starts_at,
        minutes_long=minutes_long,
        chair=chair.strip(),
        secretary=secretary.strip(),
        made_at=now,
        made_by=by,
        **mark_columns(mark, by=by, now=now, default=incident),
    )
    _refuse_unclear(meeting, now)
    with transaction.atomic():
        lock(incident)
        invited = participants_of(incident) if actors is None else list(actors)
        refuse_absent(incident, invited)
        _refuse_double(meeting)
        meeting.number = next_number(Meeting, incident)
        meeting.full_clean()
        meeting.save()
        _invite(meeting, invited)
        _agenda(by, meeting)
        heads.note(incident)
        record(meeting, "meeting.planned", by=by, to_state=meeting.state, starts_at=starts_at.isoformat())
    return meeting


def _refuse_unclear(meeting: Meeting, now: datetime) -> None:
    if not meeting.reason:
        raise RuleBroken(_("Skriv varför mötet hålls. Det står först i kallelsen."))
    if meeting.form not in MeetingForm.values:
        raise RuleBroken(_("Välj hur mötet hålls."))
    if meeting.starts_at <= now:
        raise RuleBroken(_("Tiden har redan gått. Välj en tid framåt."))
    if not SHORTEST <= meeting.minutes_long <= LONGEST:
        raise RuleBroken(_("Välj mellan %(short)d och %(long)d minuter.") % {"short": SHORTEST, "long": LONGEST})


def _refuse_double(meeting: Meeting) -> None:
    """Two who plan at once do not make the same meeting twice."""
    same = Meeting.objects.filter(incident=meeting.incident, kind=meeting.kind, starts_at=meeting.starts_at)
    with as_machine():  # that it is there, also in quarantine
        there = same.exclude(state=MeetingState.CANCELLED).exclude(pk=meeting.pk).exists()
    if there:
        kind = str(meeting.get_kind_display())
        raise RuleBroken(_("Det finns redan ett möte av det slaget den tiden: %(kind)s.") % {"kind": kind})


def _invite(meeting: Meeting, actors: Iterable[Actor]) -> None:
    Call.objects.bulk_create([Call(meeting=meeting, actor=actor) for actor in actors], ignore_conflicts=True)


def _agenda(by: Person, meeting: Meeting) -> None:
    """The template's points; an ISF also gets the system issues that wait for one, under theirs."""
    own = mark_columns(None, by=by, now=meeting.made_at, default=meeting)
    points: list[AgendaPoint] = []
    for row in AgendaTemplate.objects.filter(kind=meeting.kind):
        # What people write is Swedish, and so is what stands among it.
        points.append(_point(meeting, row.point, title=row.title_sv, minutes=row.minutes, **own))
        if row.point == PointKind.ISSUE and meeting.kind == MeetingKind.ISF:
            points += [_raised(by, meeting, issue) for issue in _waiting(meeting.incident)]
    for order, point in enumerate(points, start=1):
        point.order = order
    AgendaPoint.objects.bulk_create(points)


def _waiting(incident: Incident) -> list[SystemIssue]:
    unsettled = SystemIssue.objects.filter(incident=incident, state__in=(IssueState.OPEN, IssueState.RAISED))
    return list(unsettled.filter(forum=Forum.ISF).out_of_quarantine().order_by("number"))


def _raised(by: Person, meeting: Meeting, issue: SystemIssue) -> AgendaPoint:
    marked = mark_columns(None, by=by, now=meeting.made_at, default=meeting, at_least=(issue,))
    return _point(meeting, PointKind.ISSUE, title=issue.title, proposal=issue.proposal, issue=issue, **marked)


def _point(meeting: Meeting, kind: str, **more: Any) -> AgendaPoint:
    return AgendaPoint(incident=meeting.incident, meeting=meeting, kind=kind, **more)


def edit_meeting(
    *,
    by: Person,
    meeting: Meeting,
    revision: int,
    actors: Iterable[Actor] | None = None,
    mark: Mark | None = None,
    **changes: Any,
) -> Meeting:
    """Change it, from the revision that the writer began with. After the call another time asks everybody anew."""
    require(by, PROPOSE, meeting.incident)
    refuse_closed(meeting.incident)
    if unknown := set(changes) - set(BEFORE):
        raise ValueError(f"not of a meeting: {sorted(unknown)}")
    with transaction.atomic():
        current = held(meeting)
        if current.revision != revision:
            raise MovedOn(_("Någon annan har ändrat mötet medan du skrev. Båda texterna finns kvar."))
        changed = _changed(current, changes)
        called = current.state == MeetingState.CALLED
        _refuse_settled(current, changed, actors, mark)
        for name in changed:
            setattr(current, name, changes[name])
        now = now_in(meeting.incident)
        _refuse_unclear(current, now)
        _refuse_double(current)
        columns = mark_columns(mark, by=by, now=now) if mark is not None and mark != Mark.of(current) else {}
        for name, value in columns.items():
            setattr(current, name, value)
        current.revision += 1
        if called and set(changed) & set(IN_CALENDAR):
            _ask_anew(by, current, now, moved="starts_at" in changed)
        current.full_clean()
        current.save()
        if actors is not None:
            _change_invited(current, list(actors))
        heads.note(meeting.incident)
        record(current, "meeting.edited", by=by, revision=current.revision, changed=sorted(changed))
    return current


def _changed(meeting: Meeting, changes: dict[str, Any]) -> list[str]:
    return [name for name, value in changes.items() if getattr(meeting, name) != value]


def _refuse_settled(meeting: Meeting, changed: list[str], actors: object, mark: Mark | None) -> None:
    if meeting.state == MeetingState.PLANNED:
        return
    if meeting.state != MeetingState.CALLED:
        raise RuleBroken(_("Mötet har börjat eller är slut, så det går inte att ändra."))
    other_mark = mark is not None and mark != Mark.of(meeting)
    if other_mark or actors is not None or set(changed) - set(AFTER):
        raise RuleBroken(_("Mötet är kallat. Nu ändras bara tid, plats, längd och vem som leder."))


def _ask_anew(by: Person, meeting: Meeting, now: datetime, *, moved: bool) -> None:
    """Everybody's calendar gets the new entry. To another time nobody has said yes yet."""
    meeting.sequence += 1
    actors = [call.actor for call in meeting.calls.select_related("actor")]
    if moved:
        meeting.acknowledge_by = clocks.clock_of(meeting.incident, meeting.kind).acknowledge_by(now)
        meeting.calls.update(answer=Coming.NO_ANSWER, acknowledged_at=None, acknowledged_by=None, remark="")
        record(meeting, "meeting.moved", by=by, starts_at=meeting.starts_at.isoformat(), sequence=meeting.sequence)
    subject = f"{meeting.journal_subject()}:{meeting.sequence}"
    notify(meeting.incident, actors, NoticeKind.MEETING, subject, meeting.get_absolute_url())


def _change_invited(meeting: Meeting, actors: list[Actor]) -> None:
    refuse_absent(meeting.incident, actors)
    meeting.calls.exclude(actor__in=actors).delete()
    _invite(meeting, actors)


def cancel_meeting(*, by: Person, meeting: Meeting, why: str) -> None:
    """It will not be held. Who was called is told, and its calendar with a higher sequence."""
    require(by, PROPOSE, meeting.incident)
    refuse_closed(meeting.incident)
    if not why.strip():
        raise RuleBroken(_("Skriv varför mötet ställs in."))
    with transaction.atomic():
        lock(meeting.incident)
        called = meeting.state == MeetingState.CALLED
        why, sequence = why.strip()[:200], meeting.sequence + 1
        move(meeting, MeetingState.CANCELLED, by=by, note=why, cancelled_why=why, sequence=sequence)
        heads.note(meeting.incident)
        if called:
            actors = [call.actor for call in meeting.calls.select_related("actor")]
            subject = f"{meeting.journal_subject()}:{sequence}"
            notify(meeting.incident, actors, NoticeKind.CANCELLED, subject, meeting.get_absolute_url())

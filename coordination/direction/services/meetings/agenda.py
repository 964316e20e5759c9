"""The agenda: what actors and the county want gone through, in order, and what was noted about it in the meeting."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from actors.sight import as_machine
from coordination.direction.models import AgendaPoint, Direction, Influence, Meeting, PointKind, SystemIssue
from coordination.direction.services.meetings.refusing import held, refuse_absent, refuse_not_being_held
from coordination.direction.states import MeetingState
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed, refuse_foreign
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

LONGEST_NOTES = 20_000


def add_point(
    *,
    by: Person,
    meeting: Meeting,
    kind: str,
    title: str,
    proposal: str = "",
    minutes: int = 5,
    issue: SystemIssue | None = None,
    influence: Influence | None = None,
    direction: Direction | None = None,
    raised_by: Actor | None = None,
    mark: Mark | None = None,
) -> AgendaPoint:
    """Raise a point. An actor raises its own before the call; after it only who prepares, and the pack stays."""
    incident = meeting.incident
    require(by, PROPOSE if raised_by is None else CONTRIBUTE, incident)
    refuse_closed(incident)
    if raised_by is not None:
        refuse_foreign(by, raised_by)
        refuse_absent(incident, [raised_by])
    if not title.strip():
        raise RuleBroken(_("Skriv vad punkten gäller."))
    if kind not in PointKind.values:
        raise RuleBroken(_("Det slaget av punkt finns inte."))
    sources = [row for row in (issue, influence, direction) if row is not None]
    if any(row.incident_id != incident.pk for row in sources):
        raise RuleBroken(_("Underlaget hör till en annan händelse."))
    now = now_in(incident)
    with transaction.atomic():
        current = held(meeting)
        _refuse_late(by, current)
        _refuse_twice(current, issue, influence)
        point = AgendaPoint(
            incident=incident,
            meeting=current,
            order=_place(current),
            kind=kind,
            title=title.strip(),
            proposal=proposal.strip(),
            minutes=minutes,
            issue=issue,
            influence=influence,
            direction=direction,
            raised_by=raised_by,
            **mark_columns(mark, by=by, now=now, default=current, at_least=sources),
        )
        point.full_clean()
        point.save()
        raised = {"actor": raised_by.key} if raised_by else {}
        record(point, "agendapoint.raised", by=by, meeting=current.number, late=_after(current), **raised)
    return point


def _place(meeting: Meeting) -> int:
    """Last, but before the point about the next meeting where that one is last."""
    last: AgendaPoint | None = meeting.points.order_by("order", "pk").last()
    if last is None:
        return 1
    if last.kind != PointKind.NEXT:
        return last.order + 1
    meeting.points.filter(pk=last.pk).update(order=last.order + 1)
    return last.order


def _after(meeting: Meeting) -> bool:
    return meeting.state != MeetingState.PLANNED


def _refuse_late(by: Person, meeting: Meeting) -> None:
    if meeting.state in (MeetingState.ENDED, MeetingState.APPROVED):
        raise RuleBroken(_("Mötet är slut. Ta upp frågan på nästa möte."))
    if meeting.state == MeetingState.CANCELLED:
        raise RuleBroken(_("Mötet är inställt."))
    if _after(meeting) and not by.has_perm(PROPOSE, meeting.incident):
        raise RuleBroken(
            _("Mötet är kallat och dagordningen fryst. Skriv en invändning, eller ta upp frågan på mötet.")
        )


def _refuse_twice(meeting: Meeting, issue: SystemIssue | None, influence: Influence | None) -> None:
    for name, row in (("issue", issue), ("influence", influence)):
        with as_machine():  # that it is there, also in quarantine
            if row is not None and meeting.points.filter(**{name: row}).exists():
                raise RuleBroken(_("Frågan står redan på dagordningen."))


def order_points(*, by: Person, meeting: Meeting, points: Sequence[int]) -> None:
    """The agenda in the order of the keys. All of its points are named, each once."""
    require(by, PROPOSE, meeting.incident)
    refuse_closed(meeting.incident)
    with transaction.atomic():
        current = held(meeting)
        _refuse_frozen(current)
        rows = {row.pk: row for row in current.points.all()}
        if sorted(rows) != sorted(points):
            raise MovedOn(_("Dagordningen har ändrats medan du flyttade. Läs om sidan och försök igen."))
        for order, key in enumerate(points, start=1):
            rows[key].order = order
        AgendaPoint.objects.bulk_update(rows.values(), ["order"])
        record(current, "meeting.ordered", by=by)


def remove_point(*, by: Person, point: AgendaPoint) -> None:
    """Take a point away before the call: for who prepares the meeting."""
    meeting = point.meeting
    require(by, PROPOSE, meeting.incident)
    refuse_closed(meeting.incident)
    with transaction.atomic():
        current = held(meeting)
        _refuse_frozen(current)
        record(point, "agendapoint.removed", by=by, meeting=current.number)
        current.points.filter(pk=point.pk).delete()


def _refuse_frozen(meeting: Meeting) -> None:
    if _after(meeting):
        raise RuleBroken(_("Dagordningen är fryst i underlaget sedan mötet kallades."))


def note_point(*, by: Person, point: AgendaPoint, revision: int, notes: str, note: bool = True) -> AgendaPoint:
    """Write the running minutes of a point. An older revision is MovedOn, and both texts are kept.

    `note` is False while the page saves by itself: the journal shows saves that somebody meant.
    """
    meeting = point.meeting
    require(by, PROPOSE, meeting.incident)
    refuse_closed(meeting.incident)
    if len(notes) > LONGEST_NOTES:
        raise RuleBroken(_("Anteckningen är för lång. Korta den till %(n)d tecken.") % {"n": LONGEST_NOTES})
    with transaction.atomic():
        refuse_not_being_held(held(meeting))
        here = AgendaPoint.objects.filter(pk=point.pk, revision=revision)
        if here.update(notes=notes, revision=F("revision") + 1) != 1:
            raise MovedOn(_("Någon annan har skrivit på samma punkt. Båda texterna finns kvar."))
        point.notes, point.revision = notes, revision + 1
        if note:
            record(point, "agendapoint.noted", by=by, revision=point.revision)
    return point

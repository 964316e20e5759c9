"""Measures: suggested to an actor or taken on by one's own. Only the owner says yes, no and how it goes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, Person
from actors.roles import Role
from coordination.direction.models import AgendaPoint, Direction, Measure, Need
from coordination.direction.services import waiting
from coordination.direction.services.waiting import refuse_gone
from coordination.direction.states import MeasureState, MeetingState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.permissions import CONTRIBUTE
from coordination.incidents.services import Mark, mark_columns, refuse_closed, refuse_foreign
from coordination.situations import headline
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken

# So many coming due times stand in the head, so that it can tell what has become late since somebody last wrote.
NEXT_DUE: Final = 20


def suggest_measure(
    *,
    by: Person,
    incident: Incident,
    owner: Actor,
    what: str,
    due: datetime,
    direction: Direction | None = None,
    need: Need | None = None,
    depends_on: Iterable[Measure] = (),
    point: AgendaPoint | None = None,
    mark: Mark | None = None,
) -> Measure:
    """Suggest a measure to an actor that takes part. What one suggests to one's own actor is taken on at once."""
    require(by, CONTRIBUTE, incident)
    refuse_closed(incident)
    now = now_in(incident)
    if due <= now:
        raise RuleBroken(_("Tiden har redan gått. Välj en tid framåt."))
    if direction is not None and direction.incident_id != incident.pk:
        raise RuleBroken(_("Inriktningen hör till en annan händelse."))
    if need is not None and need.incident_id != incident.pk:
        raise RuleBroken(_("Behovet hör till en annan händelse."))
    if point is not None:
        _refuse_elsewhere(point, incident)
    refuse_gone(incident, owner)
    rests_on = [row for row in (direction, need, point) if row is not None]
    measure = Measure(
        incident=incident,
        direction=direction,
        need=need,
        point=point,
        owner=owner,
        what=what.strip(),
        due=due,
        made_at=now,
        made_by=by,
        **mark_columns(mark, by=by, now=now, default=incident, at_least=rests_on),
    )
    measure.full_clean()
    with transaction.atomic():
        measure.save()
        record(measure, "measure.suggested", by=by, to_state=measure.state, owner=owner.key, due=due.isoformat())
        waiting.tie(measure, depends_on, by=by)
        if access.acts_for(by, owner, Role.REPORTER):
            move(measure, MeasureState.TAKEN, by=by, noted_at=now)
        else:
            notify(incident, [owner], NoticeKind.MEASURE, measure.journal_subject(), measure.get_absolute_url())
        count_late(incident)
    return measure


def _refuse_elsewhere(point: AgendaPoint, incident: Incident) -> None:
    """A measure of a meeting is written while the meeting is held or its minutes wait."""
    if point.incident_id != incident.pk:
        raise RuleBroken(_("Punkten hör till en annan händelse."))
    if point.meeting.state not in (MeetingState.UNDER_WAY, MeetingState.ENDED):
        raise RuleBroken(_("Mötet pågår inte, så åtgärden hör inte till punkten. Föreslå den för sig."))


def answer_measure(*, by: Person, measure: Measure, takes: bool, reason: str = "") -> None:
    """The owner takes it on, or says why not."""
    to = MeasureState.TAKEN if takes else MeasureState.DECLINED
    update_measure(by=by, measure=measure, to=to, note=reason)


def update_measure(*, by: Person, measure: Measure, to: str | None = None, note: str = "") -> None:
    """The owner says how it goes: another state, a note, or both. Leaving it asks for a reason."""
    require(by, CONTRIBUTE, measure.incident)
    refuse_closed(measure.incident)
    refuse_foreign(by, measure.owner)
    note, now = note.strip(), now_in(measure.incident)
    if to == MeasureState.DECLINED and not note:
        raise RuleBroken(_("Skriv varför ni inte tar på er åtgärden, så att andra kan planera om."))
    with transaction.atomic():
        if to is None or to == measure.state:
            _note(measure, note, now, by)
        else:
            # A remark belongs to its state: "på väg" is not true of what is done.
            move(measure, to, by=by, note=note, remark=note, noted_at=now)
        count_late(measure.incident)


def _note(measure: Measure, note: str, now: datetime, by: Person) -> None:
    if not note:
        raise RuleBroken(_("Skriv hur det går, eller välj ett annat läge."))
    measure.remark, measure.noted_at = note, now
    measure.full_clean()
    measure.save(update_fields=["remark", "noted_at"])
    record(measure, "measure.noted", by=by, note=note)


def count_late(incident: Incident) -> int:
    """Count the late measures into the head of the incident's pages, with the times the next ones become late."""
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=incident.pk)
        unfinished = Measure.objects.filter(incident=incident).unfinished().out_of_quarantine()
        now = now_in(incident)
        late = unfinished.late(now).count()
        ahead = unfinished.filter(due__gte=now).order_by("due").values_list("due", flat=True)[:NEXT_DUE]
        headline.note(incident, late_measures=late, measures_due=[due.isoformat() for due in ahead])
    return late

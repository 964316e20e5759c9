"""What is new in a report since the last one that the reader's own actor has read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, Min, OuterRef

from coordination.incidents.models import Incident
from coordination.situations.models import Reading, Report
from coordination.situations.report import readership, since
from coordination.situations.states import ReportState


class Read(NamedTuple):
    """A report and when the actor first read it."""

    number: int
    at: datetime


class Line(NamedTuple):
    """One sentence for a page of the person's own: report `number` has come since `read` was read, for `short`."""

    incident: Incident
    number: int
    read: Read
    short: str
    changed: int
    worse: int


def last_read(incident: Incident, actors: Iterable[int], before: int) -> Read | None:
    """The newest report before number `before` that somebody read for one of the actors, and that is shown still."""
    rows = readership.by_actor(Reading.objects.filter(report__incident=incident), list(actors))
    shown = rows.filter(report__number__lt=before).exclude(report__state=ReportState.WITHHELD)
    found = shown.values_list("report__number").annotate(Min("at")).order_by("-report__number").first()
    return Read(*found) if found else None


def lines(person: Any, incidents: Mapping[int, Incident], actors: Mapping[int, Any]) -> list[Line]:
    """For each incident whose newest report the person has not read: what it says of her actor. Two statements."""
    read_by_her = Exists(Reading.objects.filter(person_id=person.pk, report=OuterRef("pk")))
    newest = Report.objects.filter(incident__in=incidents, state=ReportState.PUBLISHED).annotate(seen=read_by_her)
    unread = [row for row in newest.values("incident_id", "number", "grades", "seen") if not row["seen"]]
    if not unread or not actors:
        return []
    rows = readership.by_actor(Reading.objects.filter(report__incident__in=[r["incident_id"] for r in unread]), actors)
    shown = rows.exclude(report__state=ReportState.WITHHELD)
    columns = ("report__incident_id", "for_actor", "report__number", "report__grades")
    former: dict[int, tuple[Any, ...]] = {}
    for row in shown.values_list(*columns).annotate(Min("at")).order_by("report__number"):
        former[row[0]] = row
    return [_line(incidents, actors, row, former[row["incident_id"]]) for row in unread if row["incident_id"] in former]


def _line(
    incidents: Mapping[int, Incident], actors: Mapping[int, Any], row: Mapping[str, Any], before: tuple[Any, ...]
) -> Line:
    pk, actor, number, grades, at = before
    steps = since.moved(grades.get(str(actor), {}), row["grades"].get(str(actor), {}))
    worse = sum(was is not None and now is not None and now > was for _function, was, now in steps)
    return Line(incidents[pk], row["number"], Read(number, at), actors[actor].short, len(steps), worse)

"""Who has read what: noted the first time, and summed up for each actor of an incident."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from actors.models import Actor
from actors.sight import as_machine
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Visit
from coordination.situations.models import Input, Reading, Report
from coordination.situations.states import InputState


def noted(person: int, **thing: Any) -> Exists:
    """Whether the person's reading stands already. Asked within the statement that finds what is read."""
    return Exists(Reading.objects.filter(person_id=person, **{name: OuterRef(key) for name, key in thing.items()}))


def note(person: Any, incident: Incident, **thing: int) -> None:
    """The person reads the report or the answer for the first time. Two at once are as one."""
    Reading.objects.bulk_create([Reading(person_id=person.pk, at=now_in(incident), **thing)], ignore_conflicts=True)


@dataclass
class Row:
    """One actor: when its people were last here, and what they have read. Times are the incident's."""

    actor: Actor
    last_here: datetime | None = None
    # Report number -> first read.
    reports: dict[int, datetime] = field(default_factory=dict)
    answers: int = 0
    sent: int = 0
    seen_by_lead: int = 0


@dataclass(frozen=True)
class Readership:
    rows: list[Row]
    reports: list[int]

    @property
    def newest(self) -> int | None:
        return self.reports[-1] if self.reports else None

    @property
    def have_read_newest(self) -> int:
        return sum(self.newest in row.reports for row in self.rows)


def of(incident: Incident, actors: Iterable[Actor]) -> Readership:
    """Reading by actor, in as many statements for two actors as for five hundred."""
    rows = {actor.pk: Row(actor) for actor in actors}
    _visits(incident, rows)
    _reports(incident, rows)
    with as_machine():  # counts only
        _answers(incident, rows)
        _sent(incident, rows)
    published = Report.objects.published().filter(incident=incident, number__isnull=False)
    numbers = [number for number in published.order_by("number").values_list("number", flat=True) if number]
    return Readership(list(rows.values()), numbers)


def _visits(incident: Incident, rows: dict[int, Row]) -> None:
    """Visits keep the incident's time only, so they are those of the actor's people of today."""
    found = Visit.objects.filter(incident=incident, person__memberships__actor__in=rows)
    for actor, at in found.values_list("person__memberships__actor").annotate(Max("at")):
        rows[actor].last_here = at


def _reports(incident: Incident, rows: dict[int, Row]) -> None:
    found = by_actor(Reading.objects.filter(report__incident=incident), rows)
    first = found.values_list("for_actor", "report__number").annotate(Min("at"))
    for actor, number, at in first.order_by("report__number"):
        rows[actor].reports[number] = at


def _answers(incident: Incident, rows: dict[int, Row]) -> None:
    found = by_actor(Reading.objects.filter(input__incident=incident), rows)
    others = found.exclude(input__actor=F("for_actor"))
    for actor, count in others.values_list("for_actor").annotate(Count("input", distinct=True)):
        rows[actor].answers = count


def by_actor(readings: QuerySet[Reading], rows: Collection[int]) -> QuerySet[Any]:
    """Each reading once for every actor in which the reader held a role on that day."""
    day = TruncDate("noted_at")
    held = Q(person__memberships__actor__in=list(rows), person__memberships__starts__lte=day)
    still = Q(person__memberships__ends__isnull=True) | Q(person__memberships__ends__gte=day)
    return readings.filter(held & still).annotate(for_actor=F("person__memberships__actor"))


def _sent(incident: Incident, rows: dict[int, Row]) -> None:
    """The actor's own standing answers, and how many of them the county has read."""
    found = Input.objects.filter(incident=incident, actor__in=rows, state=InputState.SUBMITTED)
    for actor, sent, seen in found.values_list("actor").annotate(Count("pk"), Count("read_at")):
        rows[actor].sent, rows[actor].seen_by_lead = sent, seen

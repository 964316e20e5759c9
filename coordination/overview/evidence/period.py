"""Which incidents a period holds, and how a moment is kept in a row."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce
from django.utils import timezone

from actors.models import Actor
from coordination.incidents.models import Incident

Row = dict[str, Any]


@dataclass(frozen=True)
class Period:
    """Days, both included, in Swedish time."""

    first: datetime.date
    last: datetime.date

    def holds(self, moment: datetime.datetime | None) -> bool:
        return moment is not None and self.first <= timezone.localdate(moment) <= self.last

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        return self.first, self.last

    def counts(self, incident: Incident, moment: datetime.datetime | None) -> bool:
        """Of a real incident what happened in the period; an exercise, whose clock is another, as a whole."""
        return incident.is_exercise or self.holds(moment)


def incidents_of(board: Actor, period: Period) -> list[Incident]:
    """What the board held together: real ones, and the exercises that were held in the period.

    A drill has a figure of its own. An exercise belongs to the day when its clock was set going, not to its story.
    """
    held = Incident.objects.filter(lead=board, drill__isnull=True)
    begun = Coalesce("play__started_at", "clock_started", "opened_at")
    exercises = held.filter(is_exercise=True).annotate(begun=begun).filter(begun__date__range=period.days)
    real = held.filter(is_exercise=False, opened_at__date__lte=period.last)
    return [*real.order_by("opened_at", "pk"), *exercises.order_by("begun", "pk")]


def row(incident: Incident, url: str, **values: Any) -> Row:
    """Numbers, times, counts and names of actors. Nothing of what anybody wrote in the incident."""
    kept = {name: kept_as(value) for name, value in values.items()}
    return {"incident": incident.number, "exercise": incident.is_exercise, "url": url, **kept}


def kept_as(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date | datetime.datetime) else value


def minutes(first: datetime.datetime | None, last: datetime.datetime | None) -> int | None:
    if first is None or last is None:
        return None
    return max(round((last - first).total_seconds() / 60), 0)


def by_key(incidents: Iterable[Incident]) -> dict[int, Incident]:
    return {one.pk: one for one in incidents}


def by_incident(incidents: Mapping[int, Incident], rows: list[Row]) -> list[Row]:
    """One incident after the other, each in the order that its rows have."""
    order = {one.number: place for place, one in enumerate(incidents.values())}
    return sorted(rows, key=lambda one: order[one["incident"]])

"""A pack's figures and rows as a page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.incidents.models import Incident
from coordination.overview.evidence.figures import FIGURES, Column, Counts, Figure
from coordination.overview.evidence.period import Row
from processes.models import EvidencePack


@dataclass(frozen=True)
class Part:
    """The real, the practised, or a figure that knows no such parting."""

    exercise: bool
    counts: Counts
    rows: int


@dataclass(frozen=True)
class Told:
    figure: Figure
    parts: list[Part]


@dataclass(frozen=True)
class Shown:
    """One row: its cells in the order of the columns, and where it leads for who may go there."""

    incident: str
    exercise: bool
    url: str
    cells: list[tuple[str, str]]


def told(pack: EvidencePack) -> list[Told]:
    return [Told(one, parts_of(one, pack.figures.get(one.key, []))) for one in FIGURES]


def parts_of(figure: Figure, rows: Sequence[Row]) -> list[Part]:
    """Exercises are never summed with what was real; where there is only the one, that is said."""
    if not rows:
        return []
    if not figure.apart:
        return [Part(False, figure.of(rows), len(rows))]
    halves = [(flag, [one for one in rows if one["exercise"] is flag]) for flag in (False, True)]
    return [Part(flag, figure.of(half), len(half)) for flag, half in halves if half or not figure.only_practised]


def shown(figure: Figure, rows: Iterable[Row], person: Any) -> list[Shown]:
    """Links into an incident are for those who take part in it: one statement."""
    rows = list(rows)
    numbers = {one["incident"] for one in rows if one["incident"]}
    open_to = set(Incident.objects.visible_to(person).filter(number__in=numbers).values_list("number", flat=True))
    return [
        Shown(
            one["incident"],
            one["exercise"],
            one["url"] if not one["incident"] or one["incident"] in open_to else "",
            [(str(column.label), say(column, one.get(column.key))) for column in figure.columns],
        )
        for one in rows
    ]


def say(column: Column, value: Any) -> str:
    if column.kind == "yes":
        return _("ja") if value else _("nej")
    if value is None or value == "":
        return ""
    if column.kind == "time":
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    if column.kind == "day":
        return _day(value).isoformat()
    if column.kind == "state":
        return str(column.words(value).label)
    return str(value)


def _day(value: str) -> date:
    return date.fromisoformat(value) if len(value) == 10 else timezone.localtime(datetime.fromisoformat(value)).date()

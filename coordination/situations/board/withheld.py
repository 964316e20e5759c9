"""What a reader does not see, told openly: how many answers, whose, and one click to ask for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet

from actors.models import Actor
from actors.prepared import prepared
from actors.sight import as_machine
from coordination.incidents import sight
from coordination.incidents.models import AccessRequest, Incident, Quarantine
from coordination.situations.models import Input, Request

MOST = 50


@dataclass(frozen=True)
class Away:
    """One answer that the reader may not read as it was written."""

    pk: int
    actor: int
    who: str
    number: str
    quarantined: bool = False
    copied: bool = False

    @classmethod
    def of(cls, row: Input) -> "Away":
        found: Any = row
        return cls(
            row.pk,
            row.actor_id,
            getattr(found, "who", "") or row.actor.short,
            row.number,
            quarantined=bool(getattr(found, "quarantined", False)),
            copied=bool(getattr(found, "copied", False)),
        )


@dataclass(frozen=True)
class Line:
    away: Away
    waiting: bool


@dataclass(frozen=True)
class Panel:
    """You see `seen` of `total`. `lines` may be asked for; `hidden` are in quarantine and may not."""

    seen: int
    total: int
    lines: list[Line]
    hidden: int
    askers: list[Actor]


def in_incident(person: Any, incident: Incident) -> list[Away]:
    """The incident's answers that the person may not read: few, and seldom any, which one statement tells."""
    with as_machine():  # names no word of them: that they are there is told openly
        return [Away.of(row) for row in _away(person, incident.pk)]


@prepared
def _away(person: Any, incident: int) -> "QuerySet[Input]":
    """Only what is narrowed or in quarantine is looked at: two small indexes name it, however many answers."""
    narrowed = Input.objects.filter(sight.narrow(), incident=incident).values("pk")
    hidden = Quarantine.objects.open().filter(kind="input", incident=incident).values("object_id")
    few = Input.objects.filter(Among("pk", narrowed) | Among("pk", hidden), incident=incident)
    return few.withheld_from(person).with_traits().order_by("-submitted_at", "-pk")


class Among(Func):
    """The key is one of those that the other query gives: that one is asked first, and the rows are found by them."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, key: str, keys: "QuerySet[Any, Any]") -> None:
        super().__init__(F(key), ArraySubquery(keys.order_by()))


def of_request(person: Any, request: Request) -> dict[int, Away]:
    """The same among the answers that stand to one request, by actor."""
    rows = Input.objects.filter(request=request).standing().withheld_from(person).with_traits()
    with as_machine():  # traits only, as above
        return {row.actor_id: Away.of(row) for row in rows}


def panel(
    person: Any, incident: Incident, away: Iterable[Away], mine: Iterable[Actor], *, total: int
) -> "Panel | None":
    """What the page says of what is not there; None when everything is. One statement, only when something is not."""
    rows = list(away)
    if not rows:
        return None
    askers = list(mine)
    open_rows = AccessRequest.objects.waiting().filter(kind="input", asker__in=askers, incident=incident)
    asked = set(open_rows.values_list("object_id", flat=True))
    lines = [Line(row, row.pk in asked) for row in rows if not row.quarantined]
    return Panel(total - len(rows), total, lines[:MOST], len(rows) - len(lines), askers)

"""Where the actors stand: the latest answer of each, its words read as the person and its traits told openly."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from coordination.incidents.models import Incident
from coordination.situations.board.withheld import Away
from coordination.situations.models import Impact, Input, RedactedCopy, Standing
from coordination.situations.querysets import InputQuerySet

COUNTED: Final = "households_without_power"
# What is told openly of every answer.
TRAITS: Final = ("pk", "request_id", "number", "version", "submitted_at", "oral", "late")


def readable_by(person: Any) -> InputQuerySet:
    """What the board may be made of, within an incident that the person takes part in."""
    return Input.objects.sent().read_by(person) if person is not None else Input.objects.sent().read_by_all()


def beside(asked: Any, incident: Incident) -> Any:
    """With the actor's latest answer beside it: which, when it came, whether it is hidden or has a copy. No words."""
    rows = Standing.objects.filter(incident=incident, actor=OuterRef("actor"))
    return asked.annotate(standing=Subquery(rows.values(traits=traits_of("input__", "input"))[:1]))


def traits_of(prefix: str, key: str) -> JSONObject:
    """What is told openly of the answer whose columns begin with the prefix and whose own key is `key`."""
    copies = RedactedCopy.objects.filter(input=OuterRef(key))
    free = Input.objects.out_of_quarantine().filter(pk=OuterRef(key))
    return JSONObject(**{name: f"{prefix}{name}" for name in TRAITS}, copied=Exists(copies), free=Exists(free))


def read(recipients: Iterable[Any], person: Any) -> dict[int, Input]:
    """The actors' latest answers, read as the person. Of one that she may not read stands only that it is there."""
    there = {row.standing["pk"]: (row.actor_id, row.standing) for row in recipients if row.standing is not None}
    return {held.actor_id: held for held in carried(there, person).values()}


def carried(there: Mapping[int, tuple[int, Mapping[str, Any]]], person: Any) -> dict[int, Input]:
    """By key of the answer: `there` says whose it is, and its traits."""
    cell = JSONObject(key="function_id", grade="grade", trend="trend", confidence="confidence")
    of_one = Impact.objects.filter(input=OuterRef("pk")).order_by().values("input")
    rows = (
        readable_by(person)
        .filter(pk__in=list(there))
        .defer("content")
        .annotate(
            cells_found=Subquery(of_one.values(cells=JSONBAgg(cell))),
            count=KeyTextTransform(COUNTED, KeyTransform("numbers", "content")),
        )
    )
    found: dict[int, Input] = {row.pk: _carried(row) for row in rows}
    return found | _stubs({pk: one for pk, one in there.items() if pk not in found})


def _carried(row: Any) -> Input:
    row.away = None
    row.cells = {cell["key"]: cell for cell in row.cells_found or ()}
    row.count = int(row.count) if row.count is not None else None
    carried: Input = row
    return carried


def _stubs(away: Mapping[int, tuple[int, Mapping[str, Any]]]) -> dict[int, Input]:
    """In the place of what may not be read; with what the copies say, which one statement tells where there are any."""
    copied = [pk for pk, (_actor, traits) in away.items() if traits["copied"] and traits["free"]]
    copies = (
        RedactedCopy.objects.out_of_quarantine().filter(input__in=copied) if copied else RedactedCopy.objects.none()
    )
    said = dict(copies.values_list("input_id", "content"))
    found: dict[int, Input] = {}
    for pk, (actor, traits) in away.items():
        stub: Any = Input(actor_id=actor, **{name: traits[name] for name in TRAITS})
        stub.submitted_at = parse_datetime(traits["submitted_at"])
        stub.away = Away(
            stub.pk, actor, "", stub.number, quarantined=not traits["free"], copied=said.get(stub.pk) is not None
        )
        _carry_copy(stub, said.get(stub.pk))
        found[pk] = stub
    return found


def _carry_copy(carried: Any, said: Mapping[str, Any] | None) -> None:
    """In the place of what the answer says stands what its copy says; nothing where there is none."""
    said = said or {}
    overall = said.get("overall") or {}
    carried.grade, carried.trend = overall.get("grade"), overall.get("trend", "")
    carried.confidence = overall.get("confidence", "")
    carried.cells = {key: dict(graded) for key, graded in (said.get("functions") or {}).items()}
    carried.count = (said.get("numbers") or {}).get(COUNTED)

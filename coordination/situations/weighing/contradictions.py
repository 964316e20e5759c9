"""What does not go together between answers, found by rules that are data. A pure function: no database, no clock.

A rule has a kind, and what it is about:

    differs   {"path": "numbers.injured", "window_minutes": 360, "percent": 10, "absolute": 5}
              the same question, the same municipality, different actors, different answers. Numbers differ when they
              are further apart than both the percent of the larger and the absolute; other values when not the same.
    area_sum  {"total": "numbers.x", "rows": "rows.y", "area": "municipality", "count": "households", and as above}
              what companies count in a municipality, together, against the municipality's own number.
    sum_of    the same fields: an answer's own total against the sum of its own rows.
    states    {"rows": "rows.roads", "name": "road", "stretch": "stretch", "state": "state", "opens": "opens_at",
               "stuck": "vehicles_stuck", "window_minutes": 720}
              a road that is both open and closed; one that should have opened, or is open, while vehicles are stuck.
              Whoever says that it is closed says no more than that it was to open, once that time has passed.

The order of answers never matters, and an answer finds nothing against another that says the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, Final

from coordination.situations.weighing import roads
from coordination.situations.weighing.freshness import DAY

OPEN, CLOSED = "open", "closed"
# What a finding of one actor alone is about; else it is a code of a municipality, or a road.
ACTOR: Final = "aktor-"


@dataclass(frozen=True)
class Said:
    """What of an answer the rules look at. `code` is of the actor's municipality, empty for all others.

    `short` is the actor's name, which no rule looks at.
    """

    actor: int
    input: int
    at: datetime
    code: str = ""
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    short: str = ""

    def value(self, path: str) -> Any:
        part, _dot, key = path.partition(".")
        return getattr(self, part).get(key) if part in ("numbers", "texts", "rows") else None


@dataclass(frozen=True)
class Rule:
    key: str
    kind: str
    spec: Mapping[str, Any]


Side = tuple[int, str]


@dataclass(frozen=True)
class Finding:
    """`sides` are an answer and a path in it, at least two, in order."""

    rule: str
    about: str
    sides: tuple[Side, ...]


def find(rules: Iterable[Rule], answers: Iterable[Said], now: datetime) -> list[Finding]:
    """Everything that the rules find, one finding for each rule and what it is about."""
    said = sorted(answers, key=lambda one: one.input)
    found: dict[tuple[str, str], set[Side]] = {}
    for rule in rules:
        for about, sides in KINDS.get(rule.kind, _nothing)(rule.spec, said, now):
            found.setdefault((rule.key, about), set()).update(sides)
    return [Finding(rule, about, tuple(sorted(sides))) for (rule, about), sides in sorted(found.items())]


Found = Iterable[tuple[str, Sequence[Side]]]


def _nothing(spec: Mapping[str, Any], said: Sequence[Said], now: datetime) -> Found:
    return ()


def differs(spec: Mapping[str, Any], said: Sequence[Said], now: datetime) -> Found:
    path = str(spec["path"])
    told: dict[str, list[tuple[Said, Any]]] = {}
    for one in said:
        if one.code and (value := one.value(path)) not in (None, ""):
            told.setdefault(one.code, []).append((one, value))
    for code, here in told.items():
        for (one, first), (other, second) in combinations(here, 2):
            if one.actor != other.actor and _near(one, other, spec) and _apart(first, second, spec):
                yield code, [(one.input, path), (other.input, path)]


def area_sum(spec: Mapping[str, Any], said: Sequence[Said], now: datetime) -> Found:
    total = str(spec["total"])
    counted = _counted_in(spec, said)
    for own in said:
        stated = own.value(total)
        if stated is None or own.code not in counted:
            continue
        parts = [
            (count, side)
            for other, count, side in counted[own.code]
            if other.actor != own.actor and _near(own, other, spec)
        ]
        if parts and _apart(stated, sum(count for count, _side in parts), spec):
            yield own.code, [(own.input, total), *(side for _count, side in parts)]


def _counted_in(spec: Mapping[str, Any], said: Sequence[Said]) -> dict[str, list[tuple[Said, int, Side]]]:
    """Every count by its area: so each area's own answer meets only those who count there."""
    path = str(spec["rows"])
    found: dict[str, list[tuple[Said, int, Side]]] = {}
    for one in said:
        for n, row in enumerate(one.value(path) or ()):
            area, count = str(row.get(spec["area"]) or ""), row.get(spec["count"])
            if area and _is_count(count):
                found.setdefault(area, []).append((one, int(count), (one.input, f"{path}.{n}.{spec['count']}")))
    return found


def sum_of(spec: Mapping[str, Any], said: Sequence[Said], now: datetime) -> Found:
    total, rows = str(spec["total"]), str(spec["rows"])
    for one in said:
        stated, told = one.value(total), one.value(rows) or ()
        counts = [int(row[spec["count"]]) for row in told if _is_count(row.get(spec["count"]))]
        if stated is not None and counts and len(counts) == len(told) and _apart(stated, sum(counts), spec):
            yield f"{ACTOR}{one.actor}", [(one.input, total), (one.input, rows)]


def states(spec: Mapping[str, Any], said: Sequence[Said], now: datetime) -> Found:
    """About the road, by its number or name: E22."""
    path = str(spec["rows"])
    told: dict[str, list[tuple[Said, Mapping[str, Any], Side]]] = {}
    for one in said:
        for n, row in enumerate(one.value(path) or ()):
            if row.get(spec["name"]):
                told.setdefault(roads.name(row[spec["name"]]), []).append((one, row, (one.input, f"{path}.{n}")))
    for about, here in told.items():
        for (one, first, side), (other, second, another) in combinations(here, 2):
            if one.actor == other.actor or not _near(one, other, spec):
                continue
            overlap = roads.overlap(first.get(spec["stretch"]), second.get(spec["stretch"]))
            if overlap and (
                _against(spec, one, first, other, second, now) or _against(spec, other, second, one, first, now)
            ):
                yield about, [side, another]


def next_moment(rules: Iterable[Rule], answers: Iterable[Said], now: datetime) -> datetime | None:
    """The first time to come at which a road is said to open: what goes apart may be another matter then."""
    said = list(answers)
    times = [
        roads.moment(row.get(rule.spec["opens"]), one.at)
        for rule in rules
        if rule.kind == "states"
        for one in said
        for row in one.value(str(rule.spec["rows"])) or ()
    ]
    return min((at for at in times if at is not None and at > now), default=None)


def _against(
    spec: Mapping[str, Any],
    one: Said,
    row: Mapping[str, Any],
    another: Said,
    other: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Whether `row` says that the road is open, or should be by now, and `other` that it is closed or full."""
    stuck = _is_count(other.get(spec["stuck"])) and int(other[spec["stuck"]]) > 0
    reopens = roads.moment(other.get(spec["opens"]), another.at)
    blocked = (other.get(spec["state"]) == CLOSED and (reopens is None or reopens > now)) or stuck
    opens = roads.moment(row.get(spec["opens"]), one.at)
    return blocked and (row.get(spec["state"]) == OPEN or (opens is not None and opens <= now))


KINDS: Final[Mapping[str, Callable[[Mapping[str, Any], Sequence[Said], datetime], Found]]] = {
    "differs": differs,
    "area_sum": area_sum,
    "sum_of": sum_of,
    "states": states,
}


def _near(one: Said, other: Said, spec: Mapping[str, Any]) -> bool:
    """Within the window: what was said long before may well have been true then."""
    return abs(one.at - other.at) <= timedelta(minutes=int(spec.get("window_minutes", DAY)))


def _apart(first: Any, second: Any, spec: Mapping[str, Any]) -> bool:
    if not (_is_count(first) and _is_count(second)):
        return bool(first != second)
    gap, larger = abs(int(first) - int(second)), max(int(first), int(second))
    return gap > int(spec.get("absolute", 0)) and gap * 100 > larger * int(spec.get("percent", 0))


def _is_count(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and value.isdecimal())

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
    for one, other in combinations([a for a in said if a.code], 2):
        if one.code != other.code or one.actor == other.actor or not _near(one, other, spec):
            continue
        first, second = one.value(path), other.value(path)
        if first not in (None, "") and second not in (None, "") and _apart(first, second, spec):
            yield one.code, [(one.input, path), (other.input, path)]


def area_sum(spec: Mapping[str, Any], said: Sequence[Said], now: datetime) -> Found:
    total, rows = str(spec["total"]), str(spec["rows"])
    for own in said:
        stated = own.value(total)
        if not own.code or stated is None:
            continue
        parts = [
            (int(row[spec["count"]]), (other.input, f"{rows}.{n}.{spec['count']}"))
            for other in said
            if other.actor != own.actor and _near(own, other, spec)
            for n, row in enumerate(other.value(rows) or ())
            if str(row.get(spec["area"]) or "") == own.code and _is_count(row.get(spec["count"]))
        ]
        if parts and _apart(stated, sum(count for count, _side in parts), spec):
            yield own.code, [(own.input, total), *(side for _count, side in parts)]


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
    told = [
        (one, row, (one.input, f"{path}.{n}"))
        for one in said
        for n, row in enumerate(one.value(path) or ())
        if row.get(spec["name"])
    ]
    for (one, first, side), (other, second, another) in combinations(told, 2):
        about = roads.name(first[spec["name"]])
        if one.actor == other.actor or about != roads.name(second[spec["name"]]) or not _near(one, other, spec):
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

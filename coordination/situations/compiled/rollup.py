"""County reports rolled up into the picture of a civilområde, or of the country: a pure function of published bodies.

The same rules as within a county: worst and distribution, never an average; totals with their parts; who is silent is
named; nothing is counted twice. A municipality that stands in two reports counts once, with its worst known grade, and
its figures are those of the newer report. No one is asked again for what a county has reported.

    {"reports": [{incident, name, owner, counties, number, published_at, next_at, overall, answered, invited, silent,
                  summary, withheld, late}],
     "silent": [{incident, name, owner, counties}], "quiet": [county names without any incident],
     "several": [owners with more than one report here: these are told apart by the incident's name],
     "overall": {worst, distribution},
     "functions": [{key, name, worst, distribution, parts: [{incident, owner, name, number, worst, distribution, worse,
                    better}]}],
     "numbers": [{key, name, unit, total, parts: [{incident, owner, name, number, value}], missing: [owner]}],
     "changes": [{owner, incident, name, number, short, function_name, before, after, trend}],
     "needs": [{owner, incident, name, number, short, what, amount, unit, where, needed_by, consequence}]}
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from coordination.situations.compiled.grading import distribution, worst
from coordination.situations.report.reading import direction_of, without_sources

Body = Mapping[str, Any]
Row = dict[str, Any]
OVERALL = ""


@dataclass(frozen=True)
class Told:
    """One county's published report. `late`: the next one was promised for a time that has passed."""

    body: Body
    late: bool = False

    @property
    def newest_first(self) -> str:
        return str(self.body["report"]["published_at"])

    @property
    def where(self) -> Row:
        """Which report a figure comes from."""
        return {
            "incident": self.body["incident"]["number"],
            "owner": self.body["incident"]["owner"],
            "name": self.body["incident"]["name"],
            "number": self.body["report"]["number"],
        }


@dataclass(frozen=True)
class Awaited:
    """An incident that has published no report."""

    incident: str
    name: str
    owner: str
    counties: Sequence[str] = field(default_factory=tuple)


def roll_up(told: Iterable[Told], awaited: Iterable[Awaited] = (), quiet: Iterable[str] = ()) -> Row:
    """The picture over several counties. The order in which reports come never matters."""
    rows = sorted(told, key=lambda one: (one.newest_first, one.where["incident"]), reverse=True)
    grades = _grades(rows)
    return {
        "reports": [_report(one) for one in rows],
        "silent": [
            {"incident": a.incident, "name": a.name, "owner": a.owner, "counties": list(a.counties)}
            for a in sorted(awaited, key=lambda a: (a.owner, a.incident))
        ],
        "quiet": sorted(quiet),
        "several": sorted(owner for owner, n in Counter(one.where["owner"] for one in rows).items() if n > 1),
        "overall": _spread(grades.get(OVERALL, {})),
        "functions": [
            {"key": key, "name": name, **_spread(grades.get(key, {})), "parts": _parts(rows, key)}
            for key, name in _functions(rows)
        ],
        "numbers": [_number(rows, spec) for spec in _numbers(rows)],
        "changes": _changes(rows),
        "needs": [{**one.where, **_need(need)} for one in rows for need in one.body["needs"]],
    }


def _report(one: Told) -> Row:
    body, report = one.body, one.body["report"]
    return {
        **one.where,
        "counties": body["incident"]["county"],
        "published_at": report["published_at"],
        "next_at": report["next_at"],
        "overall": body["overall"],
        "answered": len(body["answered"]) + len(body.get("left_out", [])),
        "invited": body["invited"],
        "silent": [actor["short"] for actor in body["silent"]],
        "summary": without_sources(body["words"].get("summary", ""), [source["n"] for source in body["sources"]]),
        "withheld": body.get("withheld", 0),
        "late": one.late,
    }


def _spread(grades: Mapping[Any, int | None]) -> Row:
    return {"worst": worst(grades.values()), "distribution": distribution(grades.values())}


def _functions(rows: Sequence[Told]) -> list[tuple[str, str]]:
    """Every function that a report grades, as the newest of them names it."""
    names: dict[str, str] = {}
    for one in rows:
        for function in one.body["functions"]:
            names.setdefault(function["key"], function["name"])
    return list(names.items())


def _grades(rows: Sequence[Told]) -> dict[str, dict[int, int | None]]:
    """Function -> municipality -> its worst known grade over the reports; OVERALL is the grade of the whole."""
    found: dict[str, dict[int, int | None]] = {OVERALL: {}}
    keys = [key for key, _name in _functions(rows)]
    for one in rows:
        asked = _counted(one.body)
        overall = {actor["actor"]: _known(actor, "overall") for actor in one.body["answered"]}
        cells = {function["key"]: _by_actor(function) for function in one.body["functions"]}
        for actor in asked:
            _worse(found[OVERALL], actor, overall.get(actor))
            for key in keys:
                if key in cells:
                    _worse(found.setdefault(key, {}), actor, cells[key].get(actor))
    return found


def _counted(body: Body) -> list[int]:
    """Whom the county's own distribution speaks of: its municipalities, or all where none was asked."""
    everyone = [*body["answered"], *body["silent"], *body.get("left_out", [])]
    return [a["actor"] for a in everyone if a["level"] == "municipality"] or [a["actor"] for a in everyone]


def _by_actor(function: Body) -> dict[int, int | None]:
    return {cell["actor"]: _known(cell, "grade") for cell in function["cells"]}


def _known(row: Body, name: str) -> int | None:
    """The grade, unless it was older than its limit when the report was made: then it was unknown there too."""
    grade: int | None = None if row.get("stale") else row[name]
    return grade


def _worse(into: dict[int, int | None], actor: int, grade: int | None) -> None:
    into[actor] = worst([into.get(actor), grade])


def _parts(rows: Sequence[Told], key: str) -> list[Row]:
    """What each report says of one function, worst first; a report that does not grade it is not there."""
    found = [
        {**one.where, **{name: function[name] for name in ("worst", "distribution", "worse", "better")}}
        for one in rows
        for function in one.body["functions"]
        if function["key"] == key
    ]
    return sorted(found, key=lambda part: (-(part["worst"] or 0), part["owner"], part["incident"]))


def _numbers(rows: Sequence[Told]) -> list[Row]:
    specs: dict[str, Row] = {}
    for one in rows:
        for number in one.body["numbers"]:
            specs.setdefault(number["key"], {name: number[name] for name in ("key", "name", "unit")})
    return list(specs.values())


def _number(rows: Sequence[Told], spec: Row) -> Row:
    """The sum over the reports. An actor that stands in two of them is counted in the newer one."""
    counted: set[int] = set()
    parts: list[Row] = []
    missing: list[str] = []
    for one in rows:
        number = next((n for n in one.body["numbers"] if n["key"] == spec["key"]), None)
        if number is None:
            continue
        new = [part for part in number["parts"] if part["actor"] not in counted]
        counted |= {part["actor"] for part in new}
        if new:
            parts.append({**one.where, "value": sum(part["value"] for part in new)})
        missing += [row["short"] for row in number["missing"]]
    parts.sort(key=lambda part: (-part["value"], part["owner"], part["incident"]))
    total = sum(part["value"] for part in parts) if parts else None
    return {**spec, "total": total, "parts": parts, "missing": sorted(set(missing))}


CHANGE = ("short", "function_name", "before", "after")
NEED = ("short", "what", "amount", "unit", "where", "needed_by", "consequence")


def _changes(rows: Sequence[Told]) -> list[Row]:
    found = [
        {**one.where, **{name: change[name] for name in CHANGE}, "trend": direction_of(change)}
        for one in rows
        for change in one.body["changes"]
    ]
    return sorted(found, key=lambda c: (-(c["after"] - c["before"]), -c["after"], c["short"], c["function_name"]))


def _need(need: Body) -> Row:
    return {name: need.get(name, "") for name in NEED}


def is_late(body: Body, now: datetime) -> bool:
    """Whether the county's next report was promised for a time that has passed, on the incident's clock."""
    promised = body["report"]["next_at"]
    return bool(promised) and datetime.fromisoformat(promised) < now

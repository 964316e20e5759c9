"""What has changed from one published report to another, for one actor or for the county: a function of two bodies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Body = Mapping[str, Any]
Grades = Mapping[str, int | None]
OPEN = ("open", "shown")


class Step(NamedTuple):
    """A grade that moved, to or from unknown too. `before` and `after` are 1 to 5, or None."""

    short: str
    name: str
    before: int | None
    after: int | None

    @property
    def way(self) -> str:
        """worse, better, or nothing where one of them is unknown."""
        if self.before is None or self.after is None:
            return ""
        return "worse" if self.after > self.before else "better"


class Figure(NamedTuple):
    short: str
    name: str
    unit: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Delta:
    """`first` are those who answered now and not before, `missing` the other way round; disputes by their names."""

    steps: list[Step] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    @property
    def worse(self) -> int:
        return sum(step.way == "worse" for step in self.steps)

    @property
    def better(self) -> int:
        return sum(step.way == "better" for step in self.steps)

    @property
    def is_empty(self) -> bool:
        return not (self.steps or self.figures or self.first or self.missing or self.opened or self.settled)


def since(former: Body, body: Body, actor: int | None = None) -> Delta:
    """From one report to the next, for one actor or for all. What stands still is not told."""
    was, now = _answered(former, actor), _answered(body, actor)
    before, after = _disputes(former, actor), _disputes(body, actor)
    return Delta(
        steps=_steps(former, body, actor),
        figures=_figures(former, body, actor),
        first=[short for key, short in now.items() if key not in was],
        missing=[short for key, short in was.items() if key not in now],
        opened=[name for key, name in after.items() if key not in before],
        settled=[name for key, name in before.items() if key not in after],
    )


def moved(before: Grades, after: Grades) -> list[tuple[str, int | None, int | None]]:
    """The functions whose grades differ: function, before, after. A function that only one knows is from unknown."""
    keys = [*after, *(key for key in before if key not in after)]
    return [(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def _steps(former: Body, body: Body, actor: int | None) -> list[Step]:
    names = {f["key"]: f["name"] for f in (*former.get("functions", []), *body.get("functions", []))}
    shorts, was, now = {}, _grades(former, actor), _grades(body, actor)
    for row in (*_actors(former), *_actors(body)):
        shorts[row["actor"]] = row["short"]
    found = [
        Step(shorts.get(key, ""), names[function], before, after)
        for key in [*now, *(key for key in was if key not in now)]
        for function, before, after in moved(was.get(key, {}), now.get(key, {}))
    ]
    return sorted(found, key=lambda s: (-_weight(s), -(s.after or 0), s.short, s.name))


def _weight(step: Step) -> int:
    return (step.after or 0) - (step.before or 0) if step.way else 0


def _actors(body: Body) -> Iterable[Mapping[str, Any]]:
    return [*body.get("answered", []), *body.get("silent", []), *body.get("left_out", [])]


def _grades(body: Body, actor: int | None) -> dict[int, dict[str, int | None]]:
    found: dict[int, dict[str, int | None]] = {}
    for function in body.get("functions", []):
        for cell in function["cells"]:
            if actor in (None, cell["actor"]):
                found.setdefault(cell["actor"], {})[function["key"]] = cell["grade"]
    return found


def _answered(body: Body, actor: int | None) -> dict[int, str]:
    return {row["actor"]: row["short"] for row in body.get("answered", []) if actor in (None, row["actor"])}


def _figures(former: Body, body: Body, actor: int | None) -> list[Figure]:
    was, now = _values(former, actor), _values(body, actor)
    found = []
    for key, (short, name, unit, after) in now.items():
        before = was[key][3] if key in was else None
        if before != after:
            found.append(Figure(short, name, unit, before, after))
    return found


def _values(body: Body, actor: int | None) -> dict[tuple[int, str], tuple[str, str, str, int]]:
    found = {}
    for number in body.get("numbers", []):
        for part in (*number["parts"], *(r for r in number["not_counted"] if r.get("why") == "other_level")):
            if actor in (None, part["actor"]):
                said = (part["short"], number["name"], number.get("unit") or "", part["value"])
                found[(part["actor"], number["key"])] = said
    return found


def _disputes(body: Body, actor: int | None) -> dict[tuple[str, str], str]:
    """Those that are not settled, of which the actor is a side: (rule, about) -> its name."""
    return {
        (row["rule"], row["about"]): f"{row['name']}: {row.get('about_name') or row['about']}"
        for row in body.get("disputed", [])
        if row.get("state") in OPEN and (actor is None or any(s.get("actor") == actor for s in row.get("sides", [])))
    }

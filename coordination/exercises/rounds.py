"""Whole rounds of answers, from a table beside an exercise's story: one line for what one actor did in one round.

    omgang;aktor;tid;hur;sammantaget;funktioner;hushall;trygghetspunkt;larm;per_kommun;vagar;behov;text

`hur` is svar, sen, oforandrat, muntlig, lank, rattelse or atertaget. Who is silent in a round has no line in it. Grades
are written as in answers.py, `per_kommun` as `2161=900 2184=1200`, `vagar` as `Väg 50|Söderhamn-Bollnäs|closed|18:00`
with `/` between roads, and `behov` as `what|amount|unit|where|needed by`.
"""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
NUMBERS: Final = {
    "hushall": "households_without_power",
    "trygghetspunkt": "people_in_shelters",
    "larm": "alarms_without_contact",
}
ROAD: Final = ("road", "stretch", "state", "opens_at")
NEED: Final = ("what", "amount", "unit", "where", "needed_by")

Line = dict[str, str]


def read(name: str) -> dict[int, list[Line]]:
    """Round -> its lines, in the order in which they happened."""
    found: dict[int, list[Line]] = defaultdict(list)
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            found[int(line["omgang"])].append(line)
    return {number: sorted(lines, key=lambda one: one["tid"]) for number, lines in found.items()}


def written(line: Line) -> dict[str, Any]:
    """The line as an answer is written in an exercise's story: see answers.py."""
    return {
        "overall": line["sammantaget"] or "0",
        "functions": line["funktioner"],
        "numbers": {key: int(line[name]) for name, key in NUMBERS.items() if line[name]},
        "texts": {"summary": line["text"]} if line["text"] else {},
        "needs": [_named(NEED, need) for need in _parts(line["behov"])],
        "rows": {
            "households_by_municipality": [_by_municipality(part) for part in line["per_kommun"].split()],
            "roads": [_named(ROAD, road) for road in _parts(line["vagar"])],
        },
    }


def _parts(text: str) -> list[str]:
    return [part for part in text.split("/") if part]


def _named(names: tuple[str, ...], text: str) -> dict[str, str]:
    return {name: value for name, value in zip(names, text.split("|"), strict=False) if value}


def _by_municipality(part: str) -> dict[str, Any]:
    code, _equals, households = part.partition("=")
    return {"municipality": code, "households": int(households)}

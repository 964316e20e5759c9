"""The compiled picture as a pure function of answers and those who were asked.

Worst and distribution, never an average; totals with their parts; silent actors named, so that no news is not read as
good news. The order in which answers come never matters, and nothing is counted twice: one answer an actor.
The shape of what comes out is described in docs/report-body.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coordination.situations.grading import distribution, worst

MUNICIPALITY, OTHER = "municipality", "other"


@dataclass(frozen=True)
class Asked:
    """An actor that was asked. `last` is its answer to a former request: shown with its age, never summed."""

    actor: int
    name: str
    short: str
    level: str
    sort_name: str
    code: str = ""
    last: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Grade:
    grade: int | None
    proposed: int | None = None
    trend: str = ""
    confidence: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """One actor's latest answer to the request."""

    actor: int
    input: int
    number: str
    at: str
    late: bool = False
    oral: bool = False
    overall: Grade = field(default_factory=lambda: Grade(None))
    functions: Mapping[str, Grade] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    needs: Sequence[Mapping[str, str]] = ()
    marking: str = "open"
    redacted: bool = False


@dataclass(frozen=True)
class Outline:
    """What the request asked: functions to grade, numbers to sum, texts to gather, each with its name."""

    functions: Sequence[tuple[str, str]]
    numbers: Sequence[Mapping[str, str]]
    texts: Sequence[tuple[str, str]]


Body = dict[str, Any]


def compose(
    answers: Iterable[Answer], asked: Iterable[Asked], outline: Outline, away: Collection[int] = frozenset()
) -> Body:
    """Everything a report's machine part says. Answers of actors that were not asked are left out.

    `away` are actors whose answer not all readers may read: named as left out, neither silent nor counted.
    """
    invited = sorted(asked, key=lambda a: (a.level != MUNICIPALITY, a.sort_name, a.actor))
    known = {a.actor: a for a in invited}
    latest = _one_each(answers, known)
    left_out = [a for a in invited if a.actor in away and a.actor not in latest]
    ordered = [latest[a.actor] for a in invited if a.actor in latest]
    source = {answer.input: n for n, answer in enumerate(ordered, start=1)}
    counted = [a for a in invited if a.level == MUNICIPALITY] or invited
    return {
        "invited": len(invited),
        "answered": [_answered(answer, known[answer.actor], source) for answer in ordered],
        "silent": [_silent(a) for a in invited if a.actor not in latest and a not in left_out],
        "left_out": [_named(a) for a in left_out],
        "overall": _spread([latest[a.actor].overall.grade if a.actor in latest else None for a in counted]),
        "functions": [_function(key, name, ordered, known, latest, counted, source) for key, name in outline.functions],
        "numbers": [_number(spec, invited, latest, counted, source) for spec in outline.numbers],
        "texts": _texts(outline.texts, ordered, known, source),
        "needs": [
            {"actor": a.actor, "short": known[a.actor].short, **need, "input": a.input, "source": source[a.input]}
            for a in ordered
            for need in a.needs
        ],
        "sources": [_source(answer, known[answer.actor], source) for answer in ordered],
        "marked": sum(answer.marking != "open" for answer in ordered),
        "withheld": len(left_out),
    }


def _one_each(answers: Iterable[Answer], known: Mapping[int, Asked]) -> dict[int, Answer]:
    latest: dict[int, Answer] = {}
    for answer in answers:
        other = latest.get(answer.actor)
        if answer.actor in known and (other is None or (answer.at, answer.input) > (other.at, other.input)):
            latest[answer.actor] = answer
    return latest


def _answered(answer: Answer, actor: Asked, source: Mapping[int, int]) -> Body:
    return {
        "actor": actor.actor,
        "name": actor.name,
        "short": actor.short,
        "level": actor.level,
        "code": actor.code,
        "input": answer.input,
        "number": answer.number,
        "at": answer.at,
        "late": answer.late,
        "oral": answer.oral,
        "source": source[answer.input],
        "overall": answer.overall.grade,
        "trend": answer.overall.trend,
        "confidence": answer.overall.confidence,
        "stale": False,
    }


def _silent(actor: Asked) -> Body:
    return {**_named(actor), "last": dict(actor.last) if actor.last else None}


def _named(actor: Asked) -> Body:
    return {
        "actor": actor.actor,
        "name": actor.name,
        "short": actor.short,
        "level": actor.level,
        "code": actor.code,
    }


def _spread(grades: Sequence[int | None]) -> Body:
    return {"worst": worst(grades), "distribution": distribution(grades)}


def _function(
    key: str,
    name: str,
    ordered: Sequence[Answer],
    known: Mapping[int, Asked],
    latest: Mapping[int, Answer],
    counted: Sequence[Asked],
    source: Mapping[int, int],
) -> Body:
    grades = [_grade_in(latest.get(a.actor), key) for a in counted]
    cells = [
        {
            "actor": a.actor,
            "short": known[a.actor].short,
            "grade": g.grade,
            "proposed": g.proposed,
            "trend": g.trend,
            "confidence": g.confidence,
            "reason": g.reason,
            "input": a.input,
            "source": source[a.input],
        }
        for a in ordered
        if (g := a.functions.get(key)) is not None
    ]
    return {"key": key, "name": name, **_spread(grades), "worse": 0, "better": 0, "cells": cells}


def _grade_in(answer: Answer | None, key: str) -> int | None:
    found = answer.functions.get(key) if answer else None
    return found.grade if found else None


def _number(
    spec: Mapping[str, str],
    invited: Sequence[Asked],
    latest: Mapping[int, Answer],
    counted: Sequence[Asked],
    source: Mapping[int, int],
) -> Body:
    key, inside = spec["key"], {a.actor for a in counted}
    parts: list[Body] = []
    missing: list[Body] = []
    outside: list[Body] = []
    for actor in invited:
        answer = latest.get(actor.actor)
        value = answer.numbers.get(key) if answer else None
        row: Body = {"actor": actor.actor, "short": actor.short}
        if answer is not None and value is not None:
            row |= {"value": value, "input": answer.input, "source": source[answer.input]}
            (parts if actor.actor in inside else outside).append(
                row if actor.actor in inside else {**row, "at": answer.at, "why": "other_level"}
            )
        elif actor.actor in inside:
            missing.append(row)
            outside += _former(actor, key)
    total = sum(part["value"] for part in parts) if parts else None
    return {**spec, "total": total, "parts": parts, "missing": missing, "not_counted": outside}


def _former(actor: Asked, key: str) -> list[Body]:
    value = actor.last["numbers"].get(key) if actor.last else None
    if actor.last is None or value is None:
        return []
    return [
        {
            "actor": actor.actor,
            "short": actor.short,
            "value": value,
            "at": actor.last["at"],
            "input": actor.last["input"],
            "why": "former_request",
        }
    ]


def _texts(
    texts: Sequence[tuple[str, str]], ordered: Sequence[Answer], known: Mapping[int, Asked], source: Mapping[int, int]
) -> list[Body]:
    gathered = [
        {
            "key": key,
            "name": name,
            "answers": [
                {
                    "actor": a.actor,
                    "short": known[a.actor].short,
                    "text": a.texts[key],
                    "input": a.input,
                    "source": source[a.input],
                }
                for a in ordered
                if a.texts.get(key)
            ],
        }
        for key, name in texts
    ]
    return [text for text in gathered if text["answers"]]


def _source(answer: Answer, actor: Asked, source: Mapping[int, int]) -> Body:
    return {
        "n": source[answer.input],
        "input": answer.input,
        "number": answer.number,
        "actor": actor.actor,
        "short": actor.short,
        "at": answer.at,
        "oral": answer.oral,
        "late": answer.late,
        "redacted": answer.redacted,
    }


def compare(body: Body, former: Body | None) -> Body:
    """The body with what changed since `former`: one row per actor and function whose known grade moved."""
    if not former:
        return {**body, "changes": [], "compared_to": None}
    before = {
        (cell["actor"], function["key"]): cell["grade"]
        for function in former.get("functions", [])
        for cell in function["cells"]
    }
    changes: list[Body] = []
    functions = []
    for function in body["functions"]:
        moved = [c for cell in function["cells"] if (c := _change(function, cell, before)) is not None]
        changes += moved
        functions.append(
            {
                **function,
                "worse": sum(c["after"] > c["before"] for c in moved),
                "better": sum(c["after"] < c["before"] for c in moved),
            }
        )
    changes.sort(key=lambda c: (-(c["after"] - c["before"]), -c["after"], c["short"], c["function"]))
    number = (former.get("report") or {}).get("number")
    return {**body, "functions": functions, "changes": changes, "compared_to": number}


def _change(function: Body, cell: Body, before: Mapping[tuple[int, str], int | None]) -> Body | None:
    was, now = before.get((cell["actor"], function["key"])), cell["grade"]
    if was is None or now is None or was == now:
        return None
    return {
        "actor": cell["actor"],
        "short": cell["short"],
        "function": function["key"],
        "function_name": function["name"],
        "before": was,
        "after": now,
        "trend": cell["trend"],
        "source": cell["source"],
    }

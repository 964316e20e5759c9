"""The compiled picture as a pure function of answers and those who were asked.

Worst and distribution, never an average; totals with their parts; silent actors named, so that no news is not read as
good news. What is older than its limit stands with its old value and counts as unknown. The order in which answers come
never matters, and nothing is counted twice: one answer an actor to each question.
The shape of what comes out is described in docs/report-body.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from coordination.situations.compiled.gathered import (
    MUNICIPALITY,
    OTHER,
    Answer,
    Asked,
    Body,
    Grade,
    Outline,
    Picture,
    in_turn,
    known_grade,
)
from coordination.situations.compiled.grading import distribution, worst
from coordination.situations.compiled.sums import number_of
from coordination.situations.weighing.freshness import Shelves, plain_facts

__all__ = ["MUNICIPALITY", "OTHER", "Answer", "Asked", "Body", "Grade", "Outline", "compare", "compose"]


def compose(
    answers: Iterable[Answer],
    asked: Iterable[Asked],
    outline: Outline,
    away: Collection[int] = frozenset(),
    *,
    shelves: Shelves | None = None,
    lost: Collection[tuple[int, str]] = frozenset(),
    earlier: Iterable[Answer] = (),
) -> Body:
    """Everything a report's machine part says. Answers of actors that were not asked are left out.

    `away` are actors whose answer not all readers may read: named as left out, neither silent nor counted. Without
    `shelves` nothing grows old. `lost` are facts (answer, path) that a settled dispute holds for wrong. `earlier` is
    what stands of answers to other requests in force, newest first (see merging.py).
    """
    invited = sorted(asked, key=lambda a: (a.level != MUNICIPALITY, a.sort_name, a.actor))
    known = {a.actor: a for a in invited}
    latest = _one_each(answers, known)
    left_out = [a for a in invited if a.actor in away and a.actor not in latest]
    before = _grouped(earlier)
    ordered = in_turn(invited, latest, before)
    source = {answer.input: n for n, answer in enumerate(ordered, start=1)}
    counted = [a for a in invited if a.level == MUNICIPALITY] or invited
    picture = Picture(invited, latest, counted, source, shelves, frozenset(lost), before)
    return {
        "invited": len(invited),
        "answered": [_answered(latest[a.actor], a, picture) for a in invited if a.actor in latest],
        "silent": [_silent(a) for a in invited if a.actor not in latest and a not in left_out],
        "waiting": [{**_named(a), "request": a.awaited} for a in invited if a.actor in latest and a.awaited],
        "left_out": [_named(a) for a in left_out],
        "overall": _spread([_overall(picture, a) for a in counted]),
        "functions": [_function(key, name, picture) for key, name in outline.functions],
        "numbers": [number_of(spec, picture) for spec in outline.numbers],
        "texts": _texts(outline.texts, picture),
        "files": _files(outline.files, picture),
        "needs": [
            {"actor": a.actor, "short": known[a.actor].short, **need, "input": a.input, "source": source[a.input]}
            for a in ordered
            for need in a.needs
        ],
        "sources": [_source(answer, known[answer.actor], source) for answer in ordered],
        "marked": sum(answer.marking != "open" for answer in ordered),
        "withheld": len(left_out),
        "stale": _share(picture),
    }


def _one_each(answers: Iterable[Answer], known: Mapping[int, Asked]) -> dict[int, Answer]:
    latest: dict[int, Answer] = {}
    for answer in answers:
        other = latest.get(answer.actor)
        if answer.actor in known and (other is None or (answer.at, answer.input) > (other.at, other.input)):
            latest[answer.actor] = answer
    return latest


def _grouped(answers: Iterable[Answer]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.actor, []).append(answer)
    return found


def _answered(answer: Answer, actor: Asked, picture: Picture) -> Body:
    return {
        "actor": actor.actor,
        "name": actor.name,
        "short": actor.short,
        "level": actor.level,
        "code": actor.code,
        "input": answer.input,
        "number": answer.number,
        "at": answer.at,
        "since": answer.since or answer.at,
        "late": answer.late,
        "oral": answer.oral,
        "linked": answer.linked,
        "source": picture.source[answer.input],
        "overall": answer.overall.grade,
        "trend": answer.overall.trend,
        "confidence": answer.overall.confidence,
        "weighed": answer.weighed,
        "stale": answer.overall.grade is not None and answer.input in picture.old("overall"),
    }


def _overall(picture: Picture, actor: Asked) -> int | None:
    answer = picture.latest.get(actor.actor)
    return None if answer is None or answer.input in picture.old("overall") else answer.overall.grade


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


def _function(key: str, name: str, picture: Picture) -> Body:
    old, known, source = picture.old(f"functions.{key}"), picture.known, picture.source
    cells: list[Body] = [
        {
            "actor": a.actor,
            "short": known[a.actor].short,
            "grade": g.grade,
            "proposed": g.proposed,
            "trend": g.trend,
            "confidence": g.confidence,
            "reason": g.reason,
            "at": a.at,
            "stale": g.grade is not None and a.input in old,
            "input": a.input,
            "source": source[a.input],
        }
        for a in picture.ordered
        if (g := a.functions.get(key)) is not None
    ]
    found = {cell["actor"]: known_grade(cell) for cell in cells}
    spread = _spread([found.get(a.actor) for a in picture.counted])
    stale = sum(cell["stale"] for cell in cells)
    return {"key": key, "name": name, **spread, "worse": 0, "better": 0, "stale": stale, "cells": cells}


def _share(picture: Picture) -> Body:
    """How many facts the answers give, and how many of them are older than their limits, rounded to whole percent."""
    told = [(answer.input, path) for answer in picture.ordered for path in _facts(answer)]
    old = sum(pk in picture.old(path) for pk, path in told)
    return {"facts": len(told), "stale": old, "share": round(100 * old / len(told)) if told else 0}


def _facts(answer: Answer) -> list[str]:
    found = ["overall"] if answer.overall.grade is not None else []
    found += [f"functions.{key}" for key, one in answer.functions.items() if one.grade is not None]
    return found + plain_facts({"numbers": answer.numbers, "texts": answer.texts, "rows": answer.rows})


def _texts(texts: Sequence[tuple[str, str]], picture: Picture) -> list[Body]:
    known = picture.known
    gathered = [
        {
            "key": key,
            "name": name,
            "answers": [
                {
                    "actor": a.actor,
                    "short": known[a.actor].short,
                    "text": a.texts[key],
                    "at": a.at,
                    "stale": a.input in picture.old(f"texts.{key}"),
                    "input": a.input,
                    "source": picture.source[a.input],
                }
                for a in picture.ordered
                if a.texts.get(key)
            ],
        }
        for key, name in texts
    ]
    return [text for text in gathered if text["answers"]]


def _files(asked: Sequence[tuple[str, str, str]], picture: Picture) -> list[Body]:
    """Who attached what, by question: a reference to each file, never its bytes."""
    known = picture.known
    gathered: list[Body] = [
        {
            "key": key,
            "name": name,
            "section": section,
            "answers": [
                {
                    "actor": a.actor,
                    "short": known[a.actor].short,
                    "input": a.input,
                    "source": picture.source[a.input],
                    "files": [dict(one) for one in a.files[key]],
                }
                for a in picture.ordered
                if a.files.get(key)
            ],
        }
        for key, name, section in asked
    ]
    return [row for row in gathered if row["answers"]]


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
        "weighed": answer.weighed,
    }


def compare(body: Body, former: Body | None) -> Body:
    """The body with what changed since `former`: one row per actor and function whose known grade moved."""
    if not former:
        return {**body, "changes": [], "compared_to": None}
    before = {
        (cell["actor"], function["key"]): known_grade(cell)
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
    was, now = before.get((cell["actor"], function["key"])), known_grade(cell)
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

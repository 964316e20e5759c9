"""Several answers of one actor, to requests with different question sets, told as one: each question by its latest.

Of an older answer stands what the questions of the newer ones did not ask. What a newer one was asked and left blank is
unknown: it does not fall back to what was said before. The order in which answers come never matters.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from coordination.situations.compiled.gathered import Answer, Grade
from coordination.situations.content import PART_OF, path_of, questions
from coordination.situations.models import QuestionSet

KINDS: Final = (*PART_OF, "needs", "file")


def merged(
    answers: Iterable[Answer], away: Mapping[int, str], sets: Mapping[int, QuestionSet]
) -> tuple[list[Answer], list[Answer], set[int]]:
    """Each actor's newest answer; what stands of its earlier ones, newest first; and whose newest is not for all.

    `away` says when the actor sent an answer that not all may read, `sets` is the question set by request.
    """
    paths = {request: frozenset(asked_paths(asked)) for request, asked in sets.items()}
    newest, earlier, left = [], [], set()
    by_actor = sorted(answers, key=lambda a: (a.actor, a.at, a.input), reverse=True)
    for actor, group in groupby(by_actor, key=lambda a: a.actor):
        first, *older = group
        if away.get(actor, "") > first.at:
            left.add(actor)
            continue
        newest.append(first)
        told = told_by(first, paths)
        for one in older:
            rest = without(one, told)
            told |= told_by(one, paths)
            if says_something(rest):
                earlier.append(rest)
    here = {answer.actor for answer in newest}
    return newest, earlier, left | (set(away) - here)


def asked_paths(asked: QuestionSet) -> set[str]:
    """Where the answers to a set's questions lie. Every set asks how it is on the whole."""
    return {"overall", *(path_of(question) for question in questions(asked, *KINDS))}


def told_by(answer: Answer, paths: Mapping[int, frozenset[str]]) -> set[str]:
    """What the answer has settled: all that it was asked, and the functions that it has graded."""
    return {*paths.get(answer.request, ()), *(f"functions.{key}" for key in answer.functions)}


def without(answer: Answer, told: Collection[str]) -> Answer:
    def rest(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in values.items() if f"{part}.{key}" not in told}

    return replace(
        answer,
        overall=Grade(None) if "overall" in told else answer.overall,
        functions=rest("functions", answer.functions),
        numbers=rest("numbers", answer.numbers),
        texts=rest("texts", answer.texts),
        rows=rest("rows", answer.rows),
        needs=() if "needs" in told else answer.needs,
        files=rest("files", answer.files),
    )


def says_something(answer: Answer) -> bool:
    known = [value for value in answer.numbers.values() if value is not None]
    said = answer.functions or known or answer.texts or answer.rows or answer.needs or answer.files
    return bool(answer.overall.grade or said)

"""What the requests in force ask, as the body tells it: functions, numbers, texts, and how long each may count."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from coordination.situations.compiled.gathered import Outline
from coordination.situations.content import questions
from coordination.situations.models import QuestionSet
from coordination.situations.weighing.freshness import Shelves, shelves_of

LAST: Final = 1_000_000


def outline_of(request: Any, asked: Sequence[QuestionSet]) -> Outline:
    names = {row["key"]: row["name"] for row in request.named}
    numbers, texts = in_order(asked, "number", request.order), in_order(asked, "text", request.order)
    return Outline(
        functions=[(key, names.get(key, key)) for key in functions_of(asked, list(names))],
        numbers=[{"key": q["key"], "name": q["name_sv"], "unit": q["unit_sv"]} for q in numbers],
        texts=[(q["key"], q["name_sv"]) for q in texts],
        files=files_of(asked),
    )


def files_of(asked: Sequence[QuestionSet]) -> list[tuple[str, str, str]]:
    """Key and name of each question that is answered with files, and the section it stands in; once each."""
    found = {
        question["key"]: (question["key"], question["name_sv"], section["name_sv"])
        for one in reversed(asked)
        for section in one.sections
        for question in section["questions"]
        if question["kind"] == "file"
    }
    return list(found.values())


def shelf_lives(request: Any, asked: Sequence[QuestionSet], now: datetime) -> Shelves:
    """Where two sets ask the same, the newest one's shelf life holds."""
    lives = {row["key"]: row["shelf"] for row in request.named}
    sections = [section for one in reversed(asked) for section in one.sections]
    return shelves_of(sections, lives, now)


def choices(asked: Sequence[QuestionSet], order: Sequence[str]) -> dict[str, str]:
    return {
        f"texts.{question['key']}.{choice['key']}": choice["name_sv"]
        for question in in_order(asked, "choice", order)
        for choice in question["choices"]
    }


def in_order(asked: Sequence[QuestionSet], kind: str, order: Sequence[str]) -> list[dict[str, Any]]:
    """The questions of a kind in several sets: once each, worded as in the first, in the order of the registry."""
    if len(asked) == 1:
        return questions(asked[0], kind)
    found: dict[str, dict[str, Any]] = {}
    for one in asked:
        for question in questions(one, kind):
            found.setdefault(question["key"], question)
    place = {key: n for n, key in enumerate(order)}
    return sorted(found.values(), key=lambda question: place.get(question["key"], LAST))


def functions_of(asked: Sequence[QuestionSet], known: Sequence[str]) -> list[str]:
    """The functions that any of the sets asks about; of several sets in the order of the registry."""
    if len(asked) == 1:
        return list(asked[0].functions)
    keys = dict.fromkeys(key for one in asked for key in one.functions)
    return sorted(keys, key=lambda key: known.index(key) if key in known else LAST)

"""An answer's texts and numbers under their own questions, for its page, its redacted copy and its striking out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coordination.situations.content import Content, questions
from coordination.situations.models import Function, GuardedAnswer, QuestionSet, RedactedCopy


@dataclass(frozen=True)
class Part:
    """One question with what was said. `guard` is its own audience; `away` where the reader is not in it."""

    question: dict[str, Any]
    path: str
    number: int | None = None
    text: str = ""
    guard: str = ""
    away: bool = False
    struck: bool = False


def sections(
    asked: QuestionSet, content: Content, guarded: Iterable[GuardedAnswer], read: Iterable[GuardedAnswer]
) -> list[Part]:
    """What was said to each question; of a guarded field its words where the reader may read them, else that it is."""
    said = {row.path: row for row in guarded}
    mine = {row.path: row.value for row in read}
    found = []
    for part, question in _asked(asked):
        path = f"{part}.{question['key']}"
        row = said.get(path)
        if row is not None:
            found.append(_part(question, path, mine.get(path), guard=row.audience, away=path not in mine))
        elif (value := content.get(part, {}).get(question["key"])) not in (None, ""):
            found.append(_part(question, path, value))
    return found


def struck_sections(asked: QuestionSet, copy: RedactedCopy) -> list[Part]:
    """The copy as it is read: a struck field is named, and what it said is not there."""
    found = []
    for part, question in _asked(asked):
        path = f"{part}.{question['key']}"
        value = copy.content.get(part, {}).get(question["key"])
        if path in copy.struck or value not in (None, ""):
            found.append(_part(question, path, value, struck=path in copy.struck))
    return found


def _asked(asked: QuestionSet) -> list[tuple[str, dict[str, Any]]]:
    numbers = [("numbers", question) for question in questions(asked, "number")]
    return numbers + [("texts", question) for question in questions(asked, "text")]


def _part(question: dict[str, Any], path: str, value: Any, **more: Any) -> Part:
    number = value if isinstance(value, int) else None
    return Part(question, path, number, value if isinstance(value, str) else "", **more)


def copied_functions(copy: RedactedCopy) -> list[dict[str, Any]]:
    """The grades of a copy, each with its function: grades are never struck, their reasons may be."""
    said = copy.content.get("functions", {})
    named = {function.key: function for function in Function.objects.filter(key__in=said)}
    return [{"function": named[key], **said[key], "struck": f"functions.{key}.reason" in copy.struck} for key in named]

"""What an answer says, under its own questions, for its page, its redacted copy and its striking out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from actors.models import Municipality
from coordination.situations.content import Content, path_of, questions
from coordination.situations.forms_kinds import place_words, row_words
from coordination.situations.forms_words import label_of, said, words_of
from coordination.situations.models import (
    AnswerFile,
    Function,
    GuardedAnswer,
    Input,
    QuestionSet,
    RedactedCopy,
)


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
    columns: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    files: list[AnswerFile] = field(default_factory=list)


@dataclass(frozen=True)
class Taken:
    """A field whose words were taken over from another answer, which the reader may read."""

    label: str
    source: Input


def sections(
    asked: QuestionSet,
    content: Content,
    guarded: Iterable[GuardedAnswer],
    read: Iterable[GuardedAnswer],
    files: Mapping[str, list[AnswerFile]] | None = None,
) -> list[Part]:
    """What was said to each question; of a guarded field its words where the reader may read them, else that it is."""
    attached = files or {}
    held = {row.path: row for row in guarded}
    mine = {row.path: row.value for row in read}
    names = _municipalities([content, *mine.values()])
    found = []
    for question in _asked(asked):
        path = path_of(question)
        row = held.get(path)
        if question["kind"] == "file":
            if attached.get(question["key"]):
                found.append(Part(question, path, files=attached[question["key"]]))
        elif row is not None:
            found.append(_part(asked, question, mine.get(path), names, guard=row.audience, away=path not in mine))
        elif (value := _value(content, path)) not in (None, "", [], {}):
            found.append(_part(asked, question, value, names))
    return found


def struck_sections(asked: QuestionSet, copy: RedactedCopy) -> list[Part]:
    """The copy as it is read: a struck field is named, and what it said is not there."""
    names = _municipalities([copy.content])
    found = []
    for question in _asked(asked):
        path = path_of(question)
        value = _value(copy.content, path)
        if path in copy.struck or value not in (None, "", [], {}):
            found.append(_part(asked, question, value, names, struck=path in copy.struck))
    return found


def _asked(asked: QuestionSet) -> list[dict[str, Any]]:
    return [*questions(asked, "number"), *questions(asked, "text", "choice", "yes_no", "place", "rows", "file")]


def _value(content: Content, path: str) -> Any:
    part, _dot, key = path.partition(".")
    return content.get(part, {}).get(key)


def _part(asked: QuestionSet, question: dict[str, Any], value: Any, names: Mapping[str, str], **more: Any) -> Part:
    path, kind = path_of(question), question["kind"]
    if kind == "rows" and isinstance(value, list):
        more["columns"] = [said(column) for column in question["columns"]]
        more["table"] = [row_words(question, row, names) for row in value]
    text = value if isinstance(value, str) else ""
    if kind in ("choice", "yes_no") and text:
        text = words_of(path, {"texts": {question["key"]: text}}, asked)
    if kind == "place" and isinstance(value, dict):
        text = place_words(value, names)
    return Part(question, path, value if isinstance(value, int) else None, text, **more)


def _municipalities(parts: Iterable[Any]) -> dict[str, str]:
    """Names of all municipalities that are spoken of; no statement where none is."""
    codes = {code for part in parts for code in _codes(part)}
    return dict(Municipality.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _codes(value: Any) -> Iterable[str]:
    """Whatever stands as a municipality's code, wherever in the answer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "municipality" and isinstance(inner, str) and inner:
                yield inner
            yield from _codes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _codes(inner)


def taken_over(reader: Any, shown: Input) -> list[Taken]:
    """What of the answer was taken from other answers, of those that the reader may read. One statement, or none."""
    reused = shown.content.get("reused") or {}
    if not reused:
        return []
    found = Input.objects.visible_to(reader).filter(pk__in=reused.values(), actor=shown.actor_id)
    sources = {row.pk: row for row in found.select_related("incident")}
    asked = shown.request.question_set
    names = {function.key: str(function) for function in Function.objects.filter(key__in=asked.functions)}
    return [Taken(_label(path, asked, names), sources[pk]) for path, pk in reused.items() if pk in sources]


def _label(path: str, asked: QuestionSet, names: Mapping[str, str]) -> str:
    part, _dot, key = path.partition(".")
    return names.get(key, key) if part == "functions" else label_of(path, asked, names)


def copied_functions(copy: RedactedCopy) -> list[dict[str, Any]]:
    """The grades of a copy, each with its function: grades are never struck, their reasons may be."""
    said = copy.content.get("functions", {})
    named = {function.key: function for function in Function.objects.filter(key__in=said)}
    return [{"function": named[key], **said[key], "struck": f"functions.{key}.reason" in copy.struck} for key in named]

"""Fields of an answer with a narrower audience than the answer: taken out when it is sent, put back for its owner."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from coordination.situations.content.shape import GUARDS, PART_OF, Content, empty, part, path_of, questions
from coordination.situations.models import Input, QuestionSet
from coordination.situations.states import InputState


def guards_of(raw: Any, asked: QuestionSet, *, by_question: bool = True) -> dict[str, str]:
    """Paths of the fields with a narrower audience than the answer, and that audience.

    Where the owner says nothing of a field, the question's own audience holds: being asked in confidence is no choice
    that somebody must remember to make. What was spoken and noted by another has none.
    """
    said = part(raw, "guards") if isinstance(raw, dict) else {}
    usual = _usual(asked) if by_question else {}
    found = {path: _guard(said, path, usual.get(path, "")) for path in guarded_paths(asked)}
    return {path: audience for path, audience in found.items() if audience in GUARDS}


def guarded_paths(asked: QuestionSet) -> list[str]:
    """What may have an audience of its own: texts, numbers, places, rows, and the needs as a whole."""
    texts = [path_of(q) for q in questions(asked, "text")]
    others = [path_of(q) for q in questions(asked, "number", "place", "rows")]
    return [*texts, *others, *(["needs"] if questions(asked, "needs") else [])]


def _usual(asked: QuestionSet) -> dict[str, str]:
    return {path_of(q): q["guard"] for q in questions(asked, *PART_OF, "needs") if q.get("guard")}


def _guard(said: dict[str, Any], path: str, usual: str) -> str:
    name, _dot, key = path.partition(".")
    value = part(said, name).get(key, usual) if key else said.get(name, usual)
    return value if isinstance(value, str) else ""


def split(content: Content, guards: Mapping[str, str]) -> tuple[Content, list[tuple[str, str, Any, str]]]:
    """What all readers of the answer read, and the fields taken out of it: part, key, value and audience of each."""
    public = deepcopy(content)
    aside = []
    for path, audience in guards.items():
        name, _dot, key = path.partition(".")
        value = public[name].get(key) if key else public[name]
        if value not in (None, "", [], {}):
            aside.append((name, key, value, audience))
            _take_out(public, name, key)
    return public, aside


def _take_out(content: Content, name: str, key: str) -> None:
    if not key:
        content[name] = []
    elif name == "numbers":
        content[name][key] = None
    else:
        content[name].pop(key, None)


def in_full(content: Content, rows: Iterable[Mapping[str, Any]]) -> Content:
    """The answer as its owner wrote it: with its guarded fields, and their audiences under `guards`."""
    full: Content = {**empty(), **deepcopy(content)}
    guards: dict[str, Any] = {}
    for row in rows:
        name, key = row["part"], row["key"]
        if key:
            full[name][key] = row["value"]
            guards.setdefault(name, {})[key] = row["audience"]
        else:
            full[name], guards[name] = row["value"], row["audience"]
    return {**full, "guards": guards} if guards else full


def as_begun(base: Input | None) -> Content:
    """What a next answer begins with: the last one as its owner wrote it, with its marking and its guarded fields."""
    if base is None:
        return empty()
    if base.state == InputState.DRAFT:
        return {**empty(), **deepcopy(base.content)}
    mark = {"marking": base.marking, "reference": base.marking_reference, "reason": base.marking_reason}
    # What it had taken from other answers it has since said itself.
    return {**in_full(base.content, base.guarded_rows), "marking": mark, "reused": {}}

"""An answer between the page and its data: what was posted becomes the content's shape, field by field.

A field has one name everywhere: its path in the content ("functions.el.reason"). It is the name of the control, its id,
and the key of its error, so a sentence always finds its field.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from coordination.situations.compiled.grading import CRITERIA, grade_of
from coordination.situations.content import (
    MARK_FIELDS,
    NEED_FIELDS,
    PLACE_FIELDS,
    Content,
    empty,
    guarded_paths,
    path_of,
    questions,
)
from coordination.situations.models import QuestionSet

GRADED: Final = (*CRITERIA, "grade", "reason", "trend", "confidence")
UNKNOWN: Final = "unknown"
# More rows than an answer may hold are kept while typing, so that nothing is dropped before its error is read.
MOST_ROWS: Final = 80


def paths(asked: QuestionSet) -> Iterator[str]:
    """Every field that the question set has, but the needs and what else is answered in rows."""
    yield from (f"overall.{name}" for name in GRADED)
    yield from (f"functions.{key}.{name}" for key in asked.functions for name in GRADED)
    yield from (path_of(q) for q in questions(asked, "number"))
    yield from (path_of(q) for q in questions(asked, "text", "choice", "yes_no"))
    yield from (f"{path_of(q)}.{name}" for q in questions(asked, "place") for name in PLACE_FIELDS)


def read(post: Mapping[str, Any], base: Content, asked: QuestionSet) -> Content:
    """What was typed, laid over what there was. A field that the page did not show keeps its value."""
    content = {**empty(), **deepcopy(base)}
    for path in paths(asked):
        if path in post:
            put(content, path, _lines(post[path]))
    for path in (*(f"marking.{name}" for name in MARK_FIELDS), *(f"guards.{path}" for path in guarded_paths(asked))):
        if path in post:
            put(content, path, post[path])
    if any(name.startswith("needs.") for name in post):
        content["needs"] = _needs(post)
    for question in questions(asked, "rows"):
        if any(name.startswith(f"{path_of(question)}.") for name in post):
            content["rows"][question["key"]] = _rows(post, question)
    content["reused"] = still_reused(content, base)
    return content


def still_reused(content: Content, base: Content) -> dict[str, Any]:
    """What was taken from another answer and stands as it was taken: what somebody has changed since is their own."""
    reused = at(base, "reused")
    return {path: pk for path, pk in reused.items() if as_typed(content, path) == as_typed(base, path)}


def as_typed(content: Content, path: str) -> Any:
    """The whole of what is said under a path, as text, so that 340 and "340" are one answer."""
    place: Any = content
    for name in path.split("."):
        place = place.get(name) if isinstance(place, dict) else None
    if path.startswith("functions."):
        return [value_at(content, f"{path}.{name}") for name in GRADED]
    return _as_text(place)


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(part) for key, part in value.items() if part not in ("", None)}
    if isinstance(value, list):
        return [_as_text(part) for part in value]
    return "" if value is None else str(value).strip()


def put(content: Content, path: str, value: Any) -> None:
    *way, last = path.split(".")
    place: dict[str, Any] = content
    for name in way:
        if not isinstance(place.get(name), dict):
            place[name] = {}
        place = place[name]
    place[last] = value


def value_at(content: Content, path: str) -> str:
    """A field as the page shows it: text, and empty where nothing was said."""
    place: Any = content
    for name in path.split("."):
        place = place.get(name) if isinstance(place, dict) else None
    if path.endswith(".grade"):
        return override_of(at(content, path.rsplit(".", 1)[0]))
    return "" if place is None else str(place).replace("\x00", "")


def at(content: Content | None, path: str) -> dict[str, Any]:
    """The part of the content under a path; empty where there is none."""
    place: Any = content
    for name in path.split("."):
        place = place.get(name) if isinstance(place, dict) else None
    return place if isinstance(place, dict) else {}


def computed(graded: Mapping[str, Any]) -> int | None:
    """The grade that the three answers give, as far as they are answers."""
    return grade_of(*(_level(graded.get(name)) for name in CRITERIA))


def override_of(graded: Mapping[str, Any]) -> str:
    """The grade somebody set in place of the computed one, or nothing."""
    grade = str(graded.get("grade") or "")
    return "" if grade == str(computed(graded) or "") else grade


def grade_shown(graded: Mapping[str, Any]) -> int | None:
    chosen = override_of(graded)
    return int(chosen) if chosen in {"1", "2", "3", "4", "5"} else computed(graded)


def _level(value: Any) -> int | None:
    return int(value) if str(value) in {"0", "1", "2"} and not isinstance(value, bool) else None


def is_blank(graded: Mapping[str, Any]) -> bool:
    return all(graded.get(name) in ("", None) for name in CRITERIA)


def _lines(value: Any) -> Any:
    # Browsers send CRLF; the same text must be the same text, whichever door it came through.
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _needs(post: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    for number in range(MOST_ROWS):
        row = {name: str(_lines(post.get(f"needs.{number}.{name}", ""))) for name in NEED_FIELDS}
        if any(value.strip() for value in row.values()):
            rows.append(row)
    return rows


def _rows(post: Mapping[str, Any], question: Mapping[str, Any]) -> list[dict[str, str]]:
    columns = [column["key"] for column in question["columns"]]
    found = []
    for number in range(MOST_ROWS):
        where = f"rows.{question['key']}.{number}"
        row = {name: str(_lines(post.get(f"{where}.{name}", ""))) for name in columns}
        if any(value.strip() for value in row.values()):
            found.append(row)
    return found


def storable(value: Any) -> Any:
    """A draft is kept as typed, without the one character that a database cannot hold."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {key: storable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [storable(part) for part in value]
    return value

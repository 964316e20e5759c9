"""Two people wrote in the same answer. Both texts are shown, field by field, and nothing is dropped."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from coordination.situations.content import ASIDE, NEED_FIELDS, Content, questions
from coordination.situations.forms import as_typed, at, paths, put, still_reused, value_at
from coordination.situations.forms_words import is_text, label_of, words_of
from coordination.situations.models import QuestionSet


@dataclass(frozen=True)
class Difference:
    """A field with two values. A text can be written together; of other answers one is chosen."""

    name: str
    label: str
    mine: str
    saved: str
    mine_words: str
    saved_words: str
    is_text: bool


Rows = list[dict[str, str]]


def merge(mine: Content, saved: Content, before: Content | None, asked: QuestionSet) -> tuple[Content, list[str]]:
    """What both agree on or only one has changed, and the fields where both have said something of their own.

    `before` is what the page held when it was opened; without it every difference is asked about.
    """
    together = deepcopy(saved)
    apart = []
    for path in paths(asked):
        my, their = value_at(mine, path), value_at(saved, path)
        was = value_at(before, path) if before is not None else None
        if my in (their, was):
            continue
        put(together, path, my)
        if their != was:
            apart.append(path)
    # How it is marked and who may read which field: the one who looks at both texts now decides.
    together |= {name: deepcopy(mine[name]) for name in ASIDE if name in mine}
    for path, fields in lists(asked):
        rows, differ = _merged(*(_rows(one, path, fields) for one in (mine, saved, before)))
        _put_rows(together, path, rows)
        apart += [path] if differ else []
    together["reused"] = still_reused(together, saved) | still_reused(together, mine)
    return together, apart


def lists(asked: QuestionSet) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is answered in rows, each with the fields of a row: the needs first."""
    yield "needs", NEED_FIELDS
    for question in questions(asked, "rows"):
        yield f"rows.{question['key']}", tuple(column["key"] for column in question["columns"])


def _merged(my: Rows | None, their: Rows | None, was: Rows | None) -> tuple[Rows, bool]:
    """Where both changed the rows, all rows of both: a row too many is seen, a row too few is not."""
    my, their = my or [], their or []
    if my in (their, was):
        return their, False
    if their == was:
        return my, False
    return their + [row for row in my if row not in their], True


def _rows(content: Content | None, path: str, fields: tuple[str, ...]) -> Rows | None:
    if content is None:
        return None
    found = content.get("needs") if path == "needs" else at(content, "rows").get(path.partition(".")[2])
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return [{name: _text(row.get(name)) for name in fields} for row in rows]


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _put_rows(content: Content, path: str, rows: Rows) -> None:
    if path == "needs" or rows or as_typed(content, path):
        put(content, path, rows)


def differences(
    mine: Content, saved: Content, apart: list[str], asked: QuestionSet, functions: Mapping[str, str]
) -> list[Difference]:
    """The fields to decide on, each with both values in words."""
    in_rows = {path for path, _fields in lists(asked)}
    return [
        Difference(
            path,
            label_of(path, asked, functions),
            value_at(mine, path),
            value_at(saved, path),
            words_of(path, mine, asked),
            words_of(path, saved, asked),
            is_text(path, asked),
        )
        for path in apart
        if path not in in_rows
    ]


def _chosen_aside(together: Content) -> list[tuple[str, str]]:
    """The marking and the guards, which are not asked about."""
    found = []
    for name in ASIDE:
        for key, value in (together.get(name) or {}).items():
            rows = value.items() if isinstance(value, dict) else [("", value)]
            found += [(f"{name}.{key}.{inner}".rstrip("."), str(chosen)) for inner, chosen in rows]
    return found


def carried(together: Content, saved: Content, apart: list[str], asked: QuestionSet) -> list[tuple[str, str]]:
    """What only one of the two has changed: it goes along with the page, hidden, and is not asked about."""
    fields = [
        (path, value_at(together, path))
        for path in paths(asked)
        if path not in apart and value_at(together, path) != value_at(saved, path)
    ]
    fields += _chosen_aside(together)
    for path, names in lists(asked):
        rows = _rows(together, path, names) or []
        if path in apart or rows == _rows(saved, path, names):
            continue
        cells = [(f"{path}.{n}.{name}", value) for n, row in enumerate(rows) for name, value in row.items()]
        # All rows taken away is a change too: one empty cell says so.
        fields += cells or [(f"{path}.0.{names[0]}", "")]
    return fields


def heard(together: Content, typed: Content, asked: QuestionSet) -> dict[str, str] | None:
    """What the page that typed must show now, by field; None where rows came or went, which a page can not draw."""
    for path, names in lists(asked):
        if (_rows(together, path, names) or []) != (_rows(typed, path, names) or []):
            return None
    return {
        path: value_at(together, path) for path in paths(asked) if value_at(together, path) != value_at(typed, path)
    }

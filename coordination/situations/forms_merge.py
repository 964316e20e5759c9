"""Two people wrote in the same answer. Both texts are shown, field by field, and nothing is dropped."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from coordination.situations.content import ASIDE, NEED_FIELDS, Content
from coordination.situations.forms import paths, put, value_at
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
    together["needs"], differ = _needs(mine, saved, before)
    return together, [*apart, "needs"] if differ else apart


def _needs(mine: Content, saved: Content, before: Content | None) -> tuple[list[dict[str, str]], bool]:
    """Where both changed the needs, all rows of both: a row too many is seen, a row too few is not."""
    my, their = _rows(mine), _rows(saved)
    was = _rows(before) if before is not None else None
    if my in (their, was):
        return their, False
    if their == was:
        return my, False
    return their + [row for row in my if row not in their], True


def _rows(content: Content) -> list[dict[str, str]]:
    rows = [need for need in content.get("needs", []) if isinstance(need, dict)]
    return [{name: str(need.get(name) or "").strip() for name in NEED_FIELDS} for need in rows]


def differences(
    mine: Content, saved: Content, apart: list[str], asked: QuestionSet, functions: Mapping[str, str]
) -> list[Difference]:
    """The fields to decide on, each with both values in words."""
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
        if path != "needs"
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
    if "needs" in apart or together["needs"] == _rows(saved):
        return fields
    return fields + [
        (f"needs.{number}.{name}", value)
        for number, need in enumerate(together["needs"])
        for name, value in need.items()
    ]

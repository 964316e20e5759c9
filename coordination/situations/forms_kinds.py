"""How a place and an answer in rows are drawn: each a field with fields of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from coordination.situations import forms
from coordination.situations.content import Content
from coordination.situations.forms_fields import Choice, Field
from coordination.situations.forms_words import NEED_WORDS, PLACE_WORDS, Choices, choices_in, said

BLANK_ROWS = 2
Wrong = Callable[[str], list[str]]


def place_parts(path: str, content: Content, municipalities: Mapping[str, str], wrong: Wrong) -> list[Field]:
    """Name, municipality of the incident's counties, and coordinates for those who have them."""
    found = []
    for name, label in PLACE_WORDS.items():
        where = f"{path}.{name}"
        value = forms.value_at(content, where)
        choices = _choices(list(municipalities.items()), value) if name == "municipality" else []
        kind = "choice" if name == "municipality" else "text"
        found.append(Field(where, str(label), kind, value=value, errors=wrong(where), choices=choices))
    return found


def table(
    question: Mapping[str, Any], rows: Any, extra: int, municipalities: Mapping[str, str], wrong: Wrong
) -> list[list[Field]]:
    """The rows that are filled in, and blank ones after them."""
    kept = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    blank: dict[str, Any] = {}
    path = f"rows.{question['key']}"
    return [
        [_cell(f"{path}.{at}.{column['key']}", column, row, municipalities, wrong) for column in question["columns"]]
        for at, row in enumerate([*kept, *[blank] * (extra + BLANK_ROWS)])
    ]


def _cell(
    where: str, column: Mapping[str, Any], row: Mapping[str, Any], municipalities: Mapping[str, str], wrong: Wrong
) -> Field:
    given = row.get(column["key"])
    value = "" if given is None else str(given).replace("\x00", "")
    words: Choices = list(municipalities.items()) if column["kind"] == "municipality" else choices_in(column)
    kind = "choice" if words or column["kind"] == "municipality" else column["kind"]
    return Field(where, said(column), kind, value=value, errors=wrong(where), choices=_choices(words, value))


def _choices(words: Choices, value: str) -> list[Choice]:
    return [Choice(key, str(word), key == value, former=False) for key, word in words]


def place_words(said_there: Mapping[str, Any], municipalities: Mapping[str, str]) -> str:
    """A place on one line: "Färila kyrka, Ljusdal (61,8, 16,1)"."""
    code = str(said_there.get("municipality") or "")
    words = [str(said_there.get("name") or ""), municipalities.get(code, code)]
    line = ", ".join(word for word in words if word)
    if said_there.get("lat") in ("", None) or said_there.get("lon") in ("", None):
        return line
    lat, lon = (str(said_there[name]).replace(".", ",") for name in ("lat", "lon"))
    return f"{line} ({lat}; {lon})".strip()


def row_words(question: Mapping[str, Any], row: Mapping[str, Any], municipalities: Mapping[str, str]) -> list[str]:
    """The cells of a row as people read them, in the order of the columns."""
    found = []
    for column in question.get("columns", []):
        value = row.get(column["key"])
        text = "" if value is None else str(value)
        if column["kind"] == "municipality":
            text = municipalities.get(text, text)
        found.append(next((str(word) for key, word in choices_in(column) if key == text), text))
    return found


def need(number: int, row: Mapping[str, Any], wrong: Wrong) -> list[Field]:
    """A need of support: the fields of one row, in the order that they are asked."""
    return [
        Field(
            f"needs.{number}.{name}",
            str(label),
            "text",
            value=str(row.get(name) or "").replace("\x00", ""),
            errors=wrong(f"needs.{number}.{name}"),
        )
        for name, label in NEED_WORDS.items()
    ]

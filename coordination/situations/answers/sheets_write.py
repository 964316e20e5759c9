"""A question set as a table to fill in: CSV or XLSX. `services/sheets.py` reads it back."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import Workbook

from coordination.situations.content import questions
from coordination.situations.forms import paths
from coordination.situations.forms_words import NEED_WORDS, choices_in, choices_of, label_of, said
from coordination.situations.models import QuestionSet

# A workbook's sheets have no longer names.
LONGEST_NAME: Final = 31
PARTS: Final = ("numbers", "texts", "places")


@dataclass(frozen=True)
class Line:
    """One question of the first table. `words` are the answers that it takes, by key; none: it takes any."""

    key: str
    path: str
    label: str
    unit: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """What is answered in rows: a table of its own. `path` is needs, or rows and the question's key."""

    key: str
    path: str
    columns: Sequence[Column]


def header() -> list[str]:
    return [_("nyckel"), _("fråga"), _("enhet eller val"), _("svar")]


def lines(asked: QuestionSet, functions: Mapping[str, str], municipalities: Mapping[str, str]) -> Iterator[Line]:
    units = {f"numbers.{q['key']}": said(q, "unit") for q in questions(asked, "number")}
    for path in paths(asked):
        part, _dot, rest = path.partition(".")
        words = {key: str(word) for key, word in choices_of(path, asked)}
        if part == "places" and path.endswith(".municipality"):
            words = dict(municipalities)
        yield Line(rest if part in PARTS else path, path, label_of(path, asked, functions), units.get(path, ""), words)


def parts(asked: QuestionSet, municipalities: Mapping[str, str]) -> Iterator[Part]:
    if questions(asked, "needs"):
        yield Part("needs", "needs", [Column(key, str(word), {}) for key, word in NEED_WORDS.items()])
    for question in questions(asked, "rows"):
        columns = []
        for column in question["columns"]:
            words = {key: str(word) for key, word in choices_in(column)}
            words = dict(municipalities) if column["kind"] == "municipality" else words
            columns.append(Column(column["key"], said(column), words))
        yield Part(question["key"], f"rows.{question['key']}", columns)


def as_csv(first: Sequence[Line], others: Sequence[Part]) -> bytes:
    """With a mark that makes Swedish Excel read it as UTF-8, and semicolons, which it splits at."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(header())
    writer.writerows(_row(line) for line in first)
    for part in others:
        writer.writerow([])
        writer.writerow([f"[{part.key}]"])
        writer.writerow([column.label for column in part.columns])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(first: Sequence[Line], others: Sequence[Part]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Svar")
    sheet.append(header())
    for line in first:
        sheet.append(_row(line))
    for letter, width in zip("ABCD", (34, 60, 40, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    for part in others:
        more = book.create_sheet(part.key[:LONGEST_NAME])
        more.append([column.label for column in part.columns])
        for at in range(len(part.columns)):
            more.column_dimensions["ABCDEFGHIJ"[at]].width = 24
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(line: Line) -> list[str]:
    takes = " | ".join(line.words.values()) if line.words else line.unit
    return [_plain(cell) for cell in (line.key, line.label, takes, "")]


def _plain(cell: str) -> str:
    """A question that begins as a formula does is no formula in the table either."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell

"""A file that somebody keeps herself, CSV or XLSX, read into plain cells. Nothing in it is ever run or looked up.

Refused before it is read: what is too large, what unfolds to too much, and XML that defines things of its own. Every
other fault is told with sheet, row and column.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

LARGEST_FILE: Final = 2 * 1024 * 1024
LARGEST_UNFOLDED: Final = 20 * 1024 * 1024
MOST_PARTS: Final = 200
MOST_ROWS: Final = 1000
MOST_COLUMNS: Final = 40
# A line that opens a part of its own in a CSV file: [roads].
PART: Final = re.compile(r"\[([A-Za-z0-9_-]{1,40})\]")
# What turns the direction of text, or is no character at all, can make a cell read as another than it is.
UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


@dataclass(frozen=True)
class Wrong:
    """What is wrong, and where: the row as the program counts it, the column by its letter."""

    sentence: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def letter(self) -> str:
        return get_column_letter(self.column) if self.column else ""


class Unreadable(Exception):
    """The file is not taken in, not even in part."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        super().__init__()
        self.wrong = list(wrong)


@dataclass
class Sheet:
    """A table by name ("" is the first): rows of cells as text, each with its own number in the file."""

    name: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read_sheets(data: bytes) -> list[Sheet]:
    """The file's tables. Which kind of file it is, its first bytes say, whatever it is called."""
    if len(data) > LARGEST_FILE:
        raise Unreadable([Wrong(_("Filen är för stor. Den får vara högst 2 MB."))])
    if not data.strip():
        raise Unreadable([Wrong(_("Filen är tom."))])
    sheets = list(_workbook(data)) if data.startswith(b"PK") else _csv(data)
    wrong = [fault for sheet in sheets for fault in _faults(sheet)]
    if wrong or not sheets:
        raise Unreadable(wrong or [Wrong(_("Filen är tom."))])
    return sheets


def _faults(sheet: Sheet) -> Iterator[Wrong]:
    for number, cells in sheet.rows:
        for column, cell in enumerate(cells, start=1):
            if cell.startswith("="):
                yield Wrong(_("Cellen har en formel. Skriv värdet i stället."), sheet.name, number, column)
            elif UNREADABLE.search(cell):
                yield Wrong(_("Cellen har tecken som inte kan läsas."), sheet.name, number, column)


def _csv(data: bytes) -> list[Sheet]:
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    sheets = [Sheet("")]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for count, cells in enumerate(reader):
            if count >= MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise Unreadable([_too_much(sheets[-1].name)])
            part = PART.fullmatch(cells[0].strip()) if cells else None
            if part is not None and not any(cell.strip() for cell in cells[1:]):
                sheets.append(Sheet(part[1]))
            elif any(cell.strip() for cell in cells):
                sheets[-1].rows.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as broken:
        sentence = _("Raden går inte att läsa som CSV. Står det ett citattecken för mycket?")
        raise Unreadable([Wrong(sentence, sheets[-1].name, reader.line_num)]) from broken
    return sheets


def _decoded(data: bytes) -> str:
    """UTF-8 with or without a mark, else what Swedish Excel saves as CSV."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _too_much(sheet: str) -> Wrong:
    words = _("Tabellen är för stor. Högst %(rows)d rader och %(columns)d kolumner läses.")
    return Wrong(words % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}, sheet)


def _workbook(data: bytes) -> Iterator[Sheet]:
    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for at, sheet in enumerate(book.worksheets):
            sheet.reset_dimensions()
            yield _table("" if at == 0 else sheet.title, sheet.iter_rows())
    except Unreadable:
        raise
    # What a broken workbook makes the reader raise is not in any list; whatever it is, the file is not taken in.
    except Exception as broken:
        raise Unreadable([Wrong(_("Filen går inte att läsa som Excel (.xlsx)."))]) from broken


def _refuse_bomb(data: bytes) -> None:
    """Sizes are read from the list of parts before anything is unfolded; no part gives more than it says there."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            inside = parts.infolist()
            if len(inside) > MOST_PARTS or sum(part.file_size for part in inside) > LARGEST_UNFOLDED:
                raise Unreadable([Wrong(_("Filen är för stor när den packas upp. Ta bort bilder och gamla blad."))])
            for part in inside:
                text = parts.read(part).replace(b"\x00", b"")
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise Unreadable([Wrong(_("Filen går inte att läsa som Excel (.xlsx)."))])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as broken:
        raise Unreadable([Wrong(_("Filen går inte att läsa som Excel (.xlsx)."))]) from broken


def _table(name: str, rows: Iterable[Any]) -> Sheet:
    found = Sheet(name)
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise Unreadable([_too_much(name)])
        cells = [_text(cell) for cell in row]
        if any(cells):
            found.rows.append((number, cells))
    return found


def _text(cell: Any) -> str:
    """A cell as it would be typed."""
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return "="
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()

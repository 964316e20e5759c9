"""Answering from a file of one's own: all of it goes into the draft, or nothing."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.situations import content as contents
from coordination.situations import forms
from coordination.situations.answers import sheets_write
from coordination.situations.answers.sheets_read import Sheet, Unreadable, Wrong, read_sheets
from coordination.situations.answers.sheets_write import LONGEST_NAME, Line, Part
from coordination.situations.content import Content
from coordination.situations.content.kinds import municipalities_of
from coordination.situations.models import Function, Request
from coordination.situations.services.inputs import may_answer


@dataclass
class _Found:
    """What the file says, by path, where each of it stands, and what is wrong."""

    values: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    at: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    def refuse(self, sentence: str, sheet: str, row: int, column: int) -> None:
        self.wrong.append(Wrong(sentence, sheet, row, column))


def outline(request: Request) -> tuple[list[Line], list[Part]]:
    """The table that the request's questions make."""
    asked = request.question_set
    names = {function.key: str(function) for function in Function.objects.filter(key__in=asked.functions)}
    municipalities = municipalities_of(request.incident)
    return list(sheets_write.lines(asked, names, municipalities)), list(sheets_write.parts(asked, municipalities))


def template(request: Request, suffix: str) -> bytes:
    """An empty table to fill in, as csv or xlsx."""
    lines, parts = outline(request)
    return sheets_write.as_xlsx(lines, parts) if suffix == "xlsx" else sheets_write.as_csv(lines, parts)


def fill_in(*, by: Person, request: Request, actor: Actor, base: Content, data: bytes) -> tuple[Content, int]:
    """The draft with what the file says laid over it, and how many answers that was. Unreadable if anything is wrong.

    What the file leaves empty stays as it was: a file never takes an answer away.
    """
    may_answer(by, request, actor, oral=False)
    lines, parts = outline(request)
    found = _Found()
    first, *others = read_sheets(data)
    _read_lines(first, lines, found)
    _read_parts(others, parts, found)
    if not found.wrong and not found.values and not found.rows:
        found.wrong.append(Wrong(_("Filen har inga svar.")))
    content = _laid_over(base, found)
    _check(content, request, found)
    if found.wrong:
        raise Unreadable(sorted(found.wrong, key=lambda one: (one.sheet, one.row, one.column)))
    content["reused"] = forms.still_reused(content, base)
    return content, len(found.values) + sum(len(rows) for rows in found.rows.values())


def _read_lines(sheet: Sheet, lines: Sequence[Line], found: _Found) -> None:
    if not sheet.rows:
        return
    number, cells = sheet.rows[0]
    names = [cell.lower() for cell in cells]
    key_at, value_at = _position(names, ("nyckel", "key")), _position(names, ("svar", "answer"))
    if key_at is None or value_at is None:
        found.refuse(_("Första raden ska ha rubrikerna nyckel och svar, som i mallen."), sheet.name, number, 1)
        return
    known = {key: line for line in lines for key in (line.key, line.path)}
    for number, cells in sheet.rows[1:]:
        key, value = _cell(cells, key_at), _cell(cells, value_at)
        line = known.get(key)
        if line is None:
            sentence = _("Begäran frågar inte efter ”%(key)s”.") if key else _("Raden har inget i kolumnen nyckel.")
            found.refuse(sentence % {"key": key} if key else sentence, sheet.name, number, key_at + 1)
        elif line.path in found.at:
            found.refuse(_("Frågan står redan på en annan rad."), sheet.name, number, key_at + 1)
        else:
            found.at[line.path] = (sheet.name, number, value_at + 1)
            if value:
                found.values[line.path] = _keyed(value, line.words)


def _position(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((at for at, name in enumerate(names) if name in wanted), None)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _keyed(value: str, words: Mapping[str, str]) -> str:
    """The key of the answer that the words stand for: "Delvis" is 1. What is no word of it is refused later on."""
    same = [key for key, word in words.items() if value.casefold() in (key.casefold(), word.casefold())]
    usual = {"ja": "yes", "nej": "no", "yes": "yes", "no": "no"}.get(value.casefold(), "")
    return same[0] if same else usual if usual in words else value


def _read_parts(sheets: Sequence[Sheet], parts: Sequence[Part], found: _Found) -> None:
    known = {part.key[:LONGEST_NAME]: part for part in parts}
    for sheet in sheets:
        part = known.get(sheet.name[:LONGEST_NAME])
        if not sheet.rows:
            continue
        if part is None:
            found.refuse(_("Begäran frågar inte efter ”%(key)s”.") % {"key": sheet.name}, sheet.name, 0, 0)
        elif part.path in found.rows:
            found.refuse(_("Tabellen finns två gånger i filen."), sheet.name, sheet.rows[0][0], 0)
        else:
            _read_part(sheet, part, found)


def _read_part(sheet: Sheet, part: Part, found: _Found) -> None:
    number, cells = sheet.rows[0]
    by_name = {name.casefold(): column for column in part.columns for name in (column.key, column.label)}
    columns = [by_name.get(cell.casefold()) for cell in cells]
    for at, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        if cell and (column is None or columns.index(column) != at):
            found.refuse(_("Kolumnen ”%(key)s” finns inte i mallen.") % {"key": cell}, sheet.name, number, at + 1)
    rows: list[dict[str, str]] = []
    for number, cells in sheet.rows[1:]:
        row = {}
        for at, cell in enumerate(cells):
            column = columns[at] if at < len(columns) else None
            if column is not None:
                row[column.key] = _keyed(cell, column.words)
                found.at[f"{part.path}.{len(rows)}.{column.key}"] = (sheet.name, number, at + 1)
            elif cell:
                found.refuse(_("Cellen står utanför mallens kolumner."), sheet.name, number, at + 1)
        found.at[f"{part.path}.{len(rows)}"] = (sheet.name, number, 1)
        rows.append(row)
    if rows:
        found.rows[part.path] = rows


def _laid_over(base: Content, found: _Found) -> Content:
    content: Content = {**contents.empty(), **deepcopy(base)}
    for path, value in found.values.items():
        forms.put(content, path, value)
    for path, rows in found.rows.items():
        forms.put(content, path, rows)
    return content


def _check(content: Content, request: Request, found: _Found) -> None:
    """Every fault of what the file says, at its cell. What the draft held before is judged when it is sent."""
    try:
        contents.clean(content, request.question_set, request.incident)
    except ValidationError as wrong:
        for path, sentences in wrong.message_dict.items():
            place = _place_of(path, found)
            if place is not None:
                found.wrong += [Wrong(sentence, *place) for sentence in sentences]


def _place_of(path: str, found: _Found) -> tuple[str, int, int] | None:
    """Where the fault lies: at its own cell if the file fills it in, else at what the file says beside it."""
    written: dict[str, Any] = {**found.values, **found.rows}
    if path in written or path.split(".")[0] in ("rows", "needs"):
        within = any(path == one or path.startswith(f"{one}.") for one in found.rows)
        near = path if path in found.at else path.rpartition(".")[0]
        return found.at.get(near, (path, 0, 0)) if within or path in written else None
    parent = path.rpartition(".")[0]
    return next((found.at[one] for one in found.values if one.startswith(f"{parent}.")), None) if parent else None

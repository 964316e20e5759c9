"""What is drawn on many pages and seldom changes: the board's rows and cells, a strip among the newest answers.

Each is a function of nothing but what it shows, so the same values give the same words without a template.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from coordination.incidents.models import Incident
from coordination.situations.board.picture import Board, Cell, Row
from coordination.situations.models import Input
from coordination.situations.states import InputState

SHOWN: Final = (
    "number",
    "state",
    "grade",
    "trend",
    "confidence",
    "summary",
    "oral",
    "late",
    "submitted_at",
    "incident_id",
)

# A board of sixty rows is read by many within the minute; the next minute has other ages.
MOST_ROWS: Final = 1_000
rows_drawn: dict[tuple[Any, ...], SafeString] = {}


class Strip(NamedTuple):
    """Everything that a strip says. `today` is noon of the incident's day: another day's answer tells its day."""

    incident: str
    pk: int
    actor: str
    at: datetime | None
    today: datetime
    grade: int | None
    trend: str
    confidence: str
    summary: str
    number: str
    oral: bool
    late: bool
    state: str
    files: int


def fill(board: Board, incident: Incident, now: datetime) -> None:
    """Draws every row of the board. Ages are counted to the minute that the clock at the top shows."""
    minute = now.replace(second=0, microsecond=0)
    deadline = board.request.deadline if board.request else None
    shared = (incident.number, get_language() or "", minute, deadline, board.report)
    for row in (*board.rows, *board.others):
        key = (*shared, *_row_said(row))
        drawn = rows_drawn.get(key)
        if drawn is None:
            drawn = _row(row, board, incident, minute)
            remember(key, drawn)
        row.drawn = drawn


def remember(key: tuple[Any, ...], drawn: SafeString) -> None:
    if len(rows_drawn) >= MOST_ROWS:
        rows_drawn.clear()
    rows_drawn[key] = drawn


def _row_said(row: Row) -> tuple[Any, ...]:
    """Everything that a row shows besides what the whole board shares."""
    asked: Any = row.recipient
    answer, former = row.answer, row.former
    return (
        asked.actor.short,
        asked.opened_at,
        asked.began_at,
        asked.reminded_at,
        asked.phone,
        asked.phone_function,
        (answer.pk, answer.submitted_at, answer.oral, answer.late) if answer else None,
        (former.pk, former.submitted_at) if former else None,
        row.overall,
        tuple(row.cells),
        row.count,
        row.former_count,
        row.away,
        (asked.request.number, asked.request.deadline),
        row.awaited is not None,
    )


def _row(row: Row, board: Board, incident: Incident, minute: datetime) -> SafeString:
    language = get_language() or ""
    today = timezone.localtime(minute).replace(hour=12, minute=0, second=0, microsecond=0)
    cells = [_cell(cell, row.silent, board.report, language, today if cell.old_at else None) for cell in row.cells]
    context = {
        "row": row,
        "board": board,
        "deadline": row.recipient.request.deadline,
        "incident": incident,
        "now": minute,
        "cells": mark_safe("".join(cells)),  # noqa: S308  # nosec B308 B703  # each came from our own template
    }
    return render_to_string("situations/board_row.html", context)


@lru_cache(maxsize=20_000)
def _cell(cell: Cell, silent: bool, report: int | None, language: str, today: datetime | None) -> SafeString:
    """`today` is noon of the day, for what is old: another day's tells its day."""
    return render_to_string(
        "situations/board_cell.html", {"cell": cell, "silent": silent, "report": report, "today": today}
    )


def strips(rows: Iterable[Input], incident: Incident, now: datetime) -> list[SafeString]:
    language = get_language() or ""
    today = timezone.localtime(now).replace(hour=12, minute=0, second=0, microsecond=0)
    return [_strip(_said(row, incident, today), language) for row in rows]


def _said(row: Any, incident: Incident, today: datetime) -> Strip:
    """`who` is the actor's short name and `attached` how many files it carries, read with the row."""
    return Strip(
        incident.number,
        row.pk,
        row.who,
        row.submitted_at,
        today,
        row.grade,
        row.trend,
        row.confidence,
        row.summary,
        row.number,
        row.oral,
        row.late,
        "" if row.state == InputState.SUBMITTED else row.get_state_display(),
        getattr(row, "attached", 0),
    )


@lru_cache(maxsize=4_000)
def _strip(strip: Strip, language: str) -> SafeString:
    return render_to_string("situations/strip.html", {"one": strip})

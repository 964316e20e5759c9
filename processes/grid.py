"""Where the counties stand, stage by stage, as the reviewer sees it: a row for each county, a column for each stage.

Cells follow the template's stages. Where a county went its own way the row says so, and nothing is mapped silently:
a stage of its own is counted apart, and one that it merged or dropped is drawn as not being there.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from processes.leading import STEPS, late_by
from processes.models import (
    CountyProcess,
    Deviation,
    DeviationKind,
    DocumentVersion,
    NeedsAnalysis,
    ProcessRun,
    ReviewComment,
    Stage,
    TemplateStage,
    Yardstick,
)
from processes.states import RUN_LIVING, AnalysisState, CommentState, RunState, StageState, VersionState

ORDER: Final = (RunState.ACTIVE, RunState.MAINTAINED, RunState.ENDED, RunState.BROKEN_OFF)
BEFORE, SEMINARS = gettext_lazy("Inför"), gettext_lazy("Internat")
STRATEGY, AFTER = gettext_lazy("Strategi"), gettext_lazy("Efter")
# The standard template's stages, as short as a column of thirteen is. A stage of another template has its own name.
SHORT: Final[dict[str, tuple[Any, Any]]] = {
    "beslut": (BEFORE, gettext_lazy("Beslut")),
    "forberedelse": (BEFORE, gettext_lazy("Nuläge")),
    **{f"internat{number}": (SEMINARS, str(number)) for number in range(1, 7)},
    "faststallande": (STRATEGY, gettext_lazy("Fastställd")),
    "publicering": (STRATEGY, gettext_lazy("Publicerad")),
    "provning": (AFTER, gettext_lazy("Övning")),
    "behovsanalys": (AFTER, gettext_lazy("Behov")),
    "forvaltning": (AFTER, gettext_lazy("Förvaltning")),
}


@dataclass(frozen=True)
class Column:
    key: str
    group: str
    short: str
    name: str
    # As the county's own stages were named from it, whatever the reader's language is.
    swedish: str
    # The first of its group: a line is drawn before it.
    cut: bool


@dataclass(frozen=True)
class Cell:
    """`step` is a mark's name; empty where the county's process has no such stage."""

    column: Column
    step: str
    word: str
    title: str
    year: str = ""
    url: str = ""
    late: bool = False
    own_way: bool = False


@dataclass
class Row:
    process: CountyProcess
    run: ProcessRun | None = None
    cells: list[Cell] = field(default_factory=list)
    own: list[Stage] = field(default_factory=list)
    deviations: str = ""
    comments: list[int] = field(default_factory=list)
    # Of the strategy that holds and of the process that goes on, whichever comes first.
    review_on: datetime.date | None = None
    late_days: int = 0


@dataclass(frozen=True)
class Waits:
    """Something that waits for the reviewer: how many, and where each of them is."""

    what: str
    count: int
    links: list[tuple[str, str]]


@dataclass(frozen=True)
class Grid:
    columns: list[Column]
    rows: dict[int, Row]
    waits: list[Waits]

    @property
    def groups(self) -> list[tuple[str, int]]:
        found = groupby(self.columns, key=lambda one: one.group)
        return [(name, len(list(columns))) for name, columns in found]


def current_of(runs: Iterable[ProcessRun]) -> ProcessRun | None:
    """The one that goes on, else the strategy that holds, else the last one that was begun."""
    return min(runs, key=lambda run: (ORDER.index(RunState(run.state)), -run.number), default=None)


def grid_of(person: Any, processes: Sequence[CountyProcess], today: datetime.date) -> Grid:
    """Eight statements, for a county with one run as for 21 with ten years of them."""
    columns = columns_of()
    rows = {one.pk: Row(one) for one in processes}
    runs: dict[int, list[ProcessRun]] = defaultdict(list)
    for run in ProcessRun.objects.visible_to(person).filter(process__in=rows).defer("record"):
        run.process = rows[run.process_id].process
        runs[run.process_id].append(run)
    shown = {run.pk: run for each in runs.values() if (run := current_of(each)) is not None}
    _stages(person, shown, rows, columns, today)
    for key, each in runs.items():
        _review(rows[key], each, today)
    told = _comments(person, rows)
    return Grid(columns, rows, _waiting(person, rows, runs, told, today))


def columns_of() -> list[Column]:
    """The stages of the newest template."""
    stages = list(TemplateStage.objects.select_related("template").order_by("-template__version", "order"))
    newest = [one for one in stages if one.template_id == stages[0].template_id]
    columns: list[Column] = []
    for stage in newest:
        group, short = SHORT.get(stage.key, ("", str(stage)))
        cut = not columns or columns[-1].group != str(group)
        columns.append(Column(stage.key, str(group), str(short), str(stage), stage.name_sv, cut))
    return columns


def _stages(
    person: Any, shown: dict[int, ProcessRun], rows: dict[int, Row], columns: list[Column], today: datetime.date
) -> None:
    stages: dict[int, list[Stage]] = defaultdict(list)
    for stage in Stage.objects.visible_to(person).filter(run__in=shown).select_related("from_template"):
        stages[stage.run_id].append(stage)
    strayed: dict[int, list[Deviation]] = defaultdict(list)
    for one in Deviation.objects.visible_to(person).filter(run__in=shown):
        strayed[one.run_id].append(one)
    known = {column.key for column in columns}
    for run in shown.values():
        row = rows[run.process_id]
        row.run = run
        held = {one.from_template.key: one for one in stages[run.pk] if one.from_template is not None}
        row.own = [one for one in stages[run.pk] if one.from_template is None or one.from_template.key not in known]
        row.deviations = _words(strayed[run.pk])
        row.cells = [_cell(column, run, held.get(column.key), strayed[run.pk], today) for column in columns]


def _review(row: Row, runs: list[ProcessRun], today: datetime.date) -> None:
    days = [run.review_on for run in runs if run.state in RUN_LIVING and run.review_on is not None]
    if days:
        row.review_on = min(days)
        row.late_days = max((today - row.review_on).days, 0)


def _words(strayed: list[Deviation]) -> str:
    """2 fick annat namn, 1 slogs ihop: how the county went its own way."""
    kinds = Counter(one.kind for one in strayed)
    return ", ".join(f"{kinds[kind]} {str(kind.label).lower()}" for kind in DeviationKind if kinds[kind])


def _cell(column: Column, run: ProcessRun, stage: Stage | None, strayed: list[Deviation], today: datetime.date) -> Cell:
    if stage is None:
        return _gone(column, run, strayed)
    stage.run, stage.process = run, run.process
    days = late_by(stage, today)
    word = stage.get_state_display().lower()
    if days:
        word = ngettext("försenad %(n)d dag", "försenad %(n)d dagar", days) % {"n": days}
    own_way = any(one.stage_id == stage.pk for one in strayed)
    says = [stage.name, word]
    if own_way and stage.name != column.swedish:
        says.insert(1, _("i mallen: %(name)s") % {"name": column.name})
    if stage.why:
        says.append(stage.why)
    ended = stage.ended_on if stage.state == StageState.DONE else None
    return Cell(
        column,
        "late" if days else STEPS[StageState(stage.state)],
        word,
        ". ".join(says),
        f"{ended:%y}" if ended else "",
        stage.get_absolute_url(),
        bool(days),
        own_way,
    )


def _gone(column: Column, run: ProcessRun, strayed: list[Deviation]) -> Cell:
    """Dropped, or merged into another: the county's reason stands with the deviation, where its name is found."""
    ways = {DeviationKind.DROPPED: _("borttagen"), DeviationKind.MERGED: _("ihopslagen")}
    names = {column.swedish} | {one.after for one in strayed if one.before == column.swedish}
    found = next((one for one in strayed if one.kind in ways and one.before in names), None)
    word = ways[DeviationKind(found.kind)] if found else _("finns inte")
    title = f"{column.name}. {word}. {found.reason}" if found else f"{column.name}. {word}."
    return Cell(column, "", word, title, url=run.get_absolute_url(), own_way=True)


def _comments(person: Any, rows: dict[int, Row]) -> list[ReviewComment]:
    """Those that are not settled, counted for each county under the three yardsticks."""
    seen = ReviewComment.objects.visible_to(person).filter(process__in=rows).exclude(state=CommentState.SETTLED)
    found = list(seen.only("process_id", "yardstick", "state"))
    counted = Counter((one.process_id, one.yardstick) for one in found)
    for key, row in rows.items():
        row.comments = [counted[key, yardstick] for yardstick in Yardstick.values]
    return found


def _waiting(
    person: Any,
    rows: dict[int, Row],
    runs: dict[int, list[ProcessRun]],
    comments: list[ReviewComment],
    today: datetime.date,
) -> list[Waits]:
    """What the reviewer is asked for: it stands first on her page."""
    versions = DocumentVersion.objects.visible_to(person).filter(state=VersionState.SUBMITTED).count()
    analyses = NeedsAnalysis.objects.visible_to(person).filter(state=AnalysisState.DELIVERED).count()
    answered = {one.process_id for one in comments if one.state == CommentState.ANSWERED}
    expired = [one for each in runs.values() for one in each if _is_expired(one, today)]
    late = {one.process_id for one in expired}
    return [
        Waits(_("Dokument att granska"), versions, [(_("Granska dokumenten"), reverse("documents_to_judge"))]),
        Waits(_("Behovsanalyser att besvara"), analyses, [(_("Besvara analyserna"), reverse("analyses_to_answer"))]),
        Waits(
            _("Kommentarer som länen har svarat på"),
            sum(one.state == CommentState.ANSWERED for one in comments),
            _links(rows, answered, "#kommentarer"),
        ),
        Waits(
            _("Översyner som har passerat sin dag"),
            len(expired),
            _links(rows, late),
        ),
    ]


def _is_expired(run: ProcessRun, today: datetime.date) -> bool:
    return run.state in RUN_LIVING and run.review_on is not None and run.review_on < today


def _links(rows: dict[int, Row], keys: set[int], part: str = "") -> list[tuple[str, str]]:
    counties = [row.process for key, row in rows.items() if key in keys]
    return [(one.county.short, f"{one.get_absolute_url()}{part}") for one in counties]

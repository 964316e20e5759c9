"""What the pages of a county's own process read: stages as they stand, what is late, what comes next."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processes.models import Deviation, DeviationKind, ProcessRun, Seminar, Stage
from processes.states import StageState

OPEN = (StageState.NOT_STARTED, StageState.ONGOING)
STEPS = {
    StageState.NOT_STARTED: "todo",
    StageState.ONGOING: "now",
    StageState.DONE: "done",
    StageState.SKIPPED: "skip",
}


@dataclass(frozen=True)
class StageRow:
    """A stage with its place, how it stands in a shape and a word, and where it deviates."""

    stage: Stage
    place: int
    step: str
    word: str
    late: bool
    met: int
    criteria: int
    deviations: list[Deviation]


def late_by(stage: Stage, today: datetime.date) -> int:
    """Days past the planned end, while the stage is open."""
    if stage.state not in OPEN or stage.planned_end is None:
        return 0
    return max((today - stage.planned_end).days, 0)


def rows_of(person: Any, run: ProcessRun, today: datetime.date) -> list[StageRow]:
    """The run's stages in order, each with its deviations: two statements."""
    ticked = Count("criteria", filter=Q(criteria__met_on__isnull=False), distinct=True)
    seen = Stage.objects.visible_to(person).filter(run=run).select_related("from_template")
    stages = list(seen.annotate(met=ticked, asked=Count("criteria", distinct=True)))
    beside: dict[int | None, list[Deviation]] = defaultdict(list)
    for one in deviations_of(person, run):
        beside[one.stage_id].append(one)
    return [_row(run, stage, place, today, beside[stage.pk]) for place, stage in enumerate(stages, 1)]


def deviations_of(person: Any, run: ProcessRun) -> list[Deviation]:
    return list(Deviation.objects.visible_to(person).filter(run=run))


def _row(run: ProcessRun, stage: Any, place: int, today: datetime.date, beside: list[Deviation]) -> StageRow:
    stage.run, stage.process = run, run.process
    days = late_by(stage, today)
    word = stage.get_state_display()
    if days:
        word = ngettext("Försenad %(n)d dag", "Försenad %(n)d dagar", days) % {"n": days}
    step = "late" if days else STEPS[stage.state]
    return StageRow(stage, place, step, word, bool(days), stage.met, stage.asked, beside)


def deviation_words(one: Deviation) -> str:
    """Beside the stage that it is of, so what the stage is called now goes without saying."""
    names = {"before": one.before, "after": one.after}
    words = {
        DeviationKind.RENAMED: _("Hette %(before)s"),
        DeviationKind.MERGED: _("%(before)s är inslagen här"),
        DeviationKind.MOVED: _("Flyttad från plats %(before)s till plats %(after)s"),
        DeviationKind.ADDED: _("Tillagd av länet"),
        DeviationKind.DROPPED: _("%(before)s är borttagen"),
        DeviationKind.CLOSED: _("Avslutad utan kriterierna: %(before)s"),
    }
    return words[DeviationKind(one.kind)] % names


def next_seminar(person: Any, run: ProcessRun, today: datetime.date) -> Seminar | None:
    seen = Seminar.objects.visible_to(person).filter(stage__run=run, ends_on__gte=today)
    return seen.select_related("stage").first()


def ahead(day: datetime.date | None, today: datetime.date) -> str:
    """In 12 days, in 3 months, or late: how long it is to a day."""
    if day is None:
        return ""
    days = (day - today).days
    if days < 0:
        return ngettext("försenad %(n)d dag", "försenad %(n)d dagar", -days) % {"n": -days}
    if days == 0:
        return _("i dag")
    if days < 60:
        return ngettext("om %(n)d dag", "om %(n)d dagar", days) % {"n": days}
    return _("om %(n)d månader") % {"n": round(days / 30.44)}

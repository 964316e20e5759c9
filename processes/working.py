"""What the pages of the work plan read: its items in order, and which of them are past their day."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import ngettext

from processes.models import CountyProcess, WorkItem
from processes.states import WORK_OPEN, WorkState

# What is due so soon is told of beforehand.
SOON_DAYS: Final = 14
LATE: Final = "late"
STEPS: Final[Mapping[str, str]] = {
    WorkState.PLANNED: "todo",
    WorkState.ONGOING: "now",
    WorkState.DELAYED: "late",
    WorkState.STANDBY: "todo",
    WorkState.DONE: "done",
    WorkState.DROPPED: "skip",
}


@dataclass(frozen=True)
class WorkRow:
    item: WorkItem
    step: str
    # Days past its day while it is open.
    late: int
    soon: bool

    @property
    def late_words(self) -> str:
        return ngettext("%(n)d dag sen", "%(n)d dagar sen", self.late) % {"n": self.late}

    @property
    def is_open(self) -> bool:
        return self.item.state in WORK_OPEN


def rows_of(person: Any, process: CountyProcess, today: datetime.date) -> list[WorkRow]:
    """One statement: what is due first stands first."""
    seen = WorkItem.objects.visible_to(person).filter(process=process).select_related("owner", "component")
    return [row_of(item, process, today) for item in seen]


def row_of(item: WorkItem, process: CountyProcess, today: datetime.date) -> WorkRow:
    item.process = process
    left = (item.due_on - today).days
    is_open = item.state in WORK_OPEN
    late = max(-left, 0) if is_open else 0
    return WorkRow(item, STEPS[item.state], late, is_open and 0 <= left <= SOON_DAYS)


def only(rows: Iterable[WorkRow], wanted: str) -> list[WorkRow]:
    """Those in one state, those that are late, or all."""
    if wanted == LATE:
        return [row for row in rows if row.late]
    return [row for row in rows if not wanted or row.item.state == wanted]

"""What waits for who leads a county's process, in lines for her own first page."""

import datetime
from typing import Any, Final, NamedTuple

from django.db.models import F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from actors import access
from actors.models import Person
from actors.roles import Role
from processes.models import CountyProcess, CountyProcessGroupRight, Lesson, ReviewComment, Stage, WorkItem
from processes.permissions import LEAD
from processes.states import WORK_OPEN, CommentState, LessonState, RunState, StageState

LIVING: Final = (RunState.ACTIVE, RunState.MAINTAINED)
OPEN: Final = (StageState.NOT_STARTED, StageState.ONGOING)


class Line(NamedTuple):
    text: str
    url: str


def lines_for(person: Person) -> list[Line]:
    """One statement for who leads a process, none for everybody else."""
    if not access.holds_role(person, Role.PROCESS_LEADER):
        return []
    led = access.visible(CountyProcess.objects.all(), person, CountyProcessGroupRight, LEAD)
    counted = led.annotate(**_counts(timezone.localdate())).values(
        "county__letter", "open_comments", "observed", "late_stages", "late_items"
    )
    return [line for row in counted for line in _lines(row)]


def _counts(today: datetime.date) -> dict[str, Any]:
    return {
        "open_comments": _number(ReviewComment.objects.filter(state=CommentState.OPEN)),
        "observed": _number(Lesson.objects.filter(state=LessonState.OBSERVED)),
        "late_stages": _number(Stage.objects.filter(run__state__in=LIVING, state__in=OPEN, planned_end__lt=today)),
        "late_items": _number(WorkItem.objects.filter(state__in=WORK_OPEN, due_on__lt=today)),
    }


def _number(rows: "QuerySet[Any]") -> Coalesce:
    """How many of the process's rows."""
    mine = rows.filter(process=OuterRef("pk")).order_by().annotate(n=Func(F("pk"), function="count"))
    return Coalesce(Subquery(mine.values("n"), output_field=IntegerField()), 0)


def _lines(row: dict[str, Any]) -> list[Line]:
    letter, late = row["county__letter"], row["late_stages"] + row["late_items"]
    found = [
        (row["open_comments"], "process_comments", _comments),
        (late, "process_home", _late),
        (row["observed"], "lessons", _observations),
    ]
    return [Line(words(n), reverse(name, args=[letter])) for n, name, words in found if n]


def _comments(n: int) -> str:
    return ngettext(
        "%(n)d kommentar från granskaren väntar på länets svar",
        "%(n)d kommentarer från granskaren väntar på länets svar",
        n,
    ) % {"n": n}


def _late(n: int) -> str:
    return ngettext(
        "%(n)d etapp eller post har passerat sin dag", "%(n)d etapper och poster har passerat sin dag", n
    ) % {"n": n}


def _observations(n: int) -> str:
    return ngettext("%(n)d iakttagelse väntar på sin lärdom", "%(n)d iakttagelser väntar på sin lärdom", n) % {"n": n}

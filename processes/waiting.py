"""What waits for who leads a county's process, in lines for her own first page."""

import datetime
from typing import Any, NamedTuple

from django.db.models import F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from actors import access
from actors.models import Person
from actors.roles import Role
from processes.models import CountyProcess, CountyProcessGroupRight, Lesson, ProcessRun, ReviewComment, Stage, WorkItem
from processes.permissions import LEAD
from processes.states import RUN_LIVING, STAGE_OPEN, WORK_OPEN, CommentState, LessonState


class Line(NamedTuple):
    text: str
    url: str


def lines_for(person: Person) -> list[Line]:
    """One statement for who leads a process, none for everybody else."""
    if not access.holds_role(person, Role.PROCESS_LEADER):
        return []
    led = access.visible(CountyProcess.objects.all(), person, CountyProcessGroupRight, LEAD)
    counted = led.annotate(**_counts(timezone.localdate())).values(
        "county__letter", "open_comments", "observed", "late_stages", "late_items", "late_reviews"
    )
    return [line for row in counted for line in _lines(row)]


def _counts(today: datetime.date) -> dict[str, Any]:
    return {
        "open_comments": _number(ReviewComment.objects.filter(state=CommentState.OPEN)),
        "observed": _number(Lesson.objects.filter(state=LessonState.OBSERVED)),
        "late_stages": _number(
            Stage.objects.filter(run__state__in=RUN_LIVING, state__in=STAGE_OPEN, planned_end__lt=today)
        ),
        "late_reviews": _number(ProcessRun.objects.filter(state__in=RUN_LIVING, review_on__lt=today)),
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
        (row["late_reviews"], "process_home", _late_reviews),
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


def _late_reviews(n: int) -> str:
    return ngettext("Dagen för översyn har passerat", "%(n)d dagar för översyn har passerat", n) % {"n": n}


def _observations(n: int) -> str:
    return ngettext("%(n)d iakttagelse väntar på sin lärdom", "%(n)d iakttagelser väntar på sin lärdom", n) % {"n": n}

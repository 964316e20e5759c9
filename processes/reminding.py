"""The county's process leaders are written to when a stage, a review or an item of the work plan has passed its day,
and two weeks before a review or an item has to be done.

Once for each day: what gets a new day and comes near that, or passes it, is told of once more.

Where nobody leads the process nothing is noted, so that whoever is appointed is told.
"""

import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from journal.models import Entry
from journal.record import record
from processes.letters import leaders_of, tell_late, tell_waiting
from processes.models import CountyProcess, ProcessRun, Stage, WorkItem
from processes.states import RUN_LIVING, STAGE_OPEN, WORK_OPEN
from processes.working import SOON_DAYS

REVIEW_LATE, WORK_LATE = "processrun.review_late", "workitem.late"
REVIEW_NEAR, WORK_NEAR = "processrun.review_near", "workitem.near"
NEAR: Final = datetime.timedelta(days=SOON_DAYS)


def run() -> int:
    """Each county in a transaction of its own. Returns how many stages, reviews and items were told of."""
    today = timezone.localdate()
    due = Q(workitems__state__in=WORK_OPEN, workitems__due_on__lte=today + NEAR)
    waiting = CountyProcess.objects.filter(Q(processruns__state__in=RUN_LIVING) | due).distinct().order_by("pk")
    return sum(_remind(pk, today) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _remind(process_pk: int, today: datetime.date) -> int:
    process = CountyProcess.objects.select_for_update(of=("self",), no_key=True).get(pk=process_pk)
    leaders = leaders_of(process)
    if not leaders:
        return 0
    late = _late_stages(process, today) + _late_reviews(process, today) + _late_work(process, today)
    near = _near(process, today)
    if late:
        tell_late(leaders)
    elif near:
        tell_waiting(leaders)
    return late + near


def _late_stages(process: CountyProcess, today: datetime.date) -> int:
    rows = Stage.objects.filter(
        process=process,
        run__state__in=RUN_LIVING,
        state__in=STAGE_OPEN,
        planned_end__lt=today,
        reminded_at__isnull=True,
    )
    late = list(rows.select_for_update(of=("self",), no_key=True))
    for stage in late:
        stage.reminded_at = timezone.now()
        stage.save(update_fields=["reminded_at"])
        record(stage, "stage.late", planned_end=stage.planned_end.isoformat() if stage.planned_end else "")
    return len(late)


def _late_reviews(process: CountyProcess, today: datetime.date) -> int:
    late = ProcessRun.objects.filter(process=process, state__in=RUN_LIVING, review_on__lt=today)
    return sum(_tell_once(one, REVIEW_LATE, one.review_on) for one in late)


def _late_work(process: CountyProcess, today: datetime.date) -> int:
    late = WorkItem.objects.filter(process=process, state__in=WORK_OPEN, due_on__lt=today)
    return sum(_tell_once(one, WORK_LATE, one.due_on) for one in late)


def _near(process: CountyProcess, today: datetime.date) -> int:
    """Reviews and items that have two weeks left, or less."""
    span = (today, today + NEAR)
    reviews = ProcessRun.objects.filter(process=process, state__in=RUN_LIVING, review_on__range=span)
    items = WorkItem.objects.filter(process=process, state__in=WORK_OPEN, due_on__range=span)
    return sum(_tell_once(one, REVIEW_NEAR, one.review_on) for one in reviews) + sum(
        _tell_once(one, WORK_NEAR, one.due_on) for one in items
    )


def _tell_once(row: ProcessRun | WorkItem, verb: str, day: datetime.date | None) -> int:
    """The journal says whether this day was told of: another day may be late once more."""
    on = day.isoformat() if day else ""
    there = Entry.objects.of(row.journal_stream()).filter(subject=row.journal_subject(), verb=verb)
    if there.filter(data__on=on).exists():
        return 0
    record(row, verb, on=on)
    return 1

"""The county's process leaders are written to when a stage, a review or an item of the work plan has passed its day.

Once for each day: what gets a new day and passes that too is told of once more.

Where nobody leads the process nothing is noted, so that whoever is appointed is told.
"""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actors.letters import post
from actors.models import ActorKind, LetterKind, Membership, Person
from actors.roles import Role
from journal.models import Entry
from journal.record import record
from processes.models import CountyProcess, ProcessRun, Stage, WorkItem
from processes.states import WORK_OPEN, RunState, StageState

LIVING = (RunState.ACTIVE, RunState.MAINTAINED)
OPEN = (StageState.NOT_STARTED, StageState.ONGOING)
REVIEW_LATE, WORK_LATE = "processrun.review_late", "workitem.late"


def run() -> int:
    """Each county in a transaction of its own. Returns how many stages and reviews were told of."""
    today = timezone.localdate()
    led = Q(processruns__state__in=LIVING) | Q(workitems__state__in=WORK_OPEN, workitems__due_on__lt=today)
    waiting = CountyProcess.objects.filter(led).distinct().order_by("pk")
    return sum(_remind(pk, today) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _remind(process_pk: int, today: datetime.date) -> int:
    process = CountyProcess.objects.select_for_update(of=("self",), no_key=True).get(pk=process_pk)
    leaders = _leaders(process)
    if not leaders:
        return 0
    told = _late_stages(process, today) + _late_reviews(process, today) + _late_work(process, today)
    for person in leaders if told else ():
        post(person, LetterKind.DEADLINE)
    return told


def _leaders(process: CountyProcess) -> Sequence[Person]:
    held = Membership.objects.now().filter(role=Role.PROCESS_LEADER, actor__kind=ActorKind.COUNTY_BOARD)
    rows = held.filter(actor__county=process.county_id, person__is_active=True).values("person_id")
    return list(Person.objects.filter(pk__in=rows).order_by("pk"))


def _late_stages(process: CountyProcess, today: datetime.date) -> int:
    rows = Stage.objects.filter(
        process=process, run__state__in=LIVING, state__in=OPEN, planned_end__lt=today, reminded_at__isnull=True
    )
    late = list(rows.select_for_update(of=("self",), no_key=True))
    for stage in late:
        stage.reminded_at = timezone.now()
        stage.save(update_fields=["reminded_at"])
        record(stage, "stage.late", planned_end=stage.planned_end.isoformat() if stage.planned_end else "")
    return len(late)


def _late_reviews(process: CountyProcess, today: datetime.date) -> int:
    late = ProcessRun.objects.filter(process=process, state__in=LIVING, review_on__lt=today)
    return sum(_tell_once(one, REVIEW_LATE, one.review_on) for one in late)


def _late_work(process: CountyProcess, today: datetime.date) -> int:
    late = WorkItem.objects.filter(process=process, state__in=WORK_OPEN, due_on__lt=today)
    return sum(_tell_once(one, WORK_LATE, one.due_on) for one in late)


def _tell_once(row: ProcessRun | WorkItem, verb: str, day: datetime.date | None) -> int:
    """The journal says whether this day was told of: another day may be late once more."""
    on = day.isoformat() if day else ""
    there = Entry.objects.of(row.journal_stream()).filter(subject=row.journal_subject(), verb=verb)
    if there.filter(data__on=on).exists():
        return 0
    record(row, verb, on=on)
    return 1

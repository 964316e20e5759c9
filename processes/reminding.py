"""The county's process leaders are written to when a stage or a review has passed its day: once for each.

Where nobody leads the process nothing is noted, so that whoever is appointed is told.
"""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from actors.letters import post
from actors.models import ActorKind, LetterKind, Membership, Person
from actors.roles import Role
from journal.models import Entry
from journal.record import record
from processes.models import CountyProcess, ProcessRun, Stage
from processes.states import RunState, StageState

LIVING = (RunState.ACTIVE, RunState.MAINTAINED)
OPEN = (StageState.NOT_STARTED, StageState.ONGOING)
REVIEW_LATE = "processrun.review_late"


def run() -> int:
    """Each county in a transaction of its own. Returns how many stages and reviews were told of."""
    today = timezone.localdate()
    waiting = CountyProcess.objects.filter(processruns__state__in=LIVING).distinct().order_by("pk")
    return sum(_remind(pk, today) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _remind(process_pk: int, today: datetime.date) -> int:
    process = CountyProcess.objects.select_for_update(of=("self",), no_key=True).get(pk=process_pk)
    leaders = _leaders(process)
    if not leaders:
        return 0
    told = _late_stages(process, today) + _late_reviews(process, today)
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
    """The journal says whether this day was told of: another day may be late once more."""
    told = 0
    for one in ProcessRun.objects.filter(process=process, state__in=LIVING, review_on__lt=today):
        on = one.review_on.isoformat() if one.review_on else ""
        there = Entry.objects.of(one.journal_stream()).filter(subject=one.journal_subject(), verb=REVIEW_LATE)
        if not there.filter(data__on=on).exists():
            record(one, REVIEW_LATE, on=on)
            told += 1
    return told

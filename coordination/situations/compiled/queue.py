"""One QUEUED compilation per incident. Whoever adds something to compile holds that row until its own commit.

Without the lock an answer sent while a worker claims the compilation is lost; with it the claim waits.
"""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from actors.nudges import nudge
from actors.prepared import prepared
from coordination.incidents.models import Incident
from coordination.situations.models import Compilation
from coordination.situations.states import CompilationState

TRIES = 5


def queue_compilation(incident: Incident, *, gather: float | None = None) -> Compilation:
    """Take the incident's QUEUED compilation, or make it, with its row locked. Must run inside a transaction.

    `gather` is how many seconds it waits for more answers; 0 means now.
    """
    wait = settings.COMPILE_GATHER_SECONDS if gather is None else gather
    for _attempt in range(TRIES):
        row = _locked(incident)
        if row is not None:
            return _sooner(row, wait)
        made = Compilation.objects.bulk_create(
            [Compilation(incident=incident, gather_until=timezone.now() + timedelta(seconds=wait))],
            ignore_conflicts=True,
        )
        transaction.on_commit(partial(nudge, "situations.compile_incident", incident.pk, countdown=wait))
        if made[0].pk:
            return made[0]
    raise RuntimeError("the queue row of the incident moved on each time it was looked for")


def _locked(incident: Incident) -> Compilation | None:
    return next(iter(_queued(incident.pk)), None)


@prepared
def _queued(incident: int) -> "QuerySet[Compilation]":
    queued = Compilation.objects.filter(incident=incident, state=CompilationState.QUEUED)
    return queued.select_for_update(of=("self",)).order_by("pk")[:1]


def _sooner(row: Compilation, wait: float) -> Compilation:
    soon = timezone.now() + timedelta(seconds=wait)
    if soon < row.gather_until:
        row.gather_until = soon
        row.save(update_fields=["gather_until"])
        transaction.on_commit(partial(nudge, "situations.compile_incident", row.incident_id, countdown=wait))
    return row

"""An exercise's clock: set still to play a scene, let run, and taken up again where the portal stopped."""

from datetime import datetime

from django.db.models import Max, Q
from django.utils import timezone

from coordination.direction.models import Direction
from coordination.exercises.states import PlayState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, LogLine, Visit
from coordination.incidents.states import Phase
from coordination.situations.models import Input, Report
from journal.models import Entry


def at(incident: Incident, scene: datetime) -> None:
    """Let it be `scene` in the incident, standing still."""
    incident.clock_scene, incident.clock_started = scene, None
    incident.save(update_fields=["clock_scene", "clock_started"])


def let_run(incident: Incident, real: datetime | None = None) -> None:
    """Let the clock run from the scene where it stands."""
    incident.clock_started = real or timezone.now()
    incident.save(update_fields=["clock_started"])


def set_speed(incident: Incident, speed: float, real: datetime | None = None) -> None:
    """Let a minute be so many from now on. What has passed stays as it passed."""
    real = real or timezone.now()
    incident.clock_scene = now_in(incident, real)
    if incident.clock_started is not None:
        incident.clock_started = real
    incident.clock_speed = speed
    incident.save(update_fields=["clock_scene", "clock_started", "clock_speed"])


def resume_all(real: datetime | None = None) -> list[Incident]:
    """Take up the clock of every open exercise, as the portal starts: it stood still while the portal was down.

    When exactly the portal went down nobody wrote, so the clock goes on from the last thing that happened. What its
    leader has not started, or has paused, stands still.
    """
    exercises = Incident.objects.filter(is_exercise=True, clock_scene__isnull=False).exclude(state=Phase.CLOSED)
    resumed = list(exercises.filter(Q(play__isnull=True) | Q(play__state=PlayState.RUNNING)))
    for incident in resumed:
        at(incident, last_moment(incident, real))
        let_run(incident, real)
    return resumed


def last_moment(incident: Incident, real: datetime | None = None) -> datetime:
    """The latest that anything was done in the incident, in its own time; never later than its clock has come."""
    marks = [
        Entry.objects.of(incident.journal_stream()).aggregate(at=Max("happened_at"))["at"],
        LogLine.objects.filter(incident=incident).aggregate(at=Max("written_at"))["at"],
        Input.objects.filter(incident=incident).aggregate(at=Max("saved_at"))["at"],
        Report.objects.filter(incident=incident).aggregate(at=Max("edited_at"))["at"],
        Direction.objects.filter(incident=incident).aggregate(at=Max("edited_at"))["at"],
        Visit.objects.filter(incident=incident).aggregate(at=Max("at"))["at"],
    ]
    done = max((mark for mark in [*marks, incident.clock_scene] if mark is not None), default=now_in(incident, real))
    return min(done, now_in(incident, real))

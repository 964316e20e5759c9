"""An incident's own time. Every age and every deadline comes from here.

A real incident keeps real time. An exercise has a clock of its own: where its story stands, since when, how fast.
"""

from datetime import datetime
from typing import Protocol

from django.utils import timezone


class Clocked(Protocol):
    is_exercise: bool
    clock_scene: datetime | None
    clock_started: datetime | None
    clock_speed: float


def now_in(incident: Clocked, real: datetime | None = None) -> datetime:
    """The time it is in the incident, in UTC. An exercise whose clock was never started keeps real time."""
    real = real or timezone.now()
    if incident.clock_scene is None:
        return real
    if incident.clock_started is None:
        return incident.clock_scene
    return incident.clock_scene + (real - incident.clock_started) * incident.clock_speed

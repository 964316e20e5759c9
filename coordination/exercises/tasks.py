"""Doors for the worker: running twice is as running once."""

from celery import shared_task

from coordination.exercises import giving
from coordination.exercises.drilling import beginning, closing


@shared_task(name="exercises.begin_drills", expires=60)
def begin_drills() -> None:
    beginning.run()


@shared_task(name="exercises.measure_drills", expires=60)
def measure_drills() -> None:
    closing.run()


@shared_task(name="exercises.give_injects", expires=10)
def give_injects() -> None:
    giving.run()

"""Doors for the worker: running twice is as running once."""

from celery import shared_task

from coordination.exercises import giving


@shared_task(name="exercises.give_injects", expires=10)
def give_injects() -> None:
    giving.run()

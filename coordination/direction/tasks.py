"""Doors for the worker: running twice is as running once."""

from celery import shared_task

from coordination.direction import escalating


@shared_task(name="direction.escalate", expires=50)
def escalate() -> None:
    escalating.run()

"""Doors for the worker: running twice is as running once."""

from celery import shared_task

from processes import reminding


@shared_task(name="processes.remind", expires=3000)
def remind() -> None:
    reminding.run()

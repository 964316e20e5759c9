"""Doors for the worker."""

from celery import shared_task

from coordination.incidents import notices


@shared_task(name="incidents.send_notices", expires=60)
def send_notices() -> None:
    notices.send_waiting()

"""Doors for the worker."""

from celery import shared_task

from journal import anchors


@shared_task(name="journal.anchor", expires=500)
def anchor() -> None:
    anchors.keep_up()

"""Doors for the worker."""

from celery import shared_task

from actors import duty


@shared_task(name="actors.apply_memberships")
def apply_memberships() -> None:
    duty.apply_all()

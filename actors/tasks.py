"""Doors for the worker."""

from celery import shared_task

from actors import duty, letters


@shared_task(name="actors.apply_memberships")
def apply_memberships() -> None:
    duty.apply_all()


@shared_task(name="actors.send_letters", expires=60)
def send_letters() -> None:
    letters.send_waiting()

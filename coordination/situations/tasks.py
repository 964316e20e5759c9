"""Doors for the worker: a key in, one call. Running twice is as running once."""

from celery import shared_task
from django.db import OperationalError

from coordination.situations.compiled import compiling
from coordination.situations.models import Report
from coordination.situations.press import rendering
from coordination.situations.rounds import linking, rhythm
from coordination.situations.weighing import ageing, coming_due


@shared_task(
    name="situations.compile_incident",
    autoretry_for=(OperationalError,),
    retry_backoff=1,
    retry_backoff_max=30,
    max_retries=5,
)
def compile_incident(incident_pk: int) -> None:
    compiling.compile_incident(incident_pk)


@shared_task(name="situations.sweep", expires=30)
def sweep() -> None:
    compiling.sweep()


@shared_task(name="situations.nudge_owners", expires=240)
def nudge_owners() -> None:
    ageing.nudge_owners()


@shared_task(name="situations.look_again", expires=50)
def look_again() -> None:
    coming_due.look_again()


@shared_task(name="situations.print_report", autoretry_for=(OperationalError,), retry_backoff=1, max_retries=5)
def print_report(report_pk: int) -> None:
    report = Report.objects.shown().select_related("incident").filter(pk=report_pk).first()
    if report is not None:  # else it was withheld before it was printed
        rendering.print_all(report)


@shared_task(name="situations.rhythms", expires=50)
def rhythms() -> None:
    rhythm.run()


@shared_task(name="situations.send_links", expires=50)
def send_links() -> None:
    linking.send_waiting()

"""What is marked sensitive is written in the journal when it is read and when it leaves as a file."""

from typing import Any, TypeVar

from django.http.response import HttpResponseBase

from coordination.incidents.models import Incident, Marking
from coordination.situations.models import Input, Report
from journal.record import note_export, note_read

A = TypeVar("A", bound=HttpResponseBase)


def report_read(by: Any, incident: Incident, *, pk: int, number: int, marking: str) -> None:
    """A published report is shown. An unmarked one costs no statement, and needs no row read for this."""
    if marking == Marking.SENSITIVE:
        note_read(by=by, subject=Report(pk=pk, number=number, incident=incident))


def report_left(by: Any, report: Report, answer: A, form: str) -> A:
    """A report is answered as a file, unless the caller has it already (304)."""
    if report.marking == Marking.SENSITIVE and answer.status_code == 200:
        note_export(by=by, subject=report, form=form)
    return answer


def answer_file_left(by: Any, answer: Input, ending: str) -> None:
    """A file of an answer that is marked sensitive has left the portal: each time is an entry, on the answer."""
    if answer.marking == Marking.SENSITIVE:
        note_export(by=by, subject=answer, form=ending)

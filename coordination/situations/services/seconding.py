"""Two people behind a report, where the county has said so: one approves exactly what another then publishes."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Person
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import WRITE
from coordination.incidents.services import refuse_closed
from coordination.situations.models import Report
from coordination.situations.states import ReportState
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken


def asks_for_two(report: Report) -> bool:
    """Whether the county that leads the incident has said that two publish."""
    return report.incident.lead.second_approval


def is_seconded(report: Report) -> bool:
    """Approved as it stands. Every change of words, marking or answers makes a new revision and ends the approval."""
    return report.seconded_by_id is not None and report.seconded_revision == report.revision


def second_report(*, by: Person, report: Report, revision: int) -> Report:
    """Approve what was read: the revision says which words, marking and answers that was."""
    require(by, WRITE, report.incident)
    refuse_closed(report.incident)
    if not asks_for_two(report):
        raise RuleBroken(_("Här publicerar en person. Administratören kan ändra det på organisationens sida."))
    if report.state != ReportState.IN_REVIEW:
        raise RuleBroken(_("Rapporten skrivs fortfarande. Den godkänns när den är lämnad till granskning."))
    said: dict[str, Any] = {
        "seconded_by": by,
        "seconded_at": now_in(report.incident),
        "seconded_revision": revision,
    }
    with transaction.atomic():
        there = Report.objects.filter(pk=report.pk, revision=revision, state=ReportState.IN_REVIEW)
        if not there.update(**said):
            raise MovedOn(_("Rapporten har ändrats sedan du läste den. Läs den igen och godkänn sedan."))
        record(report, "report.seconded", by=by)
    for name, value in said.items():
        setattr(report, name, value)
    return report


def refuse_alone(report: Report, by: Person) -> None:
    """One approves and another publishes. The report's row is held by the caller."""
    if not asks_for_two(report):
        return
    held = Report.objects.values("seconded_by", "seconded_revision", "revision").get(pk=report.pk)
    if held["seconded_by"] is None:
        raise RuleBroken(
            _("Länsstyrelsen har bestämt att två står bakom en rapport. Be en kollega godkänna den först.")
        )
    if held["seconded_revision"] != held["revision"]:
        raise RuleBroken(_("Rapporten har ändrats efter att den godkändes. Den behöver godkännas igen."))
    if held["seconded_by"] == by.pk:
        raise RuleBroken(_("Du har själv godkänt rapporten. En annan än du publicerar den."))

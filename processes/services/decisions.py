"""Decisions of a process. With the adoption the county has a strategy, and a day when it is looked at again."""

import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken
from processes.models import OWN_WORD, CountyProcess, Decision, DecisionKind, ProcessRun, Stage, Status
from processes.permissions import LEAD
from processes.services.rules import hold, refuse_disorder, refuse_future, refuse_review, said
from processes.states import RunState

# Stored with the row and read by all, so in the language of the documents.
ADOPTED: Final = f"{OWN_WORD}länets strategi är fastställd %(day)s"


def decide(
    *,
    by: Person,
    run: ProcessRun,
    kind: str,
    title: str,
    body: str,
    decided_on: datetime.date,
    valid_from: datetime.date | None = None,
    registry_number: str = "",
    stage: Stage | None = None,
    review_on: datetime.date | None = None,
) -> Decision:
    """Note what a body has decided. An adoption asks for the review's day, given here or set before."""
    require(by, LEAD, run.process)
    title = said(title, _("Skriv vad som är beslutat."))
    body = said(body, _("Skriv vem som har beslutat."))
    refuse_future(decided_on, _("Beslutet kan inte vara fattat i framtiden."))
    refuse_disorder(decided_on, valid_from, _("Beslutet kan inte gälla före den dag då det fattades."))
    if stage is not None and stage.run_id != run.pk:
        raise RuleBroken(_("Etappen hör till en annan process."))
    with transaction.atomic():
        held = hold(run.pk)
        row = Decision(
            process=held.process,
            run=held,
            stage=stage,
            kind=kind,
            title=title,
            body=body,
            decided_on=decided_on,
            valid_from=valid_from,
            registry_number=registry_number.strip(),
            noted_at=timezone.now(),
            noted_by=by,
        )
        row.full_clean()
        row.save()
        record(row, "decision.noted", by=by, kind=kind, body=body, decided_on=decided_on.isoformat())
        if kind == DecisionKind.ADOPTION:
            _adopt(held, by=by, row=row, review_on=review_on)
            run.state, run.review_on = held.state, held.review_on
    return row


def _adopt(run: ProcessRun, *, by: Person, row: Decision, review_on: datetime.date | None) -> None:
    """The strategy holds from now on, and the one before it no longer."""
    if run.state != RunState.ACTIVE:
        raise RuleBroken(_("Strategin är redan fastställd. En ny strategi fastställs i en ny process."))
    review_on = review_on or run.review_on
    if review_on is None:
        raise RuleBroken(_("Ange också när strategin ska ses över: högst 24 månader framåt."))
    refuse_review(review_on)
    for former in ProcessRun.objects.filter(process=run.process, state=RunState.MAINTAINED):
        why = _("Ersatt av %(run)s") % {"run": run.title}
        move(former, RunState.ENDED, by=by, note=why, ended_on=row.decided_on, ended_why=why)
    move(run, RunState.MAINTAINED, by=by, note=row.title, review_on=review_on)
    _has_strategy(run, by=by, row=row)


def _has_strategy(run: ProcessRun, *, by: Person, row: Decision) -> None:
    """A county that was not done says in public that its strategy is adopted: the county's own word, with its day.

    It is not done before a reviewer has published the strategy.
    """
    process = CountyProcess.objects.select_for_update().get(pk=run.process_id)
    if process.is_done:
        return
    before, process.status = process.status, Status.AWAITING
    process.status_source = ADOPTED % {"day": row.decided_on.isoformat()}
    process.status_reviewed = timezone.localdate()
    process.save(update_fields=["status", "status_source", "status_reviewed"])
    record(process, "countyprocess.adopted", by=by, from_state=before, to_state=Status.AWAITING)

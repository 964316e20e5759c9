"""What must be so before a stage is done, and the evidence that it is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken
from processes.models import Criterion
from processes.permissions import LEAD
from processes.services.rules import as_it_stands, hold, is_web, said
from processes.states import StageState


def meet_criterion(*, by: Person, criterion: Criterion, evidence: str, url: str = "") -> None:
    """Ticked, with what shows it: a document's number, a date, a link."""
    require(by, LEAD, criterion.process)
    evidence = said(evidence, _("Skriv vad som visar att kriteriet är uppfyllt."))
    url = url.strip()
    if url and not is_web(url):
        raise RuleBroken(_("Länken ska börja med https:// eller http://."))
    with transaction.atomic():
        hold(criterion.stage.run_id)
        as_it_stands(criterion)
        criterion.evidence, criterion.evidence_url = evidence, url
        criterion.met_on, criterion.met_by = timezone.localdate(), by
        criterion.full_clean()
        criterion.save(update_fields=["evidence", "evidence_url", "met_on", "met_by"])
        record(criterion, "criterion.met", by=by, note=evidence)


def unmeet_criterion(*, by: Person, criterion: Criterion) -> None:
    """It was not so after all. What was written as evidence stays, to be corrected."""
    require(by, LEAD, criterion.process)
    with transaction.atomic():
        hold(criterion.stage.run_id)
        as_it_stands(criterion)
        if criterion.met_on is None:
            raise RuleBroken(_("Kriteriet är inte uppfyllt."))
        if criterion.stage.state == StageState.DONE:
            raise RuleBroken(_("Etappen är klar. Öppna den först."))
        criterion.met_on = criterion.met_by = None
        criterion.save(update_fields=["met_on", "met_by"])
        record(criterion, "criterion.unmet", by=by, note=criterion.evidence)

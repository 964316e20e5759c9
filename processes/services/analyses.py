"""The regional needs analysis: written by the county, delivered to the national agency, answered by its reviewer."""

import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken
from processes.models import AnalysisMeasure, CountyProcess, NeedsAnalysis, ProcessRun
from processes.permissions import LEAD, REVIEW
from processes.services.rules import PRIORITIES, hold_process, refuse_disorder, refuse_own_county, said
from processes.states import AnalysisState

TEXTS: Final = ("present_state", "wanted_state", "gap", "need", "support")
EDITED: Final = ("area", "horizon_year", *TEXTS)
LONGEST_HORIZON: Final = 20


def begin_analysis(*, by: Person, process: CountyProcess, area: str, run: ProcessRun | None = None) -> NeedsAnalysis:
    """A draft for one area. Everything else is filled in as it becomes known."""
    require(by, LEAD, process)
    if run is not None and run.process_id != process.pk:
        raise RuleBroken(_("Genomförandet hör till ett annat läns process."))
    area = said(area, _("Skriv vilket område analysen gäller."))
    with transaction.atomic():
        hold_process(process)
        last = NeedsAnalysis.objects.filter(process=process).aggregate(last=Max("number"))["last"]
        row = NeedsAnalysis(process=process, run=run, number=(last or 0) + 1, area=area, made_by=by)
        row.made_at = timezone.now()
        row.full_clean()
        row.save()
        record(row, "needsanalysis.begun", by=by, to_state=row.state)
    return row


def edit_analysis(*, by: Person, analysis: NeedsAnalysis, revision: int, **changes: Any) -> None:
    """What was not sent stays as it is. What has been delivered is taken back before it is changed."""
    require(by, LEAD, analysis.process)
    if set(changes) - set(EDITED):
        raise TypeError(f"A needs analysis has no such part: {sorted(set(changes) - set(EDITED))}")
    _refuse_closed(analysis)
    for name, value in changes.items():
        setattr(analysis, name, value.strip() if isinstance(value, str) else value)
    said(analysis.area, _("Skriv vilket område analysen gäller."))
    _refuse_horizon(analysis.horizon_year)
    analysis.full_clean()
    with transaction.atomic():
        _next_revision(analysis, revision, **{name: getattr(analysis, name) for name in changes})
        record(analysis, "needsanalysis.edited", by=by, parts=sorted(changes))


def put_measure(
    *,
    by: Person,
    analysis: NeedsAnalysis,
    revision: int,
    title: str,
    owner: Actor,
    measure: AnalysisMeasure | None = None,
    partners: str = "",
    cost: int | None = None,
    priority: int = 2,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    funding: str = "",
) -> AnalysisMeasure:
    """A new measure of the analysis, or the same one written anew."""
    require(by, LEAD, analysis.process)
    _refuse_closed(analysis)
    row = measure or AnalysisMeasure(process=analysis.process, analysis=analysis)
    if row.analysis_id != analysis.pk:
        raise RuleBroken(_("Åtgärden hör till en annan analys."))
    if priority not in PRIORITIES:
        raise RuleBroken(_("Prioriteten är 1, 2 eller 3."))
    refuse_disorder(starts_on, ends_on, _("Åtgärden kan inte sluta före den dag då den börjar."))
    row.title, row.owner = said(title, _("Skriv vad som ska göras.")), owner
    row.partners, row.funding, row.cost, row.priority = partners.strip(), funding.strip(), cost, priority
    row.starts_on, row.ends_on = starts_on, ends_on
    row.full_clean()
    with transaction.atomic():
        _next_revision(analysis, revision)
        row.save()
        record(analysis, "needsanalysis.measure_put", by=by, note=row.title, owner=owner.key)
    return row


def drop_measure(*, by: Person, measure: AnalysisMeasure) -> None:
    analysis = measure.analysis
    require(by, LEAD, analysis.process)
    _refuse_closed(analysis)
    with transaction.atomic():
        _next_revision(analysis, analysis.revision)
        record(analysis, "needsanalysis.measure_dropped", by=by, note=measure.title)
        measure.delete()


def deliver_analysis(*, by: Person, analysis: NeedsAnalysis, revision: int) -> None:
    """To the national agency, as it was read: whole, with at least one measure."""
    require(by, LEAD, analysis.process)
    lacking = lacking_in(analysis) if analysis.state == AnalysisState.DRAFT else []
    if lacking:
        raise RuleBroken(_("Det här saknas innan analysen kan lämnas: %(parts)s.") % {"parts": ", ".join(lacking)})
    move(analysis, AnalysisState.DELIVERED, by=by, seen={"revision": revision}, delivered_at=timezone.now())


def lacking_in(analysis: NeedsAnalysis) -> list[str]:
    """What must be there before the analysis is delivered, and is not yet, in words."""
    meta = NeedsAnalysis._meta
    names = [name for name in (*TEXTS, "horizon_year") if not getattr(analysis, name)]
    parts = [str(meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]  # a column's
    return parts if analysis.measures.exists() else [*parts, _("minst en åtgärd")]


def take_back_analysis(*, by: Person, analysis: NeedsAnalysis) -> None:
    """Until it has been answered, the county may take it back and change it."""
    require(by, LEAD, analysis.process)
    move(analysis, AnalysisState.DRAFT, by=by, delivered_at=None)


def answer_analysis(*, by: Person, analysis: NeedsAnalysis, revision: int, response: str) -> None:
    """What the national agency says, by a reviewer from elsewhere, of what she has read."""
    require(by, REVIEW, analysis.process)
    refuse_own_county(by, analysis.process)
    response = said(response, _("Skriv vad länet får för svar. Ett svar utan ord besvarar ingenting."))
    answered: dict[str, Any] = {"response": response, "answered_at": timezone.now(), "answered_by": by}
    move(analysis, AnalysisState.ANSWERED, by=by, seen={"revision": revision}, **answered)


def _refuse_closed(analysis: NeedsAnalysis) -> None:
    if analysis.state == AnalysisState.DELIVERED:
        raise RuleBroken(_("Analysen är lämnad. Ta tillbaka den innan du ändrar den."))
    if analysis.state == AnalysisState.ANSWERED:
        raise RuleBroken(_("Analysen är besvarad och ändras inte mer. Börja en ny."))


def _refuse_horizon(year: int | None) -> None:
    this = timezone.localdate().year
    if year is not None and not this <= year <= this + LONGEST_HORIZON:
        raise RuleBroken(
            _("Målåret ligger mellan %(first)d och %(last)d.") % {"first": this, "last": this + LONGEST_HORIZON}
        )


def _next_revision(analysis: NeedsAnalysis, revision: int, **values: Any) -> None:
    """Only over what was read, and only while it is a draft: of two at once, one is told to look again."""
    there = NeedsAnalysis.objects.filter(pk=analysis.pk, revision=revision, state=AnalysisState.DRAFT)
    if there.update(revision=F("revision") + 1, **values) != 1:
        raise MovedOn(_("Någon annan har ändrat medan du skrev. Jämför, och spara igen om din text ska gälla."))
    analysis.revision = revision + 1

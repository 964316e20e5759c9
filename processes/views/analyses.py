"""Needs analyses of a county: the list, one of them, and how its leader writes, delivers and takes it back."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from journal.permissions import require
from journal.refusals import RuleBroken
from processes import facts, services
from processes.forms_judging import AnalysisForm, AreaForm, MeasureForm, SeenForm
from processes.models import AnalysisMeasure, NeedsAnalysis
from processes.permissions import LEAD, REVIEW
from processes.services.analyses import TEXTS, lacking_in
from processes.states import AnalysisState
from processes.views.finding import act, find_process, leads, run_to_show, who, write

BOTH = ["GET", "HEAD", "POST"]
STEPS = {AnalysisState.DRAFT: "todo", AnalysisState.DELIVERED: "now", AnalysisState.ANSWERED: "done"}


def find_analysis(request: HttpRequest, letter: str, number: int) -> NeedsAnalysis:
    process = find_process(request, letter)
    seen = NeedsAnalysis.objects.visible_to(who(request)).select_related("answered_by", "run")
    analysis: NeedsAnalysis = get_object_or_404(seen, process=process, number=number)
    analysis.process = process
    return analysis


def find_measure(request: HttpRequest, letter: str, number: int, pk: int) -> AnalysisMeasure:
    analysis = find_analysis(request, letter, number)
    seen = AnalysisMeasure.objects.visible_to(who(request)).select_related("owner")
    measure: AnalysisMeasure = get_object_or_404(seen, analysis=analysis, pk=pk)
    measure.process, measure.analysis = analysis.process, analysis
    return measure


def told(analysis: NeedsAnalysis, person: Any) -> dict[str, Any]:
    """The analysis as its readers see it, whoever they are."""
    meta = NeedsAnalysis._meta
    return {
        "process": analysis.process,
        "analysis": analysis,
        "step": STEPS[AnalysisState(analysis.state)],
        "parts": [(meta.get_field(name).verbose_name, getattr(analysis, name)) for name in TEXTS],  # type: ignore[union-attr]  # columns
        "measures": AnalysisMeasure.objects.visible_to(person).filter(analysis=analysis).select_related("owner"),
        # By the name that it had on the day, when it got the analysis and when it answered.
        "agency": facts.agency_on(_day(analysis.answered_at)),
        "delivered_to": facts.agency_on(_day(analysis.delivered_at)),
    }


def _day(at: datetime.datetime | None) -> datetime.date:
    return timezone.localdate(at) if at else timezone.localdate()


@login_required
@require_safe
def listed(request: HttpRequest, letter: str) -> HttpResponse:
    process = find_process(request, letter)
    seen = NeedsAnalysis.objects.visible_to(who(request)).filter(process=process)
    context = {
        "process": process,
        "rows": [(one, STEPS[AnalysisState(one.state)]) for one in seen],
        "agency": facts.agency_on(timezone.localdate()),
        "leads": leads(request, process),
    }
    return render(request, "processes/judged/analyses.html", context)


@login_required
@require_http_methods(BOTH)
def new(request: HttpRequest, letter: str) -> HttpResponse:
    process = find_process(request, letter)
    require(who(request), LEAD, process)
    return act(
        request,
        AreaForm(request.POST or None),
        lambda said: services.begin_analysis(
            by=who(request), process=process, run=run_to_show(request, process), **said
        ),
        told=_("Utkastet är påbörjat. Fyll i det som är känt."),
        back=reverse("needs_analyses", args=[letter]),
        to=lambda made: reverse("needs_analysis_edit", args=[letter, made.number]),
        title=_("Ny behovsanalys"),
        name=_("Behovsanalyser"),
        words=_("En analys gäller ett område: vad som finns, vad som behövs och vilket stöd länet ber om."),
        button=_("Börja"),
    )


@login_required
@require_safe
def show(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    found = find_analysis(request, letter, number)
    may = leads(request, found.process)
    draft, waits = found.state == AnalysisState.DRAFT, found.state == AnalysisState.DELIVERED
    context = told(found, who(request)) | {
        "may_write": may and draft,
        "may_take_back": may and waits,
        "may_answer": waits and who(request).has_perm(REVIEW, found.process),
        "lacking": lacking_in(found) if may and draft else [],
        "seen": SeenForm(initial={"revision": found.revision}),
    }
    return render(request, "processes/judged/analysis.html", context)


@login_required
@require_http_methods(BOTH)
def edit(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    found = find_analysis(request, letter, number)
    require(who(request), LEAD, found.process)
    return write(
        request,
        AnalysisForm,
        lambda: AnalysisForm.values(find_analysis(request, letter, number)),
        lambda form: services.edit_analysis(by=who(request), analysis=found, **form.cleaned_data),
        told=_("Sparat."),
        back=found.get_absolute_url(),
        title=_("Ändra behovsanalysen"),
        name=found.area,
    )


@login_required
@require_http_methods(BOTH)
def measure_new(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    return _measure(request, find_analysis(request, letter, number), None)


@login_required
@require_http_methods(BOTH)
def measure_edit(request: HttpRequest, letter: str, number: int, pk: int) -> HttpResponse:
    measure = find_measure(request, letter, number, pk)
    return _measure(request, measure.analysis, measure)


def _measure(request: HttpRequest, analysis: NeedsAnalysis, measure: AnalysisMeasure | None) -> HttpResponse:
    require(who(request), LEAD, analysis.process)
    where = (analysis.process.county.letter, analysis.number)

    def values() -> dict[str, Any]:
        stands = find_measure(request, *where, measure.pk) if measure else None
        return MeasureForm.values(find_analysis(request, *where), stands)

    return write(
        request,
        MeasureForm,
        values,
        lambda form: services.put_measure(by=who(request), analysis=analysis, measure=measure, **form.cleaned_data),
        told=_("Åtgärden är sparad."),
        back=analysis.get_absolute_url(),
        shape={"county": analysis.process.county},
        title=_("Ändra åtgärden") if measure else _("Ny åtgärd"),
        name=analysis.area,
    )


@login_required
@require_POST
def measure_drop(request: HttpRequest, letter: str, number: int, pk: int) -> HttpResponse:
    measure = find_measure(request, letter, number, pk)
    services.drop_measure(by=who(request), measure=measure)
    messages.success(request, _("Åtgärden är borttagen."))
    return redirect(measure.analysis)


@login_required
@require_POST
def deliver(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    found = find_analysis(request, letter, number)
    require(who(request), LEAD, found.process)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("Läs om sidan och lämna analysen därifrån."))
    services.deliver_analysis(by=who(request), analysis=found, **form.cleaned_data)
    messages.success(request, _("Analysen är lämnad. Svaret kommer hit."))
    return redirect(found)


@login_required
@require_POST
def take_back(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    found = find_analysis(request, letter, number)
    services.take_back_analysis(by=who(request), analysis=found)
    messages.success(request, _("Analysen är tagen tillbaka och är ett utkast igen."))
    return redirect(found)

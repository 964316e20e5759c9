"""A stage: what it asks, what was done in it, and the one thing that is done with it now."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from journal.permissions import require
from processes import forms_running as forms
from processes import leading, services
from processes.models import Criterion, Decision, Seminar
from processes.permissions import LEAD
from processes.states import RunState, StageState
from processes.views.finding import act, find_run, find_stage, leads, who

BOTH = ["GET", "HEAD", "POST"]


class StageAct(NamedTuple):
    form: Callable[..., forms.OfStage]
    do: Callable[..., Any]
    title: Any
    told: Any
    # The states in which the page offers it; the services ask again.
    offered: tuple[str, ...]
    # Afterwards the stage may be gone.
    gone: bool = False


EVERY: Final = tuple(StageState.values)
OPEN: Final = leading.OPEN
ACTS: Final[dict[str, StageAct]] = {
    "borja": StageAct(
        forms.BeginForm,
        services.begin_stage,
        gettext_lazy("Börja etappen"),
        gettext_lazy("Etappen har börjat."),
        (StageState.NOT_STARTED,),
    ),
    "avsluta": StageAct(
        forms.CloseForm,
        services.close_stage,
        gettext_lazy("Avsluta etappen"),
        gettext_lazy("Etappen är klar."),
        (StageState.ONGOING,),
    ),
    "planera": StageAct(
        forms.PlanForm, services.plan_stage, gettext_lazy("Planera etappen"), gettext_lazy("Planen är sparad."), EVERY
    ),
    "hoppa-over": StageAct(
        forms.SkipForm,
        services.skip_stage,
        gettext_lazy("Hoppa över etappen"),
        gettext_lazy("Etappen hoppas över."),
        OPEN,
    ),
    "oppna": StageAct(
        forms.ReopenForm,
        services.reopen_stage,
        gettext_lazy("Öppna etappen igen"),
        gettext_lazy("Etappen är öppen igen."),
        (StageState.DONE, StageState.SKIPPED),
    ),
    "byt-namn": StageAct(
        forms.RenameForm,
        services.rename_stage,
        gettext_lazy("Byt namn på etappen"),
        gettext_lazy("Etappen har fått sitt nya namn."),
        EVERY,
    ),
    "flytta": StageAct(
        forms.MoveForm, services.move_stage, gettext_lazy("Flytta etappen"), gettext_lazy("Etappen är flyttad."), EVERY
    ),
    "sla-ihop": StageAct(
        forms.MergeForm,
        services.merge_stages,
        gettext_lazy("Slå ihop etappen med en annan"),
        gettext_lazy("Etapperna är ihopslagna."),
        OPEN,
        gone=True,
    ),
    "ta-bort": StageAct(
        forms.DropForm,
        services.drop_stage,
        gettext_lazy("Ta bort etappen"),
        gettext_lazy("Etappen är borttagen."),
        (StageState.NOT_STARTED,),
        gone=True,
    ),
}


@login_required
@require_safe
def stage(request: HttpRequest, letter: str, number: int, pk: int) -> HttpResponse:
    found, person = find_stage(request, letter, number, pk), who(request)
    run = found.run
    rows = leading.rows_of(person, run, timezone.localdate())
    at = next(place for place, row in enumerate(rows) if row.stage.pk == found.pk)
    may = leads(request, run.process) and run.state in (RunState.ACTIVE, RunState.MAINTAINED)
    seminars = Seminar.objects.visible_to(person).filter(stage=found)
    context = {
        "process": run.process,
        "run": run,
        "row": rows[at],
        "stage": rows[at].stage,
        "before": rows[at - 1].stage if at else None,
        "after": rows[at + 1].stage if at + 1 < len(rows) else None,
        "criteria": Criterion.objects.visible_to(person).filter(stage=found).select_related("met_by"),
        "seminars": seminars.prefetch_related("attendances__actor", "attendances__person"),
        "decisions": Decision.objects.visible_to(person).filter(stage=found),
        "may": may,
        "acts": [(slug, one.title) for slug, one in ACTS.items() if may and found.state in one.offered],
    }
    return render(request, "processes/stage.html", context)


@login_required
@require_http_methods(BOTH)
def stage_act(request: HttpRequest, letter: str, number: int, pk: int, do: str) -> HttpResponse:
    """One thing with one stage, each a page of its own, so that a telephone is enough."""
    if do not in ACTS:
        raise Http404
    one, found = ACTS[do], find_stage(request, letter, number, pk)
    require(who(request), LEAD, found.process)
    return act(
        request,
        one.form(request.POST or None, stage=found),
        lambda said: one.do(by=who(request), stage=found, **said),
        told=str(one.told),
        back=found.run.get_absolute_url() if one.gone and request.method == "POST" else found.get_absolute_url(),
        title=one.title,
        name=found.name,
        button=one.title,
        unmet=_unmet(found) if do == "avsluta" else [],
    )


def _unmet(found: Any) -> list[str]:
    return [row.text for row in found.criteria.filter(met_on__isnull=True)]


@login_required
@require_http_methods(BOTH)
def criterion(request: HttpRequest, letter: str, number: int, pk: int) -> HttpResponse:
    """Tick it with its evidence, or take the tick away."""
    run = find_run(request, letter, number)
    row = get_object_or_404(Criterion.objects.visible_to(who(request)).select_related("stage"), stage__run=run, pk=pk)
    row.process = row.stage.process = run.process
    row.stage.run = run
    require(who(request), LEAD, run.process)
    if "unmeet" in request.POST:
        form: forms.Act = forms.Act(request.POST)
        return act(
            request,
            form,
            lambda said: services.unmeet_criterion(by=who(request), criterion=row),
            told=_("Kriteriet är inte längre uppfyllt."),
            back=row.stage.get_absolute_url(),
            title=row.text,
            button="",
        )
    return act(
        request,
        forms.EvidenceForm(request.POST or None, initial={"evidence": row.evidence, "url": row.evidence_url}),
        lambda said: services.meet_criterion(by=who(request), criterion=row, **said),
        told=_("Kriteriet är uppfyllt."),
        back=row.stage.get_absolute_url(),
        title=row.text,
        name=row.stage.name,
        words=_("Vad visar att det är så?"),
        button=_("Kriteriet är uppfyllt"),
        unmeet=row.met_on is not None,
    )


@login_required
@require_http_methods(BOTH)
def seminar_add(request: HttpRequest, letter: str, number: int, pk: int) -> HttpResponse:
    found = find_stage(request, letter, number, pk)
    require(who(request), LEAD, found.process)
    return act(
        request,
        forms.SeminarForm(request.POST or None, initial={"title": found.name}),
        lambda said: services.add_seminar(by=who(request), stage=found, **said),
        told=_("Internatet är tillagt. Bjud in aktörerna."),
        back=reverse("process_stage", args=[letter, number, pk]),
        title=_("Lägg till ett internat"),
        name=found.name,
        button=_("Lägg till internatet"),
    )

"""Pages of the readiness drills: those of one's board, a new one, its result, and an actor's own row."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors import access
from actors.models import Actor, ActorKind
from actors.roles import Role
from coordination.exercises.drilling import chain, reading, services
from coordination.exercises.drilling.forms import CancelForm, PlanForm
from coordination.exercises.models import Drill, DrillResult
from coordination.exercises.states import DrillState
from coordination.incidents.pages import who
from coordination.situations.models import Recipient
from journal.refusals import RuleBroken

STEPS = {
    DrillState.PLANNED: "todo",
    DrillState.RUNNING: "now",
    DrillState.MEASURED: "done",
    DrillState.CANCELLED: "skip",
}
OWN_SHOWN = 12


def boards_of(request: HttpRequest) -> list[Actor]:
    """The county boards whose drills the person leads."""
    leads, on_duty = (access.actors_of(who(request), role) for role in (Role.EXERCISE_LEADER, Role.DUTY_OFFICER))
    boards = (leads | on_duty).filter(kind=ActorKind.COUNTY_BOARD)
    return list(boards.select_related("county").distinct().order_by("sort_name"))


@login_required
@require_safe
def drills(request: HttpRequest) -> HttpResponse:
    """What is to come, what goes on, and the figure of each that was; for others their own rows of those that were."""
    person = who(request)
    seen = Drill.objects.visible_to(person)
    own = DrillResult.objects.own_of(person).exclude(drill__in=seen)
    rows = own.select_related("drill__owner", "actor").order_by("-drill__starts_at", "actor__sort_name")
    context = {
        "coming": _stepped(seen.filter(state__in=[DrillState.PLANNED, DrillState.RUNNING]).order_by("starts_at")),
        "measured": reading.measured_of(seen),
        "cancelled": seen.filter(state=DrillState.CANCELLED).select_related("owner")[:OWN_SHOWN],
        "own": [chain.chain_of(row, row.drill.figures) for row in rows[:OWN_SHOWN]],
        "leads": bool(boards_of(request)),
    }
    return render(request, "exercises/drills.html", context)


def _stepped(rows: Any) -> list[dict[str, Any]]:
    return [{"drill": row, "step": STEPS[DrillState(row.state)]} for row in rows.select_related("owner", "incident")]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    boards = boards_of(request)
    if not boards:
        raise PermissionDenied
    form = PlanForm(request.POST or None, boards=boards)
    if request.method == "POST" and form.is_valid():
        try:
            drill = services.plan_drill(by=who(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
            form.refused = True
        else:
            messages.success(request, _("Provet är planerat. Portalen begär, mäter och avslutar själv."))
            return redirect(drill)
    return render(request, "exercises/drill_new.html", {"form": form}, status=form.status)


def find(request: HttpRequest, pk: int) -> Drill:
    seen = Drill.objects.visible_to(who(request)).select_related("owner", "incident", "message", "made_by")
    found: Drill = get_object_or_404(seen, pk=pk)
    return found


@login_required
@require_safe
def drill(request: HttpRequest, pk: int) -> HttpResponse:
    """Before it ended: what is planned, how many have answered. After: actor by link, the broken chains first."""
    row = find(request, pk)
    results = DrillResult.objects.visible_to(who(request)).filter(drill=row).select_related("actor")
    context: dict[str, Any] = {"drill": row, "step": STEPS[DrillState(row.state)], "results": results}
    if row.state == DrillState.MEASURED:
        before = Drill.objects.visible_to(who(request)).measured().filter(owner=row.owner, starts_at__lt=row.starts_at)
        context["readiness"] = reading.with_trend([row, *before.order_by("-starts_at")[:1]])[0]
        context["chains"] = chain.chains(results, row.figures)
        context["broken"] = [one for one in context["chains"] if not one.whole]
        context["names"] = list(chain.WORDS.values())
    elif row.state == DrillState.RUNNING:
        asked = Recipient.objects.filter(request__incident=row.incident)
        context["asked"], context["answered"] = len(asked), sum(one.answered_at is not None for one in asked)
    return render(request, "exercises/drill.html", context)


@login_required
@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """An actor's own people see how it went for them, when it is over."""
    rows = DrillResult.objects.own_of(who(request)).filter(drill=pk).select_related("actor", "drill__owner")
    chains = [chain.chain_of(row, row.drill.figures) for row in rows]
    if not chains:
        raise Http404
    return render(request, "exercises/drill_mine.html", {"drill": chains[0].result.drill, "chains": chains})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = find(request, pk)
    form = CancelForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_drill(by=who(request), drill=row, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
            status = 409
        else:
            messages.success(request, _("Provet är inställt."))
            return redirect(row)
    elif form.errors:
        status = 422
    return render(request, "exercises/drill_cancel.html", {"form": form, "drill": row}, status=status)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = find(request, pk)
    services.end_now(by=who(request), drill=row, thanked=request.POST.get("steg") == "kvittera")
    messages.success(request, _("Steget avslutas. Läs om sidan om en liten stund."))
    return redirect(row)

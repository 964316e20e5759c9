"""How able the county is: each component before and after a run of the process, and what comes first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal.permissions import require
from processes import capability, services
from processes.forms_judging import RatingForm
from processes.models import Component, ProcessRun, Rating
from processes.permissions import LEAD
from processes.states import RunState
from processes.views.finding import find_process, find_run, leads, run_to_show, who, write


@login_required
@require_safe
def show(request: HttpRequest, letter: str) -> HttpResponse:
    """The run that goes on, or the one that is asked for."""
    process = find_process(request, letter)
    asked = request.GET.get("process", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise Http404
    run = find_run(request, letter, int(asked)) if asked else run_to_show(request, process)
    may_lead = leads(request, process)
    context: dict[str, Any] = {"process": process, "run": run, "leads": may_lead}
    if run is not None:
        rows = capability.rows_of(who(request), run)
        context |= {
            "rows": rows,
            "tally": capability.tally(rows),
            "scale": list(capability.SCALE.items()),
            "source": rows[0].component.source if rows else "",
            "others": ProcessRun.objects.visible_to(who(request)).filter(process=process).exclude(pk=run.pk),
            "may": may_lead and run.state in (RunState.ACTIVE, RunState.MAINTAINED),
        }
    return render(request, "processes/judged/capability.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, letter: str, number: int, component: str) -> HttpResponse:
    run = find_run(request, letter, number)
    found = get_object_or_404(Component, key=component)
    require(who(request), LEAD, run.process)

    def values() -> dict[str, object]:
        seen = Rating.objects.visible_to(who(request)).filter(run=run, component=found)
        return RatingForm.values(seen.first())

    return write(
        request,
        RatingForm,
        values,
        lambda form: services.rate(by=who(request), run=run, component=found, **form.cleaned_data),
        told=_("Skattningen är sparad."),
        back=f"{reverse('capability', args=[letter])}?process={number}",
        title=str(found),
        name=_("Förmåga"),
        words=found.question,
    )

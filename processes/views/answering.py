"""Needs analyses that wait for the national level, and one of them with the reviewer's answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actors import access
from actors.roles import Role
from journal.permissions import require
from journal.refusals import Refused, RuleBroken
from processes import services
from processes.forms_judging import AnswerForm
from processes.models import NeedsAnalysis
from processes.permissions import REVIEW
from processes.states import AnalysisState
from processes.views.analyses import told
from processes.views.finding import who


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    if not access.holds_role(who(request), Role.NATIONAL_READER):
        raise Refused(_("Länens behovsanalyser besvaras av den nationella nivån."))
    seen = NeedsAnalysis.objects.visible_to(who(request)).filter(state=AnalysisState.DELIVERED)
    rows = seen.select_related("process__county").order_by("delivered_at", "pk")
    return render(request, "processes/judged/to_answer.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole analysis, and below it what the national level says. Changed meanwhile: it is read again first."""
    found = _find(request, pk)
    require(who(request), REVIEW, found.process)
    form = AnswerForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_analysis(by=who(request), analysis=found, **form.cleaned_data)
        except RuleBroken as broken:
            found = _find(request, pk)
            form = AnswerForm({**request.POST.dict(), "revision": found.revision})
            form.add_error(None, broken.sentence)
            form.refused = True
        else:
            messages.success(request, _("Svaret är lämnat till länet."))
            return redirect("analyses_to_answer")
    context = told(found, who(request)) | {"form": form, "waits": found.state == AnalysisState.DELIVERED}
    return render(request, "processes/judged/answer.html", context, status=form.status)


def _find(request: HttpRequest, pk: int) -> NeedsAnalysis:
    seen = NeedsAnalysis.objects.visible_to(who(request)).select_related("process__county", "answered_by")
    found: NeedsAnalysis = get_object_or_404(seen, pk=pk)
    return found

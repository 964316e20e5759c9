"""Questions without code: the sets that may be asked, one as it is answered, a new one made of it."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, who
from coordination.incidents.permissions import ASK
from coordination.situations.content import empty
from coordination.situations.content.kinds import municipalities_of
from coordination.situations.forms_answer import AnswerForm
from coordination.situations.forms_sets import Builder, QuestionForm
from coordination.situations.models import Function, Question, QuestionSet
from coordination.situations.services import question_sets
from journal.permissions import require
from journal.refusals import RuleBroken

TAB = "requests"


@login_required
@require_safe
def set_list(request: HttpRequest, number: str) -> HttpResponse:
    """What the county board may ask: the newest version of each."""
    incident = _asking(request, number)
    sets = list(QuestionSet.objects.offered_to(incident.lead).select_related("owner"))
    return render(request, "situations/question_sets.html", incident_page(request, incident, TAB, sets=sets))


def _asking(request: HttpRequest, number: str) -> Incident:
    incident = find(request, number)
    require(who(request), ASK, incident)
    return incident


def _offered(incident: Incident, pk: int) -> QuestionSet:
    return get_object_or_404(QuestionSet.objects.offered_to(incident.lead), pk=pk)


@login_required
@require_safe
def show_set(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The set as the officer who answers sees it."""
    incident = _asking(request, number)
    asked = _offered(incident, pk)
    functions = list(Function.objects.filter(key__in=asked.functions))
    form = AnswerForm(asked, empty(), functions=functions, municipalities=municipalities_of(incident))
    context = incident_page(request, incident, TAB, set=asked, form=form, functions=functions)
    return render(request, "situations/question_set.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def build_set(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Start from a set: tick, order, add; it is saved as a version of its own."""
    incident = _asking(request, number)
    base = _offered(incident, pk)
    builder = Builder(base, list(Question.objects.all()), request.POST if request.method == "POST" else None)
    wrong = ""
    if request.method == "POST":
        wish, _colon, which = str(request.POST.get("do", "")).partition(":")
        if wish == "save":
            try:
                return _saved(request, incident, builder)
            except RuleBroken as refusal:
                wrong = refusal.sentence
        elif wish in ("up", "down"):
            builder.shift(which, -1 if wish == "up" else 1)
        elif wish == "add" and not builder.add(request.POST.get("section", ""), request.POST.get("question", "")):
            wrong = _("Välj en fråga som inte redan är med, och var den ska stå.")
    context = incident_page(request, incident, TAB, set=base, builder=builder, wrong=wrong)
    return render(request, "situations/question_set_build.html", context, status=422 if wrong else 200)


def _saved(request: HttpRequest, incident: Incident, builder: Builder) -> HttpResponse:
    made = question_sets.save_set(
        by=who(request),
        incident=incident,
        base=builder.base,
        name=builder.name,
        chosen=builder.chosen,
        functions=request.POST.getlist("functions"),
        name_en=request.POST.get("name_en", ""),
        names=builder.named,
    )
    words = _("%(name)s, version %(version)d, är sparad och kan frågas nu. Svar på tidigare versioner står kvar.")
    messages.success(request, words % {"name": made.name_sv, "version": made.version})
    return redirect("question_set", incident.number, made.pk)


@login_required
@require_http_methods(["GET", "POST"])
def new_question(request: HttpRequest, number: str) -> HttpResponse:
    """A question that the registry lacks."""
    incident = _asking(request, number)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        hours: Decimal = said.pop("shelf_hours")
        try:
            made = question_sets.add_question(by=who(request), incident=incident, shelf_minutes=int(hours * 60), **said)
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("”%(name)s” finns nu i registret.") % {"name": made.name_sv})
            return redirect("question_sets", incident.number)
    context = incident_page(request, incident, TAB, form=form)
    return render(request, "situations/question_new.html", context, status=422 if form.errors else 200)

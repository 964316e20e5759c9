"""System issues: what was found and what people have raised; a new one; one with its trail."""

from itertools import islice
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from actors.models import Actor
from coordination.direction import matrix
from coordination.direction.forms_parts import DismissForm, IssueForm, OutcomeForm
from coordination.direction.models import AgendaPoint, Influence, IssueKind, Need, SystemIssue
from coordination.direction.services import dismiss_finding, move_issue, raise_issue
from coordination.direction.standings import participants_of
from coordination.direction.states import IssueState
from coordination.direction.system import KIND_OF, RULE_WORDS, Finding, findings
from coordination.direction.views.finding import done, who
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page
from coordination.incidents.permissions import PROPOSE
from coordination.numbers import whole
from journal.permissions import require
from journal.refusals import RuleBroken

PAGE: Final = 25
# What the county may press on an issue: where it goes, the words on the button, and whether it must say how.
STEPS: Final = {
    IssueState.OPEN.value: (IssueState.RAISED, IssueState.SETTLED, IssueState.DISMISSED),
    IssueState.RAISED.value: (IssueState.SETTLED, IssueState.OPEN, IssueState.DISMISSED),
    IssueState.SETTLED.value: (IssueState.OPEN,),
    IssueState.DISMISSED.value: (IssueState.OPEN,),
}
WORDS: Final = {
    IssueState.RAISED: gettext_lazy("Lyft frågan"),
    IssueState.SETTLED: gettext_lazy("Frågan är löst"),
    IssueState.DISMISSED: gettext_lazy("Avfärda"),
    IssueState.OPEN: gettext_lazy("Öppna igen"),
}


@login_required
@require_safe
def issue_list(request: HttpRequest, number: str) -> HttpResponse:
    """What the portal has found and nobody has judged; then what people have raised; then what is settled."""
    incident = find(request, number)
    found = findings(incident)
    wanted = request.GET.get("slag", "")
    kept = [one for one in found if one.kind == wanted] if wanted in IssueKind.values else found
    pages = max(1, -(-len(kept) // PAGE))
    page = min(max(1, whole(request.GET.get("sida", "1")) or 1), pages)
    issues = list(SystemIssue.objects.visible_to(request.user).filter(incident=incident).order_by("-number"))
    ended = (IssueState.SETTLED, IssueState.DISMISSED)
    context = incident_page(
        request,
        incident,
        "needs",
        found=[_shown(one) for one in islice(kept, (page - 1) * PAGE, page * PAGE)],
        kinds=_kinds(found, wanted),
        count=len(found),
        wanted=wanted,
        page=page,
        pages=pages,
        open_issues=[issue for issue in issues if issue.state not in ended],
        ended=[issue for issue in issues if issue.state in ended],
        rules=RULE_WORDS.values(),
    )
    return render(request, "direction/needs/issues.html", context)


def _shown(one: Finding) -> dict[str, Any]:
    needs = [{"need": need, "url": matrix.url_of(need)} for need in one.needs[:12]]
    return {"finding": one, "needs": needs, "more": max(0, len(one.needs) - 12)}


def _kinds(found: list[Finding], wanted: str) -> list[dict[str, Any]]:
    """How many of each kind, for those that there are."""
    kinds = [one.kind for one in found]
    rows: list[dict[str, Any]] = [{"key": "", "word": _("Alla"), "count": len(kinds), "current": not wanted}]
    for kind in IssueKind:
        if kind in kinds:
            count = kinds.count(kind.value)
            rows.append({"key": kind.value, "word": kind.label, "count": count, "current": kind == wanted})
    return rows


@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Begun empty, from a need (`?behov=3`), or from what was found (`?regel=...&nyckel=...`)."""
    incident = find(request, number)
    require(who(request), PROPOSE, incident)
    seen = Need.objects.visible_to(request.user).filter(incident=incident)
    begins, extra = _begins(request, incident)
    there = participants_of(incident)
    actors = [*there, *(actor for actor in extra if actor not in there)]
    if request.method == "POST":
        actors += _posted_actors(request, actors)
    form = IssueForm(request.POST or None, actors=actors, needs=seen, initial=begins, marked=incident)
    if request.method == "POST" and form.is_valid():
        said = form.taken()
        keys = set(said.pop("actors"))
        chosen = [actor for actor in actors if actor.pk in keys]
        issue = raise_issue(by=who(request), incident=incident, actors=chosen, **said)
        return done(request, _("Systemfrågan är antecknad."), "system_issue", number, issue.number)
    context = incident_page(request, incident, "needs", form=form, from_finding=bool(begins.get("rule")))
    return render(request, "direction/needs/issue_new.html", context, status=422 if form.errors else 200)


def _begins(request: HttpRequest, incident: Incident) -> tuple[dict[str, Any], list[Actor]]:
    rule, key = request.GET.get("regel", ""), request.GET.get("nyckel", "")
    begins: dict[str, Any] = {"urgency": "today", "forum": "isf"}
    if rule in KIND_OF:
        for one in findings(incident):
            if (one.rule, one.key) == (rule, key):
                numbers = ", ".join(str(need.number) for need in one.needs)
                begins |= {"kind": one.kind, "title": one.title, "needs": numbers, "rule": rule, "rule_key": key}
                begins["actors"] = [actor.pk for actor in one.actors]
                return begins, list(one.actors)
    if (behov := whole(request.GET.get("behov", ""))) is not None:
        begins["needs"] = str(behov)
    return begins, []


def _posted_actors(request: HttpRequest, known: list[Actor]) -> list[Actor]:
    """Actors that the finding named and that do not take part, such as a municipality that nobody has invited."""
    keys = {whole(one) for one in request.POST.getlist("actors")} - {actor.pk for actor in known} - {None}
    return list(Actor.objects.filter(pk__in=[key for key in keys if key is not None][:20])) if keys else []


@login_required
def show(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """One issue: what it is about, where it stands, and what was made of it."""
    incident = find(request, number)
    issue = get_object_or_404(SystemIssue.objects.visible_to(request.user), incident=incident, number=n)
    issue.incident = incident
    if request.method == "POST":
        require(who(request), PROPOSE, incident)
        said = _heard(OutcomeForm(request.POST))
        move_issue(by=who(request), issue=issue, to=said["till"], outcome=said["outcome"])
        return done(request, _("Läget är noterat."), "system_issue", number, n)
    needs = Need.objects.visible_to(request.user).filter(issues=issue)
    influences = Influence.objects.visible_to(request.user).filter(issue=issue)
    points = AgendaPoint.objects.visible_to(request.user).filter(issue=issue).select_related("meeting")
    context = incident_page(request, incident, "needs", issue=issue, influences=influences, points=points)
    for need in needs:
        need.incident = incident
    context["needs"] = [{"need": need, "url": matrix.url_of(need)} for need in needs]
    context["actors"] = issue.actors.all()
    context["rule"] = RULE_WORDS.get(issue.rule, "")
    if PROPOSE in context["may"] and not incident.is_closed:
        context["steps"] = [{"to": to.value, "word": WORDS[to]} for to in STEPS[issue.state]]
        context["says_how"] = len(context["steps"]) > 1
    return render(request, "direction/needs/issue.html", context)


@login_required
@require_POST
def dismiss(request: HttpRequest, number: str) -> HttpResponse:
    """What was found is nothing, for a reason. It is kept among the settled, and may be opened again."""
    incident = find(request, number)
    require(who(request), PROPOSE, incident)
    issue = dismiss_finding(by=who(request), incident=incident, **_heard(DismissForm(request.POST)))
    words = _("Avfärdat. Det står kvar som systemfråga %(n)d och kan öppnas igen.") % {"n": issue.number}
    return done(request, words, "issues", number)


def _heard(form: Form) -> dict[str, Any]:
    """What a form of one line sent, or a refusal that says what is wrong with it; the typed words come back with it."""
    if form.is_valid():
        return form.cleaned_data
    raise RuleBroken(" ".join(str(error) for errors in form.errors.values() for error in errors))

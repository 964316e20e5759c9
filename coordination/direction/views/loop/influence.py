"""Planning influence, saying that it is done, an actor's own answer, and what effect it had."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.direction.forms_loop import EffectForm, InfluenceForm, ReplyForm
from coordination.direction.models import Influence, InfluenceReply, Response, Step, SystemIssue
from coordination.direction.services import answer_influence, do_influence, follow_up, plan_influence
from coordination.direction.standings import participants_of
from coordination.direction.views.finding import who
from coordination.direction.views.loop.frame import find_influence, loop_page, sent
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from journal.permissions import require
from journal.refusals import Refused, RuleBroken

STEP = Step.INFLUENCE.value


@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    """`?fraga=` is the system issue that it is about: its words and actors stand in the form from the start."""
    incident = find(request, number)
    require(who(request), PROPOSE, incident)
    issue = _issue(request, incident)
    actors = participants_of(incident)
    form = InfluenceForm(
        sent(request), actors=actors, now=now_in(incident), marked=issue or incident, initial=_begins(issue)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.taken()
        chosen = set(said.pop("actors"))
        asked = [actor for actor in actors if actor.pk in chosen]
        try:
            return _to(plan_influence(by=who(request), incident=incident, actors=asked, issue=issue, **said))
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
            status = 409
    context = loop_page(request, incident, step=STEP, form=form, issue=issue)
    wrong = form.errors and status == 200
    return render(request, "direction/loop/influence_new.html", context, status=422 if wrong else status)


def _issue(request: HttpRequest, incident: Incident) -> SystemIssue | None:
    wanted = request.GET.get("fraga", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 7):
        return None
    seen: Any = SystemIssue.objects.visible_to(request.user).filter(incident=incident, number=int(wanted))
    issue: SystemIssue | None = seen.first()
    return issue


def _begins(issue: SystemIssue | None) -> dict[str, Any]:
    if issue is None:
        return {}
    return {"text": issue.proposal or issue.title, "actors": [actor.pk for actor in issue.actors.all()]}


def _to(influence: Influence) -> HttpResponse:
    return redirect(influence.get_absolute_url())


@login_required
@require_POST
def do(request: HttpRequest, number: str, n: int) -> HttpResponse:
    influence = find_influence(request, find(request, number), n)
    do_influence(by=who(request), influence=influence)
    return _to(influence)


@login_required
def answer(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """For one's own actor, where it is among those asked."""
    incident = find(request, number)
    influence = find_influence(request, incident, n)
    require(who(request), CONTRIBUTE, incident)
    asked = {row.actor_id: row for row in InfluenceReply.objects.visible_to(request.user).filter(influence=influence)}
    mine = [actor for actor in my_actors(request, incident) if actor.pk in asked]
    if not mine:
        raise Refused(_("Din aktör är inte tillfrågad."))
    form = ReplyForm(sent(request), mine=mine, initial=_said(asked[mine[0].pk]))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actor = next(one for one in mine if one.pk == said["actor"])
        answer_influence(
            by=who(request), influence=influence, actor=actor, response=said["response"], text=said["text"]
        )
        return _to(influence)
    context = loop_page(request, incident, step=STEP, form=form, influence=influence, mine_asked=mine)
    return render(request, "direction/loop/influence_answer.html", context, status=422 if form.errors else 200)


def _said(row: InfluenceReply) -> dict[str, str]:
    return {} if row.response == Response.NONE else {"response": row.response, "text": row.text}


@login_required
def effect(request: HttpRequest, number: str, n: int) -> HttpResponse:
    incident = find(request, number)
    influence = find_influence(request, incident, n)
    require(who(request), PROPOSE, incident)
    form = EffectForm(sent(request), initial={"effect": influence.effect})
    if request.method == "POST" and form.is_valid():
        follow_up(by=who(request), influence=influence, effect=form.cleaned_data["effect"])
        return _to(influence)
    context = loop_page(request, incident, step=STEP, form=form, influence=influence)
    return render(request, "direction/loop/influence_effect.html", context, status=422 if form.errors else 200)

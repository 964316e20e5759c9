"""The matrix of needs and actors, and what each actor is to one need."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.models import Actor
from coordination.direction import matrix
from coordination.direction.forms_parts import NO, MatrixForm, OwnPartForm, ThoughtForm
from coordination.direction.models import Measure, Need, NeedRole, Part, SystemIssue
from coordination.direction.services import answer_part, give_part, take_away_part
from coordination.direction.standings import participants_of
from coordination.direction.views.finding import done, measure_rows, who
from coordination.incidents.pages import find, incident_page, my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.numbers import whole
from journal.permissions import require


@login_required
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Needs down, actors across. Those that nobody has stand first, under the question who has them."""
    incident = find(request, number)
    mine, there = my_actors(request, incident), participants_of(incident)
    form = MatrixForm(request.GET, actors=there, mine=mine)
    form.is_valid()
    found = matrix.read(request.user, incident, _asked(request, form.cleaned_data, mine), mine)
    context = incident_page(
        request,
        incident,
        "needs",
        matrix=found,
        form=form,
        key=matrix.key(),
        query=_query(request),
    )
    context["can_say"] = CONTRIBUTE in context["may"] and not incident.is_closed
    context["own"] = mine[0] if len(mine) == 1 and context["can_say"] else None
    return render(request, "direction/needs/matrix.html", context)


def _asked(request: HttpRequest, said: dict[str, Any], mine: list[Actor]) -> matrix.Asked:
    actor = said.get("aktor", "")
    actors = [one.pk for one in mine] if actor == "vi" else [int(actor)] if actor else []
    return matrix.Asked(
        kind=said.get("slag", ""),
        priority=said.get("prioritet") or 0,
        actors=tuple(actors),
        settled=bool(said.get("klara")),
        every_actor=bool(said.get("alla")),
        page=whole(request.GET.get("sida", "1")) or 1,
    )


def _query(request: HttpRequest) -> str:
    """What was asked, without the page: for the links to the other pages."""
    said = request.GET.copy()
    said.pop("sida", None)
    return said.urlencode()


@login_required
def parts(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """One need: what each actor is to it. One says it of one's own; the county says what it thinks of others."""
    incident = find(request, number)
    need = get_object_or_404(Need.objects.visible_to(request.user), incident=incident, number=n)
    need.incident = incident
    mine, there = my_actors(request, incident), participants_of(incident)
    mine = [actor for actor in there if actor in mine]
    roles = _roles(request, need)
    act = request.POST.get("gor", "")
    own = OwnPartForm(request.POST if act == "egen" else None, mine=mine, initial=_begins(roles, mine, request))
    others = [actor for actor in there if actor not in mine]
    thought = ThoughtForm(request.POST if act == "tror" else None, others=others)
    if request.method == "POST":
        require(who(request), CONTRIBUTE, incident)
        if answer := _act(request, need, act, own, thought):
            return answer
    wrong = bool(own.errors or thought.errors)
    context = incident_page(
        request,
        incident,
        "needs",
        need=need,
        roles=roles,
        own=own if mine else None,
        thought=thought,
        mine={actor.pk for actor in mine},
        need_url=matrix.url_of(need),
        wrong=own if own.errors else thought,
        issues=SystemIssue.objects.visible_to(request.user).filter(needs=need),
    )
    measures = Measure.objects.visible_to(request.user).filter(need=need).select_related("owner")
    context["measures"] = measure_rows(request, incident, measures, context["now"])
    context["can_say"] = CONTRIBUTE in context["may"] and not incident.is_closed
    context["can_think"] = PROPOSE in context["may"] and not incident.is_closed
    return render(request, "direction/needs/parts.html", context, status=422 if wrong else 200)


def _roles(request: HttpRequest, need: Need) -> list[dict[str, Any]]:
    rows = NeedRole.objects.visible_to(request.user).filter(need=need).select_related("actor", "said_by")
    there = set(need.incident.participations.filter(left_at__isnull=True).values_list("actor_id", flat=True))
    return [
        {"role": row, "drawn": matrix.drawn(matrix.cell_of(row)), "gone": row.actor_id not in there}
        for row in rows.order_by("actor__sort_name", "pk")
    ]


def _begins(roles: list[dict[str, Any]], mine: list[Actor], request: HttpRequest) -> dict[str, Any]:
    """What the actor has said, or what others think of it: to be confirmed with one press."""
    if len(mine) != 1:
        return {}
    if request.GET.get("svar") == "nej":
        return {"part": NO}
    row = next((one["role"] for one in roles if one["role"].actor_id == mine[0].pk), None)
    if row is None or row.part == Part.MISSING:
        return {}
    return {"part": NO if row.declined_at else row.part, "reason": row.reason}


def _act(request: HttpRequest, need: Need, act: str, own: OwnPartForm, thought: ThoughtForm) -> HttpResponse | None:
    """One of the page's forms. None: what was typed is shown again with what is wrong."""
    by, incident = who(request), need.incident
    if act == "ta-bort":
        actor = get_object_or_404(Actor, pk=whole(request.POST.get("actor", "")))
        take_away_part(by=by, need=need, actor=actor)
        return done(request, _("Rollen är borttagen."), "need_parts", incident.number, need.number)
    if act == "vi-har-det":
        actor = get_object_or_404(Actor, pk=whole(request.POST.get("actor", "")))
        give_part(by=by, need=need, actor=actor, part=Part.RESPONSIBLE)
        words = _("%(actor)s är ansvarig för behov %(n)d.") % {"actor": actor.name, "n": need.number}
        return done(request, words, "matrix", incident.number)
    if act == "egen" and own.is_valid():
        return _own(request, need, own.cleaned_data)
    if act == "tror" and thought.is_valid():
        said = thought.cleaned_data
        actor = get_object_or_404(Actor, pk=said["actor"])
        give_part(by=by, need=need, actor=actor, part=said["part"])
        words = _("Antecknat. Det är inte bekräftat förrän %(actor)s själv säger det.") % {"actor": actor.name}
        return done(request, words, "need_parts", incident.number, need.number)
    return None


def _own(request: HttpRequest, need: Need, said: dict[str, Any]) -> HttpResponse:
    by = who(request)
    actor = get_object_or_404(Actor, pk=said["actor"])
    if said["part"] == NO:
        answer_part(by=by, need=need, actor=actor, takes=False, reason=said["reason"])
        words = _("Antecknat: %(actor)s har inte behov %(n)d.")
    else:
        give_part(by=by, need=need, actor=actor, part=said["part"])
        words = _("Antecknat: så är det för %(actor)s i behov %(n)d.")
    shown = words % {"actor": actor.name, "n": need.number}
    return done(request, shown, "need_parts", need.incident.number, need.number)

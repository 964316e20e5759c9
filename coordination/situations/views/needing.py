"""A need told in an answer becomes a resource need: by one press where the answer says all."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.incidents.clock import now_in
from coordination.incidents.forms_resources import NeedForm
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, who
from coordination.incidents.permissions import ASK, CONTRIBUTE
from coordination.incidents.resource_rows import begins_with
from coordination.incidents.services import refuse_foreign, resources
from coordination.situations.models import Input
from coordination.situations.needing import begins, made_of
from coordination.situations.states import InputState
from journal.permissions import require
from journal.refusals import RuleBroken


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make_need(request: HttpRequest, number: str, pk: int, at: int) -> HttpResponse:
    """`do=at-once` takes what the answer says; where that does not suffice, the page asks for the rest."""
    incident = find(request, number)
    require(who(request), CONTRIBUTE, incident)
    answer = _answer(request, incident, pk)
    told = answer.content.get("needs") or []
    if at >= len(told):
        raise Http404
    if not who(request).has_perm(ASK, incident):
        refuse_foreign(who(request), answer.actor)
    _refuse(request, answer, told[at])
    form = _form(request, answer, told[at])
    if request.method == "POST" and form.is_valid():
        said = form.taken() | {"actor": answer.actor, "origin": f"input:{answer.pk}", "at_least": [answer]}
        need = resources.need_resource(by=who(request), incident=incident, **said)
        messages.success(request, _("Resursbehov %(number)d är antecknat.") % {"number": need.number})
        return redirect(need)
    context = incident_page(request, incident, "resources", form=form, source=answer, speaks=True)
    return render(request, "incidents/resources/new.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, incident: Incident, pk: int) -> Input:
    seen = Input.objects.visible_to(who(request)).filter(incident=incident, state=InputState.SUBMITTED)
    answer: Input = get_object_or_404(seen.select_related("actor"), pk=pk)
    answer.incident = incident
    return answer


def _refuse(request: HttpRequest, answer: Input, told: dict[str, str]) -> None:
    """What fewer read must not be read by all; and the same need is not written down twice."""
    if answer.is_narrow:
        words = _("Svaret läses inte av alla som deltar. Skriv behovet på nytt under Resurser, om alla får läsa det.")
        raise RuleBroken(words)
    already = made_of(who(request), answer).get(told["what"][:200])
    if already is not None:
        raise RuleBroken(_("Behovet finns redan: resursbehov %(number)d.") % {"number": already.number})


def _form(request: HttpRequest, answer: Input, told: dict[str, str]) -> NeedForm:
    now = now_in(answer.incident)
    known = begins_with(who(request), answer.incident, answer.actor)
    first: dict[str, Any] = {**begins(told, now), "contact": known["contact"], "actor": answer.actor_id}
    first["where"] = first["where"] or known["where"]
    data: Any = None
    if request.method == "POST":
        data = first if request.POST.get("do") == "at-once" else request.POST
    return NeedForm(data, actors=[answer.actor], now=now, initial=first, marked=answer)

"""Saying which answers a direction or a measure rests on."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.direction import grounds
from coordination.direction.forms import GroundsForm
from coordination.direction.models import Direction, Measure
from coordination.direction.services import rest_direction, rest_measure
from coordination.direction.services.grounds import answers_by_number, by_keys, writes
from coordination.direction.views.finding import done, find_direction, find_measure, who
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.situations.models import Input
from journal.permissions import require
from journal.refusals import Refused


@login_required
def of_direction(request: HttpRequest, number: str, k: int) -> HttpResponse:
    incident = find(request, number)
    direction = find_direction(request, incident, k)
    require(who(request), PROPOSE, incident)
    answers, form = _form(request, incident, direction=direction)
    if answers is not None:
        rest_direction(by=who(request), direction=direction, answers=answers)
        return done(request, _("Det är noterat vad den bygger på."), "direction", number, k)
    return _page(request, incident, direction, "directions", form, _("Inriktning %(n)d") % {"n": direction.number})


@login_required
def of_measure(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    incident = find(request, number)
    measure = find_measure(request, incident, pk)
    require(who(request), CONTRIBUTE, incident)
    if not writes(who(request), measure):
        raise Refused(_("Bara den som skrev åtgärden eller dess ägare säger vad den bygger på."))
    answers, form = _form(request, incident, measure=measure)
    if answers is not None:
        rest_measure(by=who(request), measure=measure, answers=answers)
        return done(request, _("Det är noterat vad den bygger på."), "measure_answer", number, pk)
    return _page(request, incident, measure, "measures", form, measure.what)


def _form(request: HttpRequest, incident: Incident, **subject: Any) -> tuple[list[Input] | None, GroundsForm]:
    """The answers that were chosen; None where nothing was, or something is wrong that the form says."""
    there = [one.input_id for one in grounds.of(request.user, **subject)]
    offered = grounds.offered(request.user, incident, there)
    form = GroundsForm(request.POST or None, answers=offered, initial={"chosen": there})
    if request.method != "POST" or not form.is_valid():
        return None, form
    named, unknown = answers_by_number(who(request), incident, form.cleaned_data["numbers"])
    if unknown:
        words = _("Det finns inget svar som ni kan läsa med numret %(numbers)s.")
        form.add_error("numbers", words % {"numbers": ", ".join(unknown)})
        return None, form
    chosen = by_keys(who(request), incident, form.cleaned_data["chosen"])
    return list({answer.pk: answer for answer in [*chosen, *named]}.values()), form


def _page(
    request: HttpRequest, incident: Incident, subject: Direction | Measure, tab: str, form: GroundsForm, title: str
) -> HttpResponse:
    context = incident_page(request, incident, tab, subject=subject, form=form, title=title)
    return render(request, "direction/grounds.html", context, status=422 if form.errors else 200)

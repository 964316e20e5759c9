"""Measures: the list, a new one, and the owner's answer."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from coordination.direction import grounds, matrix, waits
from coordination.direction.forms import MeasureAnswerForm, MeasureForm
from coordination.direction.forms_parts import DependForm
from coordination.direction.models import Direction, Measure, Need
from coordination.direction.services import suggest_measure, update_measure
from coordination.direction.services.grounds import writes
from coordination.direction.standings import participants_of
from coordination.direction.states import MeasureState
from coordination.direction.system import SETTLED_NEEDS
from coordination.direction.views.finding import done, find_measure, measure_rows, who
from coordination.incidents.clock import now_in
from coordination.incidents.pages import find, incident_page, my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.numbers import whole
from journal.permissions import require

SHOWN: Final = (("alla", gettext_lazy("Alla")), ("mina", gettext_lazy("Mina")), ("sena", gettext_lazy("Sena")))


@login_required
@require_safe
def measure_list(request: HttpRequest, number: str) -> HttpResponse:
    """What the actors have taken on, by time; late ones stand out. `?visa=mina` or `sena` narrows it."""
    incident = find(request, number)
    now, wanted = now_in(incident), request.GET.get("visa", "alla")
    seen = Measure.objects.visible_to(request.user).filter(incident=incident)
    rows = measure_rows(request, incident, seen.select_related("owner", "need"), now)
    _tie(incident, rows, now)
    kept = {"mina": [row for row in rows if row["mine"]], "sena": [row for row in rows if row["late"]]}
    filters = [
        {"key": key, "word": word, "current": key == wanted, "count": len(kept.get(key, rows))} for key, word in SHOWN
    ]
    context = incident_page(
        request,
        incident,
        "measures",
        rows=kept.get(wanted, rows),
        to_answer=[r for r in rows if r["mine"] and r["measure"].state == MeasureState.SUGGESTED],
        filters=filters,
    )
    # Nobody does them any more: the county sees them first.
    context["orphans"] = [row for row in rows if row["gone"] and row["unfinished"]] if PROPOSE in context["may"] else []
    return render(request, "direction/measures.html", context)


def _tie(incident: Any, rows: list[dict[str, Any]], now: Any) -> None:
    """Each row with what it waits for, and whether its owner takes part any longer."""
    tied = waits.among([row["measure"] for row in rows], now)
    left = incident.participations.filter(left_at__isnull=False).values_list("actor_id", flat=True)
    gone = set(left)
    for row in rows:
        row["waits"], row["gone"] = tied.get(row["measure"].pk, []), row["measure"].owner_id in gone


@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    require(who(request), CONTRIBUTE, incident)
    owners, now = participants_of(incident), now_in(incident)
    fixed = Direction.objects.visible_to(request.user).filter(incident=incident).fixed().first()
    begins = _own(request, incident) | {"need": whole(request.GET.get("behov", ""))}
    seen = Need.objects.visible_to(request.user).filter(incident=incident).exclude(state__in=SETTLED_NEEDS)
    needs = {need.number: need for need in seen}
    form = MeasureForm(
        request.POST or None, owners=owners, now=now, needs=needs.values(), initial=begins, marked=fixed or incident
    )
    if request.method == "POST" and form.is_valid():
        owner = next(actor for actor in owners if actor.pk == form.cleaned_data["owner"])
        measure = suggest_measure(
            by=who(request),
            incident=incident,
            owner=owner,
            what=form.cleaned_data["what"],
            due=form.cleaned_data["due"],
            direction=fixed,
            need=needs.get(form.cleaned_data["need"]),
            mark=form.taken()["mark"],
        )
        taken = measure.state == MeasureState.TAKEN
        words = _("Åtgärden är antecknad: %(actor)s tar på sig den.") if taken else _("%(actor)s får frågan.")
        return done(request, words % {"actor": owner.name}, "measures", number)
    context = incident_page(request, incident, "measures", form=form)
    return render(request, "direction/measure_new.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, incident: Any) -> dict[str, Any]:
    mine = my_actors(request, incident)
    return {"owner": mine[0].pk} if mine else {}


@login_required
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A measure. Who answers for its owner says yes, no, or how it goes; others read."""
    incident = find(request, number)
    measure = find_measure(request, incident, pk)
    mine = any(actor.pk == measure.owner_id for actor in my_actors(request, incident))
    form = MeasureAnswerForm(request.POST or None, measure=measure, initial=_as_it_stands(measure.state))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        update_measure(by=who(request), measure=measure, to=said["state"], note=said["remark"])
        return done(request, _("Läget är noterat."), "measures", number)
    context = incident_page(request, incident, "measures", measure=measure, mine=mine, form=form)
    context["grounds"] = grounds.of(request.user, measure=measure)
    if not incident.is_closed and CONTRIBUTE in context["may"] and writes(who(request), measure):
        context["ask"] = reverse("measure_grounds", args=[number, pk])
    _around(request, context, measure)
    context["row"] = measure_rows(request, incident, [measure], context["now"])[0]
    return render(request, "direction/measure.html", context, status=422 if form.errors else 200)


def _around(request: HttpRequest, context: dict[str, Any], measure: Measure) -> None:
    """What it waits for, what waits for it, and the need that it serves."""
    on, held_up = waits.around(request.user, measure, context["now"])
    need = Need.objects.visible_to(request.user).filter(pk=measure.need_id).first() if measure.need_id else None
    if need is not None:
        need.incident = measure.incident
        context["need"], context["need_url"] = need, matrix.url_of(need)
    context["waits"], context["held_up"] = on, held_up
    context["gone"] = measure.incident.participations.filter(actor=measure.owner, left_at__isnull=False).exists()
    says = writes(who(request), measure) or PROPOSE in context["may"]
    if says and CONTRIBUTE in context["may"] and not measure.incident.is_closed:
        others = Measure.objects.visible_to(request.user).filter(incident=measure.incident).unfinished()
        there = [measure.pk, *(one.other.pk for one in on)]
        context["depend"] = DependForm(others=others.exclude(pk__in=there).select_related("owner"))


def _as_it_stands(state: str) -> dict[str, str]:
    return {} if state == MeasureState.SUGGESTED else {"state": state}

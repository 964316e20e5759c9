"""The steward's desk: one calm list of what came in and needs judgement, and what she decides of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, who
from coordination.incidents.permissions import WRITE
from coordination.numbers import whole
from coordination.situations.models import Dispute, Input
from coordination.situations.services import afterwards, stewarding
from coordination.situations.weighing import judging
from journal.permissions import require
from journal.refusals import RuleBroken


@login_required
def desk(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    require(who(request), WRITE, incident)
    return _desk(request, incident)


def _desk(request: HttpRequest, incident: Incident, *, status: int = 200, **typed: Any) -> HttpResponse:
    """`typed` is what was written about one dispute, and what was wrong with it."""
    context = incident_page(request, incident, "steward", **typed)
    apart = judging.apart(incident, who(request))
    page, rows = judging.to_judge(incident, who(request), request.GET.get("fore", ""), context["now"])
    context |= {
        "apart": [one for one in apart if one.open],
        "shown": [one for one in apart if one.shown],
        "settled": [one for one in apart if not one.open and not one.shown],
        "outlived": judging.outlived(incident, who(request), context["now"]),
        "page": page,
        "rows": rows,
    }
    return render(request, "situations/desk.html", context, status=status)


@login_required
@require_POST
def settle(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Which holds, and why. Without a reason the page comes back with what was chosen."""
    incident, dispute = _dispute(request, number, pk)
    reason, chosen = request.POST.get("reason", ""), request.POST.get("holds", "")
    try:
        stewarding.settle(by=who(request), dispute=dispute, reason=reason, holds=_side(request, incident, chosen))
    except RuleBroken as refusal:
        wrong = {"wrong_pk": dispute.pk, "wrong": refusal.sentence, "reason": reason, "chosen": whole(chosen)}
        return _desk(request, incident, status=422, **wrong)
    messages.success(request, _("Det är avgjort, med ert skäl. Läget räknas om."))
    return redirect("steward", number)


@login_required
@require_POST
def show(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    _incident, dispute = _dispute(request, number, pk)
    stewarding.show_both(by=who(request), dispute=dispute)
    messages.success(request, _("Rapporten visar båda uppgifterna, som att de går isär."))
    return redirect("steward", number)


@login_required
@require_POST
def reopen(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    _incident, dispute = _dispute(request, number, pk)
    stewarding.open_again(by=who(request), dispute=dispute)
    messages.success(request, _("Frågan är öppen igen."))
    return redirect("steward", number)


@login_required
@require_POST
def ask(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask one side, or all of them, what holds: the question is written from what they said."""
    incident, dispute = _dispute(request, number, pk)
    found = next((one for one in judging.apart(incident, who(request)) if one.row.pk == dispute.pk), None)
    wanted = {whole(key) for key in request.POST.getlist("side")}
    keys = {side["input"] for side in found.sides if side["input"] in wanted} if found else set()
    sides = list(Input.objects.visible_to(request.user).filter(incident=incident, pk__in=keys).select_related("actor"))
    for side in sides:
        side.incident = incident
    question = _question(found) if found else ""
    stewarding.ask_sides(by=who(request), dispute=dispute, sides=sides, question=question)
    names = ", ".join(side.actor.short for side in sides)
    messages.success(request, _("Frågan är skickad till %(actor)s.") % {"actor": names})
    return redirect("steward", number)


def _question(found: judging.Apart) -> str:
    told = "; ".join(f"{side['short']}: {side['words']}" for side in found.sides)
    words = {"name": found.name, "about": found.about, "told": told}
    return _("Uppgifterna går isär. %(name)s (%(about)s). %(told)s. Vad gäller, och vad bygger ni det på?") % words


@login_required
@require_POST
def weigh(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    sent = _answer(request, find(request, number), pk)
    weighed, note = request.POST.get("weighed", ""), request.POST.get("note", "")
    stewarding.weigh(by=who(request), sent=sent, weighed=weighed, note=note)
    messages.success(request, _("Er bedömning är sparad.") if weighed else _("Er bedömning är borttagen."))
    return redirect(sent)


@login_required
@require_POST
def same_as(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    incident = find(request, number)
    sent, key = _answer(request, incident, pk), whole(request.POST.get("other", ""))
    other = _answer(request, incident, key) if key is not None else None
    stewarding.mark_same(by=who(request), sent=sent, other=other)
    said = _("Siffrorna räknas bara i %(actor)s svar.") % {"actor": other.actor.short} if other else ""
    messages.success(request, said or _("Svarets siffror räknas igen."))
    return redirect(sent)


@login_required
@require_POST
def reply(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The actor answers the county board's question, from its answer's page or its receipt."""
    sent = _answer(request, find(request, number), pk)
    afterwards.reply(by=who(request), sent=sent, text=request.POST.get("text", ""))
    messages.success(request, _("Ert svar på frågan är skickat till %(actor)s.") % {"actor": sent.incident.lead.name})
    return redirect("receipt" if request.POST.get("till") == "kvitto" else "input", number, sent.pk)


def _dispute(request: HttpRequest, number: str, pk: int) -> tuple[Incident, Dispute]:
    incident = find(request, number)
    seen = Dispute.objects.visible_to(request.user).standing()
    dispute = get_object_or_404(seen.select_related("rule"), incident=incident, pk=pk)
    dispute.incident = incident
    return incident, dispute


def _side(request: HttpRequest, incident: Incident, chosen: str) -> Input | None:
    key = whole(chosen)
    return _answer(request, incident, key) if key is not None else None


def _answer(request: HttpRequest, incident: Incident, pk: int) -> Input:
    seen = Input.objects.visible_to(request.user).sent()
    sent: Input = get_object_or_404(seen.select_related("actor"), incident=incident, pk=pk)
    sent.incident = incident
    return sent

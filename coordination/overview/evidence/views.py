"""Evidence packs: the county makes one for a period and hands it over; every figure has the rows that it counts."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.forms import Day
from coordination.overview.evidence import telling
from coordination.overview.evidence.figures import BY_KEY
from coordination.overview.evidence.making import make_pack
from journal.permissions import require
from processes.forms_running import Act
from processes.models import EvidencePack
from processes.permissions import LEAD
from processes.services.packs import hand_over
from processes.views.finding import act, find_process, leads, who

ON_A_PAGE = 50


class PeriodForm(Act):
    covers_from = Day(label=gettext_lazy("Från och med"))
    covers_to = Day(label=gettext_lazy("Till och med"))


@login_required
@require_safe
def pack_list(request: HttpRequest, letter: str) -> HttpResponse:
    process = find_process(request, letter)
    packs = EvidencePack.objects.visible_to(who(request)).filter(process=process).defer("figures")
    context = {"process": process, "packs": packs.select_related("made_by"), "leads": leads(request, process)}
    return render(request, "overview/evidence_packs.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, letter: str) -> HttpResponse:
    """For a period: the last twelve months unless she says another."""
    process = find_process(request, letter)
    require(who(request), LEAD, process)
    today = timezone.localdate()
    form = PeriodForm(
        request.POST or None,
        initial={"covers_from": today - datetime.timedelta(days=365), "covers_to": today},
    )
    return act(
        request,
        form,
        lambda said: make_pack(by=who(request), process=process, **said),
        told=_("Underlaget är framräknat. Läs det innan du lämnar det."),
        back=reverse("evidence_packs", args=[process.county.letter]),
        title=_("Räkna fram ett underlag"),
        name=_("Underlag"),
        words=_("Allt räknas ur det som har hänt i Samlad. Övningar räknas för sig."),
        button=_("Räkna fram"),
    )


@login_required
@require_safe
def pack(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    found = _find(request, letter, number)
    context = {
        "process": found.process,
        "pack": found,
        "told": telling.told(found),
        "may_hand_over": leads(request, found.process) and found.handed_over_at is None,
    }
    return render(request, "overview/evidence_pack.html", context)


@login_required
@require_POST
def give(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    found = _find(request, letter, number)
    hand_over(by=who(request), pack=found)
    messages.success(request, _("Underlaget är lämnat till granskaren."))
    return redirect(found)


@login_required
@require_safe
def figure(request: HttpRequest, letter: str, number: int, key: str) -> HttpResponse:
    """The rows behind one figure, fifty at a time."""
    if key not in BY_KEY:
        raise Http404
    found, one = _find(request, letter, number), BY_KEY[key]
    rows = found.figures.get(key, [])
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("sida"))
    context: dict[str, Any] = {
        "process": found.process,
        "pack": found,
        "figure": one,
        "parts": telling.parts_of(one, rows),
        "page": page,
        "rows": telling.shown(one, page.object_list, who(request)),
        "of_incidents": any(row["incident"] for row in rows),
    }
    return render(request, "overview/evidence_figure.html", context)


def _find(request: HttpRequest, letter: str, number: int) -> EvidencePack:
    process = find_process(request, letter)
    packs = EvidencePack.objects.visible_to(who(request)).select_related("made_by", "handed_over_by")
    found: EvidencePack = get_object_or_404(packs, process=process, number=number)
    found.process = process
    return found

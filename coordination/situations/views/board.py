"""The board, the newest answers, and one answer with its questions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, my_actors, who
from coordination.numbers import whole
from coordination.situations import drawing, maps, picture, readership
from coordination.situations.content import questions
from coordination.situations.models import Input
from coordination.situations.paging import Page, newest_page
from coordination.situations.services import inputs
from coordination.situations.states import InputState

FEED = 50
GRADES = (1, 2, 3, 4, 5, None)


@login_required
def board(request: HttpRequest, number: str) -> HttpResponse:
    """Who has answered what, and who is silent: municipality by function."""
    incident = find(request, number)
    page = _page(request)
    drawn = picture.board(incident, page)
    drawing.fill(drawn, incident, now_in(incident))
    context = incident_page(
        request,
        incident,
        "board",
        board=drawn,
        page=page,
        map=_map(incident, drawn),
        silent=_silent(drawn),
        sums=drawn.sums,
        columns=len(drawn.functions) + 5,
        grades=GRADES,
        next_report=(drawn.report or 0) + 1,
        uncounted=sum(row.former_count is not None for row in drawn.rows),
    )
    return render(request, "situations/board.html", context)


def _page(request: HttpRequest) -> int:
    return min(whole(request.GET.get("sida", "")) or 0, 100)


def _silent(drawn: picture.Board) -> list[picture.Row]:
    return [row for row in (*drawn.rows, *drawn.others) if row.silent]


def _map(incident: Incident, drawn: picture.Board) -> dict[str, Any] | None:
    """The county's map of the worst hit function, when the board is that of one county."""
    counties = incident.headline.get("county_codes") or []
    if len(counties) != 1 or not drawn.rows or drawn.more:
        return None
    worst = max(range(len(drawn.sums)), key=lambda n: (drawn.sums[n]["worst"] or 0, -n))
    grades = {row.recipient.actor.municipality_id or "": row.cells[worst].grade for row in drawn.rows}
    name = drawn.functions[worst][1]
    return {"svg": maps.drawn(counties[0], grades, name, _("Lägesbild")), "name": name}


@login_required
def feed(request: HttpRequest, number: str) -> HttpResponse:
    """The newest answers, fifty a page by key: page a thousand costs what page one does."""
    incident = find(request, number)
    rows = Input.objects.sent().filter(incident=incident).annotate(who=F("actor__short")).only(*drawing.SHOWN)
    page: Page[Input] = newest_page(rows, request.GET.get("fore", ""), FEED)
    context = incident_page(request, incident, "board", page=page)
    context["strips"] = drawing.strips(page.rows, incident, context["now"])
    return render(request, "situations/feed.html", context)


@login_required
def show_input(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One answer, every question of it, with where it is used."""
    incident = find(request, number)
    seen = Input.objects.visible_to(request.user).filter(incident=incident)
    rows = seen.select_related("actor", "request__question_set", "author", "read_by", "unchanged_from")
    shown: Any = get_object_or_404(rows.annotate(read=readership.noted(request.user, input="pk")), pk=pk)
    shown.incident = incident
    inputs.note_read(by=who(request), sent=shown)
    if not shown.read and shown.state != InputState.DRAFT:
        readership.note(who(request), incident, input_id=shown.pk)
    context = incident_page(
        request,
        incident,
        "board",
        input=shown,
        sections=_sections(shown),
        functions=_functions(shown),
        versions=_versions(shown),
        used=_used(shown),
        mine=shown.actor in my_actors(request, incident),
    )
    return render(request, "situations/input.html", context)


def _sections(shown: Input) -> list[dict[str, Any]]:
    """Numbers and texts that were given, under their own words."""
    given = shown.content
    rows = []
    for question in questions(shown.request.question_set, "number"):
        if given.get("numbers", {}).get(question["key"]) is not None:
            rows.append({"question": question, "number": given["numbers"][question["key"]]})
    for question in questions(shown.request.question_set, "text"):
        if given.get("texts", {}).get(question["key"]):
            rows.append({"question": question, "text": given["texts"][question["key"]]})
    return rows


def _functions(shown: Input) -> list[Any]:
    return list(shown.impacts.select_related("function").order_by("function__order"))


def _versions(shown: Input) -> list[Input]:
    same = Input.objects.sent().filter(request_id=shown.request_id, actor_id=shown.actor_id)
    return list(same.exclude(pk=shown.pk).only("pk", "number", "state", "submitted_at", "version").order_by("-version"))


def _used(shown: Input) -> list[Any]:
    """Published reports that were made of this answer."""
    sources = shown.used_in.filter(compilation__reports__number__isnull=False)
    return list(sources.values("number", "compilation__reports__number").distinct())


@login_required
@require_POST
def ask_back(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    incident = find(request, number)
    sent = get_object_or_404(Input.objects.sent().select_related("actor"), pk=pk, incident=incident)
    sent.incident = incident
    inputs.ask_back(by=who(request), sent=sent, question=request.POST.get("question", ""))
    messages.success(request, _("Frågan är skickad till %(actor)s.") % {"actor": sent.actor.name})
    return redirect(sent)

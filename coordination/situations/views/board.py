"""The board, the newest answers, and one answer with its questions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actors import access
from actors.models import Person
from actors.prepared import prepared
from actors.sight import as_machine
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, find_for_reading, incident_page, my_actors, who
from coordination.incidents.permissions import ASK, WRITE
from coordination.incidents.readers import sharing_words
from coordination.numbers import whole
from coordination.situations import needing
from coordination.situations.answers import filed
from coordination.situations.answers.answer_parts import copied_functions, sections, struck_sections, taken_over
from coordination.situations.board import drawing, withheld
from coordination.situations.board.sheet import sheet
from coordination.situations.content import Content
from coordination.situations.models import GuardedAnswer, Input, RedactedCopy
from coordination.situations.paging import Page, key_of, newest, older, page_of
from coordination.situations.querysets import InputQuerySet
from coordination.situations.report import fate, readership
from coordination.situations.services import afterwards
from coordination.situations.states import InputState
from coordination.situations.weighing import threads

FEED = 50


@login_required
def board(request: HttpRequest, number: str) -> HttpResponse:
    """Who has answered what, and who is silent: municipality by function."""
    incident = find(request, number)
    person = who(request)
    asks = ASK in access.rights(person, incident) and not incident.is_closed
    drawn = sheet(incident, person, _page(request), now_in(incident), asks=asks)
    away = drawn.away
    told = withheld.panel(person, incident, away, my_actors(request, incident), total=drawn.total) if away else None
    context = incident_page(request, incident, "board", sheet=drawn, withheld=told)
    return render(request, "situations/board.html", context)


def _page(request: HttpRequest) -> int:
    return min(whole(request.GET.get("sida", "")) or 0, 100)


@login_required
def feed(request: HttpRequest, number: str) -> HttpResponse:
    """The newest answers, fifty a page by key: page a thousand costs what page one does."""
    incident = find(request, number)
    person = who(request)
    key = key_of(request.GET.get("fore", ""))
    found = _older(person, incident.pk, key[0].isoformat(), key[1]) if key else _newest(person, incident.pk)
    page: Page[Input] = page_of(found, FEED, first=key is None)
    away = withheld.in_incident(person, incident)
    # Receipts are numbered in the incident, so the last number is how many answers there are.
    told = withheld.panel(person, incident, away, my_actors(request, incident), total=incident.last_receipt)
    context = incident_page(request, incident, "board", page=page, withheld=told)
    context["strips"] = drawing.strips(page.rows, incident, context["now"])
    return render(request, "situations/feed.html", context)


@prepared
def _newest(person: Person, incident: int) -> "QuerySet[Input]":
    """The first page, which nearly everybody asks for; the older ones are asked for by key."""
    return newest(_shown(person, incident), FEED)


@prepared
def _older(person: Person, incident: int, at: str, pk: int) -> "QuerySet[Input]":
    return newest(older(_shown(person, incident), Cast(Value(at), DateTimeField()), pk), FEED)


def _shown(person: Person, incident: int) -> InputQuerySet:
    rows = Input.objects.sent().filter(incident=incident).read_by(person)
    return rows.annotate(who=F("actor__short"), attached=filed.COUNT).only(*drawing.SHOWN)


@login_required
def show_input(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One answer, every question of it, with where it is used; the owner's redacted copy for who may not read it."""
    incident = find_for_reading(request, number)
    shown = _answer(request, incident, pk)
    if shown is None:
        return show_copy(request, incident, pk)
    afterwards.note_read(by=who(request), sent=shown)
    if not shown.read and shown.state != InputState.DRAFT:
        readership.note(who(request), incident, input_id=shown.pk)
    with as_machine():  # which fields have readers of their own; what they say is read below
        guarded = list(GuardedAnswer.objects.filter(input=shown).only("pk", "part", "key", "audience"))
    mine = shown.actor in my_actors(request, incident)
    read = list(GuardedAnswer.objects.visible_to(request.user).filter(input=shown)) if guarded else []
    context = incident_page(
        request,
        incident,
        "board",
        input=shown,
        sections=sections(
            shown.request.question_set, shown.content, guarded, read, filed.of(shown, shown.request.question_set)
        ),
        taken=taken_over(request.user, shown),
        functions=_functions(shown),
        versions=_versions(request, shown),
        used=fate.used(shown),
        mine=mine,
        shown_to=sharing_words(shown),
        kind="svar",
        **threads.of(request.user, shown, mine=mine),
    )
    context["needs"] = needing.told(request.user, shown, _needs(shown.content, read), context["may"], mine=mine)
    if WRITE in context["may"] and shown.state == InputState.SUBMITTED:
        context |= {"reads_thread": True} | threads.weighing(request.user, shown)
    return render(request, "situations/input.html", context)


def _answer(request: HttpRequest, incident: Incident, pk: int) -> Any:
    """The answer, if the reader may read it, and whether she has before. None else."""
    seen = Input.objects.visible_to(request.user).filter(incident=incident)
    related = seen.select_related("actor", "request__question_set", "author", "read_by", "unchanged_from")
    shown: Any = related.filter(pk=pk).annotate(read=readership.noted(int(who(request).pk), input="pk")).first()
    if shown is not None:
        shown.incident = incident
    return shown


def show_copy(request: HttpRequest, incident: Incident, pk: int) -> HttpResponse:
    """What the owner lets others read, with what was struck named and gone; 404 where there is no copy."""
    copies = RedactedCopy.objects.visible_to(request.user).filter(incident=incident)
    copy = get_object_or_404(copies, input=pk)
    with as_machine():  # the copy's answer is named by actor, number and time: its words are not read
        copy.input = Input.objects.mute().select_related("actor", "request__question_set").get(pk=pk).hush()
    asked = copy.input.request.question_set
    context = incident_page(
        request,
        incident,
        "board",
        copy=copy,
        input=copy.input,
        sections=struck_sections(asked, copy),
        needs=copy.content.get("needs", []),
        needs_struck="needs" in copy.struck,
        functions=copied_functions(copy),
        withheld=withheld.panel(
            who(request), incident, [withheld.Away.of(copy.input)], my_actors(request, incident), total=1
        ),
    )
    return render(request, "situations/input_copy.html", context)


def _needs(content: Content, read: list[GuardedAnswer]) -> list[Any]:
    guarded = next((row.value for row in read if row.part == "needs"), None)
    return list(content.get("needs", [])) or list(guarded or [])


def _functions(shown: Input) -> list[Any]:
    return list(shown.impacts.select_related("function").order_by("function__order"))


def _versions(request: HttpRequest, shown: Input) -> list[Input]:
    same = Input.objects.visible_to(request.user).sent().filter(request_id=shown.request_id, actor_id=shown.actor_id)
    return list(same.exclude(pk=shown.pk).only("pk", "number", "state", "submitted_at", "version").order_by("-version"))


@login_required
@require_POST
def ask_back(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    incident = find(request, number)
    seen = Input.objects.visible_to(request.user).sent()
    sent = get_object_or_404(seen.select_related("actor"), pk=pk, incident=incident)
    sent.incident = incident
    afterwards.ask_back(by=who(request), sent=sent, question=request.POST.get("question", ""))
    messages.success(request, _("Frågan är skickad till %(actor)s.") % {"actor": sent.actor.name})
    return redirect(sent)

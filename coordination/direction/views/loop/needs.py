"""A need's own page; stating, changing and judging it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.direction.forms_needs import MoveForm, NeedForm, values_of
from coordination.direction.loop import reading
from coordination.direction.models import Need, NeedKind, NeedRole, Note, Step
from coordination.direction.services import edit_need, move_need, state_need
from coordination.direction.services.needs import writes
from coordination.direction.standings import participants_of
from coordination.direction.views.finding import done, who
from coordination.direction.views.loop.both import both
from coordination.direction.views.loop.frame import elsewhere, find_need, loop_page, sent
from coordination.direction.views.loop.noting import answer_named
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.situations.models import Input
from journal.permissions import require
from journal.refusals import MovedOn, Refused, RuleBroken


@login_required
def show(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """All of it, and the trail both ways. Who may says how far it is met."""
    incident = find(request, number)
    need = find_need(request, incident, n)
    form = MoveForm(sent(request), need=need)
    if request.method == "POST" and form.is_valid():
        move_need(by=who(request), need=need, to=form.cleaned_data["state"], note=form.cleaned_data["note"])
        return done(request, _("Läget är noterat."), "need", number, n)
    context = loop_page(request, incident, step=Step.NEEDS.value, need=need, form=form)
    context |= _trail(request, incident, need)
    if context["note"] is not None:
        note = context["note"]
        context["note_cycle"] = reading.number_of(context["cycles"], note.cycle_id, note.held_in)
    context["may_write"] = not incident.is_closed and CONTRIBUTE in context["may"] and writes(who(request), need)
    return render(request, "direction/loop/need.html", context, status=422 if form.errors else 200)


def _trail(request: HttpRequest, incident: Incident, need: Need) -> dict[str, Any]:
    """What it came of, what it serves, who is what to it, what it became; only what the person reads."""
    person = who(request)
    seen = Need.objects.visible_to(person)
    issue_new = elsewhere("issue_new", incident.number)
    rows: Any = need
    for issue in rows.became:
        issue.url = elsewhere("system_issue", incident.number, issue.number)
    roles = NeedRole.objects.visible_to(person).filter(need=need).select_related("actor").order_by("part", "pk")
    return {
        "note": Note.objects.visible_to(person).filter(pk=need.note_id or 0).first(),
        "answer": Input.objects.visible_to(person).filter(pk=need.input_id or 0).first(),
        "serves": list(seen.filter(served_by=need)),
        "served_by": list(seen.filter(serves=need)),
        "hinders": list(seen.filter(hindered_by=need)),
        "hindered_by": list(seen.filter(hinders=need)),
        "towns": list(need.municipalities.all()),
        "roles": list(roles),
        "issue_new": f"{issue_new}?behov={need.number}" if issue_new else "",
        "matrix": elsewhere("matrix", incident.number),
    }


@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    """`?notering=` is the fact that it is made of, `?svar=` an answer; `?slag=atgard` an action for `?for=`."""
    incident = find(request, number)
    leads = who(request).has_perm(PROPOSE, incident)
    require(who(request), CONTRIBUTE, incident)
    kind = NeedKind.ACTION if request.GET.get("slag") == "atgard" else NeedKind.HELP
    if kind == NeedKind.ACTION:
        require(who(request), PROPOSE, incident)
    note = _noted(request, incident)
    actors = participants_of(incident) if leads else my_actors(request, incident)
    form = NeedForm(
        sent(request),
        kind=kind,
        actors=actors,
        towns=incident.municipalities.order_by("name"),
        own=not leads,
        marked=note or incident,
        initial=_begins(request, note),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        named = _named(request, incident, form)
        answer = answer_named(request, incident, form)
        if not form.past(now_in(incident)):
            try:
                need = _state(request, incident, form, note, answer, actors, named)
                return done(request, _("Behov %(n)d är noterat.") % {"n": need.number}, "need", number, need.number)
            except RuleBroken as broken:
                form.add_error(None, broken.sentence)
                status = 409
    context = loop_page(request, incident, step=Step.NEEDS.value, form=form, note=note, kind=kind, leads=leads)
    wrong = form.errors and status == 200
    return render(request, "direction/loop/need_form.html", context, status=422 if wrong else status)


def _now(incident: Incident) -> Any:
    return incident.journal_now()


def _noted(request: HttpRequest, incident: Incident) -> Note | None:
    wanted = request.GET.get("notering", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 12):
        return None
    seen: Any = Note.objects.visible_to(request.user).filter(incident=incident, pk=int(wanted))
    note: Note | None = seen.first()
    return note


def _begins(request: HttpRequest, note: Note | None) -> dict[str, Any]:
    begins: dict[str, Any] = {"answer": request.GET.get("svar", "")[:40]}
    meets = request.GET.get("for", "")
    if meets.isascii() and meets.isdigit() and len(meets) < 7:
        begins["serves"] = [int(meets)]
    if note is not None:
        begins |= {"title": note.text[:200], "actor": note.actor_id}
    return begins


def _named(request: HttpRequest, incident: Incident, form: Any) -> dict[str, Any]:
    """The needs whose numbers were typed; one that leads nowhere is said at the field."""
    found: dict[str, Any] = {}
    for name in ("serves", "hinders"):
        numbers = form.cleaned_data.get(name) or []
        rows = list(Need.objects.visible_to(request.user).filter(incident=incident, number__in=numbers))
        lost = sorted(set(numbers) - {row.number for row in rows})
        if lost:
            words = _("Det finns inget behov med numret %(numbers)s.")
            form.add_error(name, words % {"numbers": ", ".join(str(one) for one in lost)})
        if name in form.fields:
            found[name] = rows
    return found


def _state(
    request: HttpRequest,
    incident: Incident,
    form: Any,
    note: Note | None,
    answer: Input | None,
    actors: list[Any],
    named: dict[str, Any],
) -> Need:
    actor = next((one for one in actors if one.pk == form.cleaned_data.get("actor")), None)
    towns = incident.municipalities.filter(pk__in=form.cleaned_data["municipalities"])
    return state_need(
        by=who(request),
        incident=incident,
        kind=form.kind,
        actor=actor,
        note=note,
        input=answer,
        municipalities=towns,
        **named,
        **form.texts(),
    )


@login_required
def edit(request: HttpRequest, number: str, n: int) -> HttpResponse:
    incident = find(request, number)
    need = find_need(request, incident, n)
    if not writes(who(request), need):
        raise Refused(_("Behovet ändras av länsstyrelsen eller av den aktör som har det."))
    form = _edit_form(incident, need, sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        named = _named(request, incident, form)
        if not form.past(now_in(incident)):
            towns = incident.municipalities.filter(pk__in=form.cleaned_data["municipalities"])
            try:
                edit_need(
                    by=who(request),
                    need=need,
                    revision=form.cleaned_data["version"] or 0,
                    municipalities=towns,
                    **named,
                    **form.texts(),
                )
                return done(request, _("Sparat."), "need", number, n)
            except MovedOn as first:
                return _both(request, incident, n, form, first.sentence)
            except RuleBroken as broken:
                form.add_error(None, broken.sentence)
                status = 409
    context = loop_page(request, incident, step=Step.NEEDS.value, form=form, need=need, kind=need.kind)
    wrong = form.errors and status == 200
    return render(request, "direction/loop/need_form.html", context, status=422 if wrong else status)


def _edit_form(incident: Incident, need: Need, data: Any = None, initial: dict[str, Any] | None = None) -> NeedForm:
    return NeedForm(
        data,
        kind=need.kind,
        actors=[],
        towns=incident.municipalities.order_by("name"),
        need=need,
        marked=need,
        initial=initial or values_of(need),
    )


def _both(request: HttpRequest, incident: Incident, n: int, form: Any, sentence: str) -> HttpResponse:
    standing = find_need(request, incident, n)
    values = values_of(standing)
    theirs = _edit_form(incident, standing)
    return both(
        request, incident, form, values, theirs, sentence, lambda typed: _edit_form(incident, standing, initial=typed)
    )

"""Adding a note, saying that it still holds, and that it does no longer."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.direction.forms_loop import EndForm, NoteForm
from coordination.direction.models import STEP_OF, Note, NoteKind
from coordination.direction.services import add_note, end_note, hold_note
from coordination.direction.services.grounds import answers_by_number
from coordination.direction.services.notes import require_writer
from coordination.direction.standings import participants_of
from coordination.direction.views.finding import done, who
from coordination.direction.views.loop.frame import find_note, loop_page, sent
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.situations.models import Input
from journal.permissions import require
from journal.refusals import RuleBroken


@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    """`?slag=` says the kind; `?svar=` the receipt number of the answer that it builds on."""
    incident = find(request, number)
    kind = request.GET.get("slag", NoteKind.FACT)
    if kind not in NoteKind.values:
        raise Http404
    leads = who(request).has_perm(PROPOSE, incident)
    require(who(request), CONTRIBUTE if kind == NoteKind.INTERPRETATION else PROPOSE, incident)
    actors = participants_of(incident) if leads else my_actors(request, incident)
    source = _source(request, incident)
    form = NoteForm(
        sent(request),
        kind=kind,
        actors=actors,
        own=not leads,
        marked=source or incident,
        initial=_begins(source, actors, kind),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        answer = answer_named(request, incident, form)
        if not form.errors:
            try:
                note = _add(request, incident, form, actors, answer)
                return redirect(note.get_absolute_url())
            except RuleBroken as broken:
                form.add_error(None, broken.sentence)
                status = 409
    context = loop_page(request, incident, step=STEP_OF[kind].value, form=form, kind=kind, source=source)
    context["label"] = NoteKind(kind).label
    wrong = form.errors and status == 200
    return render(request, "direction/loop/note_new.html", context, status=422 if wrong else status)


def _source(request: HttpRequest, incident: Incident) -> Input | None:
    """The answer that the address names, if the person reads it: shown beside the form, never copied into it."""
    found, _unknown = answers_by_number(who(request), incident, request.GET.get("svar", "")[:40])
    return found[0] if found else None


def _begins(source: Input | None, actors: list[Any], kind: str) -> dict[str, Any]:
    if source is None:
        return {}
    offered = {actor.pk for actor in actors}
    return {"answer": source.number, "actor": source.actor_id if source.actor_id in offered else None}


def answer_named(request: HttpRequest, incident: Incident, form: Any) -> Input | None:
    """The answer of the receipt number; one that leads nowhere is said at the field."""
    typed = form.cleaned_data.get("answer", "").strip()
    if not typed:
        return None
    found, _unknown = answers_by_number(who(request), incident, typed)
    if not found:
        words = _("Det finns inget svar som ni kan läsa med numret %(numbers)s.")
        form.add_error("answer", words % {"numbers": typed})
        return None
    return found[0]


def _add(request: HttpRequest, incident: Incident, form: Any, actors: list[Any], answer: Input | None) -> Note:
    said = form.taken()
    said.pop("answer", None)
    actor = next((one for one in actors if one.pk == said.get("actor")), None)
    said["actor"] = actor
    return add_note(by=who(request), incident=incident, kind=form.kind, input=answer, **said)


@login_required
@require_POST
def hold(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    note = find_note(request, find(request, number), pk)
    hold_note(by=who(request), note=note)
    return redirect(note.get_absolute_url())


@login_required
def end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    incident = find(request, number)
    note = find_note(request, incident, pk)
    require_writer(who(request), incident, note.kind, note.actor)
    form = EndForm(sent(request))
    if request.method == "POST" and form.is_valid():
        end_note(by=who(request), note=note, why=form.cleaned_data["why"])
        return done(request, _("Noteringen gäller inte längre."), "loop_step", number, STEP_OF[note.kind].value)
    context = loop_page(request, incident, step=STEP_OF[note.kind].value, form=form, note=note)
    return render(request, "direction/loop/note_end.html", context, status=422 if form.errors else 200)

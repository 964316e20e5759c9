"""Asking: the list of requests, a new one, one with its live tally, reminders."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actors.models import Actor
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, my_actors, who
from coordination.incidents.permissions import ASK
from coordination.numbers import whole
from coordination.situations import picture, withheld
from coordination.situations.forms_request import RequestForm
from coordination.situations.models import Input, Recipient, Request
from coordination.situations.services import requests
from journal.permissions import require
from journal.refusals import RuleBroken


@login_required
def request_list(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    rows = (
        Request.objects.visible_to(request.user)
        .filter(incident=incident)
        .annotate(asked=Count("recipients"), answered=Count("recipients__answered_at"))
        .order_by("-number")[:50]
    )
    return render(request, "situations/requests.html", incident_page(request, incident, "requests", requests=rows))


@login_required
def new_request(request: HttpRequest, number: str) -> HttpResponse:
    """Ask: everything is filled in that can be, so that a duty officer sends it before her coffee is cold."""
    incident = find(request, number)
    require(who(request), ASK, incident)
    form = RequestForm(request.POST or None, incident=incident)
    if request.method == "POST" and form.is_valid():
        try:
            sent = requests.send_request(by=who(request), incident=incident, **form.taken())
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
        else:
            words = ngettext("%(n)d aktör är frågad.", "%(n)d aktörer är frågade.", sent.recipients.count())
            messages.success(request, words % {"n": sent.recipients.count()})
            return redirect(sent)
    context = incident_page(request, incident, "requests", form=form)
    return render(request, "situations/request_new.html", context, status=422 if form.errors else 200)


@login_required
def show_request(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Who has opened, begun, answered, is late; the silent with their telephone numbers."""
    incident = find(request, number)
    shown = get_object_or_404(
        Request.objects.out_of_quarantine().select_related("question_set", "asker", "sent_by"),
        incident=incident,
        number=k,
    )
    shown.incident = incident
    mine = my_actors(request, incident)
    for actor in mine:
        requests.note_opened(request=shown, actor=actor)
    recipients = list(picture.asked_actors(shown))
    answers = {one.actor_id: one for one in _standing(shown)}
    away = withheld.of_request(who(request), shown)
    answered = len(answers.keys() | away.keys())
    rows = [
        {
            "recipient": row,
            "answer": None if row.actor_id in away else answers.get(row.actor_id),
            "withheld": away.get(row.actor_id),
        }
        for row in recipients
    ]
    context = incident_page(
        request,
        incident,
        "requests",
        request_=shown,
        rows=rows,
        silent=[row for row in rows if row["answer"] is None and row["withheld"] is None],
        withheld=withheld.panel(who(request), incident, away.values(), mine, total=answered),
        answered=answered,
        ask_me=_to_answer(mine, recipients, {pk: one for pk, one in answers.items() if pk not in away}),
    )
    return render(request, "situations/request.html", context)


def _standing(shown: Request) -> Iterable[Input]:
    return (
        Input.objects.standing()
        .filter(request=shown)
        .only("pk", "actor_id", "number", "grade", "trend", "submitted_at", "late", "oral", "confidence")
    )


def _to_answer(mine: list[Actor], recipients: list[Recipient], answers: dict[int, Input]) -> list[Any]:
    asked = {row.actor_id for row in recipients}
    return [{"actor": actor, "answer": answers.get(actor.pk)} for actor in mine if actor.pk in asked]


@login_required
@require_POST
def remind(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Remind all who are silent, or the one that was chosen."""
    incident = find(request, number)
    shown = _asked(incident, k)
    chosen = whole(request.POST.get("actor", ""))
    actors = None if chosen is None else Actor.objects.filter(pk=chosen)
    told = requests.remind(by=who(request), request=shown, actors=actors)
    messages.success(request, _("Påmind: %(names)s.") % {"names": ", ".join(actor.short for actor in told)})
    return redirect(shown)


@login_required
@require_POST
def close(request: HttpRequest, number: str, k: int) -> HttpResponse:
    incident = find(request, number)
    shown = _asked(incident, k)
    requests.close_request(by=who(request), request=shown)
    messages.success(request, _("Begäran %(n)d är avslutad. Svaren står kvar.") % {"n": shown.number})
    return redirect(shown)


def _asked(incident: Incident, k: int) -> Request:
    found = get_object_or_404(Request.objects.out_of_quarantine(), incident=incident, number=k)
    found.incident = incident
    return found

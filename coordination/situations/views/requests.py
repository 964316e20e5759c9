"""Asking: the list of requests, a new one read through before it is sent, one with its live tally, reminders."""

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
from django.views.decorators.vary import vary_on_headers

from actors.models import Actor
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, my_actors, who
from coordination.incidents.permissions import ASK, INVITE
from coordination.numbers import whole
from coordination.situations.board import picture, withheld
from coordination.situations.forms_request import UNIT, RequestForm
from coordination.situations.models import AnswerLink, Input, Recipient, Request, Rhythm
from coordination.situations.rounds import tally
from coordination.situations.services import requests
from journal.permissions import require
from journal.refusals import RuleBroken

# With which a page's own script asks for a part of it: see poll.js.
PART = "X-Samlad-Part"
# Not sent on by the page that is read before sending: its own.
NOT_KEPT = ("csrfmiddlewaretoken", "do")


@login_required
def request_list(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    rows = (
        Request.objects.visible_to(request.user)
        .filter(incident=incident)
        .annotate(asked=Count("recipients"), answered=Count("recipients__answered_at"))
        .order_by("-number")[:50]
    )
    coming = Rhythm.objects.visible_to(request.user).running().filter(incident=incident)
    context = incident_page(request, incident, "requests", requests=rows, coming=coming)
    return render(request, "situations/requests.html", context)


@login_required
def new_request(request: HttpRequest, number: str) -> HttpResponse:
    """Ask: everything is filled in that can be, so that a duty officer sends it before her coffee is cold."""
    incident = find(request, number)
    require(who(request), ASK, incident)
    form = RequestForm(request.POST or None, incident=incident, may_invite=who(request).has_perm(INVITE, incident))
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "read":
                requests.refuse_past(incident, form.cleaned_data["deadline"])
                return _read_through(request, incident, form)
            if request.POST.get("do") != "back":
                return _send(request, incident, form)
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
    context = incident_page(request, incident, "requests", form=form)
    return render(request, "situations/request_new.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, incident: Incident, form: RequestForm) -> HttpResponse:
    sent = requests.send_request(by=who(request), incident=incident, **form.taken())
    asked = sent.recipients.count()
    messages.success(request, ngettext("%(n)d aktör är frågad.", "%(n)d aktörer är frågade.", asked) % {"n": asked})
    return redirect(sent)


def _read_through(request: HttpRequest, incident: Incident, form: RequestForm) -> HttpResponse:
    """Who will be asked, and how many, before anybody is."""
    said = form.cleaned_data
    kept = [
        (name, value)
        for name in request.POST
        if name not in NOT_KEPT and not name.startswith(UNIT)
        for value in request.POST.getlist(name)
    ]
    addresses = said.get("addresses") or []
    known = AnswerLink.objects.visible_to(request.user).filter(incident=incident, actor__in=form.chosen())
    there = {email.casefold() for email in known.values_list("email", flat=True)}
    units, steps = form.units(), dict(form.fields["reminders"].choices)  # type: ignore[attr-defined]  # a choice field
    context = incident_page(
        request,
        incident,
        "requests",
        fields=kept,
        said=said,
        asked=[{"actor": actor, "unit": units.get(actor.pk, "")} for actor in form.chosen()],
        addresses=addresses,
        outside=form.outside(),
        total=len(form.chosen()) + sum(one.email.casefold() not in there for one in addresses),
        steps=[steps[step] for step in said["reminders"]],
        mark=form.taken()["mark"],
    )
    return render(request, "situations/request_check.html", context)


@login_required
def show_request(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Who has opened, begun, answered, is late; the late with their telephone numbers."""
    incident = find(request, number)
    shown = _shown(incident, k)
    mine = my_actors(request, incident)
    for actor in mine:
        requests.note_opened(request=shown, actor=actor)
    return render(request, "situations/request.html", _page(request, incident, shown, mine))


@login_required
@vary_on_headers(PART)
def request_state(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """The part of the page that changes while answers come, for the page's own script; for whoever opens it, the page.

    Reading it notes nothing.
    """
    incident = find(request, number)
    shown = _shown(incident, k)
    context = _page(request, incident, shown, my_actors(request, incident))
    name = "request_state" if PART in request.headers else "request"
    return render(request, f"situations/{name}.html", context)


def _shown(incident: Incident, k: int) -> Request:
    found = get_object_or_404(
        Request.objects.out_of_quarantine().select_related("question_set", "asker", "sent_by", "rhythm"),
        incident=incident,
        number=k,
    )
    found.incident = incident
    return found


def _page(request: HttpRequest, incident: Incident, shown: Request, mine: list[Actor]) -> dict[str, Any]:
    recipients = list(picture.asked_actors(shown))
    answers = {one.actor_id: one for one in _standing(shown)}
    away = withheld.of_request(who(request), shown)
    answered = len(answers.keys() | away.keys())
    context = incident_page(
        request,
        incident,
        "requests",
        request_=shown,
        withheld=withheld.panel(who(request), incident, away.values(), mine, total=answered),
        ask_me=_to_answer(mine, recipients, {pk: one for pk, one in answers.items() if pk not in away}),
        is_open=shown.state == "sent" and not incident.is_closed,
    )
    links = _links(request, shown) if ASK in context["may"] else {}
    context["tally"] = tally.of(shown, recipients, answers, away, links, context["now"])
    return context


def _links(request: HttpRequest, shown: Request) -> dict[int, AnswerLink]:
    """The newest link of each that answers by one, for those who ask."""
    return {
        row.actor_id: row for row in AnswerLink.objects.visible_to(request.user).filter(request=shown).order_by("pk")
    }


def _standing(shown: Request) -> Iterable[Input]:
    return (
        Input.objects.standing()
        .filter(request=shown)
        .only("pk", "actor_id", "number", "grade", "trend", "submitted_at", "late", "oral", "confidence", "link_id")
    )


def _to_answer(mine: list[Actor], recipients: list[Recipient], answers: dict[int, Input]) -> list[Any]:
    asked = {row.actor_id: row for row in recipients}
    return [
        {"actor": actor, "answer": answers.get(actor.pk), "recipient": asked[actor.pk]}
        for actor in mine
        if actor.pk in asked
    ]


@login_required
@require_POST
def remind(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Remind all who are silent, all who are late, or the one that was chosen."""
    incident = find(request, number)
    shown = asked(incident, k)
    chosen = whole(request.POST.get("actor", ""))
    actors = None if chosen is None else Actor.objects.filter(pk=chosen)
    late = request.POST.get("which") == "late"
    told = requests.remind(by=who(request), request=shown, actors=actors, late=late)
    messages.success(request, _("Påmind: %(names)s.") % {"names": ", ".join(actor.short for actor in told)})
    return redirect(shown)


@login_required
@require_POST
def close(request: HttpRequest, number: str, k: int) -> HttpResponse:
    incident = find(request, number)
    shown = asked(incident, k)
    requests.close_request(by=who(request), request=shown)
    messages.success(request, _("Begäran %(n)d är avslutad. Svaren står kvar.") % {"n": shown.number})
    return redirect(shown)


def asked(incident: Incident, k: int) -> Request:
    found = get_object_or_404(Request.objects.out_of_quarantine(), incident=incident, number=k)
    found.incident = incident
    return found

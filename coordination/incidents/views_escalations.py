"""The formal request: the list, the draft, its text to review, and what was answered."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from coordination.incidents import framstallan
from coordination.incidents.clock import now_in
from coordination.incidents.forms_resources import EscalationForm
from coordination.incidents.lacking import addressees, body_of
from coordination.incidents.models import Escalation, Incident, Marking
from coordination.incidents.pages import find, incident_page, my_actors, who
from coordination.incidents.permissions import WRITE
from coordination.incidents.resource_rows import Row, rows_of, seen_by
from coordination.incidents.services import escalations
from coordination.incidents.states import EscalationState
from journal.permissions import require
from journal.record import note_export


@login_required
@require_safe
def escalation_list(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    rows = Escalation.objects.visible_to(who(request)).filter(incident=incident).select_related("made_by")
    context = incident_page(request, incident, "resources", rows=rows)
    return render(request, "incidents/resources/escalations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Whom, about which needs, and what has been tried. The text is made of the needs and reviewed before it goes."""
    incident = find(request, number)
    require(who(request), WRITE, incident)
    rows = _lacking(request, incident)
    wanted = [row.need.pk for row in rows if str(row.need.number) == request.GET.get("behov", "")]
    form = _form(request, incident, rows, {"needs": wanted or [row.need.pk for row in rows]}, incident)
    if request.method == "POST" and form.is_valid():
        made = escalations.draft_escalation(by=who(request), incident=incident, **_said(form, rows))
        return redirect(made)
    context = incident_page(request, incident, "resources", form=form, lacks=bool(rows))
    return render(request, "incidents/resources/escalation_new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str, k: int) -> HttpResponse:
    incident = find(request, number)
    require(who(request), WRITE, incident)
    row = find_escalation(request, incident, k)
    if row.state != EscalationState.DRAFT:
        return redirect(row)
    rows = _lacking(request, incident)
    begins = {
        "addressee": f"{row.to}:{row.addressee}",
        "needs": [need.pk for need in escalations.needs_of(row)],
        "tried": row.tried,
        "legal_ground": row.legal_ground,
    }
    form = _form(request, incident, rows, begins, row)
    if request.method == "POST" and form.is_valid():
        escalations.edit_escalation(by=who(request), escalation=row, **_said(form, rows))
        messages.success(request, _("Utkastet är sparat. Läs texten innan du skickar."))
        return redirect(row)
    context = incident_page(request, incident, "resources", form=form, lacks=bool(rows), escalation=row)
    return render(request, "incidents/resources/escalation_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def show(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """The text: of a draft as it would be sent now, of what was sent as it was frozen. One document on paper."""
    incident = find(request, number)
    row = find_escalation(request, incident, k)
    body = _body(row)
    context = incident_page(
        request, incident, "resources", escalation=row, body=body, plain=framstallan.plain(body), writes=False
    )
    context["writes"] = WRITE in context["may"] and not incident.is_closed
    return render(request, "incidents/resources/escalation.html", context)


@login_required
@require_GET
def as_text(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """The same as plain text, to read out over radio or paste into a letter."""
    incident = find(request, number)
    row = find_escalation(request, incident, k)
    text = framstallan.plain(_body(row))
    if row.state == EscalationState.DRAFT:
        text = f"UTKAST, inte skickat.\n{text}"
    if row.marking == Marking.SENSITIVE:
        note_export(by=who(request), subject=row, form="txt")
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="framstallan-{incident.number}-{row.number}.txt"'
    return answer


@login_required
@require_POST
def send(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Frozen, and told here. Nothing leaves the portal."""
    incident = find(request, number)
    row = find_escalation(request, incident, k)
    escalations.send_escalation(by=who(request), escalation=row)
    messages.success(request, _("Framställan är fryst. Portalen skickar den inte: skriv ut eller kopiera texten."))
    return redirect(row)


@login_required
@require_POST
def answer(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """What the one who was asked has said."""
    incident = find(request, number)
    row = find_escalation(request, incident, k)
    reply = request.POST.get("reply", "").replace("\x00", "")[:500]
    escalations.answer_escalation(by=who(request), escalation=row, reply=reply)
    messages.success(request, _("Svaret är antecknat."))
    return redirect(row)


def find_escalation(request: HttpRequest, incident: Incident, k: int) -> Escalation:
    seen = Escalation.objects.visible_to(who(request)).select_related("made_by", "sent_by")
    row: Escalation = get_object_or_404(seen, incident=incident, number=k)
    row.incident = incident
    return row


def _body(row: Escalation) -> framstallan.Body:
    if row.state != EscalationState.DRAFT:
        return dict(row.body)
    return body_of(row, escalations.needs_of(row), now_in(row.incident))


def _lacking(request: HttpRequest, incident: Incident) -> list[Row]:
    """Needs that still lack something: nothing else is asked for elsewhere."""
    needs = seen_by(who(request), incident)
    return [row for row in rows_of(needs, incident, my_actors(request, incident), now_in(incident)) if row.lacks]


def _form(
    request: HttpRequest, incident: Incident, rows: list[Row], begins: dict[str, Any], marked: Any
) -> EscalationForm:
    labels = [(row.need.pk, _label(row)) for row in rows]
    whom = addressees(incident.lead, now_in(incident))
    return EscalationForm(request.POST or None, whom=whom, needs=labels, initial=begins, marked=marked)


def _label(row: Row) -> str:
    words = _("%(number)d. %(need)s, %(actor)s: %(missing)d av %(needed)d saknas")
    about = {"number": row.need.number, "need": str(row.need), "actor": row.need.actor.short}
    return words % {**about, "missing": row.cover.missing, "needed": row.need.quantity}


def _said(form: EscalationForm, rows: list[Row]) -> dict[str, Any]:
    said = form.said()
    chosen = set(said.pop("needs"))
    return {**said, "needs": [row.need for row in rows if row.need.pk in chosen]}

"""Who may read a record: the owner's page, asking and answering, quarantine and its lifting."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actors import access
from actors.models import Actor
from actors.sight import as_machine
from coordination.incidents import records, services
from coordination.incidents.forms_sharing import NarrowForm, QuarantineForm, WidenForm
from coordination.incidents.models import AccessRequest, Incident, Narrowing, Quarantine
from coordination.incidents.pages import find, find_for_reading, incident_page, my_actors, who
from coordination.incidents.permissions import QUARANTINE, VIEW
from coordination.incidents.readers import lacking_words, sharing_words
from journal.refusals import Refused, RuleBroken


@login_required
@require_http_methods(["GET", "POST"])
def readers(request: HttpRequest, number: str, slug: str, pk: int) -> HttpResponse:
    """Who may read what one's own actor wrote. Who will lack it is said before it is saved."""
    incident = find(request, number)
    record = _own(request, incident, slug, pk)
    named = services.named_in(record)
    wide = request.POST.get("do") == "widen"
    form = NarrowForm(request.POST if request.method == "POST" and not wide else None, record=record, named=named)
    widen = WidenForm(request.POST if wide else None)
    if wide and widen.is_valid():
        services.widen(by=who(request), record=record, **widen.cleaned_data)
        messages.success(request, _("Sparat. Läses av: %(words)s") % {"words": sharing_words(record)})
        return redirect(record)
    sure = None
    if form.is_bound and form.is_valid():
        chosen = form.chosen()
        if request.POST.get("do") == "save":
            return _narrowed(request, record, chosen)
        sure = services.lacking(record, chosen["audience"], chosen["actors"])
    context = _readers_page(request, incident, record, slug) | {"form": form, "widen": widen, "sure": sure}
    context["sure_words"] = lacking_words(len(sure)) if sure is not None else ""
    wrong = form.errors or widen.errors
    return render(request, "incidents/readers.html", context, status=422 if wrong else 200)


def _narrowed(request: HttpRequest, record: Any, chosen: dict[str, Any]) -> HttpResponse:
    row = services.narrow(by=who(request), record=record, **chosen)
    messages.success(request, lacking_words(row.lacking))
    return redirect(record)


def _own(request: HttpRequest, incident: Incident, slug: str, pk: int) -> Any:
    kind = records.kind_by_slug(slug)
    record = records.with_incident(get_object_or_404(kind.visible_to(who(request), incident), pk=pk), incident)
    if not kind.owned or not services.answers_for(who(request), record):
        raise Refused(_("Bara den som har skrivit uppgiften bestämmer vem som får läsa den."))
    return record


def _readers_page(request: HttpRequest, incident: Incident, record: Any, slug: str) -> dict[str, Any]:
    kind = records.kind_by_slug(slug).name
    about = {"incident": incident, "kind": kind, "object_id": record.pk}
    return incident_page(
        request,
        incident,
        "incident",
        record=record,
        slug=slug,
        is_answer=kind == "input",
        shown_to=sharing_words(record),
        history=Narrowing.objects.filter(**about).select_related("by").order_by("-pk"),
        asked=AccessRequest.objects.waiting().filter(**about).select_related("asker", "by"),
        mine=True,
    )


@login_required
@require_POST
def ask(request: HttpRequest, number: str, slug: str, pk: int) -> HttpResponse:
    """One click. What one asks for is known by its number only, and that it is there is told to all who take part."""
    incident = find(request, number)
    kind = records.kind_by_slug(slug)
    if not kind.owned:
        raise Http404
    model: Any = kind.model
    with as_machine():  # to ask for it, which repeats its number only
        row = get_object_or_404(model.objects.withheld_from(who(request)).filter(incident=incident), pk=pk)
    record = records.with_incident(row, incident)
    services.ask_for_access(
        by=who(request), record=record, asker=_asker(request, incident), reason=request.POST.get("reason", "")
    )
    words = {"owner": record.owner_actor.name}
    messages.success(request, _("%(owner)s har fått er fråga och ger besked här.") % words)
    return redirect("log" if kind.name == "logline" else "inputs", number)


def _asker(request: HttpRequest, incident: Incident) -> Actor:
    mine = my_actors(request, incident)
    chosen = [actor for actor in mine if str(actor.pk) == request.POST.get("actor", "")] or mine[:1]
    if not chosen:
        raise Refused(_("Du svarar inte för någon aktör i händelsen."))
    return chosen[0]


@login_required
@require_POST
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One click: yes or no."""
    incident = find(request, number)
    asked = get_object_or_404(
        AccessRequest.objects.visible_to(who(request)).select_related("actor", "asker"), incident=incident, pk=pk
    )
    asked.incident = incident
    if request.POST.get("do") == "grant":
        services.grant_access(by=who(request), asked=asked)
        messages.success(request, _("%(asker)s kan nu läsa %(label)s.") % {"asker": asked.asker, "label": asked.label})
    else:
        services.decline_access(by=who(request), asked=asked, note=request.POST.get("note", ""))
        messages.success(request, _("%(asker)s har fått ett nej.") % {"asker": asked.asker})
    return redirect("readers", number, records.KINDS[asked.kind].slug, asked.object_id)


@login_required
@require_http_methods(["GET", "POST"])
def quarantine(request: HttpRequest, number: str, slug: str, pk: int) -> HttpResponse:
    """Felaktig uppgift: hide it from all, at once. Whoever reads it may, also who reads reports only."""
    incident = find_for_reading(request, number)
    kind = records.kind_by_slug(slug)
    row = get_object_or_404(kind.visible_to(who(request), incident), pk=pk)
    record = records.with_incident(row, incident)
    if (refusal := kind.refuses(record)) is not None:
        raise RuleBroken(refusal)
    form = QuarantineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.quarantine(by=who(request), record=record, reason=form.cleaned_data["reason"])
        words = _("%(label)s är i karantän. Ingen kan läsa uppgiften.") % {"label": record.neutral_label}
        messages.success(request, words)
        inside = VIEW in access.rights(who(request), incident)
        return redirect("quarantines" if inside else "reports", number)
    context = incident_page(request, incident, "incident", record=record, form=form)
    return render(request, "incidents/quarantine.html", context, status=422 if form.errors else 200)


@login_required
def quarantines(request: HttpRequest, number: str) -> HttpResponse:
    """What is in quarantine, for those who may lift it and those who put it there. Never what it said."""
    incident = find(request, number)
    rows = Quarantine.objects.visible_to(who(request)).with_why().filter(incident=incident, part_of__isnull=True)
    mine = {actor.pk for actor in my_actors(request, incident)}
    guards = QUARANTINE in access.rights(who(request), incident)
    shown = [
        {"row": row, "may_lift": row.lifted_at is None and (guards or row.actor_id in mine)}
        for row in rows.select_related("actor", "by", "lifted_by").order_by("lifted_at", "-pk")[:100]
    ]
    return render(request, "incidents/quarantines.html", incident_page(request, incident, "incident", rows=shown))


@login_required
@require_POST
def lift(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    incident = find(request, number)
    rows = Quarantine.objects.visible_to(who(request)).select_related("actor")
    row = get_object_or_404(rows, incident=incident, pk=pk)
    row.incident = incident
    try:
        services.lift(by=who(request), row=row, note=request.POST.get("note", ""))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    else:
        messages.success(request, _("Karantänen är hävd: %(label)s.") % {"label": row.label})
    return redirect("quarantines", number)

"""Pages of incidents: find one, open one, the logbook, phase and level."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor, Municipality, Person
from actors.sight import as_machine
from coordination.incidents import logbook, services, sight
from coordination.incidents.forms import LineForm, OpenForm, leads_of
from coordination.incidents.models import Incident, Level, LogLine
from coordination.incidents.pages import area_words, find, incident_page, my_actors, who
from coordination.incidents.permissions import INVITE, MANAGE
from coordination.incidents.states import PHASE_MOVES, Phase
from coordination.numbers import whole
from coordination.signing_in.fresh import fresh
from journal.history import changes_of
from journal.permissions import require
from journal.refusals import Refused, RuleBroken


@login_required
def incident_list(request: HttpRequest) -> HttpResponse:
    """Incidents that one may read of: the open ones first."""
    seen = Incident.objects.reports_visible_to(request.user).select_related("type", "lead")
    taking_part = set(Incident.objects.visible_to(request.user).values_list("pk", flat=True))
    rows = [_row(one, taking_part) for one in seen.order_by("-opened_at")[:100]]
    context = {
        "open": [row for row in rows if not row["incident"].is_closed],
        "closed": [row for row in rows if row["incident"].is_closed],
        "may_open": bool(leads_of(request.user)),
    }
    return render(request, "incidents/list.html", context)


def _row(incident: Incident, taking_part: set[int]) -> dict[str, Any]:
    return {"incident": incident, "area": area_words(incident), "inside": incident.pk in taking_part}


@login_required
@fresh
def new_incident(request: HttpRequest) -> HttpResponse:
    """Open an incident in one step, and invite at once."""
    leads = leads_of(request.user)
    if not leads:
        raise Refused(_("En händelse öppnas av länsstyrelsens tjänsteman i beredskap, redaktör eller analytiker."))
    form = OpenForm(request.POST or None, lead=leads[0])
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_open(request, form.taken(), leads[0]))
        except (RuleBroken, ValidationError) as broken:
            form.add_error(None, broken.sentence if isinstance(broken, RuleBroken) else broken)
    context = {"form": form, "similar": _similar(leads[0])}
    return render(request, "incidents/new.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, chosen: dict[str, Any], lead: Actor) -> Incident:
    by = who(request)
    also, municipalities = list(chosen.pop("also")), chosen["municipalities"]
    incident = services.open_incident(by=by, lead=lead, **chosen)
    invited = [*_municipal_actors(municipalities), *also]
    by = Person.objects.get(pk=by.pk)  # her rights on the new incident are not yet known to the one who opened it
    if by.has_perm(INVITE, incident):
        new = services.invite(by=by, incident=incident, actors=invited)
        words = ngettext("%(n)d aktör är inbjuden.", "%(n)d aktörer är inbjudna.", len(new)) % {"n": len(new)}
    else:
        words = _("Tjänsteman i beredskap bjuder in aktörerna.")
    messages.success(
        request, _("Händelse %(number)s är öppnad. %(words)s") % {"number": incident.number, "words": words}
    )
    return incident


def _municipal_actors(municipalities: list[Municipality]) -> list[Actor]:
    return list(Actor.objects.filter(kind="municipality", municipality__in=municipalities))


def _similar(lead: Actor) -> list[Incident]:
    """Open incidents of the county: perhaps the storm has its incident already."""
    return list(Incident.objects.open().filter(lead=lead).order_by("-opened_at")[:5])


@login_required
def log(request: HttpRequest, number: str) -> HttpResponse:
    """The logbook: every act, and lines that people add. Corrected by addition only."""
    incident = find(request, number)
    actors = my_actors(request, incident)
    corrects = _corrected(request, incident)
    form = LineForm(request.POST or None, actors=actors, marked=corrects or incident)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_line(by=who(request), incident=incident, corrects=corrects, **form.taken())
        except RuleBroken as broken:
            form.add_error("happened_at" if "Tiden" in broken.sentence else None, broken.sentence)
        else:
            messages.success(request, _("Raden står i loggen."))
            return redirect("log", number)
    only = request.GET.get("visa", "")
    lines, more = logbook.lines(incident, who(request), before=_before(request), only=only)
    context = incident_page(
        request,
        incident,
        "log",
        lines=lines,
        older=lines[-1].at.isoformat() if more else "",
        form=form,
        only=only,
        corrects=corrects,
        mine=actors,
        hidden_lines=_withheld(request, incident),
        writes=bool(actors) and (not incident.is_closed or bool(form.errors)),
    )
    return render(request, "incidents/log.html", context, status=422 if form.errors else 200)


def _withheld(request: HttpRequest, incident: Incident) -> list[LogLine]:
    """Lines that are not shared with the reader: whose they are and when they were written, never what they say."""
    away = LogLine.objects.filter(incident=incident).withheld_from(who(request))
    free = sight.out_of_quarantine(away, "logline").select_related("actor")
    with as_machine():
        return list(free.only("pk", "written_at", "actor", "incident").order_by("-pk")[:20])


def _corrected(request: HttpRequest, incident: Incident) -> LogLine | None:
    pk = whole(request.POST.get("rattar") or request.GET.get("rattar") or "")
    seen = LogLine.objects.visible_to(who(request))
    return None if pk is None else get_object_or_404(seen, pk=pk, incident=incident)


def _before(request: HttpRequest) -> datetime | None:
    try:
        at = datetime.fromisoformat(request.GET.get("fore", "").replace(" ", "+"))
    except ValueError:
        return None
    return at if at.tzinfo else None


@login_required
def phase(request: HttpRequest, number: str) -> HttpResponse:
    """Phase and level, with their history."""
    incident = find(request, number)
    require(who(request), MANAGE, incident)
    if request.method == "POST":
        _change(request, incident)
        return redirect("incident_phase", number)
    nexts = [(to, Phase(to).label) for (before, to) in PHASE_MOVES if before == incident.state]
    context = incident_page(
        request,
        incident,
        "incident",
        nexts=nexts,
        levels=Level.choices,
        history=logbook.changes(incident),
        changes=changes_of(incident),
        phases=dict(Phase.choices),
        level_names=dict(Level.choices),
    )
    return render(request, "incidents/phase.html", context)


def _change(request: HttpRequest, incident: Incident) -> None:
    by = who(request)
    note, to = request.POST.get("note", "").strip(), request.POST.get("phase", "")
    if to:
        services.change_phase(by=by, incident=incident, to=to, note=note)
        messages.success(request, _("Fasen är nu %(phase)s.") % {"phase": incident.phase_label.lower()})
    elif request.POST.get("level"):
        services.change_level(by=by, incident=incident, level=request.POST["level"], note=note)
        messages.success(request, _("Nivån är nu %(level)s.") % {"level": incident.get_level_display().lower()})

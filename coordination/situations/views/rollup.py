"""Länens läge: the counties' published reports as one picture, for a civilområde or for the whole country."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from actors.models import CivilArea, County
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.models.marking import highest
from coordination.incidents.pages import who
from coordination.situations.compiled.rollup import Awaited, Row, Told, is_late, roll_up
from coordination.situations.forms_rollup import RollUpForm
from coordination.situations.models import Report
from coordination.situations.report import sensitive
from coordination.situations.states import ReportState


@dataclass(frozen=True)
class Picture:
    form: RollUpForm
    area: CivilArea | None
    body: Row
    marking: str
    exercise: bool


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    picture = _picture(request)
    area = picture.area.name if picture.area else _("Hela landet")
    exercise = {"name": _("Länens läge")} if picture.exercise else None
    context = {"picture": picture, "body": picture.body, "form": picture.form, "area": area, "exercise": exercise}
    return render(request, "situations/rollup.html", context | {"query": request.GET.urlencode()})


@login_required
@require_GET
def as_json(request: HttpRequest) -> JsonResponse:
    picture = _picture(request)
    frame = {
        "area": picture.area.code if picture.area else None,
        "exercise": picture.exercise,
        "marking": picture.marking,
    }
    return JsonResponse({**frame, **picture.body}, json_dumps_params={"ensure_ascii": False})


def _picture(request: HttpRequest) -> Picture:
    """What the person may read of it: three statements, however many counties report."""
    form = RollUpForm(request.GET)
    chosen = form.fields["omrade"].clean(request.GET.get("omrade")) if _is_area(request) else None
    exercise = request.GET.get("ovning") == "1"
    counties = {c.code: c.short for c in County.objects.all() if chosen is None or c.civil_area_id == chosen.pk}
    ongoing = Incident.objects.reports_visible_to(who(request)).open().filter(is_exercise=exercise)
    incidents = [one for one in ongoing.select_related("lead") if _codes(one) & counties.keys()]
    form.offer(incidents)
    shown = {one.pk: one for one in incidents if form.shows(one)}
    reports = _reports(request, shown)
    told = [Told(report.body, late=is_late(report.body, now_in(shown[report.incident_id]))) for report in reports]
    have = {report.incident_id for report in reports}
    awaited = [_awaited(one, counties) for pk, one in shown.items() if pk not in have]
    quiet = set(counties) - {code for one in shown.values() for code in _codes(one)}
    body = roll_up(told, awaited, [counties[code] for code in quiet])
    return Picture(form, chosen, body, highest([report.marking for report in reports]), exercise)


def _is_area(request: HttpRequest) -> bool:
    return CivilArea.objects.filter(pk=request.GET.get("omrade") or "").exists()


def _codes(incident: Incident) -> set[str]:
    return set(incident.headline.get("county_codes", []))


def _awaited(incident: Incident, counties: dict[str, str]) -> Awaited:
    names = tuple(sorted(counties[code] for code in _codes(incident) if code in counties))
    return Awaited(incident.number, incident.name, incident.lead.name, names)


def _reports(request: HttpRequest, shown: dict[int, Incident]) -> list[Report]:
    rows = Report.objects.visible_to(who(request)).filter(incident__in=shown, state=ReportState.PUBLISHED)
    reports = list(rows.only("pk", "incident_id", "number", "marking", "body"))
    for report in reports:
        sensitive.report_read(
            who(request),
            shown[report.incident_id],
            pk=report.pk,
            number=report.number or 0,
            marking=report.marking,
        )
    return reports

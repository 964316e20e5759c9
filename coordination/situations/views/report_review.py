"""Reviewing and publishing: everything is read as it will be published, by another eye than the writer's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.incidents.models import Incident
from coordination.incidents.pages import incident_page
from coordination.incidents.permissions import APPROVE
from coordination.numbers import whole
from coordination.signing_in.fresh import fresh
from coordination.situations.forms_report import ReturnForm
from coordination.situations.models import Report
from coordination.situations.press import rendering
from coordination.situations.report import checks, desk, freezing
from coordination.situations.services import reports, seconding
from coordination.situations.views.report_shared import found, gone, who
from journal.permissions import require
from journal.refusals import RuleBroken


@login_required
@fresh
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    incident = found(request, number)
    report = desk.open_report(incident)
    if request.method == "POST":
        return _publish(request, incident, report)
    if report is None:
        return redirect("reports", number)
    return _check_page(request, report, ReturnForm())


def _publish(request: HttpRequest, incident: Incident, report: Report | None) -> HttpResponse:
    """Publish what was read. Who comes second gets a sentence and the published report."""
    require(who(request), APPROVE, incident)
    read = {name: _number(request, name) for name in ("report", "version", "compilation")}
    if report is None or report.pk != read["report"]:
        return _already(request, incident, read["report"])
    try:
        reports.publish_report(
            by=who(request), report=report, revision=read["version"], compilation=read["compilation"]
        )
    except RuleBroken as refusal:
        now = desk.open_report(incident)
        if now is None or now.pk != report.pk:
            return _already(request, incident, report.pk)
        return _check_page(request, now, ReturnForm(), sentence=refusal.sentence, status=409)
    told = int(getattr(report, "recipients", 0))
    words = {"number": report.number, "count": told}
    messages.success(
        request,
        ngettext(
            "Lägesrapport nr %(number)d är publicerad. %(count)d aktör får veta det.",
            "Lägesrapport nr %(number)d är publicerad. %(count)d aktörer får veta det.",
            told,
        )
        % words,
    )
    return redirect("report", incident.number, report.number)


def _number(request: HttpRequest, name: str) -> int:
    told = whole(request.POST.get(name, ""))
    return -1 if told is None else told


def _already(request: HttpRequest, incident: Incident, pk: int) -> HttpResponse:
    published = Report.objects.published().filter(incident=incident, pk=pk).select_related("published_by").first()
    if published is None:
        return gone(request, incident)
    words = {"number": published.number, "who": published.published_by}
    sentence = _("Rapporten var redan publicerad som nr %(number)d, av %(who)s. Den har inte skickats igen.") % words
    messages.warning(request, sentence)
    return redirect("report", incident.number, published.number)


@login_required
@fresh
@require_POST
def second(request: HttpRequest, number: str) -> HttpResponse:
    """Approve what was read, so that another may publish it."""
    incident = found(request, number)
    report = desk.open_report(incident)
    if report is None or report.pk != _number(request, "report"):
        return gone(request, incident)
    try:
        seconding.second_report(by=who(request), report=report, revision=_number(request, "version"))
    except RuleBroken as refusal:
        now = desk.open_report(incident) or report
        return _check_page(request, now, ReturnForm(), sentence=refusal.sentence, status=409)
    messages.success(request, _("Du har godkänt rapporten som den står. En annan än du publicerar den."))
    return redirect("report_check", number)


@login_required
@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    incident = found(request, number)
    report = desk.open_report(incident)
    if report is None:
        return gone(request, incident)
    form = ReturnForm(request.POST)
    try:
        reports.return_report(by=who(request), report=report, note=request.POST.get("note", ""))
    except RuleBroken as refusal:
        form.is_valid()
        form.add_error("note", refusal.sentence)
        return _check_page(request, report, form, status=409)
    messages.success(request, _("Rapporten är tillbaka hos den som skriver, med det du skrev."))
    return redirect("reports", number)


def _check_page(
    request: HttpRequest, report: Report, form: ReturnForm, *, sentence: str = "", status: int = 200
) -> HttpResponse:
    incident, body = report.incident, desk.body_of(report)
    state = desk.machine(incident, report)
    since = desk.since_compiled(incident, body)
    shown = freezing.preview(report) if body else None
    context = incident_page(
        request,
        incident,
        "reports",
        report=report,
        form=form,
        sentence=sentence,
        machine=state,
        number=desk.next_number(report),
        two=seconding.asks_for_two(report),
        seconded=seconding.is_seconded(report),
        silent=[actor["short"] for actor in body.get("silent", [])],
        # Drawn by our own template from the body, as it will be stored.
        preview=mark_safe(rendering.preview(shown, get_language() or "sv")) if shown else "",  # noqa: S308  # nosec B308 B703
        recipients=list(
            incident.participations.filter(left_at__isnull=True)
            .values_list("actor__name", flat=True)
            .order_by("actor__sort_name")
        ),
    )
    replaces = shown["report"]["replaces"] if shown else None
    found = checks.checks(report, since, state, replaces or 0, context["now"])
    context["warnings"] = [check for check in found if check.warns]
    return render(request, "situations/report_check.html", context, status=status)

"""A published report as files: each edition as its stored bytes, named for what it is."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coordination.incidents.pages import find_for_reading, who
from coordination.signing_in.fresh import fresh
from coordination.situations.models import Rendering, Report
from coordination.situations.press import rendering
from coordination.situations.press.editions import EDITIONS, file_name
from coordination.situations.press.printing import file_name as report_name
from coordination.situations.report import sensitive
from coordination.situations.states import ReportState
from coordination.situations.views import conditional
from journal.refusals import RuleBroken


@login_required
@require_GET
def report_pdf(request: HttpRequest, number: str, k: int) -> HttpResponseBase:
    report = published(request, number, k)
    made = rendering.printed(report, get_language() or "sv")
    name = report_name(report.body)
    answer = conditional.file(request, bytes(made.data), made.etag, kind="application/pdf", name=name)
    return sensitive.report_left(who(request), report, answer, "pdf")


@login_required
@fresh
@require_GET
def report_json(request: HttpRequest, number: str, k: int) -> HttpResponseBase:
    report = published(request, number, k)
    stored = Rendering.objects.get(report=report, kind="json")
    name = report_name(report.body, "json")
    answer = conditional.file(request, bytes(stored.data), stored.etag, kind="application/json", name=name)
    return sensitive.report_left(who(request), report, answer, "json")


@login_required
@require_GET
def report_docx(request: HttpRequest, number: str, k: int) -> HttpResponseBase:
    return _edition(request, number, k, "docx")


@login_required
@require_GET
def report_txt(request: HttpRequest, number: str, k: int) -> HttpResponseBase:
    return _edition(request, number, k, "txt")


@login_required
@require_GET
def brief_pdf(request: HttpRequest, number: str, k: int) -> HttpResponseBase:
    return _edition(request, number, k, "brief-pdf")


def _edition(request: HttpRequest, number: str, k: int, kind: str) -> HttpResponseBase:
    report, edition = published(request, number, k), EDITIONS[kind]
    made = rendering.edition(report, kind, get_language() or "sv")
    name = file_name(report.body, edition)
    answer = conditional.file(request, bytes(made.data), made.etag, kind=edition.kind, name=name)
    return sensitive.report_left(who(request), report, answer, kind)


def published(request: HttpRequest, number: str, k: int) -> Report:
    """The report, if it is published and shown. Of one that is withheld there is no edition to have."""
    incident = find_for_reading(request, number)
    report = Report.objects.published().filter(incident=incident, number=k).first()
    if report is None:
        raise Http404
    if report.state == ReportState.WITHHELD:
        raise RuleBroken(_("Lägesrapport nr %(number)d hålls inne och visas inte.") % {"number": k})
    report.incident = incident
    return report

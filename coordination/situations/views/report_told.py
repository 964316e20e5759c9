"""A published report's recipients: who was told, whom no message reached, who has read it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from coordination.incidents.pages import incident_page
from coordination.situations.models import Report
from coordination.situations.report import told
from coordination.situations.services import telling
from coordination.situations.views.report_shared import found, who


@login_required
@require_GET
def show_recipients(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """For those who write the county's report. It says nothing of what the report says, so withheld ones too."""
    report = _report(request, number, k)
    rows = told.recipients(report)
    context = incident_page(request, report.incident, "reports", k=k, rows=rows)
    context |= {"failed": sum(row.failed for row in rows), "read": sum(row.read_at is not None for row in rows)}
    return render(request, "situations/report_told.html", context)


@login_required
@require_POST
def send_again(request: HttpRequest, number: str, k: int) -> HttpResponse:
    report = _report(request, number, k)
    count = telling.send_again(by=who(request), report=report)
    sentence = ngettext("Skickas igen till %(n)d aktör.", "Skickas igen till %(n)d aktörer.", count) % {"n": count}
    messages.success(request, sentence)
    return redirect("report_told", number, k)


def _report(request: HttpRequest, number: str, k: int) -> Report:
    incident = found(request, number)
    report = Report.objects.published().filter(incident=incident, number=k).defer("body").first()
    if report is None:
        raise Http404
    report.incident = incident
    return report

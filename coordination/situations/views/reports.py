"""Reading reports: the list, and the published page from stored bytes, whole or on one sheet."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.messages import get_messages
from django.db.models import F, QuerySet
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from actors.prepared import prepared
from coordination.appearance import theme_of
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import find_for_reading, incident_page, upcoming, who
from coordination.incidents.permissions import VIEW, WRITE
from coordination.situations.models import WORDS, Rendering, Report
from coordination.situations.press import rendering
from coordination.situations.press.editions import BRIEF_HTML
from coordination.situations.press.printing import served
from coordination.situations.report import readership, reading, sensitive
from coordination.situations.states import ReportState
from coordination.situations.views import conditional
from coordination.situations.views.report_files import published

# A stored page leads to the answers it is made of. The national level reads reports, not answers.
ANSWER_LINK = re.compile(rb'<a(?: class="num")? href="/h/[^/"]+/svar/\d+/">(.*?)</a>', re.DOTALL)


@login_required
@require_GET
def report_list(request: HttpRequest, number: str) -> HttpResponse:
    incident = find_for_reading(request, number)
    rows = (
        Report.objects.visible_to(request.user)
        .filter(incident=incident)
        .select_related("edited_by")
        .defer("body", *WORDS)
        .annotate(replaced_number=F("replaced_by__number"), published_as=KT("body__report__published_by"))
        .order_by("-number")
    )
    reports = list(rows)
    published = [report for report in reports if report.number]
    context = incident_page(
        request,
        incident,
        "reports",
        open_report=next((report for report in reports if not report.number), None),
        reports=[{"row": r, "hash": reading.grouped_hash(r.content_hash[: reading.SHORT_HASH])} for r in published],
        next_number=(published[0].number or 0) + 1 if published else 1,
    )
    context["can_begin"] = WRITE in context["may"] and context["open_report"] is None and not incident.is_closed
    return render(request, "situations/report_list.html", context)


@login_required
@require_GET
def show_report(request: HttpRequest, number: str, k: int) -> HttpResponseBase:
    """The stored page in its frame. Whether the reader has it already is known before the frame is drawn."""
    incident = find_for_reading(request, number)
    language = get_language() or "sv"
    row = next(iter(_stored(incident.pk, k, language, int(who(request).pk))), None)
    if row is None:
        return _withheld_page(request, incident, k)
    _note_reading(request, incident, k, row)
    etag = _page_tag(request, incident, row)
    known = conditional.unchanged(request, etag)
    if known is not None and not _has_messages(request):
        return known
    context = incident_page(request, incident, "reports", k=k, state=row["report__state"], replaced=row["replaced"])
    # A page that a browser keeps must not carry a clock: it would show the time it was kept.
    context |= {"header_clock": None, "now": None, "report_pk": row["report_id"]}
    context["stored"] = _stored_page(row["pk"], reads_answers=VIEW in context["may"])
    told = _has_messages(request)
    page = render(request, "situations/report_page.html", context)
    return page if told else conditional.keep(page, etag)


@prepared
def _stored(incident: int, k: int, language: str, person: int) -> "QuerySet[Rendering, Any]":
    stored = Rendering.objects.filter(report__incident=incident, report__number=k, kind="html", language=language)
    columns = ("pk", "etag", "report_id", "report__state", "report__marking")
    read = readership.noted(person, report="report_id")
    row: QuerySet[Rendering, Any] = stored.values(*columns, replaced=F("report__replaced_by__number"), read=read)
    return row.order_by("pk")[:1]


def _note_reading(request: HttpRequest, incident: Incident, k: int, row: Mapping[str, Any]) -> None:
    """Whoever has read the report before costs no statement, unless it is marked sensitive."""
    if not row["read"]:
        readership.note(who(request), incident, report_id=row["report_id"])
    sensitive.report_read(who(request), incident, pk=row["report_id"], number=k, marking=row["report__marking"])


def _page_tag(request: HttpRequest, incident: Incident, row: Mapping[str, object]) -> str:
    """Everything the page and its frame depend on."""
    coming = upcoming(incident, now_in(incident))
    head = [incident.name, incident.state, incident.is_exercise, incident.headline, coming]
    person = [request.user.pk, str(request.user), sorted(incident.__dict__.get("rights_held", []))]
    # The forms in the frame carry the visitor's token: a page from before signing in anew must not be used again.
    get_token(request)
    return conditional.etag_of(
        row["etag"],
        row["report__state"],
        row["replaced"],
        get_language(),
        theme_of(request),
        person,
        head,
        request.META.get("CSRF_COOKIE"),
        conditional.frame_version(),
    )


def _has_messages(request: HttpRequest) -> bool:
    return len(get_messages(request)) > 0


def _withheld_page(request: HttpRequest, incident: Incident, k: int) -> HttpResponse:
    """It is told that the report is there; of what it says the database gives nothing."""
    withheld = Report.objects.published().filter(incident=incident, number=k, state=ReportState.WITHHELD)
    row = withheld.values("pk", "state", replaced=F("replaced_by__number")).first()
    if row is None:
        raise Http404
    context = incident_page(request, incident, "reports", k=k, state=row["state"], replaced=row["replaced"])
    context |= {"header_clock": None, "now": None, "report_pk": row["pk"]}
    return render(request, "situations/report_page.html", context, status=410)


@prepared
def _bytes(pk: int) -> "QuerySet[Rendering, Any]":
    return Rendering.objects.filter(pk=pk).values_list("data", flat=True)


def _stored_page(pk: int, *, reads_answers: bool) -> str:
    data = bytes(_bytes(pk)[0])
    if not reads_answers:
        data = ANSWER_LINK.sub(rb"\1", data)
    # Made by our own template when the report was published.
    return mark_safe(served(data.decode()))  # noqa: S308  # nosec B308 B703


@login_required
@require_GET
def show_brief(request: HttpRequest, number: str, k: int) -> HttpResponseBase:
    """The report on one page. Who has read it has read the report."""
    report = published(request, number, k)
    incident, columns = report.incident, ("etag", "report_id", "report__state", "report__marking")
    made = rendering.edition(report, BRIEF_HTML, get_language() or "sv")
    read = readership.noted(int(who(request).pk), report="report_id")
    stored = Rendering.objects.filter(pk=made.pk).values(*columns, replaced=F("report__replaced_by__number"), read=read)
    row = stored.get()
    _note_reading(request, incident, k, row)
    etag = _page_tag(request, incident, row)
    known = conditional.unchanged(request, etag)
    if known is not None and not _has_messages(request):
        return known
    context = incident_page(request, incident, "reports", k=k, state=row["report__state"], replaced=row["replaced"])
    context |= {"header_clock": None, "now": None, "report_pk": report.pk, "brief": True}
    context["stored"] = _stored_page(made.pk, reads_answers=VIEW in context["may"])
    told = _has_messages(request)
    page = render(request, "situations/report_page.html", context)
    return page if told else conditional.keep(page, etag)

"""Writing the county's report. What somebody typed is never lost on the way."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.incidents.forms_marking import FIELDS
from coordination.incidents.models import Incident
from coordination.incidents.pages import incident_page
from coordination.numbers import whole
from coordination.situations.forms_report import ReportForm
from coordination.situations.models import WORDS, Compilation, Report
from coordination.situations.report import checks, desk, facts, proposal
from coordination.situations.services import reports
from coordination.situations.states import ReportState
from coordination.situations.views.report_saving import both_texts, here, save, tell
from coordination.situations.views.report_shared import found, gone, who
from journal.refusals import MovedOn, RuleBroken

SOURCES = (desk.NEW, desk.USED, desk.ALL)
CHOSEN = "kallor"
PASTE, INTO = "infoga-", "till"
HALF_TYPED = {"next_at", *FIELDS.values()}


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    incident = found(request, number)
    report = desk.open_report(incident)
    if request.method == "POST":
        return _written(request, incident, report)
    if report is None:
        return _start_page(request, incident)
    if report.state == ReportState.IN_REVIEW:
        return redirect("report_check", number)
    return _write_page(request, report, ReportForm.of(report))


def _written(request: HttpRequest, incident: Incident, report: Report | None) -> HttpResponse:
    """The save button, and the buttons that save on their way."""
    if report is None:
        if "version" in request.POST:
            return gone(request, incident)
        reports.open_report(by=who(request), incident=incident)
        return redirect("report_write", incident.number)
    if "version" not in request.POST:
        return redirect("report_write", incident.number)
    answer = _save(request, report)
    if answer is not None:
        return answer
    if "begin" in request.POST and not report.summary:
        words = {"summary": proposal.summary(desk.body_of(report))}
        reports.save_words(
            by=who(request), report=report, revision=report.revision, words=words, next_at=report.next_at
        )
    elif CHOSEN not in request.POST:
        messages.success(request, _("Sparat."))
    return _back(request, incident)


def _back(request: HttpRequest, incident: Incident) -> HttpResponse:
    answer = redirect("report_write", incident.number)
    choice = request.POST.get(CHOSEN) or request.POST.get("now_chosen")
    if choice in SOURCES:
        answer["Location"] += f"?{CHOSEN}={choice}#kallor"
    return answer


def _save(request: HttpRequest, report: Report) -> HttpResponse | None:
    """Save the words that came along. An answer only when they could not be saved; it holds all that was typed."""
    if "version" not in request.POST:
        return None
    form = ReportForm(_with_fact(request.POST), marked=report)
    if not form.is_valid():
        return _write_page(request, report, form, status=422)
    try:
        tell(request, save(request, report, form))
    except MovedOn as late:
        return both_texts(request, report.incident, report, form, late.sentence)
    except RuleBroken as lower:
        form.add_error("marking", lower.sentence)
        return _write_page(request, report, form, status=409)
    return None


def _with_fact(posted: QueryDict) -> QueryDict:
    """What was typed, with a fact last in the section that was chosen, or in the one where its kind belongs."""
    pressed = next((key for key in posted if key.startswith(PASTE)), None)
    if pressed is None:
        return posted
    chosen = posted.get(INTO) or pressed.removeprefix(PASTE)
    if chosen not in WORDS:
        return posted
    typed = posted.copy()
    before, fact = str(posted.get(chosen, "")).rstrip(), str(posted[pressed])
    typed[chosen] = f"{before}\n\n{fact}" if before else fact
    return typed


@login_required
@require_POST
def take_newer(request: HttpRequest, number: str) -> HttpResponse:
    incident = found(request, number)
    report = desk.open_report(incident)
    if report is None:
        return gone(request, incident)
    answer = _save(request, report)
    if answer is None:
        reports.take_newer(by=who(request), report=report)
        messages.success(
            request, _("De nya svaren är med. Texten är som du skrev den, och hänvisningarna följer sina svar.")
        )
    return answer or _after(request, incident)


@login_required
@require_POST
def compile_now(request: HttpRequest, number: str) -> HttpResponse:
    """Do not wait for more answers; or, with `retry`, let the machine try again what it gave up."""
    incident = found(request, number)
    report = desk.open_report(incident)
    answer = _save(request, report) if report is not None else None
    if answer is not None:
        return answer
    retried = whole(request.POST.get("retry", ""))
    if retried is not None:
        failed = get_object_or_404(Compilation, incident=incident, pk=retried)
        failed.incident = incident
        reports.retry_compilation(by=who(request), failed=failed)
    else:
        reports.compile_now(by=who(request), incident=incident)
    messages.success(request, _("Svaren sammanställs. Det tar några sekunder."))
    return _after(request, incident)


def _after(request: HttpRequest, incident: Incident) -> HttpResponse:
    return redirect("report_check", incident.number) if "from_check" in request.POST else _back(request, incident)


@login_required
@require_POST
def send_to_review(request: HttpRequest, number: str) -> HttpResponse:
    incident = found(request, number)
    report = desk.open_report(incident)
    if report is None:
        return gone(request, incident)
    if report.state == ReportState.IN_REVIEW and "version" not in request.POST:
        return redirect("report_check", number)
    answer = _save(request, report)
    if answer is not None:
        return answer
    try:
        reports.send_to_review(by=who(request), report=report)
    except RuleBroken as refusal:
        form = ReportForm({**ReportForm.of(report).initial, "version": report.revision})
        form.add_error(None if report.summary or report.compilation_id is None else "summary", refusal.sentence)
        return _write_page(request, report, form, status=409)
    return redirect("report_check", number)


def _start_page(request: HttpRequest, incident: Incident) -> HttpResponse:
    newest = reports.newest(incident)
    context = incident_page(
        request,
        incident,
        "reports",
        newest=newest,
        machine=desk.machine(incident, None),
        closed=incident.is_closed,
    )
    return render(request, "situations/report_start.html", context)


def _write_page(request: HttpRequest, report: Report, form: ReportForm, status: int = 200) -> HttpResponse:
    incident, body = report.incident, desk.body_of(report)
    former_number, before = desk.former(incident)
    state = desk.machine(incident, report)
    since = desk.since_compiled(incident, body)
    choice = request.GET.get(CHOSEN, desk.ALL)
    rows = desk.strips(report, before)
    labels = {name: field.label for name, field in form.fields.items()}
    context = incident_page(
        request,
        incident,
        "reports",
        form=form,
        report=report,
        body=body,
        page=desk.machine_parts(body),
        machine=state,
        number=desk.next_number(report),
        parts=desk.parts(report, labels),
        strips=desk.chosen(rows, choice),
        choice=choice,
        choices=[{"key": key, "count": len(desk.chosen(rows, key))} for key in SOURCES],
        facts=facts.facts(body),
        sections=report.sections,
        proposal="" if report.summary else proposal.summary(body),
        other_writer=report.edited_by if report.edited_by_id not in (None, request.user.pk) else None,
        writing=here(request, report),
    )
    context["checks"] = checks.checks(report, since, state, former_number, context["now"])
    context["remaining"] = sum(check.remains for check in context["checks"])
    return render(request, "situations/report_write.html", context, status=status)

"""Saving what is written in a report, by the button or while one writes, beside others who write in it too."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as as_clock
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.incidents.forms_marking import FIELDS
from coordination.incidents.models import Incident
from coordination.incidents.pages import incident_page
from coordination.incidents.services import Mark
from coordination.situations.forms_report import ReportForm, as_opened
from coordination.situations.models import WORDS, Compilation, Report
from coordination.situations.report import desk, joining, presence
from coordination.situations.services import reports
from coordination.situations.states import ReportState
from coordination.situations.views.report_shared import found, who
from journal.refusals import MovedOn, RuleBroken

HALF_TYPED = {"next_at", *FIELDS.values()}


class Apart(MovedOn):
    """The same section was written by two: a person joins them."""


def save(request: HttpRequest, report: Report, form: ReportForm) -> bool:
    """Save the form, joined with what others have saved since the page was opened. Whether anything was joined."""
    told = form.cleaned_data
    mine = {name: told.get(name, "") for name in WORDS}
    next_at = told.get("next_at") if "next_at" not in form.errors else report.next_at
    mark = None if form.marking_open else form.taken()["mark"]
    by = who(request)
    try:
        mine, _before = _followed(report, form, mine, {})
        reports.save_words(
            by=by,
            report=report,
            revision=told.get("version", -1),
            words=mine,
            next_at=next_at,
            mark=mark,
            done=request.POST.getlist("done") if "done" in request.POST else None,
        )
        return False
    except MovedOn as late:
        if report.state != ReportState.DRAFT:
            raise
        mine, before = _followed(report, form, {name: told.get(name, "") for name in WORDS}, form.before)
        together, apart = joining.join(mine, _words(report), before)
        if apart:
            raise Apart(late.sentence) from late
    if request.POST.get("next_at", "") == before.get("next_at"):
        next_at = report.next_at
    if mark is not None and [mark.marking, mark.reference, mark.reason] == before.get("mark"):
        mark = Mark.of(report)
    reports.save_words(by=by, report=report, revision=report.revision, words=together, next_at=next_at, mark=mark)
    return True


def _words(report: Report) -> dict[str, str]:
    return {name: getattr(report, name) for name in WORDS}


def _followed(
    report: Report, form: ReportForm, mine: dict[str, str], before: dict[str, Any]
) -> tuple[dict[str, str], dict[str, Any]]:
    """What was typed, and what the page began with, in the numbers of the compilation that the report stands on now."""
    opened_on = form.cleaned_data.get("compilation")
    if opened_on is None or opened_on == report.compilation_id:
        return mine, before
    old = Compilation.objects.filter(incident=report.incident, pk=opened_on).first()
    texts = {name: str(text) for name, text in before.items() if name in WORDS}
    return (
        reports.follow(report, mine, old, report.compilation),
        before | reports.follow(report, texts, old, report.compilation),
    )


@require_POST
def autosave(request: HttpRequest, number: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return JsonResponse({"sentence": _("Du är utloggad.")}, status=401)
    incident = found(request, number)
    report = desk.open_report(incident)
    if report is None:
        return JsonResponse({"sentence": _("Rapporten är redan publicerad.")}, status=409)
    form = ReportForm(request.POST, marked=report)
    # A time or a marking that is half typed keeps nothing else from being saved.
    if not form.is_valid() and not set(form.errors) <= HALF_TYPED:
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        joined = save(request, report, form)
    except RuleBroken as refused:
        return JsonResponse({"sentence": refused.sentence}, status=409)
    presence.note(_page(report), who(request))
    return JsonResponse(_told(report, form, joined) | {"others": presence.others(_page(report), who(request))})


def _told(report: Report, form: ReportForm, joined: bool) -> dict[str, Any]:
    """What the page has to know: the version, and the sections that others have written in meanwhile."""
    saved = as_clock(timezone.localtime(report.edited_at), "H:i") if report.edited_at else ""
    changed = {}
    if joined:
        sent = {name: joining.plain(form.cleaned_data.get(name)) for name in WORDS}
        changed = {
            name: {"from": sent[name], "to": text} for name, text in _words(report).items() if text != sent[name]
        }
    return {
        "saved_at": saved,
        "version": report.revision,
        "compilation": report.compilation_id,
        "was": as_opened(report),
        "words": changed,
    }


def _page(report: Report) -> str:
    return f"report:{report.pk}"


def here(request: HttpRequest, report: Report) -> list[str]:
    """Who else has the report open. That the reader has it is noted."""
    presence.note(_page(report), who(request))
    return presence.others(_page(report), who(request))


def tell(request: HttpRequest, joined: bool) -> None:
    if joined:
        sentence = _("En kollega sparade samtidigt, i andra avsnitt. Era texter är ihopförda och sparade.")
        messages.warning(request, sentence)


def both_texts(
    request: HttpRequest, incident: Incident, report: Report, form: ReportForm, sentence: str
) -> HttpResponse:
    """Two have written in the same section: both texts side by side, for a person to join. What goes together by
    itself comes along. `report` has been read anew."""
    stands = ReportForm.of(report)
    told = form.cleaned_data
    mine, before = _followed(report, form, {name: told.get(name, "") for name in WORDS}, form.before)
    together, apart = joining.join(mine, _words(report), before)
    texts = {name: mine[name] if name in apart else together[name] for name in WORDS}
    stands.initial = {**stands.initial, **texts}
    pairs = [
        {"mine": stands[name], "text": text, "theirs": getattr(report, name), "differs": name in apart}
        for name, text in texts.items()
    ]
    context = incident_page(
        request,
        incident,
        "reports",
        report=report,
        sentence=sentence,
        pairs=pairs,
        mine=form,
        stands=stands,
        editable=report.state == ReportState.DRAFT,
        other_writer=report.edited_by,
    )
    return render(request, "situations/report_conflict.html", context, status=409)

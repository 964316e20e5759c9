"""The national reviewer's grid, and one county's process with its comments, evidence and journal."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors import access
from actors.roles import Role
from journal.models import Entry
from journal.refusals import Refused
from processes import facts, grid
from processes.forms import ReviewFilter
from processes.logbook import told_of
from processes.models import (
    CountyProcess,
    EvidencePack,
    ProcessRun,
    ResultApproval,
    heading_words,
)
from processes.permissions import REVIEW
from processes.services.rules import is_of_the_county
from processes.states import CommentState, RunState
from processes.views.commenting import FOR_REVIEWER, comments_of
from processes.views.finding import who

ENTRIES_SHOWN = 20


def refuse_other_than_national(request: HttpRequest) -> None:
    if not access.holds_role(request.user, Role.NATIONAL_READER):
        raise Refused(_("Länens processer följs av den nationella nivån. Det som är offentligt står på Regional nivå."))


@login_required
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """All counties by their stages; what waits for the reviewer first, and the documents below."""
    refuse_other_than_national(request)
    today = timezone.localdate()
    processes = list(CountyProcess.objects.visible_to(request.user).as_listed())
    if not processes:
        raise Refused(_("Länens processer följs av den nationella nivån. Det som är offentligt står på Regional nivå."))
    wanted = ReviewFilter(request.GET)
    shown = [process for process in processes if wanted.shows(process)]
    whole = grid.grid_of(who(request), processes, today)
    groups = facts.by_civil_area(shown)
    context = {
        "form": wanted,
        "grid": whole,
        "areas": [(group.area, [whole.rows[one.pk] for one in group.processes]) for group in groups],
        "width": len(whole.columns),
        "groups": groups,
        "shown": len(shown),
        "led": sum(row.run is not None for row in whole.rows.values()),
        "standing": facts.standing_of(processes),
        "reviewed": max(process.status_reviewed for process in processes),
        "year": today.year,
    }
    return render(request, "processes/review.html", context)


@login_required
@require_safe
def county_process(request: HttpRequest, letter: str) -> HttpResponse:
    visible = CountyProcess.objects.visible_to(request.user).select_related("county__civil_area")
    process = get_object_or_404(visible, county__letter=letter.upper())
    person = who(request)
    reviews = person.has_perm(REVIEW, process)
    rows = comments_of(request, process, FOR_REVIEWER)
    run = grid.current_of(ProcessRun.objects.visible_to(person).filter(process=process))
    if run is not None:
        run.process = process
    approvals = ResultApproval.objects.visible_to(person).filter(process=process).select_related("run", "by")
    context = {
        "process": process,
        "documents": process.documents.all(),
        "entries": told_of(Entry.objects.of(process.journal_stream()).newest_first()[:ENTRIES_SHOWN]),
        "run": run,
        "headings": _headings(run, rows),
        "rows": rows,
        "unsettled": sum(row["comment"].state != CommentState.SETTLED for row in rows),
        "packs": EvidencePack.objects.visible_to(person).filter(process=process).defer("figures"),
        "approvals": approvals,
        "is_own": reviews and is_of_the_county(person, process),
    }
    context["reviews"] = reviews and not context["is_own"]
    context["may_approve"] = context["reviews"] and _may_be_approved(run, [one.run_id for one in approvals])
    return render(request, "processes/county_process.html", context)


def _headings(run: ProcessRun | None, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The record's seven headings with the county's words, and the comments on each."""
    if run is None:
        return []
    return [
        {
            "key": key,
            "name": name,
            "text": run.record.get(key, ""),
            "comments": [row["comment"] for row in rows if row["comment"].heading == key],
        }
        for key, name in heading_words().items()
    ]


def _may_be_approved(run: ProcessRun | None, approved: list[int]) -> bool:
    return run is not None and run.state in (RunState.MAINTAINED, RunState.ENDED) and run.pk not in approved

"""Comments: the reviewer writes them, the county answers, the reviewer settles. And the approval of a result."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from journal.permissions import require
from processes import grid
from processes.forms_review import AnswerForm, ApproveForm, CommentForm, ReopenForm, SettleForm
from processes.forms_running import Act
from processes.models import CommentReply, CountyProcess, ProcessRun, ReviewComment, heading_words
from processes.permissions import LEAD, REVIEW
from processes.services import comments
from processes.states import CommentState
from processes.views.finding import act, find_process, find_run, leads, who

BOTH = ["GET", "HEAD", "POST"]
# What waits for the one, then for the other, then what is done.
FOR_REVIEWER = (CommentState.ANSWERED, CommentState.OPEN, CommentState.SETTLED)
FOR_COUNTY = (CommentState.OPEN, CommentState.ANSWERED, CommentState.SETTLED)
STEPS = {CommentState.OPEN: "todo", CommentState.ANSWERED: "now", CommentState.SETTLED: "done"}


def comments_of(request: HttpRequest, process: CountyProcess, order: tuple[str, ...]) -> list[dict[str, Any]]:
    """All that was said about the process, each with its turns: two statements."""
    turns = Prefetch("replies", CommentReply.objects.select_related("by"))
    seen = ReviewComment.objects.visible_to(who(request)).filter(process=process).select_related("by", "run")
    words = heading_words()
    rows = [
        {"comment": one, "step": STEPS[one.state], "heading": words.get(one.heading, "")}
        for one in seen.prefetch_related(turns)
    ]
    return sorted(rows, key=lambda row: order.index(row["comment"].state))


@login_required
@require_safe
def for_county(request: HttpRequest, letter: str) -> HttpResponse:
    """The reviewer's comments as the county reads them: what waits for its answer first."""
    process = find_process(request, letter)
    rows = comments_of(request, process, FOR_COUNTY)
    context = {
        "process": process,
        "rows": rows,
        "waiting": sum(row["comment"].state == CommentState.OPEN for row in rows),
        "leads": leads(request, process),
    }
    return render(request, "processes/comments.html", context)


@login_required
@require_http_methods(BOTH)
def answer(request: HttpRequest, letter: str, pk: int) -> HttpResponse:
    row = _find(request, letter, pk)
    require(who(request), LEAD, row.process)
    return act(
        request,
        AnswerForm(request.POST or None),
        lambda said: comments.answer_comment(by=who(request), comment=row, text=said["text"]),
        told=_("Svaret är lämnat till granskaren."),
        back=reverse("process_comments", args=[letter]),
        title=_("Svara på kommentaren"),
        name=_("Granskarens kommentarer"),
        words=row.text,
        button=_("Lämna svaret"),
    )


@login_required
@require_http_methods(BOTH)
def add(request: HttpRequest, letter: str) -> HttpResponse:
    process = find_process(request, letter)
    require(who(request), REVIEW, process)
    run = grid.current_of(ProcessRun.objects.visible_to(who(request)).filter(process=process))
    return act(
        request,
        CommentForm(request.POST or None, initial={"heading": request.GET.get("rubrik", "")}),
        lambda said: comments.comment(by=who(request), process=process, run=run, **said),
        told=_("Kommentaren är lämnad till länet."),
        back=f"{process.get_absolute_url()}#kommentarer",
        title=_("Kommentera processen"),
        name=process.county.name,
        words=_("Länets processledare läser kommentaren och svarar. Det som är sagt står kvar."),
        button=_("Lämna kommentaren"),
    )


class ReviewerAct(NamedTuple):
    form: type[Act]
    do: Callable[..., Any]
    title: Any
    told: Any


ACTS: Final[dict[str, ReviewerAct]] = {
    "klar": ReviewerAct(
        SettleForm, comments.settle, gettext_lazy("Kommentaren är klar"), gettext_lazy("Kommentaren är klar.")
    ),
    "fraga-igen": ReviewerAct(
        ReopenForm, comments.reopen, gettext_lazy("Fråga länet igen"), gettext_lazy("Länet får frågan.")
    ),
}


@login_required
@require_http_methods(BOTH)
def comment_act(request: HttpRequest, letter: str, pk: int, do: str) -> HttpResponse:
    if do not in ACTS:
        raise Http404
    one, row = ACTS[do], _find(request, letter, pk)
    require(who(request), REVIEW, row.process)
    return act(
        request,
        one.form(request.POST or None),
        lambda said: one.do(by=who(request), comment=row, **said),
        told=str(one.told),
        back=f"{row.process.get_absolute_url()}#kommentarer",
        title=one.title,
        name=row.process.county.name,
        words=row.text,
        button=one.title,
    )


@login_required
@require_http_methods(BOTH)
def approve(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    run = find_run(request, letter, number)
    require(who(request), REVIEW, run.process)
    return act(
        request,
        ApproveForm(request.POST or None),
        lambda said: comments.approve_result(by=who(request), run=run, words=said["words"]),
        told=_("Processens resultat är godkänt."),
        back=run.process.get_absolute_url(),
        title=_("Godkänn processens resultat"),
        name=run.process.county.name,
        words=_("Godkännandet lämnas en gång och står kvar."),
        button=_("Godkänn resultatet"),
    )


def _find(request: HttpRequest, letter: str, pk: int) -> ReviewComment:
    process = find_process(request, letter)
    row: ReviewComment = get_object_or_404(ReviewComment.objects.visible_to(who(request)), process=process, pk=pk)
    row.process = process
    return row

"""The reviewer comments on a process, the county answers, the reviewer settles it. What was said stays as it was."""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken
from processes.letters import leaders_of, tell_waiting
from processes.models import (
    CommentReply,
    CountyProcess,
    ProcessRun,
    ResultApproval,
    ReviewComment,
    Yardstick,
    heading_words,
)
from processes.permissions import LEAD, REVIEW
from processes.services.rules import hold_process, refuse_own_county, said
from processes.states import CommentState, RunState

LONGEST: Final = 4000


def comment(
    *,
    by: Person,
    process: CountyProcess,
    run: ProcessRun | None = None,
    yardstick: str,
    heading: str = "",
    text: str,
    asks_change: bool = False,
) -> ReviewComment:
    """Under one of the three yardsticks, on the process as a whole or on one of its seven headings."""
    require(by, REVIEW, process)
    refuse_own_county(by, process)
    text = said(text, _("Skriv kommentaren."))[:LONGEST]
    if yardstick not in Yardstick.values:
        raise RuleBroken(_("Välj vilket kriterium kommentaren gäller."))
    if heading and heading not in heading_words():
        raise RuleBroken(_("Rubriken är inte en av de sju."))
    if run is not None and run.process_id != process.pk:
        raise RuleBroken(_("Kommentaren gäller ett annat läns process."))
    row = ReviewComment(
        process=process,
        run=run,
        yardstick=yardstick,
        heading=heading,
        text=text,
        asks_change=asks_change,
        at=timezone.now(),
        by=by,
    )
    with transaction.atomic():
        row.save()
        record(row, "reviewcomment.made", by=by, to_state=row.state, yardstick=yardstick, asks_change=asks_change)
        tell_waiting(leaders_of(process))
    return row


def answer_comment(*, by: Person, comment: ReviewComment, text: str) -> CommentReply:
    """The county's answer, by who leads its process. It waits for the reviewer then."""
    require(by, LEAD, comment.process)
    text = said(text, _("Skriv länets svar."))
    with transaction.atomic():
        move(comment, CommentState.ANSWERED, by=by)
        return _reply(by, comment, text, from_county=True)


def settle(*, by: Person, comment: ReviewComment, text: str = "") -> None:
    """Done. Where the county has not answered, the reviewer says why it need not."""
    require(by, REVIEW, comment.process)
    refuse_own_county(by, comment.process)
    text = text.strip()
    if comment.state == CommentState.OPEN and not text:
        raise RuleBroken(_("Länet har inte svarat. Skriv varför kommentaren ändå är klar."))
    with transaction.atomic():
        move(comment, CommentState.SETTLED, by=by)
        if text:
            _reply(by, comment, text, from_county=False)


def reopen(*, by: Person, comment: ReviewComment, text: str) -> CommentReply:
    """The reviewer answers back, and the county is asked once more."""
    require(by, REVIEW, comment.process)
    refuse_own_county(by, comment.process)
    text = said(text, _("Skriv vad du undrar mer."))
    with transaction.atomic():
        move(comment, CommentState.OPEN, by=by)
        tell_waiting(leaders_of(comment.process))
        return _reply(by, comment, text, from_county=False)


def _reply(by: Person, comment: ReviewComment, text: str, *, from_county: bool) -> CommentReply:
    row = CommentReply(
        process=comment.process,
        comment=comment,
        text=text[:LONGEST],
        from_county=from_county,
        at=timezone.now(),
        by=by,
    )
    row.save()
    return row


def approve_result(*, by: Person, run: ProcessRun, words: str) -> ResultApproval:
    """The run has led to a strategy that holds, and no change that was asked for is left. Said once."""
    require(by, REVIEW, run.process)
    refuse_own_county(by, run.process)
    words = said(words, _("Skriv vad godkännandet gäller."))
    with transaction.atomic():
        hold_process(run.process)
        run.refresh_from_db(fields=["state"])
        if run.state not in (RunState.MAINTAINED, RunState.ENDED):
            raise RuleBroken(_("Strategin är inte fastställd. Processens resultat godkänns när den är det."))
        if ResultApproval.objects.filter(run=run).exists():
            raise RuleBroken(_("Processens resultat är redan godkänt."))
        asked = ReviewComment.objects.filter(run=run, asks_change=True).exclude(state=CommentState.SETTLED)
        if asked.exists():
            raise RuleBroken(_("En begäran om ändring är inte klar. Gör den klar först."))
        row = ResultApproval(process=run.process, run=run, words=words[:500], at=timezone.now(), by=by)
        row.save()
        record(row, "resultapproval.given", by=by, note=row.words)
    return row

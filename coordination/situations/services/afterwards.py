"""What happens to an answer that was sent: it is read, asked about, taken back."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from actors.sight import as_machine
from coordination.incidents.clock import now_in
from coordination.incidents.models import NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.permissions import ASK, CONTRIBUTE, WRITE
from coordination.incidents.services import refuse_closed, refuse_foreign
from coordination.situations.answers import sending
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import Input, Recipient, Remark, Standing
from coordination.situations.services.inputs import may_answer
from coordination.situations.states import InputState
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken

LONGEST_REMARK: Final = 2000


def withdraw_input(*, by: Person, sent: Input, reason: str) -> None:
    """Take an answer back. It stays readable as withdrawn, and no longer counts."""
    if not reason.strip():
        raise RuleBroken(_("Skriv varför svaret tas tillbaka."))
    may_answer(by, sent.request, sent.actor, oral=sent.oral)
    with transaction.atomic(), as_machine():  # the one that stands again may be in quarantine
        move(sent, InputState.WITHDRAWN, by=by, note=reason.strip())
        before = (
            Input.objects.standing().filter(incident=sent.incident, actor=sent.actor).order_by("-submitted_at").first()
        )
        if before is None:
            Standing.objects.filter(incident=sent.incident, actor=sent.actor).delete()
        else:
            sending.stand(before)
        Recipient.objects.filter(request=sent.request, actor=sent.actor).update(answered_at=None)
        queue_compilation(sent.incident)


def note_read(*, by: Person, sent: Input) -> None:
    """The county has read the answer: the first time is shown to the actor on its receipt."""
    if by.has_perm(ASK, sent.incident):
        now = now_in(sent.incident)
        Input.objects.filter(pk=sent.pk, read_at__isnull=True).update(read_at=now, read_by=by)


def ask_back(*, by: Person, sent: Input, question: str) -> Remark:
    """Ask the actor about its answer, in the answer's thread. It counts as it stands until the actor corrects it.

    The last open question stands on the answer too, for whatever shows what an actor has to do.
    """
    require(by, WRITE, sent.incident)
    refuse_closed(sent.incident)
    text = _said(question, _("Skriv vad ni undrar."))
    if sent.state != InputState.SUBMITTED:
        raise RuleBroken(_("Svaret gäller inte längre. Se aktörens senaste svar."))
    now = now_in(sent.incident)
    with transaction.atomic():
        Input.objects.filter(pk=sent.pk).update(question_back=text, question_at=now)
        sent.question_back, sent.question_at = text, now
        remark = _remark(sent, sent.incident.lead, by, text, asks=True)
        subject = f"{sent.journal_subject()}@{now:%Y%m%dT%H%M}"
        notify(sent.incident, [sent.actor], NoticeKind.RETURNED, subject, sent.get_absolute_url())
        record(sent, "input.question", by=by, note=text)
    return remark


def reply(*, by: Person, sent: Input, text: str) -> Remark:
    """The actor answers in the thread: the question is no longer open, and the county board is told."""
    require(by, CONTRIBUTE, sent.incident)
    refuse_foreign(by, sent.actor)
    refuse_closed(sent.incident)
    words = _said(text, _("Skriv ett svar på frågan."))
    if sent.state == InputState.DRAFT:
        raise RuleBroken(_("Svaret är inte skickat än."))
    with transaction.atomic():
        Input.objects.filter(pk=sent.pk).update(question_back="", question_at=None)
        sent.question_back, sent.question_at = "", None
        remark = _remark(sent, sent.actor, by, words, asks=False)
        subject = f"{remark.journal_subject()}"
        notify(sent.incident, [sent.incident.lead], NoticeKind.REPLIED, subject, sent.get_absolute_url())
        record(sent, "input.reply", by=by)  # its words are for fewer than those who read the journal
    return remark


def _said(text: str, missing: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise RuleBroken(missing)
    if len(words) > LONGEST_REMARK:
        raise RuleBroken(_("Texten är för lång: högst %(n)d tecken.") % {"n": LONGEST_REMARK})
    return words


def _remark(sent: Input, actor: Actor, by: Person, text: str, *, asks: bool) -> Remark:
    row = Remark(incident=sent.incident, input=sent, actor=actor, by=by, text=text, asks=asks)
    row.at = now_in(sent.incident)
    row.save(force_insert=True)
    return row

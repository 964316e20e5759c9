"""What happens to an answer that was sent: it is read, asked about, taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Person
from actors.sight import as_machine
from coordination.incidents.clock import now_in
from coordination.incidents.models import NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.permissions import ASK, WRITE
from coordination.incidents.services import refuse_closed
from coordination.situations.models import Input, Recipient, Standing
from coordination.situations.queue import queue_compilation
from coordination.situations.services.inputs import may_answer, stand
from coordination.situations.states import InputState
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


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
            stand(before)
        Recipient.objects.filter(request=sent.request, actor=sent.actor).update(answered_at=None)
        queue_compilation(sent.incident)


def note_read(*, by: Person, sent: Input) -> None:
    """The county has read the answer: the first time is shown to the actor on its receipt."""
    if by.has_perm(ASK, sent.incident):
        now = now_in(sent.incident)
        Input.objects.filter(pk=sent.pk, read_at__isnull=True).update(read_at=now, read_by=by)


def ask_back(*, by: Person, sent: Input, question: str) -> None:
    """Return an answer with a question. It counts as it stands until the actor corrects it."""
    require(by, WRITE, sent.incident)
    refuse_closed(sent.incident)
    if not question.strip():
        raise RuleBroken(_("Skriv vad ni undrar."))
    if sent.state != InputState.SUBMITTED:
        raise RuleBroken(_("Svaret gäller inte längre. Se aktörens senaste svar."))
    now = now_in(sent.incident)
    with transaction.atomic():
        Input.objects.filter(pk=sent.pk).update(question_back=question.strip(), question_at=now)
        sent.question_back, sent.question_at = question.strip(), now
        subject = f"{sent.journal_subject()}@{now:%Y%m%dT%H%M}"
        notify(sent.incident, [sent.actor], NoticeKind.RETURNED, subject, sent.get_absolute_url())
        record(sent, "input.question", by=by, note=question.strip())

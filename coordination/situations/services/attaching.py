"""Files in a draft: one is put in, one is taken out. When the draft is sent they are its answer's."""

import hashlib

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from actors.models import Person
from coordination.incidents.clock import now_in
from coordination.situations.answers.attached import Found
from coordination.situations.answers.filed import MOST_FILES, asked_for
from coordination.situations.models import AnswerFile, Input
from coordination.situations.services.inputs import may_answer
from coordination.situations.states import InputState
from journal.refusals import MovedOn, RuleBroken


def attach(*, by: Person, draft: Input, question: str, found: Found) -> AnswerFile:
    """Put a file into the draft. The same file twice is there once."""
    may_answer(by, draft.request, draft.actor, oral=draft.oral)
    if question not in asked_for(draft.request.question_set):
        raise RuleBroken(_("Frågan tar inte emot filer."))
    row = AnswerFile(
        incident_id=draft.incident_id,
        actor_id=draft.actor_id,
        input=draft,
        question=question,
        name=found.name,
        media_type=found.media_type,
        size=len(found.data),
        sha256=hashlib.sha256(found.data).hexdigest(),
        data=found.data,
        added_by=by,
        added_at=now_in(draft.incident),
    )
    with transaction.atomic():
        _changed(draft)  # whoever puts in the next one waits here
        there = AnswerFile.objects.filter(input=draft, question=question).listed()
        same = next((one for one in there if one.sha256 == row.sha256), None)
        if same is not None:
            return same
        if len(there) >= MOST_FILES:
            raise RuleBroken(_("Högst %(n)d filer till en fråga. Ta bort någon först.") % {"n": MOST_FILES})
        row.save(force_insert=True)
    return row


def detach(*, by: Person, draft: Input, question: str, sha256: str) -> None:
    """Take a file out of the draft. Versions that were sent with it keep it. What is gone already is gone."""
    may_answer(by, draft.request, draft.actor, oral=draft.oral)
    with transaction.atomic():
        _changed(draft)
        AnswerFile.objects.filter(input=draft, question=question, sha256=sha256).delete()


def _changed(draft: Input) -> None:
    """A file is a part of the draft: who has it open is told, and nobody sends another draft than she has read."""
    touched = Input.objects.filter(pk=draft.pk, state=InputState.DRAFT).update(revision=F("revision") + 1)
    if not touched:
        raise MovedOn(_("En kollega hann skicka ett svar. Läs om sidan och se vad som gäller nu."))

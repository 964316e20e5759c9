"""Answers that another system delivers: a whole answer in one go, once, however often it is sent."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.incidents.services import refuse_foreign
from coordination.situations import content as contents
from coordination.situations.answers import filed
from coordination.situations.models import Input, QuestionSet, Request
from coordination.situations.services import drafts, inputs
from journal.refusals import RuleBroken

# The first half of PostgreSQL's advisory lock; the second is the actor.
DELIVERS: Final = 0x5A11


class KeyReused(RuleBroken):
    """The key belongs to another answer: nothing was sent."""


@dataclass(frozen=True)
class Delivery:
    """The answer with its receipt, and whether it came now or had come before."""

    sent: Input
    new: bool


def deliver(*, by: Person, request: Request, actor: Actor, key: str, raw: Any) -> Delivery:
    """Send an answer under a key of the sender's own. The same again gives the same receipt, and changes nothing."""
    refuse_unknown(raw, request.question_set)
    try:
        with transaction.atomic():
            _one_at_a_time(actor)
            return _once(by, request, actor, key, raw)
    except IntegrityError as clash:
        # The key was used for another request in the same moment.
        if not Input.objects.filter(actor=actor, submission_key=key).exists():
            raise
        raise KeyReused(_("Nyckeln hör redan till ett annat svar.")) from clash


def _one_at_a_time(actor: Actor) -> None:
    """A retry waits for the first, and then finds its answer. No row is held: the incident is taken when it is sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [DELIVERS, actor.pk])


def _once(by: Person, request: Request, actor: Actor, key: str, raw: Any) -> Delivery:
    refuse_foreign(by, actor)
    former = Input.objects.filter(actor=actor, submission_key=key).select_related("request").first()
    if former is not None:
        if not _same(former, request, raw):
            raise KeyReused(_("Nyckeln hör redan till ett annat svar."))
        return Delivery(former, new=False)
    contents.clean(raw, request.question_set, request.incident)
    draft = inputs.open_draft(by=by, request=request, actor=actor)
    begun = _begun(draft)
    if draft.oral:
        drafts.take_over(by=by, draft=draft)
    # Files that a colleague has put into her draft are hers to send; those of the version before go along.
    sent = inputs.submit_input(by=by, draft=draft, key=key, raw=raw, with_files=begun is None)
    if begun is not None:
        begun.version = sent.version + 1
        begun.save(force_insert=True)
        filed.follow(sent, begun)
    return Delivery(sent, new=True)


def _begun(draft: Input) -> Input | None:
    """What a colleague was writing on the page: it lives on as a draft of the next version, word for word."""
    if not draft.revision:
        return None
    return Input(
        incident=draft.incident,
        request=draft.request,
        actor=draft.actor,
        author_id=draft.author_id,
        content=draft.content,
        revision=draft.revision,
        saved_at=draft.saved_at,
        oral=draft.oral,
    )


def _same(former: Input, request: Request, raw: Any) -> bool:
    if former.request_id != request.pk:
        return False
    try:
        cleaned = contents.clean(raw, request.question_set)
        return former.content_hash == contents.digest(cleaned, filed.hashes(former))
    except ValidationError:
        return False


def refuse_unknown(raw: Any, asked: QuestionSet) -> None:
    """A misspelt question would lose its answer without a word, so it is refused."""
    known = {
        "functions": set(asked.functions),
        "numbers": {q["key"] for q in contents.questions(asked, "number")},
        "texts": {q["key"] for q in contents.questions(asked, "text", "choice", "yes_no")},
        "places": {q["key"] for q in contents.questions(asked, "place")},
        "rows": {q["key"] for q in contents.questions(asked, "rows")},
    }
    errors = {
        f"{part}.{name}": [_("Begäran frågar inte efter detta.")]
        for part, names in known.items()
        for name in (raw.get(part) or {})
        if name not in names
    }
    if errors:
        raise ValidationError(errors)

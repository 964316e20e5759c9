"""Answering: draft, send, confirm unchanged, correct, note what was said.

Whoever answers writes the draft first and takes the incident's row when it is sent, on every way in. So answers of many
actors wait for each other only at the end, and nobody waits in a circle.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from actors.sight import as_machine
from coordination.incidents.clock import now_in
from coordination.incidents.models import Audience, Incident
from coordination.incidents.permissions import ASK, CONTRIBUTE
from coordination.incidents.services import mark_columns, refuse_closed, refuse_foreign, share_alike
from coordination.situations import content as contents
from coordination.situations.answers import carrying, filed, sending
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import Input, Recipient, Request, Standing
from coordination.situations.querysets import InputQuerySet
from coordination.situations.states import InputState, RequestState
from journal.moves import move
from journal.permissions import require
from journal.refusals import MovedOn, RuleBroken


@dataclass(frozen=True)
class Seen:
    """What the page read a moment ago, and need not be read again."""

    recipient: Recipient
    latest: Input | None
    former: Input | None
    content: contents.Content
    # The answer is sent in the same moment, which notes that it was begun too.
    sends: bool = False


def open_draft(*, by: Person, request: Request, actor: Actor, oral: bool = False, seen: Seen | None = None) -> Input:
    """The actor's draft to the request: the one that is there, or a new one that starts from the last answer."""
    was_asked = seen is not None and seen.recipient.actor_id == actor.pk and seen.recipient.request_id == request.pk
    may_answer(by, request, actor, oral=oral, was_asked=was_asked)
    writer = by if oral else None
    latest = seen.latest if seen else _latest(request, actor, writer)
    if latest is not None and latest.state == InputState.DRAFT:
        return latest
    now = now_in(request.incident)
    # Begun from an answer that not all may read, it is read by the same, until its owner decides otherwise.
    base = latest or (seen.former if seen else _standing(request, actor, writer))
    draft = Input(
        incident=request.incident,
        request=request,
        actor=actor,
        author=by,
        saved_at=now,
        oral=oral,
        version=latest.version + 1 if latest else 1,
        content=seen.content if seen else contents.as_begun(base),
        audience=base.audience if base is not None and base.is_narrow else Audience.PARTICIPANTS,
        audience_until=base.audience_until if base is not None and base.is_narrow else None,
    )
    try:
        with transaction.atomic(), as_machine():  # what was spoken is written down for an actor that may have narrowed
            draft.save(force_insert=True)
            filed.keep(draft, base)
            if seen is None or not seen.sends:
                Recipient.objects.filter(request=request, actor=actor, began_at__isnull=True).update(began_at=now)
    except IntegrityError:
        # A colleague was there in the same moment: hers is the draft, if she has not already sent it.
        theirs = _latest(request, actor, writer)
        if theirs is None or theirs.state != InputState.DRAFT:
            raise MovedOn(_("En kollega hann skicka ett svar. Läs om sidan och se vad som gäller nu.")) from None
        return theirs
    return draft


def _latest(request: Request, actor: Actor, writer: Person | None) -> Input | None:
    """The last version, without its words where they may not be read. `writer` notes what the actor said."""
    rows = Input.objects.filter(request=request, actor=actor)
    rows = rows.select_related("incident", "request__question_set", "actor")
    with as_machine():  # the next version follows the last one, whoever may read that: its words are not read
        last = rows.mute().order_by("-version").first()
    if last is None:
        return None
    return _readable(rows.filter(pk=last.pk), writer).first() or last.hush()


def _standing(request: Request, actor: Actor, writer: Person | None = None) -> Input | None:
    standing = Standing.objects.filter(incident=request.incident, actor=actor).values("input")
    return _readable(Input.objects.filter(pk__in=standing), writer).first()


def _readable(rows: InputQuerySet, writer: Person | None) -> InputQuerySet:
    """The actor reads all of its own but what is in quarantine; who notes its spoken words only what she may."""
    return (rows.for_owner() if writer is None else rows.for_writer(writer)).not_mute()


def save_draft(*, by: Person, draft: Input, raw: Any, revision: int) -> Input:
    """Keep what has been written so far, even if it could not be sent as it is. A stale revision is MovedOn."""
    may_answer(by, draft.request, draft.actor, oral=draft.oral)
    kept = keep(raw)
    now = now_in(draft.incident)
    saved = Input.objects.filter(pk=draft.pk, state=InputState.DRAFT, revision=revision).update(
        content=kept, revision=revision + 1, saved_at=now, author=by
    )
    if not saved:
        raise MovedOn(_("En kollega har sparat i samma svar medan du skrev. Inget är borta: båda texterna visas."))
    draft.content, draft.revision, draft.saved_at = kept, revision + 1, now
    return draft


def keep(raw: Any) -> contents.Content:
    """A draft holds what was typed, right or wrong: only its outline is enforced, and its size."""
    if not isinstance(raw, dict) or len(contents.canonical(raw)) > 200_000:
        raise ValidationError({"content": [_("Svaret är för stort för att sparas.")]})
    blank = contents.empty()
    kept = {name: raw[name] if isinstance(raw.get(name), type(blank[name])) else blank[name] for name in blank}
    return kept | {name: raw[name] for name in contents.ASIDE if isinstance(raw.get(name), dict)}


def submit_input(
    *,
    by: Person,
    draft: Input,
    key: str,
    raw: Any = None,
    cleaned: contents.Content | None = None,
    revision: int | None = None,
    with_files: bool = True,
) -> Input:
    """Send the answer. The receipt holds when this returns. The same key again gives the same receipt.

    `cleaned` is what `contents.clean` made of `raw` a moment ago, where a page has asked it already to tell its faults.
    `with_files` is False where the draft's files are somebody else's, and go on to the next draft.
    """
    done = _already(draft, key)
    if done is not None:
        return done
    may_answer(by, draft.request, draft.actor, oral=draft.oral)
    if revision is not None and revision != draft.revision:
        raise MovedOn(_("En kollega har sparat i samma svar medan du skrev. Inget är borta: båda texterna visas."))
    said = draft.content if raw is None else raw
    if cleaned is None:
        cleaned = contents.clean(said, draft.request.question_set, draft.incident)
    try:
        with transaction.atomic(), as_machine():  # what it replaces may be in quarantine, or another's to read
            _send(by, draft, key, cleaned, said, filed.hashes(draft) if with_files else ())
    except MovedOn:
        draft.refresh_from_db()
        done = _already(draft, key)
        if done is None:
            raise
        return done
    return draft


def _already(draft: Input, key: str) -> Input | None:
    return draft if draft.state == InputState.SUBMITTED and draft.submission_key == key else None


def _send(
    by: Person, draft: Input, key: str, cleaned: contents.Content, said: Any, files: contents.Hashes = ()
) -> None:
    """What touches nobody else's rows comes first. From the receipt number to the commit the incident is held."""
    incident, now = draft.incident, now_in(draft.incident)
    guards = contents.guards_of(said, draft.request.question_set, by_question=not draft.oral)
    public, aside = contents.split(cleaned, guards)
    sending.write_impacts(draft, cleaned["functions"])
    number = _receipt(incident)
    # Asked again now that the incident is held: it may have been closed since it was read.
    if not sending.note_answered(draft, now):
        raise RuleBroken(_("Begäran är avslutad och tar inte emot fler svar."))
    former = _replaced(draft, by)
    if draft.audience == Audience.NAMED:
        _share_as_before(draft, by)
    sending.stand(draft)
    move(
        draft,
        InputState.SUBMITTED,
        by=by,
        # What a colleague has saved since the page was drawn is not written over.
        seen={"revision": draft.revision},
        revision=draft.revision + 1,
        number=number,
        submission_key=key,
        submitted_at=now,
        saved_at=now,
        # A correction of an answer that came in time is no late answer.
        late=now > draft.request.deadline and (former is None or former.late),
        author=by,
        **_said(cleaned, public),
        content_hash=contents.digest(cleaned, files),
        **mark_columns(contents.mark_of(said), by=by, now=now, default=former or incident, at_least=(draft.request,)),
        **_audience(draft, former),
        **carrying.columns(former or draft.unchanged_from, public),
    )
    sending.set_aside(draft, aside, by)
    queue_compilation(incident)


def _replaced(draft: Input, by: Person) -> Input | None:
    """The answer to the same request that this one takes the place of, moved out of it."""
    if draft.version == 1:
        return None
    former = Input.objects.standing().filter(request_id=draft.request_id, actor_id=draft.actor_id).first()
    if former is not None:
        former.incident, former.actor = draft.incident, draft.actor
        # The spoken answer that the duty officer noted is replaced by the actor's own in the same way.
        move(former, InputState.REPLACED, by=by)
    return former


def _said(cleaned: contents.Content, public: contents.Content) -> dict[str, Any]:
    """The answer as its columns hold it: all that those it is meant for may read."""
    overall = cleaned["overall"]
    return {
        "content": public,
        "grade": overall["grade"],
        "proposed": overall["proposed"],
        "reason": overall["reason"],
        "trend": overall["trend"],
        "confidence": overall["confidence"],
        "summary": public["texts"].get("summary", ""),
    }


def _audience(draft: Input, former: Input | None) -> dict[str, Any]:
    """A correction is read by those who read what it corrects."""
    base = former if former is not None else draft
    return {"audience": base.audience, "audience_until": base.audience_until}


def _share_as_before(sent: Input, by: Person) -> None:
    before = Standing.objects.filter(incident_id=sent.incident_id, actor_id=sent.actor_id).select_related("input")
    standing = before.first()
    if standing is not None and standing.input_id != sent.pk:
        share_alike(standing.input, sent, by=by)


def _receipt(incident: Incident) -> str:
    """Under the incident's row lock: no two answers share a number."""
    last, incident.state = sending.take_receipt(incident.pk)
    refuse_closed(incident)
    return f"{incident.number}-{last:03d}"


def submit_unchanged(*, by: Person, request: Request, actor: Actor, key: str) -> Input:
    """Inget nytt: the last answer, confirmed as of now. It is a new answer with its own time and receipt."""
    sent = Input.objects.filter(actor=actor, submission_key=key).select_related("incident", "actor").first()
    if sent is not None:
        return sent
    standing = _standing(request, actor)
    if standing is None:
        raise RuleBroken(_("Det finns inget tidigare svar att bekräfta. Svara på frågorna en gång först."))
    draft = open_draft(by=by, request=request, actor=actor)
    Input.objects.filter(pk=draft.pk).update(unchanged_from=standing)
    draft.unchanged_from = standing
    return submit_input(by=by, draft=draft, key=key, raw=contents.as_begun(standing))


def may_answer(by: Person, request: Request, actor: Actor, *, oral: bool, was_asked: bool = False) -> None:
    """An actor's own people answer for it. What was said on the telephone the duty officer notes in her own name."""
    incident = request.incident
    require(by, ASK if oral else CONTRIBUTE, incident)
    refuse_closed(incident)
    if request.state != RequestState.SENT:
        raise RuleBroken(_("Begäran är avslutad och tar inte emot fler svar."))
    # Opening and sending are one act: what was asked of this very row a moment ago is not asked twice.
    found = request.__dict__.setdefault("_answered_for", set())
    if (by.pk, actor.pk, oral) in found:
        return
    if not oral:
        refuse_foreign(by, actor)
    if not was_asked and not request.recipients.filter(actor=actor).exists():
        raise RuleBroken(_("%(actor)s har inte fått begäran.") % {"actor": actor.name})
    found.add((by.pk, actor.pk, oral))

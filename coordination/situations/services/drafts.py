"""A draft changes hands, or is kept aside: what somebody has begun to write is never pushed away."""

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Person
from coordination.incidents.permissions import ASK, CONTRIBUTE
from coordination.incidents.services import refuse_foreign
from coordination.situations.answers import filed
from coordination.situations.content import Content
from coordination.situations.models import Input
from coordination.situations.services.inputs import submit_input
from coordination.situations.states import InputState
from journal.permissions import require
from journal.refusals import MovedOn


def take_over(*, by: Person, draft: Input) -> Input:
    """The actor answers itself. What had been noted of its words stays in the draft, and is now its own."""
    require(by, CONTRIBUTE, draft.incident)
    refuse_foreign(by, draft.actor)
    Input.objects.filter(pk=draft.pk, state=InputState.DRAFT).update(oral=False)
    draft.oral = False
    return draft


def send_spoken_beside(*, by: Person, draft: Input, raw: Content, key: str) -> Input:
    """Note what was said while the actor's own draft is unsent. Its text is not read, and stays as its next draft."""
    require(by, ASK, draft.incident)
    own = Input(
        incident=draft.incident,
        request=draft.request,
        actor=draft.actor,
        version=draft.version + 1,
        content=draft.content,
        revision=draft.revision,
        author_id=draft.author_id,
        saved_at=draft.saved_at,
    )
    with transaction.atomic():
        untouched = Input.objects.filter(pk=draft.pk, state=InputState.DRAFT, revision=draft.revision, oral=False)
        if not untouched.update(oral=True, author=by):
            raise MovedOn(_("Aktören skrev själv i samma stund. Läs om sidan och se vad som gäller nu."))
        draft.oral = True
        sent = submit_input(by=by, draft=draft, key=key, raw=raw, with_files=False)
        own.save(force_insert=True)
        filed.follow(sent, own)
    return sent

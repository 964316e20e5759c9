"""A draft changes hands: the actor's own people go on with what the duty officer began for them."""

from actors.models import Person
from coordination.incidents.permissions import CONTRIBUTE
from coordination.incidents.services import refuse_foreign
from coordination.situations.models import Input
from coordination.situations.states import InputState
from journal.permissions import require


def take_over(*, by: Person, draft: Input) -> Input:
    """The actor answers itself. What had been noted of its words stays in the draft, and is now its own."""
    require(by, CONTRIBUTE, draft.incident)
    refuse_foreign(by, draft.actor)
    Input.objects.filter(pk=draft.pk, state=InputState.DRAFT).update(oral=False)
    draft.oral = False
    return draft

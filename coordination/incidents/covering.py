"""How much of a need is covered, and what state follows from what others offer. No rule about who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from coordination.incidents.models import ResourceNeed, ResourceOffer
from coordination.incidents.states import OfferState, ResourceState
from journal.record import record

# A need that nobody has answered stands out after so long.
UNANSWERED_AFTER: Final = timedelta(minutes=30)
# In these the need still lives by its offers; in the others its actor has said what was the end of it.
FOLLOWS: Final = (ResourceState.REQUESTED, ResourceState.OFFERED, ResourceState.AGREED)
STANDING: Final = (OfferState.OFFERED, OfferState.ACCEPTED)


@dataclass(frozen=True)
class Cover:
    """Of `needed`: what is agreed, and what is offered and waits for an answer."""

    needed: int
    agreed: int
    offered: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.agreed, 0)

    @property
    def is_covered(self) -> bool:
        return self.agreed >= self.needed

    @property
    def too_many(self) -> bool:
        """More is offered and agreed than is needed: two have thought of the same."""
        return self.offered > 0 and self.agreed + self.offered > self.needed


def cover(need: ResourceNeed, offers: Iterable[ResourceOffer]) -> Cover:
    rows = list(offers)
    agreed = sum(one.quantity for one in rows if one.state == OfferState.ACCEPTED)
    offered = sum(one.quantity for one in rows if one.state == OfferState.OFFERED)
    return Cover(need.quantity, agreed, offered)


def state_of(covered: Cover) -> str:
    """Agreed once it is covered, offered while an offer waits, else asked for."""
    if covered.is_covered:
        return ResourceState.AGREED.value
    return ResourceState.OFFERED.value if covered.offered else ResourceState.REQUESTED.value


def is_unanswered(need: ResourceNeed, covered: Cover, now: datetime) -> bool:
    """Nobody has offered anything for half an hour."""
    waits = need.state == ResourceState.REQUESTED and not covered.agreed
    return waits and now - need.made_at >= UNANSWERED_AFTER


def standing(need: ResourceNeed) -> list[ResourceOffer]:
    return list(ResourceOffer.objects.filter(need=need, state__in=STANDING).out_of_quarantine())


def follow(offer: ResourceOffer) -> None:
    """What was offered is hidden, or shown again: the need's state is what the offers that can be read give."""
    need: Any = ResourceNeed.objects.select_for_update(of=("self",)).get(pk=offer.need_id)
    to = state_of(cover(need, standing(need)))
    if need.state not in FOLLOWS or need.state == to:
        return
    before, need.state, need.incident = need.state, to, offer.incident
    need.save(update_fields=["state"])
    record(need, "resourceneed.followed", from_state=before, to_state=to)

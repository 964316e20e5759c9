"""What the pages draw of resource needs: how much is covered, who waits for whom, the unanswered first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Prefetch

from actors.models import Actor, ContactPoint
from coordination.incidents import records
from coordination.incidents.covering import FOLLOWS, Cover, cover, is_unanswered
from coordination.incidents.models import Incident, ResourceNeed, ResourceOffer
from coordination.incidents.states import OfferState, ResourceState
from coordination.templatetags.look import length

ORDER: Final = [state.value for state in ResourceState]
SHAPES: Final = {
    ResourceState.REQUESTED.value: "s-todo",
    ResourceState.OFFERED.value: "s-now",
    ResourceState.AGREED.value: "check",
    ResourceState.DELIVERED.value: "s-done",
    ResourceState.RETURNED.value: "rotate-ccw",
    ResourceState.CANCELLED.value: "s-skip",
}


@dataclass(frozen=True)
class Row:
    need: ResourceNeed
    cover: Cover
    offers: list[ResourceOffer]
    unanswered: bool
    waited: str
    mine: bool

    @property
    def lives(self) -> bool:
        return self.need.state in FOLLOWS

    @property
    def lacks(self) -> bool:
        return self.lives and not self.cover.is_covered

    @property
    def waiting(self) -> int:
        """Offers that wait for an answer."""
        return sum(one.state == OfferState.OFFERED for one in self.offers)

    @property
    def shape(self) -> str:
        return "s-late" if self.unanswered else SHAPES[self.need.state]


def seen_by(person: Any, incident: Incident) -> Any:
    """The needs of the incident that the person reads, with the offers of each: two statements, however many."""
    offers = ResourceOffer.objects.out_of_quarantine().select_related("actor", "made_by").order_by("made_at", "pk")
    rows = ResourceNeed.objects.visible_to(person).filter(incident=incident).select_related("actor", "made_by")
    return rows.prefetch_related(Prefetch("offers", queryset=offers, to_attr="shown_offers"))


def rows_of(needs: Iterable[Any], incident: Incident, mine: Iterable[Actor], now: datetime) -> list[Row]:
    own = {actor.pk for actor in mine}
    found = [_row(need, incident, own, now) for need in needs]
    return sorted(found, key=lambda row: (not row.unanswered, *_place(row)))


def _row(need: Any, incident: Incident, own: set[int], now: datetime) -> Row:
    need.incident = incident
    for offer in need.shown_offers:
        offer.incident, offer.need = incident, need
    covered = cover(need, need.shown_offers)
    waited = length(max(now - need.made_at, timedelta()))
    unanswered = is_unanswered(need, covered, now)
    return Row(need, covered, need.shown_offers, unanswered, waited, need.actor_id in own)


def _place(row: Row) -> tuple[Any, ...]:
    when = row.need.made_at if row.unanswered else row.need.from_at
    return ORDER.index(row.need.state), when, row.need.number


def begins_with(person: Any, incident: Incident, actor: Actor) -> dict[str, str]:
    """Where, and whom to ring: as in the actor's last need here, else as it stands in the register."""
    last = ResourceNeed.objects.visible_to(person).filter(incident=incident, actor=actor).order_by("-pk").first()
    if last is not None:
        return {"where": last.where, "contact": last.contact}
    return {"where": actor.short if actor.is_municipality else "", "contact": reached_at(actor)}


def reached_at(actor: Actor) -> str:
    point = ContactPoint.objects.filter(actor=actor).exclude(phone="").first()
    return str(point) if point else ""


def source_of(person: Any, need: ResourceNeed) -> Any:
    """The answer that it was made of, for those who read that answer; None else."""
    kind, _colon, key = need.origin.partition(":")
    if kind not in records.KINDS or not key.isdecimal():
        return None
    found = records.KINDS[kind].visible_to(person, need.incident).filter(pk=int(key)).first()
    return records.with_incident(found, need.incident) if found is not None else None

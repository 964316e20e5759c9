"""All that the rules look at, read once for an incident: as many statements for six needs as for two hundred."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Max

from actors.models import Actor, Municipality
from actors.sight import as_machine
from coordination.direction.models import (
    Direction,
    LaterPosition,
    Measure,
    Need,
    NeedRole,
    Position,
    SystemIssue,
)
from coordination.direction.states import MeasureState, NeedState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Participant, ResourceNeed, ResourceOffer
from coordination.incidents.states import OfferState, ResourceState
from journal.models import Entry

# So many unfinished needs with one actor are more than it can hold.
BOTTLENECK: Final = 4
SETTLED_NEEDS: Final = (NeedState.COVERED, NeedState.ENDED, NeedState.DONE, NeedState.IMPOSSIBLE)
LACKING: Final = (ResourceState.REQUESTED, ResourceState.OFFERED, ResourceState.AGREED)
COUNTS: Final = (OfferState.OFFERED, OfferState.ACCEPTED)


@dataclass
class Picture:
    """The incident's needs that are not settled, and what is around them. What is in quarantine is not there."""

    now: datetime
    needs: dict[int, Need]
    there: set[int]
    roles: dict[int, list[NeedRole]]
    hinders: list[tuple[int, int]]
    municipalities: dict[int, list[Municipality]]
    measures: dict[int, Measure]
    waits: list[tuple[int, int]]
    direction: Direction | None
    reserved: list[tuple[Actor, str]]
    resources: list[ResourceNeed]
    offered: dict[int, int]
    resource_needs: dict[int, list[Need]]
    moved: dict[int, datetime]
    judged: set[tuple[str, str]] = field(default_factory=set)

    def live(self, need: Need, *parts: str) -> list[NeedRole]:
        return [row for row in live(self.roles[need.pk], self.there) if row.part in parts]


def live(rows: Iterable[NeedRole], there: set[int]) -> list[NeedRole]:
    """The parts that count: of actors that take part, and that have not said no."""
    return [row for row in rows if row.declined_at is None and row.actor_id in there]


def read(incident: Incident) -> Picture:
    unsettled = Need.objects.filter(incident=incident).exclude(state__in=SETTLED_NEEDS).out_of_quarantine()
    needs = {need.pk: need for need in unsettled}
    for need in needs.values():
        need.incident = incident
    direction = Direction.objects.filter(incident=incident).fixed().out_of_quarantine().defer("body").first()
    measures = Measure.objects.filter(incident=incident).out_of_quarantine().select_related("owner")
    resources = ResourceNeed.objects.filter(incident=incident, state__in=LACKING).out_of_quarantine()
    there = Participant.objects.filter(incident=incident, left_at__isnull=True).values_list("actor_id", flat=True)
    return Picture(
        now=now_in(incident),
        needs=needs,
        there=set(there),
        roles=_roles(needs),
        hinders=_pairs(Need.hinders.through.objects.filter(from_need__incident=incident), "from_need", "to_need"),
        municipalities=_municipalities(needs),
        measures={one.pk: one for one in measures},
        waits=_pairs(
            Measure.depends_on.through.objects.filter(from_measure__incident=incident), "from_measure", "to_measure"
        ),
        direction=direction,
        reserved=_reserved(direction) if direction else [],
        resources=list(resources.select_related("actor").order_by("pk")),
        offered=_offered(incident),
        resource_needs=_resource_needs(needs),
        moved=_moved(needs),
        judged=_judged(incident),
    )


def _roles(needs: dict[int, Need]) -> dict[int, list[NeedRole]]:
    found: dict[int, list[NeedRole]] = defaultdict(list)
    rows = NeedRole.objects.filter(need__in=list(needs)).select_related("actor")
    for row in rows.order_by("actor__sort_name", "pk"):
        found[row.need_id].append(row)
    return found


def _pairs(rows: Any, one: str, other: str) -> list[tuple[int, int]]:
    return sorted(rows.values_list(f"{one}_id", f"{other}_id"))


def _municipalities(needs: dict[int, Need]) -> dict[int, list[Municipality]]:
    found: dict[int, list[Municipality]] = defaultdict(list)
    rows: Any = Need.municipalities.through.objects.filter(need__in=list(needs)).select_related("municipality")
    for row in rows.order_by("pk"):
        found[row.need_id].append(row.municipality)
    return found


def _reserved(direction: Direction) -> list[tuple[Actor, str]]:
    """Who has a reservation or cannot, by the last word that it said."""
    said = Position.objects.filter(direction=direction).current().out_of_quarantine().select_related("actor")
    last = {row.actor_id: (row.actor, row.stand) for row in said}
    later = LaterPosition.objects.filter(direction=direction).out_of_quarantine().select_related("actor")
    last |= {row.actor_id: (row.actor, row.stand) for row in later.order_by("at", "pk")}
    return list(last.values())


def _offered(incident: Incident) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    rows = ResourceOffer.objects.filter(incident=incident, state__in=COUNTS).out_of_quarantine()
    for need, quantity in rows.values_list("need_id", "quantity"):
        found[need] += quantity
    return found


def _resource_needs(needs: dict[int, Need]) -> dict[int, list[Need]]:
    found: dict[int, list[Need]] = defaultdict(list)
    for need, resource in _pairs(Need.resources.through.objects.filter(need__in=list(needs)), "need", "resourceneed"):
        found[resource].append(needs[need])
    return found


def _moved(needs: dict[int, Need]) -> dict[int, datetime]:
    """When each need last came into another state, as the journal has it."""
    keys = {need.journal_subject(): pk for pk, need in needs.items()}
    acts = Entry.objects.filter(subject__in=list(keys)).exclude(to_state="").exclude(from_state="")
    rows = acts.order_by().values_list("subject").annotate(last=Max("happened_at"))
    return {keys[subject]: last for subject, last in rows}


def _judged(incident: Incident) -> set[tuple[str, str]]:
    with as_machine():  # names of rules only: what was judged is not found again, also when it is in quarantine
        return set(SystemIssue.objects.filter(incident=incident).exclude(rule="").values_list("rule", "rule_key"))


def is_unfinished(measure: Measure) -> bool:
    return measure.state in (MeasureState.SUGGESTED, MeasureState.TAKEN, MeasureState.ONGOING)

"""The groups that a county board starts with. From then on they are its own: what it has changed is left alone."""

from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Actor, ActorGroup, ActorKind

POLICE: Final = "polisen"


def seed() -> int:
    """Give every county board without groups the two that everybody asks for. Returns how many were made."""
    boards = Actor.objects.filter(kind=ActorKind.COUNTY_BOARD, groups_kept__isnull=True)
    with transaction.atomic(), override("sv"):
        return sum(_seed(board) for board in boards)


def _seed(board: Actor) -> int:
    near = Actor.objects.listed().filter(county_id=board.county_id)
    helpers = Q(county_id=board.county_id, kind__in=[ActorKind.REGION, ActorKind.RESCUE, ActorKind.POLICE])
    made = [
        _group(board, _("Alla kommuner i länet"), near.filter(kind=ActorKind.MUNICIPALITY)),
        _group(board, _("Region, polis och räddningstjänst"), Actor.objects.listed().filter(helpers | Q(key=POLICE))),
    ]
    return sum(made)


def _group(board: Actor, name: str, members: QuerySet[Actor]) -> int:
    rows = list(members)
    if rows:
        ActorGroup.objects.create(owner=board, name=name).members.set(rows)
    return int(bool(rows))

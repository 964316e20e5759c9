"""An actor says where it stands. Nobody says it for another."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from actors.sight import as_machine
from coordination.direction.models import NEEDS_REASON, Direction, Position, Stand
from coordination.direction.services.standing import refuse_outside, refuse_replaced
from coordination.direction.states import DirectionState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Quarantine
from coordination.incidents.permissions import CONTRIBUTE
from coordination.incidents.services import Mark, mark_columns, refuse_closed, refuse_foreign
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


def take_position(
    *,
    by: Person,
    direction: Direction,
    actor: Actor,
    stand: str,
    reason: str = "",
    own_body: str = "",
    own_body_at: datetime | None = None,
    mark: Mark | None = None,
) -> Position:
    """Say where the actor stands. It may say another thing until the direction is fixed; the journal keeps each."""
    require(by, CONTRIBUTE, direction.incident)
    refuse_closed(direction.incident)
    refuse_foreign(by, actor)
    reason, own_body = reason.strip(), own_body.strip()
    _refuse_unclear(stand, reason, own_body, own_body_at)
    with transaction.atomic():
        held = Direction.objects.select_for_update().get(pk=direction.pk)
        _refuse_not_asked(held, direction, actor)
        _refuse_hidden(held, actor)
        own, now = stand == Stand.OWN_BODY, now_in(direction.incident)
        position, _made = Position.objects.update_or_create(
            direction=held,
            actor=actor,
            defaults={
                "version": held.version,
                "stand": stand,
                "reason": reason,
                "by": by,
                "at": now,
                "own_body": own_body if own else "",
                "own_body_at": own_body_at if own else None,
                **mark_columns(mark, by=by, now=now, default=direction.incident, at_least=(held,)),
            },
        )
        position.direction = direction
        record(
            position,
            f"position.{stand}",
            by=by,
            note=reason,
            actor=actor.key,
            version=held.version,
            own_body=position.own_body,
            own_body_at=own_body_at.isoformat() if own and own_body_at else "",
        )
    return position


def _refuse_unclear(stand: str, reason: str, own_body: str, own_body_at: datetime | None) -> None:
    if stand not in Stand.values:
        raise RuleBroken(_("Den ställningen finns inte."))
    if stand in NEEDS_REASON and not reason:
        raise RuleBroken(_("Skriv skälet. Det trycks som en del av inriktningen."))
    if stand == Stand.OWN_BODY and not (own_body and own_body_at):
        raise RuleBroken(_("Skriv vilken instans som beslutar och när."))


def _refuse_hidden(held: Direction, actor: Actor) -> None:
    """An actor has one position on a direction: the one in quarantine is in the way of another."""
    own = Position.objects.filter(direction=held, actor=actor)
    with as_machine():  # that it is there
        hidden = Quarantine.objects.open().filter(kind="position", object_id__in=own.values("pk")).exists()
    if hidden:
        raise RuleBroken(_("Er ställning är i karantän. Häv karantänen, så går den att ändra."))


def _refuse_not_asked(held: Direction, read: Direction, actor: Actor) -> None:
    if held.state != DirectionState.PROPOSED:
        refuse_replaced(held)
        if held.state == DirectionState.FIXED:
            raise RuleBroken(_("Ställningen i inriktningen ändras inte. Lämna en ny ställning med skäl."))
        raise RuleBroken(_("Inriktningen är inget förslag längre. Ställningen går inte att ändra."))
    if held.version != read.version:
        raise RuleBroken(_("Förslaget har en ny lydelse. Läs den och ta ställning igen."))
    refuse_outside(held.incident, actor)

"""An actor says another thing after the direction was fixed. What is printed in the direction stands."""

from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.direction.models import Direction, LaterPosition, Stand
from coordination.direction.services.standing import refuse_not_held
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import CONTRIBUTE
from coordination.incidents.services import Mark, mark_columns, refuse_closed, refuse_foreign
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken

LONGEST_DECISION: Final = 120
LONGEST_URL: Final = 400
_is_address = URLValidator(schemes=["http", "https"])


def change_position(
    *,
    by: Person,
    direction: Direction,
    actor: Actor,
    stand: str,
    reason: str,
    decision: str = "",
    decision_url: str = "",
    mark: Mark | None = None,
) -> LaterPosition:
    """Say where the actor stands now, and why. Each is kept beside the one that the direction was fixed with."""
    incident = direction.incident
    require(by, CONTRIBUTE, incident)
    refuse_closed(incident)
    refuse_foreign(by, actor)
    reason, decision, decision_url = reason.strip(), decision.strip(), decision_url.strip()
    refuse_unclear(stand, reason, decision)
    refuse_address(decision_url)
    now = now_in(incident)
    with transaction.atomic():
        held = Direction.objects.select_for_update().get(pk=direction.pk)
        refuse_not_held(held, incident, actor)
        row = LaterPosition(
            direction=direction,
            actor=actor,
            stand=stand,
            reason=reason,
            decision=decision,
            decision_url=decision_url,
            at=now,
            by=by,
            **mark_columns(mark, by=by, now=now, default=incident, at_least=(held,)),
        )
        row.full_clean()
        row.save()
        record(row, f"laterposition.{stand}", by=by, actor=actor.key)
    return row


def refuse_unclear(stand: str, reason: str, decision: str) -> None:
    if stand not in Stand.values:
        raise RuleBroken(_("Den ställningen finns inte."))
    if not reason:
        raise RuleBroken(_("Skriv skälet till den nya ställningen."))
    if len(decision) > LONGEST_DECISION:
        raise RuleBroken(_("Skriv högst %(n)d tecken.") % {"n": LONGEST_DECISION})


def refuse_address(url: str) -> None:
    """A link leads to a page: nothing that a browser would run, and no file of somebody's own machine."""
    if not url:
        return
    try:
        if len(url) > LONGEST_URL:
            raise ValidationError("")
        _is_address(url)
    except ValidationError as wrong:
        raise RuleBroken(_("Skriv länken i sin helhet. Den börjar med https:// eller http://.")) from wrong

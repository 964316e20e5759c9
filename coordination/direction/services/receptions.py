"""An actor has read the fixed direction, has understood it, acts on it. Nobody says it for another."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.direction.models import Direction, Reception
from coordination.direction.states import DirectionState, Reach
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.permissions import CONTRIBUTE
from coordination.incidents.services import refuse_closed, refuse_foreign
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


def expect(direction: Direction, actors: list[Actor]) -> None:
    """A row for each actor that is to read it, so that silence is something that is there."""
    Reception.objects.bulk_create(
        [Reception(direction=direction, actor=actor) for actor in actors], ignore_conflicts=True
    )


def note_seen(*, by: Person, direction: Direction, actor: Actor) -> None:
    """One of the actor's own has opened the direction: only the first time is kept."""
    if direction.state != DirectionState.FIXED or direction.incident.is_closed:
        return
    now = now_in(direction.incident)
    unread = Reception.objects.filter(direction=direction, actor=actor)
    if not unread.filter(seen_at__isnull=True).update(seen_at=now, seen_by=by) and not unread.exists():
        row = Reception(direction=direction, actor=actor, seen_at=now, seen_by=by)
        Reception.objects.bulk_create([row], ignore_conflicts=True)


def receive(*, by: Person, direction: Direction, actor: Actor, reach: str) -> Reception:
    """The actor says that it has understood the direction, or acts on it. Said twice is as said once."""
    require(by, CONTRIBUTE, direction.incident)
    refuse_closed(direction.incident)
    refuse_foreign(by, actor)
    if reach not in (Reach.UNDERSTOOD, Reach.ACTING):
        raise RuleBroken(_("Det steget finns inte."))
    with transaction.atomic():
        held = Direction.objects.select_for_update().get(pk=direction.pk)
        _refuse_not_held(held, direction.incident, actor)
        note_seen(by=by, direction=direction, actor=actor)
        row = Reception.objects.select_for_update().get(direction=held, actor=actor)
        changes = _steps(row, reach, now_in(direction.incident))
        if changes:
            Reception.objects.filter(pk=row.pk).update(**changes, told_by=by)
            row.refresh_from_db()
            row.direction = direction
            record(row, f"reception.{reach}", by=by, actor=actor.key)
    return row


def _steps(row: Reception, reach: str, now: Any) -> dict[str, Any]:
    """Who acts has understood; a step that was taken keeps its time."""
    found: dict[str, Any] = {}
    if row.understood_at is None:
        found["understood_at"] = now
    if reach == Reach.ACTING and row.acting_at is None:
        found["acting_at"] = now
    return found


def _refuse_not_held(held: Direction, incident: Incident, actor: Actor) -> None:
    if held.state == DirectionState.REPLACED:
        newer = Direction.objects.filter(incident=incident).fixed().values_list("number", flat=True).first()
        raise RuleBroken(
            _("Inriktning %(old)d är ersatt av inriktning %(new)d. Läs den nya.") % {"old": held.number, "new": newer}
            if newer
            else _("Inriktning %(old)d gäller inte längre.") % {"old": held.number}
        )
    if held.state != DirectionState.FIXED:
        raise RuleBroken(_("Inriktningen är inte fastställd än. Ta ställning till förslaget."))
    if not incident.participations.filter(actor=actor, left_at__isnull=True).exists():
        raise RuleBroken(_("%(actor)s deltar inte i händelsen.") % {"actor": actor.name})

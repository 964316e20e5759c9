"""An actor has read a fixed direction or a message, has understood it, acts on it. Nobody says it for another."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.direction.models import Announcement, Direction, Reception
from coordination.direction.receiving import about
from coordination.direction.services.standing import refuse_not_held, refuse_outside
from coordination.direction.states import DirectionState, Reach
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import CONTRIBUTE
from coordination.incidents.services import refuse_closed, refuse_foreign
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


def expect(of: Direction | Announcement, actors: list[Actor]) -> None:
    """A row for each actor that is to read it, so that silence is something that is there."""
    rows = [Reception(**about(of), actor=actor) for actor in actors]
    Reception.objects.bulk_create(rows, ignore_conflicts=True)


def note_seen(*, by: Person, of: Direction | Announcement, actor: Actor) -> None:
    """One of the actor's own has opened it: only the first time is kept."""
    if of.incident.is_closed or (isinstance(of, Direction) and of.state != DirectionState.FIXED):
        return
    now = now_in(of.incident)
    unread = Reception.objects.filter(**about(of), actor=actor)
    seen = unread.filter(seen_at__isnull=True).update(seen_at=now, seen_by=by)
    # A direction is everybody's, also who came after it was fixed; a message is theirs to whom it was sent.
    if not seen and isinstance(of, Direction) and not unread.exists():
        row = Reception(direction=of, actor=actor, seen_at=now, seen_by=by)
        Reception.objects.bulk_create([row], ignore_conflicts=True)


def receive(
    *,
    by: Person,
    actor: Actor,
    reach: str,
    direction: Direction | None = None,
    announcement: Announcement | None = None,
) -> Reception:
    """The actor says that it has understood, or acts on it. Said twice is as said once."""
    of = direction or announcement
    if of is None:
        raise TypeError("a direction or an announcement is received")
    require(by, CONTRIBUTE, of.incident)
    refuse_closed(of.incident)
    refuse_foreign(by, actor)
    if reach not in (Reach.UNDERSTOOD, Reach.ACTING):
        raise RuleBroken(_("Det steget finns inte."))
    with transaction.atomic():
        _refuse_not_to_receive(of, actor)
        note_seen(by=by, of=of, actor=actor)
        row = Reception.objects.select_for_update().get(**about(of), actor=actor)
        changes = _steps(row, reach, now_in(of.incident))
        if changes:
            Reception.objects.filter(pk=row.pk).update(**changes, told_by=by)
            row.refresh_from_db()
            row.direction, row.announcement = direction, announcement
            kind = "reception" if direction is not None else "announcement"
            record(row, f"{kind}.{reach}", by=by, actor=actor.key)
    return row


def _refuse_not_to_receive(of: Direction | Announcement, actor: Actor) -> None:
    """Holds the row of a direction: nobody says that it acts on one that is being replaced in the same moment."""
    if isinstance(of, Direction):
        refuse_not_held(Direction.objects.select_for_update().get(pk=of.pk), of.incident, actor)
        return
    refuse_outside(of.incident, actor)
    if not Reception.objects.filter(announcement=of, actor=actor).exists():
        raise RuleBroken(_("Meddelandet är inte skickat till %(actor)s.") % {"actor": actor.name})


def _steps(row: Reception, reach: str, now: Any) -> dict[str, Any]:
    """Who acts has understood; a step that was taken keeps its time."""
    found: dict[str, Any] = {}
    if row.understood_at is None:
        found["understood_at"] = now
    if reach == Reach.ACTING and row.acting_at is None:
        found["acting_at"] = now
    return found

"""What an actor is to a need. Others may say what they think; only the actor itself says that it is so, or not so."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, Person
from actors.roles import Role
from coordination.direction.models import Need, NeedRole, Part
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.incidents.services import refuse_closed, refuse_foreign
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken

# What an actor is asked to confirm. That it is affected, or lacking, is told without waiting for a word from it.
ASKED = (Part.RESPONSIBLE.value, Part.SUPPORTS.value)


def give_part(*, by: Person, need: Need, actor: Actor, part: str) -> NeedRole:
    """Say what the actor is to the need.

    Of one's own actor it is so at once. Of another it is what the county thinks, until the actor says yes or no; what
    the actor itself has said stands, and nobody else changes it.
    """
    own = access.acts_for(by, actor, Role.REPORTER)
    require(by, CONTRIBUTE if own else PROPOSE, need.incident)
    refuse_closed(need.incident)
    if part not in Part.values:
        raise RuleBroken(_("Den rollen finns inte."))
    if own and part == Part.MISSING:
        raise RuleBroken(_("Säg vilken roll ni har, eller att det inte är ni."))
    with transaction.atomic():
        _hold(need)
        _refuse_absent(need.incident, actor)
        row = NeedRole.objects.filter(need=need, actor=actor).first()
        if not own:
            _refuse_spoken(row, part)
        return _say(by, need, actor, part, row, own)


def _say(by: Person, need: Need, actor: Actor, part: str, row: NeedRole | None, own: bool) -> NeedRole:
    now = now_in(need.incident)
    if row is not None and row.part == part and row.declined_at is None and (not own or row.confirmed_at):
        return row  # said twice is as said once
    row = row or NeedRole(need=need, actor=actor)
    row.part, row.said_at, row.said_by = part, now, by
    row.confirmed_at, row.declined_at = (now if own else None), None
    row.answered_by, row.reason = (by if own else None), ""
    row.need = need
    row.full_clean()
    row.save()
    record(need, "need.part_own" if own else "need.part_thought", by=by, note=actor.name, actor=actor.key, part=part)
    if not own and part in ASKED:
        notify(need.incident, [actor], NoticeKind.NEED, f"{row.journal_subject()}:{part}", path_of(need))
    return row


def answer_part(*, by: Person, need: Need, actor: Actor, takes: bool, reason: str = "") -> NeedRole:
    """The actor's own word on what others think of it: yes, or no with a reason. It may say another thing later."""
    require(by, CONTRIBUTE, need.incident)
    refuse_closed(need.incident)
    refuse_foreign(by, actor)
    reason = reason.strip()
    if not takes and not reason:
        raise RuleBroken(_("Skriv varför det inte är ni, så att andra kan planera om."))
    with transaction.atomic():
        _hold(need)
        _refuse_absent(need.incident, actor)
        row = NeedRole.objects.filter(need=need, actor=actor).first()
        if row is None:
            raise RuleBroken(_("Ingen har sagt att %(actor)s har en roll i behovet.") % {"actor": actor.name})
        if takes and row.part == Part.MISSING:
            raise RuleBroken(_("Säg vilken roll ni har, eller att det inte är ni."))
        if takes and row.confirmed_at:
            return row
        now = now_in(need.incident)
        row.confirmed_at, row.declined_at = (now, None) if takes else (None, now)
        row.answered_by, row.reason = by, "" if takes else reason
        row.need = need
        row.full_clean()
        row.save()
        verb, note = ("need.part_confirmed", actor.name) if takes else ("need.part_declined", f"{actor.name}. {reason}")
        record(need, verb, by=by, note=note, actor=actor.key, part=row.part)
    return row


def take_away_part(*, by: Person, need: Need, actor: Actor) -> None:
    """Take away what was thought of an actor, or what one's own actor has said. An actor's own word is its own."""
    own = access.acts_for(by, actor, Role.REPORTER)
    require(by, CONTRIBUTE if own else PROPOSE, need.incident)
    refuse_closed(need.incident)
    with transaction.atomic():
        _hold(need)
        row = NeedRole.objects.filter(need=need, actor=actor).first()
        if row is None:
            return
        if not own and (row.confirmed_at or row.declined_at) and is_there(need.incident, actor):
            raise RuleBroken(_("%(actor)s har själv sagt sin roll. Bara den ändrar det.") % {"actor": actor.name})
        part = row.part
        row.delete()
        record(need, "need.part_away", by=by, note=actor.name, actor=actor.key, part=part)


def path_of(need: Need) -> str:
    """The page on which an actor says its word about a need."""
    return reverse("need_parts", args=[need.incident.number, need.number])


def is_there(incident: Incident, actor: Actor) -> bool:
    return bool(incident.participations.filter(actor=actor, left_at__isnull=True).exists())


def _hold(need: Need) -> None:
    """One word at a time about a need, so that none is lost."""
    held: Any = Need.objects.select_for_update(of=("self",))
    held.get(pk=need.pk)


def _refuse_absent(incident: Incident, actor: Actor) -> None:
    took_part = incident.participations.filter(actor=actor).first()
    if took_part is None:
        raise RuleBroken(_("%(actor)s deltar inte i händelsen.") % {"actor": actor.name})
    if took_part.left_at:
        raise RuleBroken(_("%(actor)s deltar inte längre i händelsen.") % {"actor": actor.name})


def _refuse_spoken(row: NeedRole | None, part: str) -> None:
    """What the actor has said of itself is not said over again by another."""
    if row is None:
        return
    words = {"actor": row.actor.name}
    if row.confirmed_at and row.part != part:
        raise RuleBroken(_("%(actor)s har själv sagt sin roll. Bara den ändrar det.") % words)
    if row.declined_at and row.part == part:
        raise RuleBroken(_("%(actor)s har redan sagt att det inte är den. Ta det i samtal.") % words)

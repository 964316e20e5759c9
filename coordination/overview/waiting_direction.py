"""What of the joint direction waits: positions, decisions of an actor's own body, what is to be read and understood."""

from datetime import datetime
from typing import Final

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from coordination.direction import later
from coordination.direction.models import Announcement, Direction, Position, Reception
from coordination.direction.standings import Standing
from coordination.direction.states import DirectionState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Participant
from coordination.incidents.permissions import PROPOSE
from coordination.overview.desk import Desk, Waiting

NAMED: Final = 3


def directed(desk: Desk) -> list[Waiting]:
    """Proposals without a position, and what one's own actor has not said that it has understood."""
    states = [DirectionState.PROPOSED, DirectionState.FIXED]
    shown = Direction.objects.out_of_quarantine().with_later()
    found = list(shown.filter(incident__in=desk.incidents, state__in=states))
    for one in found:
        one.incident = desk.incidents[one.incident_id]
    proposed = [one for one in found if one.state == DirectionState.PROPOSED]
    fixed = [one for one in found if one.state == DirectionState.FIXED]
    return [*(_positions(desk, proposed) if proposed else []), *_to_understand(desk, fixed), *_bodies(desk, fixed)]


def _positions(desk: Desk, proposed: list[Direction]) -> list[Waiting]:
    """One statement: of the person's actors that take part, those that have said nothing to the wording."""
    taken = Position.objects.filter(
        direction__in=proposed,
        direction__incident=OuterRef("incident"),
        actor=OuterRef("actor"),
        version=F("direction__version"),
    )
    there = Participant.objects.filter(
        incident__in=[one.incident_id for one in proposed], actor__in=desk.actors, left_at__isnull=True
    )
    silent = set(there.filter(~Exists(taken)).values_list("incident_id", "actor_id"))
    return [
        Waiting(
            desk.incidents[d.incident_id],
            now_in(desk.incidents[d.incident_id]),
            d.answer_by,
            _("Ta ställning till inriktning %(n)d") % {"n": d.number},
            _("%(actor)s har inte svarat. ”%(text)s”") % {"actor": desk.actors[actor].name, "text": d.intended},
            reverse("direction_position", args=[desk.incidents[d.incident_id].number, d.number]) + f"?aktor={actor}",
            _("Ta ställning"),
            "position",
            desk.actors[actor],
        )
        for d in proposed
        for actor in desk.actors
        if (d.incident_id, actor) in silent
    ]


def _to_understand(desk: Desk, fixed: list[Direction]) -> list[Waiting]:
    """Fixed directions and important messages, in one statement."""
    by_key = {one.pk: one for one in fixed}
    told = Announcement.objects.out_of_quarantine().filter(incident__in=desk.incidents)
    mine = Reception.objects.filter(actor__in=desk.actors, understood_at__isnull=True)
    rows = mine.filter(Q(direction__in=fixed) | Q(announcement__in=told)).select_related("announcement")
    return [
        _message(desk, row.announcement, row)
        if row.announcement is not None
        else _direction(desk, by_key[row.direction_id or 0], row)
        for row in rows
    ]


def _direction(desk: Desk, direction: Direction, row: Reception) -> Waiting:
    incident, actor = direction.incident, desk.actors[row.actor_id]
    row.direction = direction
    return Waiting(
        incident,
        now_in(incident),
        row.read_by if row.seen_at is None else None,
        _("Läs inriktning %(n)d") % {"n": direction.number},
        _("Den är fastställd. %(actor)s har inte sagt att ni har förstått.") % {"actor": actor.name},
        reverse("direction", args=[incident.number, direction.number]),
        _("Läs"),
        "direction",
        actor,
    )


def _message(desk: Desk, told: Announcement, row: Reception) -> Waiting:
    incident, actor = desk.incidents[told.incident_id], desk.actors[row.actor_id]
    return Waiting(
        incident,
        now_in(incident),
        row.read_by if row.seen_at is None else None,
        told.heading,
        _("Viktigt meddelande. %(actor)s har inte sagt att ni har förstått.") % {"actor": actor.name},
        reverse("announcement", args=[incident.number, told.number]),
        _("Läs"),
        "told",
        actor,
    )


def _bodies(desk: Desk, fixed: list[Direction]) -> list[Waiting]:
    """Whose own body should have decided: told to the actor itself, and on one line to those who follow it up."""
    due = later.due(fixed, {pk: now_in(incident) for pk, incident in desk.incidents.items()})
    own = [(direction, row) for direction, row in due if row.actor in desk.actors]
    follows = set(desk.with_right(PROPOSE))
    others: dict[int, list[Standing]] = {}
    for direction, row in due:
        if row.actor not in desk.actors and direction.incident_id in follows:
            others.setdefault(direction.pk, []).append(row)
    return [
        *(_own_body(desk, direction, row) for direction, row in own),
        *(_their_bodies(one, others[one.pk]) for one in fixed if one.pk in others),
    ]


def _own_body(desk: Desk, direction: Direction, row: Standing) -> Waiting:
    incident = direction.incident
    words = {"actor": row.name, "body": row.own_body}
    return Waiting(
        incident,
        now_in(incident),
        row.own_body_at,
        _("Säg vad er egen instans har beslutat"),
        _("%(actor)s: %(body)s skulle ha beslutat.") % words + " " + _inriktning(direction),
        reverse("direction_later", args=[incident.number, direction.number]) + f"?aktor={row.actor}",
        _("Lämna en ny ställning"),
        "later",
        desk.actors[row.actor],
    )


def _their_bodies(direction: Direction, rows: list[Standing]) -> Waiting:
    incident: Incident = direction.incident
    first: datetime | None = min(row.own_body_at for row in rows if row.own_body_at is not None)
    names = [f"{row.name} ({row.own_body})" for row in rows[:NAMED]]
    if len(rows) > NAMED:
        names.append(_("%(n)d till") % {"n": len(rows) - NAMED})
    return Waiting(
        incident,
        now_in(incident),
        first,
        _("Egen instans skulle ha beslutat"),
        get_text_list(names, _("och")) + ". " + _inriktning(direction),
        reverse("direction", args=[incident.number, direction.number]) + "#stallning",
        _("Se ställningarna"),
        "bodies",
    )


def _inriktning(direction: Direction) -> str:
    return _("Inriktning %(n)d") % {"n": direction.number} + "."

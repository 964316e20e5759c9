"""Opening an incident, inviting to it, changing its phase and level."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, ActorKind, County, Municipality, Person
from actors.roles import Role
from coordination.incidents import rights, temporary
from coordination.incidents.clock import now_in
from coordination.incidents.models import (
    Incident,
    IncidentType,
    Level,
    NoticeKind,
    Participant,
)
from coordination.incidents.notices import notify
from coordination.incidents.permissions import INVITE, MANAGE, NATIONAL
from coordination.incidents.services.marking import Mark, mark_columns, put_mark
from coordination.incidents.services.refusing import refuse_closed
from coordination.incidents.states import Phase
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import Refused, RuleBroken

NUMBER_LOCK = 7010


def open_incident(
    *,
    by: Person,
    type: IncidentType,
    name: str,
    lead: Actor,
    counties: Iterable[County],
    municipalities: Iterable[Municipality] = (),
    phase: str = Phase.ASSESS,
    level: str = Level.ORDINARY,
    mark: Mark | None = None,
    is_exercise: bool = False,
    is_fictitious: bool = False,
    clock_scene: datetime | None = None,
    number: str = "",
) -> Incident:
    """Open an incident in one step. The county board takes part from the start; others are invited.

    An exercise is opened by who leads the board's exercises too.
    """
    may = access.acts_for(by, lead, Role.EDITOR) or (is_exercise and access.acts_for(by, lead, Role.EXERCISE_LEADER))
    if lead.kind != ActorKind.COUNTY_BOARD or not may:
        raise Refused(_("En händelse öppnas av länsstyrelsens tjänsteman i beredskap, redaktör eller analytiker."))
    return set_up(
        by=by,
        type=type,
        name=name,
        lead=lead,
        counties=counties,
        municipalities=municipalities,
        phase=phase,
        level=level,
        mark=mark,
        is_exercise=is_exercise,
        is_fictitious=is_fictitious,
        clock_scene=clock_scene,
        number=number,
    )


def set_up(
    *,
    by: Person,
    type: IncidentType,
    name: str,
    lead: Actor,
    counties: Iterable[County],
    municipalities: Iterable[Municipality] = (),
    phase: str = Phase.ASSESS,
    level: str = Level.ORDINARY,
    mark: Mark | None = None,
    is_exercise: bool = False,
    is_fictitious: bool = False,
    clock_scene: datetime | None = None,
    number: str = "",
) -> Incident:
    """The incident, with the board in it. Whether one may open it is asked before, also where the machine does it."""
    areas, parts = list(counties), list(municipalities)
    if not areas:
        raise RuleBroken(_("Välj minst ett län."))
    with transaction.atomic():
        incident = Incident(
            type=type,
            name=name,
            lead=lead,
            state=phase,
            level=level,
            is_exercise=is_exercise,
            is_fictitious=is_fictitious,
            clock_scene=clock_scene if is_exercise else None,
            clock_started=timezone.now() if is_exercise and clock_scene else None,
        )
        incident.opened_at = now_in(incident)
        put_mark(incident, mark_columns(mark or Mark(), by=by, now=incident.opened_at))
        incident.number = number or _next_number(incident.opened_at)
        incident.headline = {
            "counties": [c.name for c in areas],
            "county_codes": [c.code for c in areas],
            "municipalities": len(parts),
        }
        incident.full_clean()
        incident.save()
        # Rights first: the database lets nobody write about an incident that is not hers.
        take_in(incident, [lead], by=by, lead=True)
        incident.counties.set(areas)
        incident.municipalities.set(parts)
        _open_to_nation(incident)
        record(incident, "incident.opened", by=by, to_state=phase, level=level)
    return incident


def _next_number(at: datetime) -> str:
    year = timezone.localtime(at).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBER_LOCK])
        # Of all counties: the one who opens an incident reads her own alone.
        cursor.execute("SELECT samlad_last_incident(%s)", [year])
        return f"{year}-{cursor.fetchone()[0] + 1:03d}"


def _open_to_nation(incident: Incident) -> None:
    for agency in Actor.objects.filter(kind=ActorKind.NATIONAL_AGENCY):
        rights.grant(incident, agency, NATIONAL)


def invite(*, by: Person, incident: Incident, actors: Iterable[Actor]) -> list[Actor]:
    """Bring actors in and tell them. Those who already take part are left as they are. Returns the new ones.

    Who has left comes back, and is told anew.
    """
    require(by, INVITE, incident)
    refuse_closed(incident)
    before = dict(incident.participations.values_list("actor_id", "left_at"))
    new = [actor for actor in actors if actor.pk not in before or before[actor.pk]]
    if not new:
        return []
    back = [actor for actor in new if actor.pk in before]
    with transaction.atomic():
        take_in(incident, new, by=by, lead=False)
        _tell(incident, [actor for actor in new if actor not in back])
        _tell(incident, back, f":{timezone.now():%Y%m%d%H%M%S}")
        record(incident, "incident.invited", by=by, note=", ".join(actor.short for actor in new))
    return new


def _tell(incident: Incident, actors: list[Actor], which: str = "") -> None:
    if actors:
        subject = incident.journal_subject() + which
        notify(incident, actors, NoticeKind.INVITED, subject, incident.get_absolute_url())


def take_in(incident: Incident, actors: list[Actor], *, by: Person, lead: bool) -> None:
    """Let actors take part, with the rights of their roles. Whether they may is asked before."""
    rights.grant_all(incident, actors, rights.table_of(incident, lead=lead))
    now = now_in(incident)
    gone = incident.participations.filter(actor__in=actors, left_at__isnull=False)
    gone.update(left_at=None, invited_at=now, invited_by=by)
    Participant.objects.bulk_create(
        [Participant(incident=incident, actor=a, is_lead=lead, invited_at=now, invited_by=by) for a in actors],
        ignore_conflicts=True,
    )


def change_phase(*, by: Person, incident: Incident, to: str, note: str = "") -> None:
    """Take the incident to another phase. Closing notes the time; opening again takes it back."""
    changes: dict[str, Any] = {}
    opens = incident.is_closed and to != Phase.CLOSED
    if to == Phase.CLOSED:
        changes["closed_at"] = now_in(incident)
    elif incident.is_closed:
        changes["closed_at"] = None
    with transaction.atomic():
        move(incident, to, by=by, note=note, **changes)
        if to == Phase.CLOSED:
            temporary.end_with(incident, by=by)
        elif opens:
            rights.bring_up_to_date([incident])


def change_level(*, by: Person, incident: Incident, level: str, note: str = "") -> None:
    require(by, MANAGE, incident)
    refuse_closed(incident)
    if level not in Level.values:
        raise RuleBroken(_("Den nivån finns inte."))
    before, incident.level = incident.level, level
    with transaction.atomic():
        incident.save(update_fields=["level"])
        record(incident, "incident.level", by=by, note=note, from_state=before, to_state=level)

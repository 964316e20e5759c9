"""What people decide about a drill: to hold it, to call it off, to end its step. The machine does the rest."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, ActorKind, Person
from actors.nudges import nudge
from actors.roles import Role
from coordination.exercises.drilling.beginning import call_off, in_progress
from coordination.exercises.models import Drill, DrillResult
from coordination.exercises.states import DrillState
from journal.record import record
from journal.refusals import MovedOn, Refused, RuleBroken

SHORTEST, LONGEST = 1, 60
# A letter that comes in the same moment tells nobody beforehand.
AHEAD: Final = timedelta(minutes=10)
# A page is read and filled in meanwhile.
JUST_NOW: Final = timedelta(minutes=1)
OWNER_LOCK: Final = 7031
BEGIN, MEASURE = "exercises.begin_drills", "exercises.measure_drills"


def may_drill(by: Person, owner: Actor) -> bool:
    """Who leads the board's exercises, or is its duty officer."""
    is_board = owner.kind == ActorKind.COUNTY_BOARD
    return is_board and any(access.acts_for(by, owner, role) for role in (Role.EXERCISE_LEADER, Role.DUTY_OFFICER))


def _require(by: Person, owner: Actor) -> None:
    if not may_drill(by, owner):
        raise Refused(_("Ett beredskapsprov leds av länsstyrelsens övningsledare eller tjänsteman i beredskap."))


def plan_drill(
    *,
    by: Person,
    owner: Actor,
    actors: Iterable[Actor],
    starts_at: datetime | None = None,
    minutes: int = 5,
    announced: bool = False,
    despite_incident: bool = False,
) -> Drill:
    """Hold it at a time, or now. Announced, the actors are told beforehand by a letter; else nobody is told."""
    _require(by, owner)
    now = timezone.now()
    asked = list({actor.pk: actor for actor in actors}.values())
    starts_at = _starts(starts_at, now, announced=announced)
    if not SHORTEST <= minutes <= LONGEST:
        raise RuleBroken(_("Ett prov är mellan %(short)d och %(long)d minuter.") % {"short": SHORTEST, "long": LONGEST})
    _refuse_actors(owner, asked)
    if not despite_incident:
        _refuse_in_progress(owner)
    with transaction.atomic():
        _hold(owner)
        _refuse_two(owner, starts_at, minutes)
        drill = Drill(
            owner=owner,
            announced=announced,
            starts_at=starts_at,
            minutes=minutes,
            despite_incident=despite_incident,
            made_at=now,
            made_by=by,
        )
        drill.full_clean()
        drill.save()
        drill.actors.set(asked)
        DrillResult.objects.bulk_create([DrillResult(drill=drill, actor=actor) for actor in asked])
        record(drill, "drill.planned", by=by, to_state=drill.state, announced=announced, actors=len(asked))
        transaction.on_commit(partial(nudge, BEGIN))
    return drill


def _starts(starts_at: datetime | None, now: datetime, *, announced: bool) -> datetime:
    wanted = starts_at or now
    if wanted < now - JUST_NOW:
        raise RuleBroken(_("Den tiden har redan passerat. Välj en tid framåt, eller börja nu."))
    if announced and wanted < now + AHEAD:
        raise RuleBroken(_("Ett aviserat prov börjar tidigast om tio minuter, annars hinner ingen läsa brevet."))
    return wanted


def _refuse_actors(owner: Actor, asked: list[Actor]) -> None:
    if not asked:
        raise RuleBroken(_("Välj minst en aktör."))
    if any(actor.pk == owner.pk for actor in asked):
        raise RuleBroken(_("Länsstyrelsen håller i provet och kan inte själv vara en av de prövade."))
    foreign = [actor.name for actor in asked if actor.county_id not in (None, owner.county_id)]
    if foreign:
        raise RuleBroken(
            _("Hör till ett annat län: %(names)s. Pröva bara det egna länet.") % {"names": ", ".join(foreign)}
        )


def _refuse_in_progress(owner: Actor) -> None:
    going = in_progress(owner).first()
    if going is not None:
        raise RuleBroken(
            _("En händelse pågår i länet: %(incident)s. Bekräfta att provet ska hållas ändå, eller vänta.")
            % {"incident": going}
        )


def _hold(owner: Actor) -> None:
    """One at a time plans for a board."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [OWNER_LOCK, owner.pk])


def _refuse_two(owner: Actor, starts_at: datetime, minutes: int) -> None:
    """A drill takes its time twice: to answer, and to acknowledge."""
    ends = starts_at + timedelta(minutes=2 * minutes)
    near = Drill.objects.filter(owner=owner, state__in=[DrillState.PLANNED, DrillState.RUNNING], starts_at__lt=ends)
    for other in near:
        if other.starts_at + timedelta(minutes=2 * other.minutes) > starts_at:
            at = timezone.localtime(other.starts_at)
            raise RuleBroken(
                _("Länsstyrelsen har redan ett prov då: %(at)s. Två prov kan inte pågå samtidigt.")
                % {"at": f"{at:%Y-%m-%d %H:%M}"}
            )


def cancel_drill(*, by: Person, drill: Drill, why: str = "") -> None:
    """Before it begins. Those who were told that it would be are told that it will not."""
    _require(by, drill.owner)
    if drill.state != DrillState.PLANNED:
        raise RuleBroken(_("Provet har börjat eller är redan inställt. Ett prov som pågår avslutas i stället."))
    with transaction.atomic():
        call_off(drill, why.strip() or _("Ställdes in av den som leder det."))
        record(drill, "drill.called_off", by=by, note=drill.why)
        transaction.on_commit(partial(nudge, BEGIN))


def end_now(*, by: Person, drill: Drill, thanked: bool) -> None:
    """The step that goes on ends now: first the time to answer, then the time to acknowledge.

    `thanked` is which of them the person has read: nobody ends the second by a press that was meant for the first.
    """
    _require(by, drill.owner)
    if drill.state != DrillState.RUNNING:
        raise RuleBroken(_("Provet pågår inte."))
    with transaction.atomic():
        now = timezone.now()
        read = Drill.objects.filter(pk=drill.pk, state=DrillState.RUNNING, message__isnull=not thanked)
        if not read.update(end_asked_at=now):
            raise MovedOn(_("Provet har gått vidare sedan sidan lästes. Läs om sidan och se vilket steg det är i."))
        drill.end_asked_at = now
        record(drill, "drill.end_asked", by=by)
        transaction.on_commit(partial(nudge, MEASURE))

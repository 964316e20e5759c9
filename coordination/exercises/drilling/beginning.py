"""What the machine does before and when a drill begins. Each drill, and each letter, in one transaction of its own.

Whoever takes a row holds it: another worker passes it by, and one that dies has done nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Actor, ContactPoint
from coordination.exercises.models import Drill, DrillResult
from coordination.exercises.states import DrillState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, IncidentType
from coordination.incidents.services import set_up, take_in
from coordination.incidents.states import Phase
from coordination.situations.models import QuestionSet
from coordination.situations.rounds import asking
from journal.moves import move
from journal.refusals import RuleBroken

QUESTIONS: Final = "beredskapsprov"
# A round each quarter of a minute: a mail server that is away for four hours delays a letter and loses none.
TRIES: Final = 960
# An incident that is only watched, or wound down, leaves room for a drill.
GOING: Final = (Phase.ASSESS, Phase.HANDLE)
log = logging.getLogger(__name__)


def safely(turn: Callable[..., Any], *keys: Any) -> int:
    """One drill's trouble is not the others'. What failed comes again at the next round."""
    try:
        return int(bool(turn(*keys)))
    except (DatabaseError, RuleBroken):
        log.exception("A turn of a drill (%s, %s) failed and comes again", turn.__name__, keys)
        return 0


def in_progress(owner: Actor) -> QuerySet[Incident]:
    """The county's incidents that are real and go on."""
    return Incident.objects.filter(counties=owner.county_id, is_exercise=False, state__in=GOING)


def run() -> int:
    """Tell of those that are announced, begin those that are due. Returns how many began or were called off."""
    letters = DrillResult.objects.filter(_to_be_told()).order_by("pk").values_list("pk", flat=True)
    for pk in list(letters[:200]):
        safely(tell_beforehand, pk)
    now = timezone.now()
    due = Drill.objects.filter(state=DrillState.PLANNED, starts_at__lte=now).order_by("starts_at")
    return sum(safely(begin, pk, now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def begin(pk: int, now: datetime, clock_scene: datetime | None = None, number: str = "") -> bool:
    """The request goes out by the same way as any. What may not begin any more is called off, with the reason."""
    held = Drill.objects.select_for_update(skip_locked=True, of=("self",)).select_related("owner__county", "made_by")
    drill = held.filter(pk=pk, state=DrillState.PLANNED, starts_at__lte=now).first()
    if drill is None:
        return False
    with override("sv"):  # what is kept is in Swedish, whoever's page set it going
        hindrance = _hindrance(drill, now)
        if hindrance:
            call_off(drill, hindrance)
        else:
            _ask(drill, clock_scene, number)
    return True


def _hindrance(drill: Drill, now: datetime) -> str:
    if now > drill.starts_at + timedelta(minutes=drill.minutes):
        return _("Portalen var nere när provet skulle ha börjat, och det får inte komma oväntat i efterhand.")
    going = None if drill.despite_incident else in_progress(drill.owner).first()
    if going is not None:
        return _("En händelse pågick när provet skulle börja: %(number)s.") % {"number": going.number}
    return ""


def _ask(drill: Drill, clock_scene: datetime | None, number: str) -> None:
    county = drill.owner.county
    incident = set_up(
        by=drill.made_by,
        type=IncidentType.objects.get(key="other"),
        name=str(drill),
        lead=drill.owner,
        counties=[county] if county is not None else [],
        is_exercise=True,
        is_fictitious=clock_scene is not None,
        clock_scene=clock_scene,
        number=number,
    )
    actors = [row.actor for row in drill.results.select_related("actor")]
    take_in(incident, actors, by=drill.made_by, lead=False)
    now = now_in(incident)
    asked = QuestionSet.objects.as_made().filter(key=QUESTIONS).latest("version")
    what = asking.Asking(
        question_set=asked,
        purpose=_("Beredskapsprov: svara som vid en händelse."),
        as_of=now,
        deadline=now + timedelta(minutes=drill.minutes),
    )
    asking.send(incident, actors, what, by=drill.made_by, now=now, mark={})
    move(drill, DrillState.RUNNING, incident=incident)


def call_off(drill: Drill, why: str) -> None:
    """It will not be. Whoever was told that it would be is written to once more; must run inside a transaction."""
    move(drill, DrillState.CANCELLED, note=why, why=why[:300])
    rows = DrillResult.objects.filter(drill=drill)
    rows.filter(announced_at__isnull=True).update(attempts=TRIES)
    rows.filter(announced_at__isnull=False).update(announced_at=None, attempts=0)


def _to_be_told() -> Q:
    coming = Q(drill__announced=True, drill__state__in=[DrillState.PLANNED, DrillState.CANCELLED])
    return coming & Q(announced_at__isnull=True, attempts__lt=TRIES)


@transaction.atomic
def tell_beforehand(pk: int) -> bool:
    """One letter to where the actor is reached. Without an address there is none, and the drill's result says so."""
    held = DrillResult.objects.select_for_update(skip_locked=True, of=("self",)).select_related("drill__owner", "actor")
    row = held.filter(_to_be_told(), pk=pk).first()
    if row is None:
        return False
    addresses = list(ContactPoint.objects.filter(actor=row.actor).exclude(email="").values_list("email", flat=True))
    row.attempts = row.attempts + 1 if addresses else TRIES
    try:
        if addresses:
            _letter(row.drill, addresses).send()
            row.announced_at = timezone.now()
    except OSError:
        # The mail server is away: the row stays and the sweep comes back to it.
        pass
    row.save(update_fields=["announced_at", "attempts"])
    return row.announced_at is not None


def _letter(drill: Drill, addresses: list[str]) -> EmailMessage:
    at = timezone.localtime(drill.starts_at)
    said = {"board": drill.owner.name, "day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}", "minutes": drill.minutes}
    with override("sv"):
        if drill.state == DrillState.CANCELLED:
            subject = _("ÖVNING: beredskapsprovet %(day)s är inställt") % said
            body = _("%(board)s ställer in beredskapsprovet %(day)s kl. %(time)s. Ni behöver inte göra något.\n") % said
        else:
            subject = _("ÖVNING: beredskapsprov %(day)s kl. %(time)s") % said
            body = (
                _(
                    "%(board)s prövar beredskapen %(day)s kl. %(time)s. Då kommer en begäran i Samlad, "
                    "som vid en händelse. Ni har %(minutes)d minuter att svara.\n"
                )
                % said
            )
    return EmailMessage(subject=subject, body=body, to=addresses)

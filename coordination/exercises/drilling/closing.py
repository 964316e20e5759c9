"""How the machine ends a drill: it says thank you, waits for the acknowledgements, measures, and closes the incident.

The message leaves when all have answered, or when the time to answer is out; then as long again to acknowledge it.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from coordination.direction.models import Announcement, Reception
from coordination.exercises.drilling import chain
from coordination.exercises.drilling.beginning import safely
from coordination.exercises.models import Drill, DrillResult
from coordination.exercises.states import DrillState
from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.numbering import next_number
from coordination.incidents.states import Phase
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import Recipient
from journal.moves import move
from journal.record import record

# Nobody's deputy is called for the sake of a thank you.
SEEN_WITHIN: Final = 1440


def run() -> int:
    """One step of each drill that goes on, where one is due. Returns how many steps were taken."""
    running = Drill.objects.filter(state=DrillState.RUNNING).order_by("pk")
    return sum(safely(turn, pk) for pk in list(running.values_list("pk", flat=True)))


@transaction.atomic
def turn(pk: int) -> bool:
    held = Drill.objects.select_for_update(skip_locked=True, of=("self",))
    drill = held.select_related("incident", "message", "made_by").filter(pk=pk, state=DrillState.RUNNING).first()
    if drill is None or drill.incident is None:
        return False
    incident = drill.incident
    hold(incident.pk)
    incident.refresh_from_db(fields=["state"])
    now = now_in(incident)
    with override("sv"):
        if drill.message is None and not incident.is_closed:
            return _thank(drill, incident, now) if _answering_is_over(drill, incident, now) else False
        if incident.is_closed or _acknowledging_is_over(drill, now):
            _measure(drill, incident, now)
            return True
    return False


def _answering_is_over(drill: Drill, incident: Incident, now: datetime) -> bool:
    out = now >= incident.opened_at + timedelta(minutes=drill.minutes) or drill.end_asked_at is not None
    return out or not Recipient.objects.filter(request__incident=incident, answered_at__isnull=True).exists()


def _acknowledging_is_over(drill: Drill, now: datetime) -> bool:
    message = drill.message
    if message is None or now >= message.sent_at + timedelta(minutes=drill.minutes):
        return True
    asked = drill.end_asked_at is not None and drill.end_asked_at > message.sent_at
    return asked or not Reception.objects.filter(announcement=message, understood_at__isnull=True).exists()


def _thank(drill: Drill, incident: Incident, now: datetime) -> bool:
    """To all who were asked, also those who did not answer: the drill is over, with one thing to press."""
    results = DrillResult.objects.filter(drill=drill).select_related("actor")
    actors = [row.actor for row in results]
    answered = Recipient.objects.filter(request__incident=incident, answered_at__isnull=False).count()
    message = Announcement(
        incident=incident,
        number=next_number(Announcement, incident),
        heading=_("Provet är slut, tack"),
        text=_("%(answered)d av %(asked)d har svarat. Tryck på knappen här så är provet klart för er.")
        % {"answered": answered, "asked": len(actors)},
        seen_within=SEEN_WITHIN,
        sent_at=now,
        sent_by=drill.made_by,
    )
    message.full_clean()
    message.save()
    Reception.objects.bulk_create([Reception(announcement=message, actor=actor) for actor in actors])
    notify(incident, actors, NoticeKind.TOLD, message.journal_subject(), message.get_absolute_url())
    record(message, "announcement.sent", recipients=len(actors))
    drill.message = message
    drill.save(update_fields=["message"])
    queue_compilation(incident, gather=0)
    return True


def _measure(drill: Drill, incident: Incident, now: datetime) -> None:
    figures = chain.measure(drill, incident, now)
    move(drill, DrillState.MEASURED, measured_at=now, figures=figures)
    if not incident.is_closed:
        _close(incident, now)


def _close(incident: Incident, now: datetime) -> None:
    """The machine opened it and closes it: a drill leaves no work behind."""
    before = incident.state
    Incident.objects.filter(pk=incident.pk).update(state=Phase.CLOSED, closed_at=now)
    incident.state = Phase.CLOSED
    record(incident, "incident.closed", from_state=before, to_state=Phase.CLOSED)

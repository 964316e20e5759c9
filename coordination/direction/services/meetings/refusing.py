"""What the services of meetings refuse in the same words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from actors.models import Actor
from coordination.direction.models import Meeting
from coordination.direction.states import MeetingState
from coordination.incidents.models import Incident
from journal.refusals import RuleBroken


def lock(incident: Incident) -> None:
    """Numbers, agendas and calls are changed one at a time in an incident."""
    Incident.objects.select_for_update().get(pk=incident.pk)


def held(meeting: Meeting) -> Meeting:
    """The incident is locked, and the meeting is what it is now: nobody moves it before the transaction ends."""
    lock(meeting.incident)
    found = Meeting.objects.get(pk=meeting.pk)
    found.incident = meeting.incident
    return found


def refuse_not_being_held(meeting: Meeting) -> None:
    """Minutes are written from the beginning of the meeting until they are approved."""
    if meeting.state == MeetingState.APPROVED:
        raise RuleBroken(_("Protokollet är godkänt och ändras inte mer. Ta upp rättelsen på nästa möte."))
    if meeting.state == MeetingState.CANCELLED:
        raise RuleBroken(_("Mötet är inställt."))
    if meeting.state not in (MeetingState.UNDER_WAY, MeetingState.ENDED):
        raise RuleBroken(_("Mötet har inte börjat än."))


def refuse_absent(incident: Incident, actors: Iterable[Actor]) -> None:
    there = set(incident.participations.filter(left_at__isnull=True).values_list("actor_id", flat=True))
    for actor in actors:
        if actor.pk not in there:
            raise RuleBroken(_("%(actor)s deltar inte i händelsen.") % {"actor": actor.name})

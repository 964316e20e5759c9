"""A meeting as an entry for one's own calendar (RFC 5545).

It leaves the portal, so it says that there is a meeting and when. Where and why it says only of what is marked open;
what is on the agenda, never.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from coordination.direction.models import Meeting
from coordination.direction.states import MeetingState
from coordination.incidents.models import Marking

PROGRAM: Final = "-//Samlad//Meetings//SV"


def entry(meeting: Meeting) -> bytes:
    """The meeting as it stands now. A higher SEQUENCE takes the place of what the calendar has."""
    cancelled = meeting.state == MeetingState.CANCELLED
    whole = Calendar()
    whole.add("prodid", PROGRAM)
    whole.add("version", "2.0")
    whole.add("method", "CANCEL" if cancelled else "REQUEST")
    event = Event()
    event.add("uid", uid(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _utc(meeting.called_at or meeting.made_at))
    event.add("dtstart", _utc(meeting.starts_at))
    event.add("dtend", _utc(meeting.starts_at + timedelta(minutes=meeting.minutes_long)))
    event.add("summary", summary(meeting))
    event.add("organizer", _organizer(meeting))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("url", settings.SITE_URL + meeting.get_absolute_url())
    if meeting.marking == Marking.OPEN:
        event.add("description", meeting.reason)
        if meeting.where:
            event.add("location", meeting.where)
    whole.add_component(event)
    return bytes(whole.to_ical())


def uid(meeting: Meeting) -> str:
    """The same for ever, in every calendar that takes it."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"mote-{meeting.pk}-{meeting.incident.number}@{host}"


def summary(meeting: Meeting) -> str:
    words = {"kind": meeting.get_kind_display(), "number": meeting.incident.number}
    if meeting.incident.is_exercise:
        return _("%(kind)s, händelse %(number)s (ÖVNING)") % words
    return _("%(kind)s, händelse %(number)s") % words


def _organizer(meeting: Meeting) -> vCalAddress:
    """The county board, at the portal's own address: a calendar asks for one."""
    caller = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    caller.params["cn"] = meeting.incident.lead.name
    return caller


def file_name(meeting: Meeting) -> str:
    stem = f"mote-{meeting.number}-{meeting.incident.number}.ics"
    return f"OVNING-{stem}" if meeting.incident.is_exercise else stem


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)

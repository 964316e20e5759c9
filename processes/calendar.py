"""The days of a process in order of time, for a page and for one's own calendar (RFC 5545)."""

import datetime
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from processes.leading import OPEN, late_by
from processes.models import Decision, ProcessRun, Seminar, Stage
from processes.states import RunState

PROGRAM: Final = "-//Samlad//Processes//SV"


@dataclass(frozen=True)
class Day:
    """Something on a day, or on several."""

    on: datetime.date
    until: datetime.date
    what: str
    name: str
    url: str
    mark: str
    late: bool = False
    # Decisions are behind us: they stand on the page and not in anybody's calendar.
    ahead: bool = True


def days_of(person: Any, run: ProcessRun, today: datetime.date) -> list[Day]:
    """Stages that begin and are to be done, seminars, decisions, the review. Three statements."""
    found = [*_of_stages(person, run, today), *_of_seminars(person, run), *_of_decisions(person, run)]
    if run.review_on and run.state in (RunState.ACTIVE, RunState.MAINTAINED):
        late = run.review_on < today
        url = run.get_absolute_url()
        found.append(Day(run.review_on, run.review_on, _("Översyn"), run.title, url, f"review-{run.pk}", late))
    return sorted(found, key=lambda one: (one.on, one.until, one.mark))


def _of_stages(person: Any, run: ProcessRun, today: datetime.date) -> list[Day]:
    found = []
    for stage in Stage.objects.visible_to(person).filter(run=run):
        stage.run, stage.process = run, run.process
        url = stage.get_absolute_url()
        if stage.planned_start:
            found.append(
                Day(stage.planned_start, stage.planned_start, _("Börjar"), stage.name, url, f"start-{stage.pk}")
            )
        if stage.planned_end:
            word = _("Klar senast") if stage.state in OPEN else stage.get_state_display()
            late = bool(late_by(stage, today))
            found.append(Day(stage.planned_end, stage.planned_end, word, stage.name, url, f"end-{stage.pk}", late))
    return found


def _of_seminars(person: Any, run: ProcessRun) -> list[Day]:
    rows = Seminar.objects.visible_to(person).filter(stage__run=run).select_related("stage")
    found = []
    for one in rows:
        one.stage.run, one.stage.process = run, run.process
        name = f"{one.title}, {one.place}" if one.place else one.title
        url = one.stage.get_absolute_url()
        found.append(Day(one.starts_on, one.ends_on, _("Internat"), name, url, f"seminar-{one.pk}"))
    return found


def _of_decisions(person: Any, run: ProcessRun) -> list[Day]:
    rows = Decision.objects.visible_to(person).filter(run=run)
    url = run.get_absolute_url()
    return [
        Day(one.decided_on, one.decided_on, one.get_kind_display(), one.title, url, f"decision-{one.pk}", ahead=False)
        for one in rows
    ]


def as_ical(run: ProcessRun, days: list[Day]) -> bytes:
    whole = Calendar()
    whole.add("prodid", PROGRAM)
    whole.add("version", "2.0")
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    for day in days:
        if not day.ahead:
            continue
        event = Event()
        event.add("uid", f"process-{day.mark}@{host}")
        event.add("dtstamp", timezone.now().astimezone(datetime.UTC).replace(microsecond=0))
        event.add("dtstart", day.on)
        # A whole day ends where the next begins.
        event.add("dtend", day.until + datetime.timedelta(days=1))
        event.add("summary", f"{day.what}: {day.name}")
        event.add("url", settings.SITE_URL + day.url)
        event.add("transp", "TRANSPARENT")
        whole.add_component(event)
    return bytes(whole.to_ical())


def file_name(run: ProcessRun) -> str:
    return f"process-{run.process.county.letter.lower()}-{run.number}.ics"

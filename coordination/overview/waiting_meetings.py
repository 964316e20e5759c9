"""What waits because of meetings: a call to acknowledge, minutes to approve. One statement for both."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.direction.models import Call, Coming, Meeting
from coordination.direction.states import MeetingState
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import APPROVE, FIX
from coordination.overview.desk import Desk, Waiting


def meetings(desk: Desk) -> list[Waiting]:
    approves = {*desk.with_right(FIX), *desk.with_right(APPROVE)}
    silent = Call.objects.filter(meeting=OuterRef("pk"), actor__in=desk.actors, answer=Coming.NO_ANSWER)
    called = Q(state__in=(MeetingState.CALLED, MeetingState.UNDER_WAY), incident__in=desk.incidents)
    rows: Any = Meeting.objects.out_of_quarantine().filter(called | Q(state=MeetingState.ENDED, incident__in=approves))
    rows = rows.annotate(silent=ArraySubquery(silent.order_by("actor").values("actor"))).defer("body")
    found = []
    for row in rows.order_by("starts_at", "pk"):
        row.incident = desk.incidents[row.incident_id]
        if row.state == MeetingState.ENDED:
            found.append(_to_approve(row))
        else:
            found += [_to_acknowledge(desk, row, actor) for actor in row.silent or ()]
    return found


def _to_acknowledge(desk: Desk, meeting: Meeting, actor: int) -> Waiting:
    incident = meeting.incident
    words = {"actor": desk.actors[actor].name, "reason": meeting.reason.rstrip(".")}
    return Waiting(
        incident,
        now_in(incident),
        meeting.acknowledge_by or meeting.starts_at,
        _("Kvittera kallelsen till %(meeting)s") % {"meeting": meeting.name},
        _("%(actor)s är kallad. %(reason)s.") % words,
        meeting.get_absolute_url(),
        _("Kvittera"),
        "meeting",
        desk.actors[actor],
    )


def _to_approve(meeting: Meeting) -> Waiting:
    incident = meeting.incident
    return Waiting(
        incident,
        now_in(incident),
        None,
        _("Godkänn protokollet från %(meeting)s") % {"meeting": meeting.name},
        _("Mötet är slut. Läs det som är antecknat och godkänn det."),
        reverse("meeting_minutes", args=[incident.number, meeting.number]),
        _("Läs protokollet"),
        "minutes",
    )

"""What waits for those who hold an incident together: who is silent, the report, the direction to fix."""

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import ActorKind
from coordination.direction.models import Direction
from coordination.direction.states import DirectionState
from coordination.incidents import sight
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Participant
from coordination.incidents.permissions import APPROVE, ASK, FIX, WRITE
from coordination.overview.desk import Desk, Waiting
from coordination.situations.models import Recipient, Report
from coordination.situations.states import ReportState, RequestState

NAMED: Final = 4


def silent(desk: Desk) -> list[Waiting]:
    """For those who ask: who is silent after the deadline, one line an incident."""
    rows = Recipient.objects.filter(
        request__incident__in=desk.with_right(ASK), request__state=RequestState.SENT, answered_at__isnull=True
    ).select_related("request", "actor")
    # Nobody rings an actor that has left.
    gone = Participant.objects.filter(
        incident=OuterRef("request__incident"), actor=OuterRef("actor"), left_at__isnull=False
    )
    rows = sight.out_of_quarantine(rows, "request", "request_id")
    by_incident: dict[int, list[Recipient]] = {}
    for row in rows.filter(~Exists(gone)).order_by("request__number", "actor__sort_name"):
        by_incident.setdefault(row.request.incident_id, []).append(row)
    return [w for pk, found in by_incident.items() if (w := _silence(desk.incidents[pk], found)) is not None]


def _silence(incident: Incident, rows: list[Recipient]) -> Waiting | None:
    number = rows[-1].request.number
    request, now = rows[-1].request, now_in(incident)
    # Who has said when its answer comes is not silent before then.
    told = [row for row in rows if row.request.number == number]
    silent = [row for row in told if row.postponed_to is None or row.postponed_to <= now]
    if request.deadline > now or not silent:
        return None
    names = get_text_list(_named(silent), _("och"))
    writing = sum(row.began_at is not None for row in silent)
    title = ngettext("%(names)s är tyst", "%(names)s är tysta", len(silent)) % {"names": names}
    note = _("Begäran %(n)d. %(writing)d skriver, %(unread)d har inte läst.") % {
        "n": request.number,
        "writing": writing,
        "unread": sum(row.opened_at is None for row in silent),
    }
    url = reverse("request", args=[incident.number, request.number]) + "#tysta"
    return Waiting(incident, now, request.deadline, title, note, url, _("Ring eller påminn"), "silent", request=request)


def _named(silent: list[Recipient]) -> list[str]:
    """The municipalities first; of many only some by name, and how many more there are."""
    known = sorted(silent, key=lambda row: row.actor.kind != ActorKind.MUNICIPALITY)
    names = [row.actor.short for row in known[:NAMED]]
    rest = len(known) - NAMED
    return [*names, _("%(n)d till") % {"n": rest}] if rest > 0 else names


def reports(desk: Desk) -> list[Waiting]:
    """For those who write or publish: the open report, by when it is promised."""
    writes, approves = set(desk.with_right(WRITE)), set(desk.with_right(APPROVE))
    rows = Report.objects.open().filter(incident__in=writes | approves).only("incident_id", "state", "next_at")
    found = []
    for row in rows:
        incident = desk.incidents[row.incident_id]
        review = row.state == ReportState.IN_REVIEW
        if review and row.incident_id in approves:
            name, act, note = "report_check", _("Granska"), _("Texten är klar och väntar på granskning.")
        elif not review and row.incident_id in writes:
            name, act, note = "report_write", _("Skriv vidare"), _("Rapporten är påbörjad.")
        else:
            continue
        found.append(_report(incident, name, act, note))
    return found


def _report(incident: Incident, name: str, act: str, note: str) -> Waiting:
    number = int(incident.headline.get("report") or 0) + 1
    promised = incident.headline.get("next_report_at")
    due = datetime.fromisoformat(promised) if promised else None
    title = _("Publicera lägesrapport nr %(n)d") % {"n": number}
    return Waiting(incident, now_in(incident), due, title, note, reverse(name, args=[incident.number]), act, "report")


def to_fix(desk: Desk) -> list[Waiting]:
    proposed = Direction.objects.out_of_quarantine().filter(state=DirectionState.PROPOSED)
    rows = proposed.filter(incident__in=desk.with_right(FIX))
    return [
        Waiting(
            desk.incidents[d.incident_id],
            now_in(desk.incidents[d.incident_id]),
            d.answer_by,
            _("Fastställ inriktning %(n)d") % {"n": d.number},
            _("Se aktörernas ställning innan den fastställs."),
            reverse("direction", args=[desk.incidents[d.incident_id].number, d.number]),
            _("Se ställningarna"),
            "fix",
        )
        for d in rows
    ]

"""The pack of a meeting: what everybody called has read before it, frozen at the call with a checksum.

It holds what all who take part may read, and nothing else: the published report, or before there is one the figures
that the machine has compiled for all; never an answer's own words that are read by fewer.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import override

from coordination.direction.freezing import incident_words
from coordination.direction.meetings.clocks import Clock
from coordination.direction.models import AgendaPoint, Direction, Meeting
from coordination.direction.states import DirectionState
from coordination.incidents.models import Incident, Marking, Reference
from coordination.situations.content import canonical
from coordination.situations.hiding import all_may_read
from coordination.situations.models import Compilation, Input, Report
from coordination.situations.report import reading

Body = dict[str, Any]
NEEDS: Final = 12


@dataclass(frozen=True)
class Packed:
    """The frozen words, the journal's names of the records that they come from, and what carries a marking in it."""

    body: Body
    holds: list[str]
    marked: list[Any]


def pack(meeting: Meeting, points: Iterable[AgendaPoint], clock: Clock) -> Packed:
    """What is frozen when the meeting is called. Its hash stands beside it, counted over all of it."""
    incident = meeting.incident
    agenda = list(points)
    seen, picture_holds, picture_marks = _picture(incident)
    proposed, standing = _directions(incident)
    said = [row for row in (proposed, standing) if row is not None]
    body: Body = {
        "incident": incident_words(incident),
        "meeting": meeting_words(meeting) | {"clock": {"words": clock.words, "whose": clock.whose}},
        "decide": [point_words(point) for point in agenda if point.proposal],
        "direction": direction_words(proposed) if proposed else None,
        "standing": {"number": standing.number, "intended": standing.intended} if standing else None,
        "agenda": [point_words(point) for point in agenda],
        "picture": seen,
        "next": next_times(incident, meeting.called_at),
    }
    raised = [row for point in agenda for row in (point.issue, point.influence, point.direction) if row is not None]
    rows = [meeting, *agenda, *raised, *said]
    holds = [row.journal_subject() for row in rows] + picture_holds
    return Packed(body, list(dict.fromkeys(holds)), [meeting, *agenda, *said, *picture_marks])


def hash_of(body: Body) -> str:
    """SHA-256 of the body's canonical JSON: anybody can count it again."""
    return hashlib.sha256(canonical(body)).hexdigest()


def meeting_words(meeting: Meeting) -> Body:
    # The document is Swedish whoever calls, so its own words are too.
    with override("sv"):
        kind, form, marking = meeting.get_kind_display(), meeting.get_form_display(), Marking(meeting.marking).label
        ground = str(Reference(meeting.marking_reference).label) if meeting.marking_reference else ""
    return {
        "number": meeting.number,
        "kind": meeting.kind,
        "kind_name": str(kind),
        "reason": meeting.reason,
        "form": str(form),
        "where": meeting.where,
        "starts_at": iso(meeting.starts_at),
        "minutes_long": meeting.minutes_long,
        "chair": meeting.chair,
        "secretary": meeting.secretary,
        "called_at": iso(meeting.called_at),
        "called_by": meeting.incident.lead.name,
        "acknowledge_by": iso(meeting.acknowledge_by),
        "marking": str(marking),
        "marking_reference": ground,
        "marking_reason": meeting.marking_reason,
    }


def point_words(point: AgendaPoint) -> Body:
    return {
        "point": point.pk,
        "kind": point.kind,
        "title": point.title,
        "proposal": point.proposal,
        "minutes": point.minutes,
        "raised_by": point.raised_by.name if point.raised_by else "",
    }


def direction_words(direction: Direction) -> Body:
    with override("sv"):
        values = direction.value_words
    return {
        "number": direction.number,
        "version": direction.version,
        "intended": direction.intended,
        "purpose": direction.purpose,
        "goals": list(direction.goals),
        "protection_values": values,
        "follow_up": direction.follow_up,
        "message": direction.message,
        "valid_to": iso(direction.valid_to),
        "answer_by": iso(direction.answer_by),
    }


def _directions(incident: Incident) -> tuple[Direction | None, Direction | None]:
    """The one that is proposed, and the one that holds."""
    wanted = (DirectionState.PROPOSED, DirectionState.FIXED)
    rows = Direction.objects.filter(incident=incident, state__in=wanted).out_of_quarantine().defer("body")
    by_state = {row.state: row for row in rows}
    return by_state.get(DirectionState.PROPOSED), by_state.get(DirectionState.FIXED)


def _picture(incident: Incident) -> tuple[Body | None, list[str], list[Any]]:
    """The newest published report; before there is one, what the machine has compiled, if all may still read it."""
    report = Report.objects.filter(incident=incident, state="published").first()
    if report is not None:
        holds = [report.journal_subject(), *_answers(report.body)]
        return picture_words(report.body) | {"words_from": report.number}, holds, [report]
    compiled = Compilation.objects.ready().filter(incident=incident).order_by("-pk").first()
    if compiled is None:
        return None, [], []
    keys = {source["input"] for source in compiled.body.get("sources", [])}
    if not all_may_read(keys):
        return None, [], []
    words = picture_words(compiled.body) | {"words_from": None}
    return words, _answers(compiled.body), list(Input.objects.filter(pk__in=keys))


def _answers(body: Body) -> list[str]:
    """The answers that the picture rests on, as the journal names them; also those that silent actors gave before."""
    keys = [source["input"] for source in body.get("sources", [])]
    keys += [row["last"]["input"] for row in body.get("silent", []) if row.get("last")]
    return [f"input:{key}" for key in keys]


def picture_words(body: Body) -> Body:
    """Summary, grades and figures: the same as the report's page shows, without the words of the answers behind it."""
    report, words = body.get("report") or {}, body.get("words") or {}
    return {
        "as_of": body.get("as_of"),
        "published_at": report.get("published_at"),
        "summary": plain(words.get("summary", "")),
        "assessment": plain(words.get("assessment", "")),
        "disputed": plain(words.get("disputed", "")),
        "invited": body.get("invited", 0),
        "answered": len(body.get("answered", [])),
        "silent": [row["short"] for row in body.get("silent", [])],
        "overall": body.get("overall"),
        "functions": [
            {name: function.get(name) for name in ("key", "name", "worst", "distribution", "worse", "better")}
            for function in body.get("functions", [])
        ],
        "numbers": [
            {"key": row["key"], "name": row["name"], "total": row["total"], "answers": len(row["parts"])}
            for row in body.get("numbers", [])
        ],
        "needs": [
            {name: need.get(name) or "" for name in ("short", "what", "amount", "unit", "where", "needed_by")}
            for need in body.get("needs", [])[:NEEDS]
        ],
    }


def plain(text: str) -> str:
    """Without the numbers of its sources, which lead nowhere outside the report."""
    return reading.REFERENCE.sub("", text).replace(" .", ".").replace(" ,", ",").strip()


def next_times(incident: Incident, now: datetime | None) -> Body:
    """What everybody waits for besides, as the head of the pages says. What has passed is no next."""
    facts = incident.headline
    ahead = {
        name: facts[name]
        for name in ("request_deadline", "next_report_at")
        if facts.get(name) and (now is None or datetime.fromisoformat(facts[name]) > now)
    }
    return {
        "request": facts.get("request"),
        "request_deadline": ahead.get("request_deadline"),
        "report": int(facts.get("report") or 0) + 1,
        "report_at": ahead.get("next_report_at"),
    }


def iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

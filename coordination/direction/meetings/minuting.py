"""The minutes as they are frozen when somebody approves them: each point with what was said, agreed and taken on."""

import hashlib
from typing import Any

from django.utils.translation import override

from coordination.direction.freezing import incident_words
from coordination.direction.meetings.packing import iso, meeting_words, point_words
from coordination.direction.models import AgendaPoint, Call, Measure, Meeting, Objection, Resolution
from coordination.situations.content import canonical

Body = dict[str, Any]


class Minuted:
    """What belongs to a meeting and is not in quarantine, read once. `records` are all whose words are in it."""

    def __init__(self, meeting: Meeting) -> None:
        points = meeting.points.out_of_quarantine().select_related("raised_by", "issue", "influence", "direction")
        self.meeting = meeting
        self.points: list[AgendaPoint] = list(points)
        self.objections: list[Objection] = list(meeting.objections.out_of_quarantine().select_related("actor"))
        agreed = meeting.resolutions.out_of_quarantine().prefetch_related("actors")
        self.resolutions: list[Resolution] = list(agreed)
        measures = Measure.objects.filter(point__meeting=meeting).out_of_quarantine().select_related("owner")
        self.measures: list[Measure] = list(measures.order_by("due", "pk"))
        self.calls: list[Call] = list(meeting.calls.select_related("actor").order_by("actor__sort_name", "pk"))

    @property
    def records(self) -> list[Any]:
        return [*self.points, *self.objections, *self.resolutions, *self.measures]

    def of(self, rows: list[Any], point: AgendaPoint | None) -> list[Any]:
        """Those of a point; of no point, those whose point is not here."""
        if point is not None:
            return [row for row in rows if row.point_id == point.pk]
        shown = {one.pk for one in self.points}
        return [row for row in rows if row.point_id not in shown]

    def point_body(self, point: AgendaPoint) -> Body:
        return point_words(point) | {"notes": point.notes} | self.under(point)

    def under(self, point: AgendaPoint | None) -> Body:
        return {
            "objections": [{"actor": o.actor.name, "text": o.text} for o in self.of(self.objections, point)],
            "resolutions": [resolution_words(row) for row in self.of(self.resolutions, point)],
            "measures": [
                {"what": row.what, "owner": row.owner.name, "due": iso(row.due), "state": row.state}
                for row in self.of(self.measures, point)
            ],
        }

    def body(self, **facts: Any) -> Body:
        """All of it, with the facts of the approval."""
        raised = [
            row for point in self.points for row in (point.issue, point.influence, point.direction) if row is not None
        ]
        holds = [row.journal_subject() for row in [*self.records, *raised]]
        return {
            "incident": incident_words(self.meeting.incident),
            "meeting": meeting_words(self.meeting)
            | {
                "begun_at": iso(self.meeting.begun_at),
                "ended_at": iso(self.meeting.ended_at),
                "next_at": iso(self.meeting.next_at),
            }
            | facts,
            "attendance": [call_words(call) for call in self.calls],
            "points": [self.point_body(point) for point in self.points],
            "rest": self.under(None),
            "holds": list(dict.fromkeys(holds)),
        }


def resolution_words(row: Resolution) -> Body:
    return {"text": row.text, "actors": [actor.name for actor in row.actors.all()], "at": iso(row.at)}


def call_words(call: Call) -> Body:
    with override("sv"):
        answer = str(call.get_answer_display())
    return {
        "actor": call.actor.name,
        "answer": answer,
        "acknowledged_at": iso(call.acknowledged_at),
        "attended": call.attended,
        "as": call.attended_as,
    }


def hash_of(body: Body) -> str:
    """SHA-256 of the body's canonical JSON: anybody can count it again."""
    return hashlib.sha256(canonical(body)).hexdigest()

"""What may be seen of directions, positions and measures: their incident lets in, quarantine keeps out."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from actors import access
from actors.models import Actor
from coordination.direction.states import DirectionState, MeasureState
from coordination.incidents import sight
from coordination.incidents.models import Incident, IncidentGroupRight
from coordination.incidents.permissions import PROPOSE
from coordination.incidents.states import Phase

if TYPE_CHECKING:
    from coordination.direction.models import (
        AgendaPoint,
        Announcement,
        Assessment,
        Call,
        Cycle,
        Direction,
        Ground,
        Influence,
        InfluenceReply,
        LaterPosition,
        Measure,
        Meeting,
        Need,
        NeedRole,
        Note,
        Objection,
        Pack,
        Position,
        Reception,
        Resolution,
        SystemIssue,
    )

UNSHOWN = (DirectionState.DRAFT, DirectionState.WITHDRAWN)
OPEN = (DirectionState.DRAFT, DirectionState.PROPOSED)
FROZEN = (DirectionState.FIXED, DirectionState.REPLACED)
UNFINISHED = (MeasureState.SUGGESTED, MeasureState.TAKEN, MeasureState.ONGOING)


class DirectionQuerySet(models.QuerySet["Direction"]):
    def visible_to(self, person: Any) -> "DirectionQuerySet":
        """What was once proposed, for the participants; what is still only written, for those who write it."""
        writers = access.visible(Incident.objects.all(), person, IncidentGroupRight, PROPOSE)
        shown = ~Q(state__in=UNSHOWN) | Q(version__gt=0) | Q(incident__in=writers)
        seen = self.filter(incident__in=Incident.objects.visible_to(person)).filter(shown)
        return seen.out_of_quarantine()

    def out_of_quarantine(self) -> "DirectionQuerySet":
        return sight.out_of_quarantine(self, "direction")

    def with_later(self) -> "DirectionQuerySet":
        """With the actors that have said something since it was fixed, as `later_actors`: in the same statement."""
        rows = apps.get_model("direction", "LaterPosition").objects.filter(direction=OuterRef("pk"))
        return self.annotate(later_actors=ArraySubquery(rows.out_of_quarantine().values("actor_id")))

    def open(self) -> "DirectionQuerySet":
        return self.filter(state__in=OPEN)

    def fixed(self) -> "DirectionQuerySet":
        return self.filter(state=DirectionState.FIXED)

    def unanswered_by(self, actor: Actor) -> "DirectionQuerySet":
        """Proposals that wait for the actor's position. One on a former wording does not count for this one."""
        taken = apps.get_model("direction", "Position").objects.filter(
            direction=OuterRef("pk"), actor=actor, version=OuterRef("version")
        )
        takes_part = self.filter(incident__participations__actor=actor, incident__participations__left_at__isnull=True)
        return takes_part.filter(~Exists(taken), state=DirectionState.PROPOSED).out_of_quarantine()


class PositionQuerySet(models.QuerySet["Position"]):
    def visible_to(self, person: Any) -> "PositionQuerySet":
        seen = self.filter(direction__in=apps.get_model("direction", "Direction").objects.visible_to(person))
        return seen.out_of_quarantine()

    def out_of_quarantine(self) -> "PositionQuerySet":
        return sight.out_of_quarantine(self, "position")

    def current(self) -> "PositionQuerySet":
        """Positions on the wording that now stands."""
        return self.filter(version=F("direction__version"))


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, person: Any) -> "MeasureQuerySet":
        return self.filter(incident__in=Incident.objects.visible_to(person)).out_of_quarantine()

    def out_of_quarantine(self) -> "MeasureQuerySet":
        return sight.out_of_quarantine(self, "measure")

    def of(self, actors: Iterable[Actor]) -> "MeasureQuerySet":
        return self.filter(owner__in=list(actors))

    def unfinished(self) -> "MeasureQuerySet":
        """What somebody still has to do or to answer."""
        return self.filter(state__in=UNFINISHED)

    def late(self, now: datetime) -> "MeasureQuerySet":
        return self.unfinished().filter(due__lt=now)


class GroundQuerySet(models.QuerySet["Ground"]):
    def visible_to(self, person: Any) -> "GroundQuerySet":
        """Of directions and measures that the person reads, and answers that she reads."""
        directions = apps.get_model("direction", "Direction").objects.visible_to(person)
        measures = apps.get_model("direction", "Measure").objects.visible_to(person)
        answers = apps.get_model("situations", "Input").objects.visible_to(person)
        return self.filter(Q(direction__in=directions) | Q(measure__in=measures), input__in=answers)


class ReceptionQuerySet(models.QuerySet["Reception"]):
    def visible_to(self, person: Any) -> "ReceptionQuerySet":
        directions = apps.get_model("direction", "Direction").objects.visible_to(person)
        announcements = apps.get_model("direction", "Announcement").objects.visible_to(person)
        return self.filter(Q(direction__in=directions) | Q(announcement__in=announcements))

    def unread(self) -> "ReceptionQuerySet":
        """Of directions that hold and of important messages, in incidents that go on; not of what is hidden."""
        told = Q(announcement__isnull=False) & ~Q(announcement__incident__state=Phase.CLOSED)
        held = Q(direction__state=DirectionState.FIXED) & ~Q(direction__incident__state=Phase.CLOSED)
        rows = self.filter(held | told, seen_at__isnull=True)
        for kind in ("direction", "announcement"):
            shown = apps.get_model("direction", kind).objects.out_of_quarantine()
            rows = rows.filter(Q(**{f"{kind}__isnull": True}) | Q(**{f"{kind}__in": shown}))
        return rows


class OfIncidentQuerySet(models.QuerySet[Any]):
    """Rows that all who take part in the incident read, but for what is in quarantine."""

    kind = ""

    def visible_to(self, person: Any) -> Self:
        return self.filter(incident__in=Incident.objects.visible_to(person)).out_of_quarantine()

    def out_of_quarantine(self) -> Self:
        return sight.out_of_quarantine(self, self.kind)


class CycleQuerySet(OfIncidentQuerySet, models.QuerySet["Cycle"]):
    kind = "cycle"


class NoteQuerySet(OfIncidentQuerySet, models.QuerySet["Note"]):
    kind = "note"


class NeedQuerySet(OfIncidentQuerySet, models.QuerySet["Need"]):
    kind = "need"


class SystemIssueQuerySet(OfIncidentQuerySet, models.QuerySet["SystemIssue"]):
    kind = "systemissue"


class InfluenceQuerySet(OfIncidentQuerySet, models.QuerySet["Influence"]):
    kind = "influence"


class MeetingQuerySet(OfIncidentQuerySet, models.QuerySet["Meeting"]):
    kind = "meeting"


class AgendaPointQuerySet(OfIncidentQuerySet, models.QuerySet["AgendaPoint"]):
    kind = "agendapoint"


class PackQuerySet(OfIncidentQuerySet, models.QuerySet["Pack"]):
    kind = "pack"


class ObjectionQuerySet(OfIncidentQuerySet, models.QuerySet["Objection"]):
    kind = "objection"


class ResolutionQuerySet(OfIncidentQuerySet, models.QuerySet["Resolution"]):
    kind = "resolution"


class AnnouncementQuerySet(OfIncidentQuerySet, models.QuerySet["Announcement"]):
    kind = "announcement"


class AssessmentQuerySet(OfIncidentQuerySet, models.QuerySet["Assessment"]):
    kind = "assessment"


class NeedRoleQuerySet(models.QuerySet["NeedRole"]):
    def visible_to(self, person: Any) -> "NeedRoleQuerySet":
        return self.filter(need__in=apps.get_model("direction", "Need").objects.visible_to(person))


class InfluenceReplyQuerySet(models.QuerySet["InfluenceReply"]):
    def visible_to(self, person: Any) -> "InfluenceReplyQuerySet":
        return self.filter(influence__in=apps.get_model("direction", "Influence").objects.visible_to(person))


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, person: Any) -> "CallQuerySet":
        return self.filter(meeting__in=apps.get_model("direction", "Meeting").objects.visible_to(person))


class LaterPositionQuerySet(models.QuerySet["LaterPosition"]):
    def visible_to(self, person: Any) -> "LaterPositionQuerySet":
        seen = self.filter(direction__in=apps.get_model("direction", "Direction").objects.visible_to(person))
        return seen.out_of_quarantine()

    def out_of_quarantine(self) -> "LaterPositionQuerySet":
        return sight.out_of_quarantine(self, "laterposition")

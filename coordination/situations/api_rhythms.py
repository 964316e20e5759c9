"""Requests that come again by themselves, over HTTP: read, made, put off once, stopped."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request as Call
from rest_framework.response import Response

from actors.models import Actor
from coordination.filtering import OfIncidentFilters
from coordination.incidents.api_sharing import heard
from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident
from coordination.incidents.permissions import ASK
from coordination.situations.models import QuestionSet, Rhythm
from coordination.situations.rounds.rhythm import Beat, following
from coordination.situations.serializers import PutOffSerializer, RhythmMakeSerializer, RhythmSerializer
from coordination.situations.services import rhythms
from journal.permissions import require

NUMBER: Final = "[0-9]{1,18}"
AS_SAID: Final = ("purpose", "legal_ground", "answer_minutes", "as_of_minutes", "reminders")


class RhythmFilter(OfIncidentFilters):
    stopped = filters.BooleanFilter(field_name="stopped_at", lookup_expr="isnull", exclude=True)


@extend_schema_view(
    list=extend_schema(summary="Rhythms in the caller's incidents, the newest first"),
    retrieve=extend_schema(summary="A rhythm"),
)
class RhythmViewSet(viewsets.ReadOnlyModelViewSet[Rhythm]):
    """Requests that come again by themselves. A change is a new rhythm in the place of one that is stopped."""

    queryset = Rhythm.objects.select_related("incident").prefetch_related("recipients")
    serializer_class = RhythmSerializer
    filterset_class = RhythmFilter
    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[Rhythm]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Rhythm] = rows.visible_to(self.request.user)
        return seen

    @extend_schema(summary="Let a request come again", request=RhythmMakeSerializer, responses={201: RhythmSerializer})
    def create(self, request: Call) -> Response:
        """For those who ask. Each request that is sent is as one that a person sends."""
        by: Any = request.user
        said = heard(RhythmMakeSerializer, request)
        seen = Incident.objects.visible_to(by).select_related("lead")
        incident = get_object_or_404(seen, number=said["incident"])
        require(by, ASK, incident)
        hold(incident.pk)
        beat = Beat(said["kind"], tuple(said["weekdays"]), said["at"], said["every_hours"] or 0)
        now = now_in(incident)
        made = rhythms.make_rhythm(
            by=by,
            incident=incident,
            question_set=_questions(incident, said["question_set"]),
            recipients=_actors(said["recipients"]),
            beat=beat,
            first=said["first"] or following(beat, now, now),
            **{name: said[name] for name in AS_SAID},
        )
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Put the next sending off, once", request=PutOffSerializer, responses=RhythmSerializer)
    @action(detail=True, methods=["post"], url_path="put-off")
    def put_off(self, request: Call, pk: str) -> Response:
        """Those after it keep their times. The recipients read the note."""
        row, said = self._held(), heard(PutOffSerializer, request)
        by: Any = request.user
        later = rhythms.put_off(by=by, row=row, to=said["to"], note=said["note"])
        return Response(self.get_serializer(later).data)

    @extend_schema(summary="Stop a rhythm", request=None, responses=RhythmSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Call, pk: str) -> Response:
        """No more is sent. What was sent goes on taking answers."""
        row = self._held()
        by: Any = request.user
        rhythms.stop_rhythm(by=by, row=row)
        return Response(self.get_serializer(row).data)

    def _held(self) -> Rhythm:
        row: Rhythm = self.get_object()
        hold(row.incident_id)
        return row


def _questions(incident: Incident, key: str) -> QuestionSet:
    offered: Any = QuestionSet.objects.offered_to(incident.lead)
    found: QuestionSet | None = offered.filter(key=key).order_by("-version").first()
    if found is None:
        raise ValidationError({"question_set": [_("Frågorna finns inte.")]})
    return found


def _actors(keys: list[str]) -> list[Actor]:
    found = list(Actor.objects.filter(key__in=keys))
    if len(found) < len(set(keys)):
        raise ValidationError({"recipients": [_("Aktören finns inte.")]})
    return found


ROUTES: Final[list[tuple[str, Any, str]]] = [("rhythms", RhythmViewSet, "rhythm")]

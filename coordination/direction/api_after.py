"""After a direction is fixed, over HTTP: who has read it, what actors say since, judgements, important messages."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Actor
from coordination.direction.models import Announcement, Assessment, Direction, LaterPosition, Reception
from coordination.direction.serializers import ReceptionSerializer, ReceptionToldSerializer
from coordination.direction.serializers_after import (
    AnnouncementSentSerializer,
    AnnouncementSerializer,
    AssessmentMadeSerializer,
    AssessmentSerializer,
    LaterPositionSaidSerializer,
    LaterPositionSerializer,
)
from coordination.direction.services import announce, assess, change_position, receive
from coordination.filtering import Filters, OfIncidentFilters
from coordination.incidents.api_reading import Reading
from coordination.incidents.holding import hold
from coordination.incidents.serializers_sharing import mark_said


class ReceptionFilter(Filters):
    incident = filters.CharFilter(method="of_incident")
    actor = filters.CharFilter(field_name="actor__key")
    direction = filters.NumberFilter(field_name="direction_id")
    announcement = filters.NumberFilter(field_name="announcement_id")

    def of_incident(self, rows: QuerySet[Reception], _name: str, number: str) -> QuerySet[Reception]:
        return rows.filter(Q(direction__incident__number=number) | Q(announcement__incident__number=number))


@extend_schema_view(
    list=extend_schema(summary="How far fixed directions and announcements have come at each actor"),
    retrieve=extend_schema(summary="How far one has come at one actor"),
)
class ReceptionViewSet(Reading):
    queryset = Reception.objects.select_related("actor", "direction", "announcement")
    serializer_class = ReceptionSerializer
    filterset_class = ReceptionFilter

    @extend_schema(
        summary="Say for one's own actor that it has understood, or acts",
        request=ReceptionToldSerializer,
        responses=ReceptionSerializer,
    )
    def create(self, request: Request) -> Response:
        said = self.heard(ReceptionToldSerializer, request)
        kind = "direction" if "direction" in said else "announcement"
        model: Any = Direction if kind == "direction" else Announcement
        of = get_object_or_404(model.objects.visible_to(request.user).select_related("incident"), pk=said[kind])
        hold(of.incident_id)
        actor = get_object_or_404(Actor, key=said["actor"])
        return self.told(receive(by=self.person, actor=actor, reach=said["reach"], **{kind: of}))


class LaterPositionFilter(Filters):
    incident = filters.CharFilter(field_name="direction__incident__number")
    actor = filters.CharFilter(field_name="actor__key")
    direction = filters.NumberFilter(field_name="direction_id")


@extend_schema_view(
    list=extend_schema(summary="Positions since a direction was fixed"),
    retrieve=extend_schema(summary="A position since a direction was fixed"),
)
class LaterPositionViewSet(Reading):
    queryset = LaterPosition.objects.select_related("actor", "direction")
    serializer_class = LaterPositionSerializer
    filterset_class = LaterPositionFilter

    @extend_schema(
        summary="Say where one's own actor stands now, and why",
        request=LaterPositionSaidSerializer,
        responses={201: LaterPositionSerializer},
    )
    def create(self, request: Request) -> Response:
        said = self.heard(LaterPositionSaidSerializer, request)
        seen = Direction.objects.visible_to(request.user).select_related("incident")
        direction = get_object_or_404(seen, pk=said.pop("direction"))
        hold(direction.incident_id)
        actor = get_object_or_404(Actor, key=said.pop("actor"))
        mark = mark_said(said)
        row = change_position(by=self.person, direction=direction, actor=actor, mark=mark, **said)
        return self.told(row, status.HTTP_201_CREATED)


class AssessmentFilter(OfIncidentFilters):
    direction = filters.NumberFilter(field_name="direction_id")


@extend_schema_view(
    list=extend_schema(summary="Judgements of directions' effect"), retrieve=extend_schema(summary="A judgement")
)
class AssessmentViewSet(Reading):
    queryset = Assessment.objects.select_related("incident", "direction")
    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilter

    @extend_schema(
        summary="Judge the effect of a direction",
        request=AssessmentMadeSerializer,
        responses={201: AssessmentSerializer},
    )
    def create(self, request: Request) -> Response:
        said = self.heard(AssessmentMadeSerializer, request)
        seen = Direction.objects.visible_to(request.user).select_related("incident")
        direction = get_object_or_404(seen, pk=said.pop("direction"))
        hold(direction.incident_id)
        mark = mark_said(said)
        return self.told(assess(by=self.person, direction=direction, mark=mark, **said), status.HTTP_201_CREATED)


@extend_schema_view(
    list=extend_schema(summary="Important messages"), retrieve=extend_schema(summary="An important message")
)
class AnnouncementViewSet(Reading):
    queryset = Announcement.objects.select_related("incident", "incident__lead")
    serializer_class = AnnouncementSerializer
    filterset_class = OfIncidentFilters

    @extend_schema(
        summary="Send an important message",
        request=AnnouncementSentSerializer,
        responses={201: AnnouncementSerializer},
    )
    def create(self, request: Request) -> Response:
        said = self.heard(AnnouncementSentSerializer, request)
        incident = self.opened(said)
        keys = said.pop("actors", None)
        actors = None if keys is None else [get_object_or_404(Actor, key=key) for key in keys]
        mark = mark_said(said)
        row = announce(by=self.person, incident=incident, actors=actors, mark=mark, **said)
        return self.told(row, status.HTTP_201_CREATED)


ROUTES: list[tuple[str, type[Any], str]] = [
    ("receptions", ReceptionViewSet, "reception"),
    ("later-positions", LaterPositionViewSet, "later-position"),
    ("assessments", AssessmentViewSet, "assessment"),
    ("announcements", AnnouncementViewSet, "announcement"),
]

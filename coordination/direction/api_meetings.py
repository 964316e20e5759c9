"""Meetings over HTTP: read by the same sight as the pages; an actor's system acknowledges and objects for its own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Actor
from coordination.direction.meetings import calendar
from coordination.direction.models import AgendaPoint, Meeting, MeetingKind
from coordination.direction.serializers_meetings import (
    CallAnsweredSerializer,
    MeetingSerializer,
    ObjectedSerializer,
    WholeMeetingSerializer,
)
from coordination.direction.services import answer_call, object_to
from coordination.direction.states import MeetingState
from coordination.filtering import OfIncidentFilters
from coordination.incidents.api_reading import Reading
from coordination.incidents.holding import hold
from coordination.incidents.serializers_sharing import mark_said


class MeetingFilter(OfIncidentFilters):
    state = filters.ChoiceFilter(choices=MeetingState.choices)
    kind = filters.ChoiceFilter(choices=MeetingKind.choices)


@extend_schema_view(
    list=extend_schema(summary="Meetings"),
    retrieve=extend_schema(
        summary="A meeting with its points, calls, objections, agreements and pack", responses=WholeMeetingSerializer
    ),
)
class MeetingViewSet(Reading):
    queryset = Meeting.objects.select_related("incident", "incident__lead")
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter

    def get_serializer_class(self) -> type[MeetingSerializer]:
        return MeetingSerializer if self.action == "list" else WholeMeetingSerializer

    @extend_schema(
        summary="Acknowledge a call for one's own actor",
        request=CallAnsweredSerializer,
        responses=WholeMeetingSerializer,
    )
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        meeting = self.get_object()
        said = self.heard(CallAnsweredSerializer, request)
        hold(meeting.incident_id)
        actor = get_object_or_404(Actor, key=said.pop("actor"))
        answer_call(by=self.person, meeting=meeting, actor=actor, **said)
        return self.told(meeting)

    @extend_schema(
        summary="Say what one's own actor has against the pack, before the meeting",
        request=ObjectedSerializer,
        responses={201: WholeMeetingSerializer},
    )
    @action(detail=True, methods=["post"], url_path="object")
    def object_to(self, request: Request, pk: str) -> Response:
        meeting = self.get_object()
        said = self.heard(ObjectedSerializer, request)
        hold(meeting.incident_id)
        actor = get_object_or_404(Actor, key=said.pop("actor"))
        wanted = said.pop("point")
        seen = AgendaPoint.objects.visible_to(request.user).filter(meeting=meeting)
        point = get_object_or_404(seen, pk=wanted) if wanted is not None else None
        mark = mark_said(said)
        object_to(by=self.person, meeting=meeting, actor=actor, point=point, mark=mark, **said)
        return self.told(meeting, status.HTTP_201_CREATED)

    @extend_schema(
        summary="The meeting for a calendar (iCalendar, RFC 5545)",
        responses={(200, "text/calendar"): OpenApiResponse(OpenApiTypes.STR)},
    )
    @action(detail=True, methods=["get"])
    def ics(self, request: Request, pk: str) -> HttpResponse:
        meeting = self.get_object()
        response = HttpResponse(calendar.entry(meeting), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{calendar.file_name(meeting)}"'
        return response


ROUTES = [("meetings", MeetingViewSet, "meeting")]

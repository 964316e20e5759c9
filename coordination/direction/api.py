"""Directions, positions and measures over HTTP: read by the same sight, written by the same services as the pages."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Actor
from coordination.direction.effects import effects
from coordination.direction.models import Direction, Measure, Need, Position, Stand
from coordination.direction.serializers import (
    DirectionBeginSerializer,
    DirectionSerializer,
    DirectionTextSerializer,
    MeasureAnsweredSerializer,
    MeasureSerializer,
    MeasureSuggestedSerializer,
    NoteSerializer,
    PositionSerializer,
    PositionTakenSerializer,
)
from coordination.direction.serializers_after import EffectSerializer
from coordination.direction.services import (
    draft_direction,
    edit_direction,
    fix_direction,
    propose_direction,
    suggest_measure,
    take_back_direction,
    take_position,
    update_measure,
    withdraw_direction,
)
from coordination.direction.states import DirectionState, MeasureState
from coordination.filtering import Filters, OfIncidentFilters
from coordination.incidents.api_reading import Reading
from coordination.incidents.holding import hold
from coordination.incidents.serializers_sharing import mark_said
from coordination.signing_in.fresh import FreshPeople


class DirectionFilter(OfIncidentFilters):
    state = filters.ChoiceFilter(choices=DirectionState.choices)


@extend_schema_view(list=extend_schema(summary="Directions"), retrieve=extend_schema(summary="A direction"))
class DirectionViewSet(Reading):
    queryset = Direction.objects.select_related("incident", "incident__lead", "replaces")
    serializer_class = DirectionSerializer
    filterset_class = DirectionFilter

    @extend_schema(summary="Begin a direction", request=DirectionBeginSerializer, responses={201: DirectionSerializer})
    def create(self, request: Request) -> Response:
        said = self.heard(DirectionBeginSerializer, request)
        incident = self.find_incident(said["incident"])
        hold(incident.pk)
        draft = draft_direction(by=self.person, incident=incident)
        return self.told(draft, status.HTTP_201_CREATED)

    @extend_schema(summary="Write in the draft", request=DirectionTextSerializer, responses=DirectionSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        direction = self.held()
        said = self.heard(DirectionTextSerializer, request)
        edit_direction(by=self.person, direction=direction, mark=mark_said(said), **said)
        return self.told(direction)

    @extend_schema(summary="Propose: each participant is asked", request=None, responses=DirectionSerializer)
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, pk: str) -> Response:
        direction = self.held()
        propose_direction(by=self.person, direction=direction)
        return self.told(direction)

    @extend_schema(summary="Take the proposal back", request=NoteSerializer, responses=DirectionSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        direction = self.held()
        take_back_direction(by=self.person, direction=direction, **self.heard(NoteSerializer, request))
        return self.told(direction)

    @extend_schema(summary="Put the draft away", request=NoteSerializer, responses=DirectionSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        direction = self.held()
        withdraw_direction(by=self.person, direction=direction, **self.heard(NoteSerializer, request))
        return self.told(direction)

    @extend_schema(
        summary="What each actor answers: is it reached", responses=EffectSerializer(many=True), filters=False
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def effects(self, request: Request, pk: str) -> Response:
        return Response(EffectSerializer(effects(self.get_object(), self.person), many=True).data)

    @extend_schema(summary="Fix, with every position in it", request=None, responses=DirectionSerializer)
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated, FreshPeople])
    def fix(self, request: Request, pk: str) -> Response:
        direction = self.held()
        fix_direction(by=self.person, direction=direction)
        return self.told(direction)


class PositionFilter(Filters):
    incident = filters.CharFilter(field_name="direction__incident__number")
    actor = filters.CharFilter(field_name="actor__key")
    stand = filters.ChoiceFilter(choices=Stand.choices)
    direction = filters.NumberFilter(field_name="direction_id")


@extend_schema_view(list=extend_schema(summary="Positions"), retrieve=extend_schema(summary="A position"))
class PositionViewSet(Reading):
    queryset = Position.objects.select_related("actor", "direction")
    serializer_class = PositionSerializer
    filterset_class = PositionFilter

    @extend_schema(
        summary="Take a position for one's own actor",
        request=PositionTakenSerializer,
        responses={201: PositionSerializer},
    )
    def create(self, request: Request) -> Response:
        said = self.heard(PositionTakenSerializer, request)
        seen = Direction.objects.visible_to(request.user).select_related("incident")
        direction = get_object_or_404(seen, pk=said.pop("direction"))
        hold(direction.incident_id)
        actor = get_object_or_404(Actor, key=said.pop("actor"))
        mark = mark_said(said)
        position = take_position(by=self.person, direction=direction, actor=actor, mark=mark, **said)
        return self.told(position, status.HTTP_201_CREATED)


class MeasureFilter(OfIncidentFilters):
    owner = filters.CharFilter(field_name="owner__key")
    state = filters.ChoiceFilter(choices=MeasureState.choices)


@extend_schema_view(list=extend_schema(summary="Measures"), retrieve=extend_schema(summary="A measure"))
class MeasureViewSet(Reading):
    queryset = Measure.objects.select_related("incident", "owner", "need")
    serializer_class = MeasureSerializer
    filterset_class = MeasureFilter

    def get_queryset(self) -> QuerySet[Any]:
        seen = Measure.objects.visible_to(self.request.user)
        return super().get_queryset().prefetch_related(Prefetch("depends_on", queryset=seen))

    @extend_schema(
        summary="Suggest a measure, or take one on",
        request=MeasureSuggestedSerializer,
        responses={201: MeasureSerializer},
    )
    def create(self, request: Request) -> Response:
        said = self.heard(MeasureSuggestedSerializer, request)
        incident = self.opened(said)
        owner = get_object_or_404(Actor, key=said.pop("owner"))
        wanted = said.pop("direction")
        seen = Direction.objects.visible_to(request.user)
        direction = get_object_or_404(seen, pk=wanted) if wanted is not None else None
        needs = Need.objects.visible_to(request.user).filter(incident=incident)
        number, keys = said.pop("need"), said.pop("depends_on")
        said["need"] = get_object_or_404(needs, number=number) if number is not None else None
        others = Measure.objects.visible_to(request.user).filter(incident=incident)
        said["depends_on"] = [get_object_or_404(others, pk=key) for key in keys]
        mark = mark_said(said)
        measure = suggest_measure(
            by=self.person, incident=incident, owner=owner, direction=direction, mark=mark, **said
        )
        return self.told(measure, status.HTTP_201_CREATED)

    @extend_schema(summary="The owner's word", request=MeasureAnsweredSerializer, responses=MeasureSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        measure = self.get_object()
        said = self.heard(MeasureAnsweredSerializer, request)
        hold(measure.incident_id)
        update_measure(by=self.person, measure=measure, to=said.get("state"), note=said["remark"])
        return self.told(measure)


ROUTES = [
    ("directions", DirectionViewSet, "direction"),
    ("positions", PositionViewSet, "position"),
    ("measures", MeasureViewSet, "measure"),
]

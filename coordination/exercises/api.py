"""Exercises over HTTP, for reading: how they stand, and what has been played in."""

from typing import Any, Final

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view

from coordination.exercises.models import Inject, Play
from coordination.exercises.serializers import InjectSerializer, PlaySerializer
from coordination.exercises.states import InjectState, PlayState
from coordination.filtering import OfIncidentFilters
from coordination.incidents.api_reading import Reading


class PlayFilter(OfIncidentFilters):
    state = filters.ChoiceFilter(choices=PlayState.choices)


class InjectFilter(OfIncidentFilters):
    state = filters.ChoiceFilter(choices=InjectState.choices)


@extend_schema_view(list=extend_schema(summary="Exercises"), retrieve=extend_schema(summary="An exercise"))
class PlayViewSet(Reading):
    queryset = Play.objects.select_related("incident")
    serializer_class = PlaySerializer
    filterset_class = PlayFilter
    http_method_names = ["get", "head", "options"]


@extend_schema_view(list=extend_schema(summary="Injects"), retrieve=extend_schema(summary="An inject"))
class InjectViewSet(Reading):
    queryset = Inject.objects.select_related("incident").prefetch_related("to")
    serializer_class = InjectSerializer
    filterset_class = InjectFilter
    http_method_names = ["get", "head", "options"]


ROUTES: Final[list[tuple[str, Any, str]]] = [
    ("plays", PlayViewSet, "play"),
    ("injects", InjectViewSet, "inject"),
]

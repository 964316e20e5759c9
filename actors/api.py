"""Counties, municipalities and actors over HTTP: read by all who are signed in, written by nobody."""

from typing import Any, Final

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from rest_framework import viewsets

from actors.models import Actor, ActorKind, CivilArea, County, Municipality
from actors.serializers import ActorSerializer, CountySerializer, MunicipalitySerializer


class CountyFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter carries no types
    civil_area = filters.ModelChoiceFilter(queryset=CivilArea.objects.all(), help_text="code of the civil area")


class CountyViewSet(viewsets.ReadOnlyModelViewSet[County]):
    """The 21 counties."""

    queryset = County.objects.all()
    serializer_class = CountySerializer
    filterset_class = CountyFilter
    lookup_field = "code"
    lookup_value_regex = "[0-9]{2}"
    page_order = ("code",)


class MunicipalityFilter(filters.FilterSet):  # type: ignore[misc]
    county = filters.ModelChoiceFilter(queryset=County.objects.all(), help_text="SCB code of the county")


class MunicipalityViewSet(viewsets.ReadOnlyModelViewSet[Municipality]):
    """The 290 municipalities."""

    queryset = Municipality.objects.all()
    serializer_class = MunicipalitySerializer
    filterset_class = MunicipalityFilter
    lookup_field = "code"
    lookup_value_regex = "[0-9]{4}"
    page_order = ("code",)


class ActorFilter(filters.FilterSet):  # type: ignore[misc]
    kind = filters.ChoiceFilter(choices=ActorKind.choices)
    county = filters.ModelChoiceFilter(queryset=County.objects.all(), help_text="SCB code of the county")
    q = filters.CharFilter(method="named", max_length=60, help_text="part of the name or the short name")

    def named(self, rows: QuerySet[Actor], name: str, value: str) -> QuerySet[Actor]:
        return rows.filter(Q(name__icontains=value) | Q(short__icontains=value))


class ActorViewSet(viewsets.ReadOnlyModelViewSet[Actor]):
    """Organisations: county boards, municipalities, regions, agencies, grid companies and others."""

    queryset = Actor.objects.listed()
    serializer_class = ActorSerializer
    filterset_class = ActorFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    page_order = ("key",)


ROUTES: Final[list[tuple[str, Any, str]]] = [
    ("counties", CountyViewSet, "county"),
    ("municipalities", MunicipalityViewSet, "municipality"),
    ("actors", ActorViewSet, "actor"),
]

"""Filters of the API. A filter that is misspelt is refused: a list that silently holds too much misleads."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import CharFilter, DjangoFilterBackend, FilterSet
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

PAGING = {"cursor", "page_size"}


class Filters(FilterSet):  # type: ignore[misc]  # django-filter carries no types
    """What all filters of the API are made from."""


class OfIncidentFilters(Filters):
    """Of what belongs to an incident, which is named by its number."""

    incident = CharFilter(field_name="incident__number", max_length=12, help_text="number: 2025-041")


class StrictFilters(DjangoFilterBackend):  # type: ignore[misc]  # django-filter carries no types
    """Each name at most once, and only names that the list has."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset = self.get_filterset(request, queryset, view)
        known = PAGING | set(filterset.filters if filterset is not None else ())
        refuse_unknown(request, known)
        filtered: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return filtered


def refuse_unknown(request: Request, known: set[str]) -> None:
    errors: dict[str, list[str]] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            errors[name] = [_("Det filtret finns inte.")]
        elif len(values) > 1:
            errors[name] = [_("Filtret står två gånger.")]
    if errors:
        raise ValidationError(errors)

"""Incidents, participants and the logbook over HTTP: the same sight and the same services as the pages."""

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import exceptions, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Actor, County
from coordination.filtering import Filters
from coordination.incidents import logbook
from coordination.incidents.models import Incident, LogLine, Participant
from coordination.incidents.serializers import (
    IncidentSerializer,
    LogLineWriteSerializer,
    LogPageSerializer,
    LogQuerySerializer,
    LogRowSerializer,
    ParticipantSerializer,
    log_row,
)
from coordination.incidents.serializers_sharing import mark_said
from coordination.incidents.services import write_line

ONLY: Final = {"significant": "viktiga", "written": "skrivna", "recorded": "portalen"}


class YesNo(filters.TypedChoiceFilter):  # type: ignore[misc]  # django-filter carries no types
    """true or false. The library's own takes every other word for no filter at all."""

    def __init__(self, **how: Any) -> None:
        super().__init__(choices=[("true", "true"), ("false", "false")], coerce="true".__eq__, **how)


class IncidentFilter(Filters):
    open = YesNo(method="not_closed", help_text="true: those that go on; false: the closed ones")
    exercise = YesNo(field_name="is_exercise", help_text="true: exercises only; false: none")
    county = filters.ModelChoiceFilter(
        field_name="counties", queryset=County.objects.all(), help_text="SCB code of a county that is affected"
    )

    def not_closed(self, rows: QuerySet[Incident], name: str, value: bool) -> QuerySet[Incident]:
        return rows.exclude(state="closed") if value else rows.filter(state="closed")


@extend_schema_view(
    list=extend_schema(summary="Incidents that the caller may read of, the newest first"),
    retrieve=extend_schema(summary="An incident, by its number"),
)
class IncidentViewSet(viewsets.ReadOnlyModelViewSet[Incident]):
    """Incidents. The national level sees that they are there; who takes part and the log are the participants' own."""

    queryset = Incident.objects.select_related("lead").prefetch_related("counties", "municipalities")
    serializer_class = IncidentSerializer
    filterset_class = IncidentFilter
    lookup_field = "number"
    lookup_value_regex = "[0-9]{4}-[0-9]{1,7}"

    def get_queryset(self) -> QuerySet[Incident]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Incident] = rows.reports_visible_to(self.request.user)
        return seen

    @extend_schema(
        summary="Who takes part",
        operation_id="incidents_participants_list",
        responses=ParticipantSerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["get"], filterset_class=None)
    def participants(self, request: Request, number: str) -> Response:
        """The actors that take part, the county board that holds together among them, with their contact points."""
        incident = find(request, number)
        rows = (
            Participant.objects.filter(incident=incident)
            .select_related("actor")
            .prefetch_related("actor__contact_points")
        )
        page = self.paginate_queryset(self.filter_queryset(rows))  # type: ignore[arg-type]  # rows of another model
        return self.get_paginated_response(ParticipantSerializer(page, many=True).data)

    @extend_schema(
        methods=["get"],
        summary="The logbook, newest first",
        operation_id="incidents_log_list",
        parameters=[LogQuerySerializer],
        responses=LogPageSerializer,
        filters=False,
    )
    @extend_schema(
        methods=["post"],
        summary="Write a line in the logbook",
        operation_id="incidents_log_create",
        request=LogLineWriteSerializer,
        responses={201: LogRowSerializer},
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def log(self, request: Request, number: str) -> Response:
        """What people wrote and what the portal recorded, in one order of time. Corrected by addition only."""
        incident = find(request, number)
        return _write(request, incident) if request.method == "POST" else _read(request, incident)


def find(request: Request, number: str) -> Incident:
    """The incident, if the caller takes part in it; else 404."""
    return get_object_or_404(Incident.objects.visible_to(request.user).select_related("lead"), number=number)


def _read(request: Request, incident: Incident) -> Response:
    asked = LogQuerySerializer(data=request.query_params)
    strange = [name for name in request.query_params if name not in asked.fields]
    if strange:
        raise exceptions.ValidationError({name: [_("Det filtret finns inte.")] for name in strange})
    asked.is_valid(raise_exception=True)
    said = asked.validated_data
    before, key = _place(said.get("older", ""))
    only = ONLY.get(said.get("only", ""), "")
    lines, more = logbook.lines(incident, request.user, before=before, key=key, only=only, size=said["page_size"])
    page = {"next": _next(request, lines[-1]) if more else None, "results": [log_row(line) for line in lines]}
    return Response(LogPageSerializer(page).data)


def _place(older: str) -> tuple[datetime | None, tuple[str, int] | None]:
    if not older:
        return None, None
    at, kind, pk = older.split("_")
    try:
        before = datetime.fromisoformat(at)
    except ValueError:
        before = None
    if before is None or before.tzinfo is None:
        raise exceptions.ValidationError({"older": [_("Följ adressen i next.")]})
    return before, (kind, int(pk))


def _next(request: Request, last: logbook.Line) -> str:
    kept = {name: value for name, value in request.query_params.items() if name != "older"}
    place = {"older": f"{last.at.isoformat()}_{last.key[0]}_{last.key[1]}"}
    return request.build_absolute_uri(f"{request.path}?{urlencode({**kept, **place})}")


def _write(request: Request, incident: Incident) -> Response:
    heard = LogLineWriteSerializer(data=request.data)
    heard.is_valid(raise_exception=True)
    said = heard.validated_data
    by: Any = request.user
    line = write_line(
        by=by,
        incident=incident,
        actor=_actor(said["actor"]),
        text=said["text"],
        happened_at=said.get("happened_at"),
        significant=said["significant"],
        corrects=_corrected(said, incident, request.user),
        mark=mark_said(said),
    )
    return Response(LogRowSerializer(log_row(logbook.line_of(line))).data, status=status.HTTP_201_CREATED)


def _actor(key: str) -> Actor:
    actor = Actor.objects.filter(key=key).first()
    if actor is None:
        raise ValidationError({"actor": [_("Aktören finns inte.")]})
    return actor


def _corrected(said: dict[str, Any], incident: Incident, person: Any) -> LogLine | None:
    if "corrects" not in said:
        return None
    line = LogLine.objects.visible_to(person).filter(incident=incident, pk=said["corrects"]).first()
    if line is None:
        raise ValidationError({"corrects": [_("Raden finns inte i händelsens logg.")]})
    return line


ROUTES: Final[list[tuple[str, Any, str]]] = [("incidents", IncidentViewSet, "incident")]

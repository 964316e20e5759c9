"""Parts in needs, system issues and findings over HTTP, by the same services as the pages."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Actor
from coordination.direction.models import IssueKind, Need, NeedRole, Part, SystemIssue
from coordination.direction.serializers_needs import (
    FindingSerializer,
    IssueMovedSerializer,
    IssueRaisedSerializer,
    NeedPartSerializer,
    PartAnsweredSerializer,
    PartSaidSerializer,
    SystemIssueSerializer,
)
from coordination.direction.services import answer_part, give_part, move_issue, raise_issue
from coordination.direction.states import IssueState
from coordination.direction.system import findings
from coordination.filtering import Filters, OfIncidentFilters
from coordination.incidents.api_reading import Reading
from coordination.incidents.holding import hold
from coordination.incidents.serializers_sharing import mark_said


class NeedPartFilter(Filters):
    incident = filters.CharFilter(field_name="need__incident__number")
    need = filters.NumberFilter(field_name="need__number")
    actor = filters.CharFilter(field_name="actor__key")
    part = filters.ChoiceFilter(choices=Part.choices)


@extend_schema_view(
    list=extend_schema(summary="What each actor is to each need"),
    retrieve=extend_schema(summary="What one actor is to one need"),
)
class NeedPartViewSet(Reading):
    queryset = NeedRole.objects.select_related("actor", "need__incident")
    serializer_class = NeedPartSerializer
    filterset_class = NeedPartFilter

    @extend_schema(
        summary="Say what an actor is to a need", request=PartSaidSerializer, responses={201: NeedPartSerializer}
    )
    def create(self, request: Request) -> Response:
        said = self.heard(PartSaidSerializer, request)
        incident = self.find_incident(said["incident"])
        hold(incident.pk)
        need = get_object_or_404(Need.objects.visible_to(request.user), incident=incident, number=said["need"])
        need.incident = incident
        actor = get_object_or_404(Actor, key=said["actor"])
        row = give_part(by=self.person, need=need, actor=actor, part=said["part"])
        return self.told(row, status.HTTP_201_CREATED)

    @extend_schema(
        summary="The actor's own word: yes, or no with a reason",
        request=PartAnsweredSerializer,
        responses=NeedPartSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        said = self.heard(PartAnsweredSerializer, request)
        hold(row.need.incident_id)
        return self.told(answer_part(by=self.person, need=row.need, actor=row.actor, **said))


class SystemIssueFilter(OfIncidentFilters):
    kind = filters.ChoiceFilter(choices=IssueKind.choices)
    state = filters.ChoiceFilter(choices=IssueState.choices)


@extend_schema_view(list=extend_schema(summary="System issues"), retrieve=extend_schema(summary="A system issue"))
class SystemIssueViewSet(Reading):
    queryset = SystemIssue.objects.select_related("incident").prefetch_related("actors")
    serializer_class = SystemIssueSerializer
    filterset_class = SystemIssueFilter

    def get_queryset(self) -> QuerySet[Any]:
        seen = Need.objects.visible_to(self.request.user)
        return super().get_queryset().prefetch_related(Prefetch("needs", queryset=seen))

    @extend_schema(
        summary="Raise a system issue", request=IssueRaisedSerializer, responses={201: SystemIssueSerializer}
    )
    def create(self, request: Request) -> Response:
        said = self.heard(IssueRaisedSerializer, request)
        incident = self.opened(said)
        needs = self._known(
            Need.objects.visible_to(request.user).filter(incident=incident), "number", said.pop("needs"), "needs"
        )
        actors = self._known(Actor.objects.all(), "key", said.pop("actors"), "actors")
        mark = mark_said(said)
        issue = raise_issue(by=self.person, incident=incident, needs=needs, actors=actors, mark=mark, **said)
        return self.told(issue, status.HTTP_201_CREATED)

    def _known(self, rows: QuerySet[Any], key: str, wanted: list[Any], name: str) -> list[Any]:
        found = {getattr(row, key): row for row in rows.filter(**{f"{key}__in": wanted})}
        if unknown := [str(one) for one in wanted if one not in found]:
            raise serializers.ValidationError({name: [", ".join(unknown)]})
        return list(found.values())

    @extend_schema(
        summary="Raise it, settle it, dismiss it, open it again",
        request=IssueMovedSerializer,
        responses=SystemIssueSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        issue = self.get_object()
        said = self.heard(IssueMovedSerializer, request)
        hold(issue.incident_id)
        move_issue(by=self.person, issue=issue, to=said["state"], outcome=said["outcome"])
        return self.told(issue)

    @extend_schema(
        summary="What the portal has found in an incident and nobody has judged",
        parameters=[OpenApiParameter("incident", str, required=True, description="number of the incident")],
        responses=FindingSerializer(many=True),
        filters=False,
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def findings(self, request: Request) -> Response:
        incident = self.find_incident(request.query_params.get("incident", ""))
        shape: Any = FindingSerializer
        return Response(shape(findings(incident), many=True).data)


ROUTES: list[tuple[str, type[viewsets.GenericViewSet[Any]], str]] = [
    ("need-parts", NeedPartViewSet, "need-part"),
    ("system-issues", SystemIssueViewSet, "system-issue"),
]

"""Cycles, notes, needs and influence over HTTP, by the same sight and the same services as the pages."""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Told

from actors.models import Actor
from coordination.direction import serializers_loop as shapes
from coordination.direction.models import (
    Cycle,
    Influence,
    InfluenceReply,
    Means,
    Need,
    NeedKind,
    Note,
    NoteKind,
    SystemIssue,
)
from coordination.direction.services import (
    add_note,
    answer_influence,
    begin_cycle,
    close_cycle,
    do_influence,
    edit_cycle,
    edit_need,
    end_note,
    follow_up,
    hold_note,
    move_need,
    plan_influence,
    state_need,
)
from coordination.direction.services.grounds import answers_by_number
from coordination.direction.states import CycleState, InfluenceState, NeedState
from coordination.filtering import OfIncidentFilters
from coordination.incidents.api_reading import Reading
from coordination.incidents.models import Incident
from coordination.incidents.serializers_sharing import mark_said
from coordination.situations.models import Input


class LoopReading(Reading):
    """What names an actor, and an answer by its number."""

    def actor_named(self, key: str) -> Actor | None:
        return get_object_or_404(Actor, key=key) if key else None

    def answer_named(self, incident: Incident, number: str) -> Input | None:
        """A number that leads nowhere is said, and nothing is told of an answer that the caller does not read."""
        if not number:
            return None
        found, _unknown = answers_by_number(self.person, incident, number)
        if not found:
            raise serializers.ValidationError({"answer": ["No such answer that you may read."]})
        return found[0]

    def with_answer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        read = Input.objects.visible_to(self.request.user).filter(pk=OuterRef("input")).values("number")[:1]
        found: QuerySet[Any] = rows.annotate(answer=Subquery(read))
        return found


class CycleFilter(OfIncidentFilters):
    state = filters.ChoiceFilter(choices=CycleState.choices)


@extend_schema_view(list=extend_schema(summary="Cycles of the loop"), retrieve=extend_schema(summary="A cycle"))
class CycleViewSet(LoopReading):
    queryset = Cycle.objects.select_related("incident")
    serializer_class = shapes.CycleSerializer
    filterset_class = CycleFilter

    @extend_schema(
        summary="Begin the next cycle", request=shapes.CycleBeginSerializer, responses={201: shapes.CycleSerializer}
    )
    def create(self, request: Request) -> Told:
        incident = self.opened(self.heard(shapes.CycleBeginSerializer, request))
        return self.told(begin_cycle(by=self.person, incident=incident), status.HTTP_201_CREATED)

    @extend_schema(summary="Write in the cycle", request=shapes.CycleTextSerializer, responses=shapes.CycleSerializer)
    def partial_update(self, request: Request, pk: str) -> Told:
        cycle = self.held()
        said = self.heard(shapes.CycleTextSerializer, request)
        return self.told(edit_cycle(by=self.person, cycle=cycle, mark=mark_said(said), **said))

    @extend_schema(
        summary="Close it, with its gaps", request=shapes.CycleCloseSerializer, responses=shapes.CycleSerializer
    )
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Told:
        cycle = self.held()
        said = self.heard(shapes.CycleCloseSerializer, request)
        return self.told(close_cycle(by=self.person, cycle=cycle, **said))


class NoteFilter(OfIncidentFilters):
    kind = filters.ChoiceFilter(choices=NoteKind.choices)
    holds = filters.BooleanFilter()


@extend_schema_view(list=extend_schema(summary="Notes of the loop"), retrieve=extend_schema(summary="A note"))
class NoteViewSet(LoopReading):
    queryset = Note.objects.select_related("incident", "actor")
    serializer_class = shapes.LoopNoteSerializer
    filterset_class = NoteFilter

    def get_queryset(self) -> QuerySet[Any]:
        seen = Cycle.objects.visible_to(self.request.user).filter(pk=OuterRef("cycle")).values("number")[:1]
        rows: QuerySet[Any] = self.with_answer(super().get_queryset()).annotate(cycle_number=Subquery(seen))
        return rows

    @extend_schema(
        summary="Note something, or one's own interpretation",
        request=shapes.NoteAddedSerializer,
        responses={201: shapes.LoopNoteSerializer},
    )
    def create(self, request: Request) -> Told:
        said = self.heard(shapes.NoteAddedSerializer, request)
        incident = self.opened(said)
        actor, answer = self.actor_named(said.pop("actor")), self.answer_named(incident, said.pop("answer"))
        mark = mark_said(said)
        note = add_note(by=self.person, incident=incident, actor=actor, input=answer, mark=mark, **said)
        return self.told(note, status.HTTP_201_CREATED)

    @extend_schema(summary="It still holds", request=None, responses=shapes.LoopNoteSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Told:
        return self.told(hold_note(by=self.person, note=self.held()))

    @extend_schema(
        summary="It holds no longer", request=shapes.NoteEndedSerializer, responses=shapes.LoopNoteSerializer
    )
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Told:
        note = self.held()
        return self.told(end_note(by=self.person, note=note, **self.heard(shapes.NoteEndedSerializer, request)))


class NeedFilter(OfIncidentFilters):
    kind = filters.ChoiceFilter(choices=NeedKind.choices)
    state = filters.ChoiceFilter(choices=NeedState.choices)
    actor = filters.CharFilter(field_name="actor__key")


@extend_schema_view(list=extend_schema(summary="Needs"), retrieve=extend_schema(summary="A need"))
class NeedViewSet(LoopReading):
    queryset = Need.objects.select_related("incident", "actor")
    serializer_class = shapes.LoopNeedSerializer
    filterset_class = NeedFilter

    def get_queryset(self) -> QuerySet[Any]:
        seen = Need.objects.visible_to(self.request.user)
        return self.with_answer(super().get_queryset()).prefetch_related(Prefetch("serves", seen), "municipalities")

    @extend_schema(
        summary="State a need", request=shapes.NeedStatedSerializer, responses={201: shapes.LoopNeedSerializer}
    )
    def create(self, request: Request) -> Told:
        said = self.heard(shapes.NeedStatedSerializer, request)
        incident = self.opened(said)
        actor, answer = self.actor_named(said.pop("actor")), self.answer_named(incident, said.pop("answer"))
        wanted = said.pop("note")
        notes: Any = Note.objects.visible_to(request.user).filter(incident=incident)
        note = get_object_or_404(notes, pk=wanted) if wanted is not None else None
        mark = mark_said(said)
        self._find_served(incident, said)
        need = state_need(by=self.person, incident=incident, actor=actor, input=answer, note=note, mark=mark, **said)
        return self.told(need, status.HTTP_201_CREATED)

    def _find_served(self, incident: Incident, said: dict[str, Any]) -> None:
        if "serves" not in said:
            return
        numbers = set(said["serves"])
        rows = list(Need.objects.visible_to(self.request.user).filter(incident=incident, number__in=numbers))
        if len(rows) != len(numbers):
            raise serializers.ValidationError({"serves": ["No need with that number in the incident."]})
        said["serves"] = rows

    @extend_schema(summary="Change a need", request=shapes.NeedEditedSerializer, responses=shapes.LoopNeedSerializer)
    def partial_update(self, request: Request, pk: str) -> Told:
        need = self.held()
        said = self.heard(shapes.NeedEditedSerializer, request)
        mark = mark_said(said)
        self._find_served(need.incident, said)
        return self.told(edit_need(by=self.person, need=need, mark=mark, **said))

    @extend_schema(summary="How far it is met", request=shapes.NeedMovedSerializer, responses=shapes.LoopNeedSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Told:
        need = self.held()
        said = self.heard(shapes.NeedMovedSerializer, request)
        return self.told(move_need(by=self.person, need=need, to=said["state"], note=said["note"]))


class InfluenceFilter(OfIncidentFilters):
    means = filters.ChoiceFilter(choices=Means.choices)
    state = filters.ChoiceFilter(choices=InfluenceState.choices)


@extend_schema_view(list=extend_schema(summary="Influence"), retrieve=extend_schema(summary="One influence"))
class InfluenceViewSet(LoopReading):
    queryset = Influence.objects.select_related("incident")
    serializer_class = shapes.InfluenceSerializer
    filterset_class = InfluenceFilter

    def get_queryset(self) -> QuerySet[Any]:
        read = SystemIssue.objects.visible_to(self.request.user).filter(pk=OuterRef("issue")).values("number")[:1]
        said = InfluenceReply.objects.visible_to(self.request.user).select_related("actor").order_by("pk")
        rows: QuerySet[Any] = super().get_queryset().annotate(issue_number=Subquery(read))
        return rows.prefetch_related(Prefetch("replies", said))

    @extend_schema(
        summary="Plan influence: the actors are asked",
        request=shapes.InfluencePlannedSerializer,
        responses={201: shapes.InfluenceSerializer},
    )
    def create(self, request: Request) -> Told:
        said = self.heard(shapes.InfluencePlannedSerializer, request)
        incident = self.opened(said)
        actors = [get_object_or_404(Actor, key=key) for key in said.pop("actors", [])]
        wanted = said.pop("issue")
        issues: Any = SystemIssue.objects.visible_to(request.user).filter(incident=incident)
        issue = get_object_or_404(issues, number=wanted) if wanted is not None else None
        mark = mark_said(said)
        row = plan_influence(by=self.person, incident=incident, actors=actors, issue=issue, mark=mark, **said)
        return self.told(row, status.HTTP_201_CREATED)

    @extend_schema(summary="It is done", request=None, responses=shapes.InfluenceSerializer)
    @action(detail=True, methods=["post"])
    def do(self, request: Request, pk: str) -> Told:
        return self.told(do_influence(by=self.person, influence=self.held()))

    @extend_schema(
        summary="One's own actor's answer",
        request=shapes.InfluenceAnsweredSerializer,
        responses=shapes.InfluenceSerializer,
    )
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Told:
        influence = self.held()
        said = self.heard(shapes.InfluenceAnsweredSerializer, request)
        actor = get_object_or_404(Actor, key=said.pop("actor"))
        answer_influence(by=self.person, influence=influence, actor=actor, **said)
        return self.told(influence)

    @extend_schema(summary="What effect it had", request=shapes.EffectSerializer, responses=shapes.InfluenceSerializer)
    @action(detail=True, methods=["post"], url_path="follow-up")
    def follow_up(self, request: Request, pk: str) -> Told:
        influence = self.held()
        return self.told(follow_up(by=self.person, influence=influence, **self.heard(shapes.EffectSerializer, request)))


ROUTES = [
    ("cycles", CycleViewSet, "cycle"),
    ("notes", NoteViewSet, "note"),
    ("needs", NeedViewSet, "need"),
    ("influences", InfluenceViewSet, "influence"),
]

"""What is said and judged of one answer, over HTTP: its thread, how certain it is, and what it tells twice."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request as Call
from rest_framework.response import Response

from coordination.incidents.api_sharing import heard
from coordination.incidents.holding import hold
from coordination.situations.models import Input, Remark
from coordination.situations.serializers import (
    QuestionBackSerializer,
    RemarkSerializer,
    ReplySerializer,
    SameSerializer,
    WeighedSerializer,
    WeighSerializer,
)
from coordination.situations.services import afterwards, stewarding


class ThreadMixin(viewsets.GenericViewSet[Input]):
    """For the answers' own addresses: inputs/31/thread."""

    def _held(self, request: Call) -> Input:
        """The answer, if the caller reads it, with its incident held for what is written."""
        sent: Input = self.get_object()
        hold(sent.incident_id)
        return sent

    @extend_schema(
        summary="The thread about an answer, the first line first",
        responses=RemarkSerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def thread(self, request: Call, pk: str) -> Response:
        """For the actor's own people and those who write the report; others find it empty."""
        rows: QuerySet[Remark] = Remark.objects.visible_to(request.user).filter(input=self.get_object())
        return Response(RemarkSerializer(rows.select_related("actor"), many=True).data)

    @extend_schema(
        summary="Ask the actor about its answer", request=QuestionBackSerializer, responses={201: RemarkSerializer}
    )
    @action(detail=True, methods=["post"])
    def ask(self, request: Call, pk: str) -> Response:
        """For those who write the report. The answer counts as it stands until the actor corrects it."""
        sent, said = self._held(request), heard(QuestionBackSerializer, request)
        row = afterwards.ask_back(by=_by(request), sent=sent, question=said["question"])
        return Response(RemarkSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Answer what the county board asked", request=ReplySerializer, responses={201: RemarkSerializer}
    )
    @action(detail=True, methods=["post"])
    def reply(self, request: Call, pk: str) -> Response:
        """For the actor whose answer it is. Figures are changed by a correction, not here."""
        sent, said = self._held(request), heard(ReplySerializer, request)
        row = afterwards.reply(by=_by(request), sent=sent, text=said["text"])
        return Response(RemarkSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Say how certain an answer is", request=WeighSerializer, responses=WeighedSerializer)
    @action(detail=True, methods=["post"])
    def weigh(self, request: Call, pk: str) -> Response:
        """For those who write the report: beside the actor's own word, which stands."""
        sent, said = self._held(request), heard(WeighSerializer, request)
        stewarding.weigh(by=_by(request), sent=sent, weighed=said["weighed"], note=said["note"])
        return Response(WeighedSerializer(sent).data)

    @extend_schema(
        summary="Say that an answer tells what another tells", request=SameSerializer, responses=WeighedSerializer
    )
    @action(detail=True, methods=["post"], url_path="same-as")
    def same_as(self, request: Call, pk: str) -> Response:
        """For those who write the report: the figures are counted once, in the other."""
        sent, said = self._held(request), heard(SameSerializer, request)
        other = None
        if said["other"] is not None:
            seen = Input.objects.visible_to(request.user).sent().select_related("actor")
            other = get_object_or_404(seen, incident=sent.incident_id, pk=said["other"])
        stewarding.mark_same(by=_by(request), sent=sent, other=other)
        return Response(WeighedSerializer(sent).data)


def _by(request: Call) -> Any:
    return request.user

"""The steward's desk over HTTP: what needs judgement in an incident, and what is decided of what goes apart."""

from typing import Any, Final

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request as Call
from rest_framework.response import Response

from coordination.incidents.api_sharing import heard
from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident
from coordination.incidents.permissions import WRITE
from coordination.situations.models import Dispute, Input
from coordination.situations.serializers import (
    AskSidesSerializer,
    DeskSerializer,
    SettleSerializer,
    ShowSerializer,
)
from coordination.situations.services import stewarding
from coordination.situations.weighing import judging
from journal.permissions import require

NUMBER: Final = "[0-9]{1,18}"
DONE: Final = OpenApiResponse(description="It is decided, and the picture is compiled anew.")
OF_DESK: Final = [
    OpenApiParameter("incident", str, required=True, description="number: 2025-041"),
    OpenApiParameter("before", str, description="`older` of the page before"),
]


class DeskViewSet(viewsets.GenericViewSet[Dispute]):
    """For those who write the report: what came in and needs judgement before it counts right."""

    queryset = Dispute.objects.none()
    serializer_class = DeskSerializer
    pagination_class = None

    @extend_schema(summary="What needs judgement in an incident", parameters=OF_DESK, responses=DeskSerializer)
    def list(self, request: Call) -> Response:
        by: Any = request.user
        seen = Incident.objects.visible_to(by).select_related("lead")
        incident = get_object_or_404(seen, number=request.query_params.get("incident", "")[:12])
        require(by, WRITE, incident)
        page, rows = judging.to_judge(incident, by, request.query_params.get("before", ""), now_in(incident))
        for one in rows:
            one.input.reasons, one.input.same_text_as = one.reasons, one.twin[0] if one.twin else None
        told = {
            "apart": judging.apart(incident, by),
            "answers": [one.input for one in rows],
            "older": page.older or None,
        }
        return Response(DeskSerializer(told).data)


class DisputeViewSet(viewsets.GenericViewSet[Dispute]):
    """What goes apart, by its id on the desk. The machine finds it and a person decides."""

    queryset = Dispute.objects.select_related("incident__lead", "rule")
    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[Dispute]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Dispute] = rows.visible_to(self.request.user).standing()
        return seen

    def _held(self) -> Dispute:
        dispute: Dispute = self.get_object()
        hold(dispute.incident_id)
        return dispute

    @extend_schema(summary="Say what holds, and why", request=SettleSerializer, responses={204: DONE})
    @action(detail=True, methods=["post"])
    def settle(self, request: Call, pk: str) -> Response:
        """The reason stands in the report. What the others said is read still, and not counted."""
        dispute, said = self._held(), heard(SettleSerializer, request)
        holds = self._side(request, dispute, said["holds"]) if said["holds"] is not None else None
        stewarding.settle(by=_by(request), dispute=dispute, reason=said["reason"], holds=holds)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Publish it as it is", request=ShowSerializer, responses={204: DONE})
    @action(detail=True, methods=["post"])
    def show(self, request: Call, pk: str) -> Response:
        """The report tells both, beside each other, as not known which holds."""
        dispute, said = self._held(), heard(ShowSerializer, request)
        stewarding.show_both(by=_by(request), dispute=dispute, reason=said["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Open it again", request=None, responses={204: DONE})
    @action(detail=True, methods=["post"])
    def reopen(self, request: Call, pk: str) -> Response:
        stewarding.open_again(by=_by(request), dispute=self._held())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Ask those that go apart",
        request=AskSidesSerializer,
        responses={204: OpenApiResponse(description="The question stands in the thread of each answer.")},
    )
    @action(detail=True, methods=["post"])
    def ask(self, request: Call, pk: str) -> Response:
        dispute, said = self._held(), heard(AskSidesSerializer, request)
        keys = said["sides"] or dispute.sides.values_list("input_id", flat=True).distinct()
        sides = [self._side(request, dispute, key) for key in dict.fromkeys(keys)]
        stewarding.ask_sides(by=_by(request), dispute=dispute, sides=sides, question=said["question"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _side(self, request: Call, dispute: Dispute, key: int) -> Input:
        seen = Input.objects.visible_to(request.user).sent().select_related("actor")
        sent: Input = get_object_or_404(seen, incident=dispute.incident_id, pk=key)
        sent.incident = dispute.incident
        return sent


def _by(request: Call) -> Any:
    return request.user


ROUTES: Final[list[tuple[str, Any, str]]] = [("desk", DeskViewSet, "desk"), ("disputes", DisputeViewSet, "dispute")]

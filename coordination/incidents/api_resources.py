"""Resource needs, offers and formal requests over HTTP: the same sight and the same services as the pages."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from coordination.incidents.api_sharing import NUMBER, actor_named, heard
from coordination.incidents.holding import hold
from coordination.incidents.models import Escalation, Incident, ResourceNeed, ResourceOffer
from coordination.incidents.serializers_resources import (
    EscalationReplySerializer,
    EscalationSerializer,
    EscalationWordsSerializer,
    EscalationWriteSerializer,
    OfferAnswerSerializer,
    OfferNoteSerializer,
    ResourceNeedSerializer,
    ResourceNeedWriteSerializer,
    ResourceOfferSerializer,
    ResourceOfferWriteSerializer,
    ToldSerializer,
)
from coordination.incidents.serializers_sharing import mark_said
from coordination.incidents.services import escalations, resources
from coordination.incidents.states import EscalationState, OfferState, ResourceState

SHOWN: Final = Prefetch("offers", queryset=ResourceOffer.objects.out_of_quarantine(), to_attr="shown_offers")


class Read(viewsets.ReadOnlyModelViewSet[Any]):
    """A list and one row, of what the caller may see; and the row as it stands after an act."""

    http_method_names = ["get", "post", "patch", "head", "options"]
    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Any] = rows.visible_to(self.request.user)
        return seen

    def told(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=row.pk)).data, status=code)

    def held(self) -> Any:
        """The row of the address, with its incident held."""
        row = self.get_object()
        hold(row.incident_id)
        return row

    def incident(self, number: str) -> Incident:
        seen = Incident.objects.visible_to(self.request.user).select_related("lead")
        incident: Incident = get_object_or_404(seen, number=number)
        hold(incident.pk)
        return incident


class OfIncidentFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter carries no types
    incident = filters.CharFilter(field_name="incident__number", max_length=12, help_text="number: 2025-041")


class NeedFilter(OfIncidentFilter):
    actor = filters.CharFilter(field_name="actor__key", max_length=60, help_text="key of the actor that needs it")
    state = filters.ChoiceFilter(choices=ResourceState.choices)


@extend_schema_view(list=extend_schema(summary="Resource needs"), retrieve=extend_schema(summary="A resource need"))
class ResourceNeedViewSet(Read):
    """What actors lack, and how much of it is agreed."""

    queryset = ResourceNeed.objects.select_related("incident", "actor").prefetch_related(SHOWN)
    serializer_class = ResourceNeedSerializer
    filterset_class = NeedFilter

    @extend_schema(
        summary="Say what one's own actor needs",
        request=ResourceNeedWriteSerializer,
        responses={201: ResourceNeedSerializer},
    )
    def create(self, request: Request) -> Response:
        said = heard(ResourceNeedWriteSerializer, request)
        incident, actor = self.incident(said.pop("incident")), actor_named(said.pop("actor"), "actor")
        mark, by = mark_said(said), request.user
        need = resources.need_resource(by=by, incident=incident, actor=actor, mark=mark, **said)  # type: ignore[arg-type]  # signed in
        return self.told(need, status.HTTP_201_CREATED)

    @extend_schema(summary="What became of the need", request=ToldSerializer, responses=ResourceNeedSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        need, said = self.held(), heard(ToldSerializer, request)
        acts = {
            ResourceState.DELIVERED: resources.note_delivered,
            ResourceState.RETURNED: resources.note_returned,
            ResourceState.CANCELLED: resources.cancel_resource,
        }
        acts[ResourceState(said["state"])](by=request.user, need=need, note=said["note"])  # type: ignore[arg-type]
        return self.told(need)


class OfferFilter(OfIncidentFilter):
    need = filters.NumberFilter(field_name="need_id")
    actor = filters.CharFilter(field_name="actor__key", max_length=60, help_text="key of the actor that offers")
    state = filters.ChoiceFilter(choices=OfferState.choices)


@extend_schema_view(list=extend_schema(summary="Offers"), retrieve=extend_schema(summary="An offer"))
class ResourceOfferViewSet(Read):
    """What actors can lend. Who needs it answers."""

    queryset = ResourceOffer.objects.select_related("incident__lead", "actor", "need__actor")
    serializer_class = ResourceOfferSerializer
    filterset_class = OfferFilter

    @extend_schema(
        summary="Offer what one's own actor can lend",
        request=ResourceOfferWriteSerializer,
        responses={201: ResourceOfferSerializer},
    )
    def create(self, request: Request) -> Response:
        said = heard(ResourceOfferWriteSerializer, request)
        seen = ResourceNeed.objects.visible_to(request.user).select_related("incident__lead", "actor")
        need = get_object_or_404(seen, pk=said.pop("need"))
        hold(need.incident_id)
        actor = actor_named(said.pop("actor"), "actor")
        mark, by = mark_said(said), request.user
        offer = resources.offer_resource(by=by, need=need, actor=actor, mark=mark, **said)  # type: ignore[arg-type]  # signed in
        return self.told(offer, status.HTTP_201_CREATED)

    @extend_schema(summary="Say yes or no", request=OfferAnswerSerializer, responses=ResourceOfferSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        offer, said = self.held(), heard(OfferAnswerSerializer, request)
        resources.answer_offer(by=request.user, offer=offer, **said)  # type: ignore[arg-type]  # signed in
        return self.told(offer)

    @extend_schema(summary="Take the offer back", request=OfferNoteSerializer, responses=ResourceOfferSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        offer, said = self.held(), heard(OfferNoteSerializer, request)
        resources.withdraw_offer(by=request.user, offer=offer, **said)  # type: ignore[arg-type]  # signed in
        return self.told(offer)


class EscalationFilter(OfIncidentFilter):
    state = filters.ChoiceFilter(choices=EscalationState.choices)


@extend_schema_view(
    list=extend_schema(summary="Formal requests to others for support"),
    retrieve=extend_schema(summary="A formal request"),
)
class EscalationViewSet(Read):
    """Sending freezes the text and says so. The portal sends it nowhere."""

    queryset = Escalation.objects.select_related("incident__lead").prefetch_related("needs")
    serializer_class = EscalationSerializer
    filterset_class = EscalationFilter

    @extend_schema(
        summary="Draft a formal request", request=EscalationWriteSerializer, responses={201: EscalationSerializer}
    )
    def create(self, request: Request) -> Response:
        said = heard(EscalationWriteSerializer, request)
        incident = self.incident(said.pop("incident"))
        said["needs"] = self._needs(incident, said["needs"])
        row = escalations.draft_escalation(by=request.user, incident=incident, mark=mark_said(said), **said)  # type: ignore[arg-type]
        return self.told(row, status.HTTP_201_CREATED)

    @extend_schema(summary="Change the draft", request=EscalationWordsSerializer, responses=EscalationSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        row, said = self.held(), heard(EscalationWordsSerializer, request)
        said["needs"] = self._needs(row.incident, said["needs"])
        escalations.edit_escalation(by=request.user, escalation=row, mark=mark_said(said), **said)  # type: ignore[arg-type]
        return self.told(row)

    @extend_schema(summary="Freeze it and note it as sent", request=None, responses=EscalationSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        row = self.held()
        escalations.send_escalation(by=request.user, escalation=row)  # type: ignore[arg-type]  # signed in
        return self.told(row)

    @extend_schema(summary="Note the answer", request=EscalationReplySerializer, responses=EscalationSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        row, said = self.held(), heard(EscalationReplySerializer, request)
        escalations.answer_escalation(by=request.user, escalation=row, **said)  # type: ignore[arg-type]  # signed in
        return self.told(row)

    def _needs(self, incident: Incident, keys: list[int]) -> list[ResourceNeed]:
        seen = ResourceNeed.objects.visible_to(self.request.user).filter(incident=incident, pk__in=keys)
        found: dict[int, Any] = {need.pk: need for need in seen.select_related("actor")}
        for need in found.values():
            need.incident = incident
        if len(found) != len(keys):
            raise ValidationError({"needs": [_("Behovet finns inte i händelsen.")]})
        return list(found.values())


ROUTES: Final[list[tuple[str, Any, str]]] = [
    ("resource-needs", ResourceNeedViewSet, "resource-need"),
    ("resource-offers", ResourceOfferViewSet, "resource-offer"),
    ("escalations", EscalationViewSet, "escalation"),
]

"""Resource needs, offers and formal requests over HTTP: the same sight and the same services as the pages."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from coordination.filtering import OfIncidentFilters
from coordination.incidents.api_reading import Reading
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


class Read(Reading):
    lookup_value_regex = NUMBER


class NeedFilter(OfIncidentFilters):
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
        incident, actor = self.opened(said), actor_named(said.pop("actor"), "actor")
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


class OfferFilter(OfIncidentFilters):
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


class EscalationFilter(OfIncidentFilters):
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
        incident = self.opened(said)
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

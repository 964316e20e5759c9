"""Who may read, asking for it, and quarantine over HTTP: the same services as the pages."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Actor
from actors.sight import as_machine
from coordination.filtering import OfIncidentFilters
from coordination.incidents import records, services
from coordination.incidents.models import AccessRequest, Incident, Narrowing, Quarantine
from coordination.incidents.serializers_sharing import (
    AccessRequestSerializer,
    AskSerializer,
    DeclineSerializer,
    HideSerializer,
    LiftSerializer,
    NarrowingSerializer,
    NarrowSerializer,
    QuarantineSerializer,
)
from coordination.incidents.services.sharing import NARROW
from coordination.incidents.states import AccessState

NUMBER: Final = "[0-9]{1,18}"


def heard(shape: Any, request: Request) -> dict[str, Any]:
    """The request's body in the given shape, or a 400 that names the fields."""
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    said: dict[str, Any] = serializer.validated_data
    return said


def find(request: Request, said: dict[str, Any], *, withheld: bool = False) -> Any:
    """The record that was named, if the caller sees it; or, to ask for it, one that is withheld from her; else 404."""
    seen = Incident.objects.visible_to(request.user).select_related("lead")
    incident = get_object_or_404(seen, number=said.pop("incident"))
    kind, pk = records.kind_named(said.pop("kind")), said.pop("id")
    if not withheld:
        return records.with_incident(get_object_or_404(kind.visible_to(request.user, incident), pk=pk), incident)
    if not kind.owned:
        raise Http404
    model: Any = kind.model
    rows = model.objects.withheld_from(request.user).filter(incident=incident)
    with as_machine():  # to ask for it, which repeats its number only
        return records.with_incident(get_object_or_404(rows, pk=pk), incident)


def actor_named(key: str, field: str) -> Actor:
    actor = Actor.objects.filter(key=key).first()
    if actor is None:
        raise ValidationError({field: [_("Aktören finns inte.")]})
    return actor


class Seen(viewsets.ReadOnlyModelViewSet[Any]):
    """A list and one row, of what the caller may see."""

    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Any] = rows.visible_to(self.request.user)
        return seen

    def told(self, row: Any, code: int = status.HTTP_201_CREATED) -> Response:
        return Response(self.get_serializer(row).data, status=code)


class AccessFilter(OfIncidentFilters):
    state = filters.ChoiceFilter(choices=AccessState.choices)


@extend_schema_view(
    list=extend_schema(summary="What the caller's actors have decided about who may read"),
    retrieve=extend_schema(summary="One such decision"),
)
class NarrowingViewSet(Seen):
    """Reasons are the owner's own. That something is withheld shows where it would have stood."""

    queryset = Narrowing.objects.select_related("incident", "actor")
    serializer_class = NarrowingSerializer
    filterset_class = OfIncidentFilters

    @extend_schema(
        summary="Let fewer read, or all again", request=NarrowSerializer, responses={201: NarrowingSerializer}
    )
    def create(self, request: Request) -> Response:
        """For what the caller's own actor wrote: an answer or a line of the log."""
        said = heard(NarrowSerializer, request)
        record, by = find(request, said), request.user
        if said["audience"] not in NARROW:
            wide = {"audience": said["audience"], "reason": said["reason"]}
            return self.told(services.widen(by=by, record=record, **wide))  # type: ignore[arg-type]  # signed in
        actors = [actor_named(key, "actors") for key in said.pop("actors", [])]
        until = said.pop("until", None)
        return self.told(services.narrow(by=by, record=record, actors=actors, until=until, **said))  # type: ignore[arg-type]


@extend_schema_view(
    list=extend_schema(summary="Who has asked to read, and what was answered"),
    retrieve=extend_schema(summary="One such wish"),
)
class AccessRequestViewSet(Seen):
    """For the two it concerns: who asks, and who is asked."""

    queryset = AccessRequest.objects.select_related("incident", "actor", "asker")
    serializer_class = AccessRequestSerializer
    filterset_class = AccessFilter

    @extend_schema(summary="Ask to read", request=AskSerializer, responses={201: AccessRequestSerializer})
    def create(self, request: Request) -> Response:
        said = heard(AskSerializer, request)
        record = find(request, said, withheld=True)
        asker = actor_named(said["asker"], "asker")
        row = services.ask_for_access(by=request.user, record=record, asker=asker, reason=said["reason"])  # type: ignore[arg-type]
        return self.told(row)

    @extend_schema(summary="Let the asker read", request=None, responses=AccessRequestSerializer)
    @action(detail=True, methods=["post"])
    def grant(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        services.grant_access(by=request.user, asked=row)  # type: ignore[arg-type]
        return self.told(row, status.HTTP_200_OK)

    @extend_schema(summary="Say no to the asker", request=DeclineSerializer, responses=AccessRequestSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        services.decline_access(by=request.user, asked=row, **heard(DeclineSerializer, request))  # type: ignore[arg-type]
        return self.told(row, status.HTTP_200_OK)


@extend_schema_view(
    list=extend_schema(summary="What is or was in quarantine, for those who may lift it"),
    retrieve=extend_schema(summary="One of them"),
)
class QuarantineViewSet(Seen):
    """Whoever reads a record may hide it from all, at once. Its owner or the security officer shows it again."""

    queryset = Quarantine.objects.with_why().select_related("incident", "actor")
    serializer_class = QuarantineSerializer
    filterset_class = OfIncidentFilters

    @extend_schema(summary="Hide a record from all", request=HideSerializer, responses={201: QuarantineSerializer})
    def create(self, request: Request) -> Response:
        said = heard(HideSerializer, request)
        record = find(request, said)
        row = services.quarantine(by=request.user, record=record, **said)  # type: ignore[arg-type]
        return self.told(Quarantine.objects.with_why().select_related("incident", "actor").get(pk=row.pk))

    @extend_schema(summary="Show it again", request=LiftSerializer, responses=QuarantineSerializer)
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        services.lift(by=request.user, row=row, **heard(LiftSerializer, request))  # type: ignore[arg-type]
        return self.told(self.get_object(), status.HTTP_200_OK)


ROUTES: Final[list[tuple[str, Any, str]]] = [
    ("narrowings", NarrowingViewSet, "narrowing"),
    ("access-requests", AccessRequestViewSet, "access-request"),
    ("quarantines", QuarantineViewSet, "quarantine"),
]

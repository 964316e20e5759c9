"""Requests and answers over HTTP: the same sight and the same services as the pages."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, status, viewsets
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request as Call
from rest_framework.response import Response

from coordination.filtering import OfIncidentFilters
from coordination.incidents.holding import hold
from coordination.incidents.serializers_sharing import mark_said
from coordination.situations import content as contents
from coordination.situations import forms
from coordination.situations.answers import attached, filed
from coordination.situations.api_threads import ThreadMixin
from coordination.situations.models import AnswerFile, GuardedAnswer, Input, Request
from coordination.situations.renderers import Whatever
from coordination.situations.serializers import (
    InputSerializer,
    InputSubmitSerializer,
    ReceiptSerializer,
    RequestDetailSerializer,
    RequestSerializer,
    WithdrawSerializer,
)
from coordination.situations.services import afterwards
from coordination.situations.services.deliveries import Delivery, KeyReused, deliver
from coordination.situations.states import InputState, RequestState
from coordination.situations.views import attachments

NUMBER: Final = "[0-9]{1,18}"
KEY_LENGTH: Final = 80
SENT: Final = [(state.value, state.label) for state in InputState if state != InputState.DRAFT]
IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="A key of the caller's own, new for each answer (a UUID, say), at most 80 signs. The same key with the "
    "same body gives the same receipt; with another body a 422.",
)


class KeyMissing(exceptions.APIException):
    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "idempotency_key_missing"
    default_detail = gettext_lazy("Skicka Idempotency-Key: en egen nyckel på högst 80 tecken, ny för varje svar.")


class KeyTaken(exceptions.APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"


class RequestFilter(OfIncidentFilters):
    state = filters.ChoiceFilter(choices=RequestState.choices)


@extend_schema_view(
    list=extend_schema(summary="Requests in the caller's incidents, the newest first"),
    retrieve=extend_schema(summary="A request with its questions", responses=RequestDetailSerializer),
)
class RequestViewSet(viewsets.ReadOnlyModelViewSet[Request]):
    """Requests for information. One request tells what to answer, in which keys, and until when."""

    queryset = Request.objects.select_related("incident", "asker", "question_set")
    serializer_class = RequestSerializer
    filterset_class = RequestFilter
    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[Request]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Request] = rows.visible_to(self.request.user)
        return seen.prefetch_related("recipients__actor") if self.action == "retrieve" else seen

    def get_serializer_class(self) -> type[Any]:
        return RequestDetailSerializer if self.action == "retrieve" else RequestSerializer


class InputFilter(OfIncidentFilters):
    request = filters.NumberFilter(field_name="request_id", help_text="id of the request")
    actor = filters.CharFilter(field_name="actor__key", max_length=60, help_text="key: kommun-2161")
    state = filters.ChoiceFilter(choices=SENT)


@extend_schema_view(
    list=extend_schema(summary="Answers in the caller's incidents, the newest first"),
    retrieve=extend_schema(summary="An answer"),
)
class InputViewSet(ThreadMixin, viewsets.ReadOnlyModelViewSet[Input]):
    """Answers as they were sent. A draft is nobody's answer yet, and is not here."""

    queryset = Input.objects.select_related("incident", "actor", "request")
    serializer_class = InputSerializer
    filterset_class = InputFilter
    lookup_value_regex = NUMBER
    page_order = ("-submitted_at", "-pk")

    def get_queryset(self) -> QuerySet[Input]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Input] = rows.visible_to(self.request.user).sent()
        guarded = GuardedAnswer.objects.visible_to(self.request.user).order_by("pk")
        with_files: Any = seen.annotate(files_seen=filed.LISTED)
        found: QuerySet[Input] = with_files
        return found.prefetch_related(Prefetch("guarded", queryset=guarded, to_attr="guarded_seen"))

    @extend_schema(
        summary="Send an answer",
        operation_id="inputs_submit",
        parameters=[IDEMPOTENCY_KEY],
        request=InputSubmitSerializer,
        responses={
            201: OpenApiResponse(ReceiptSerializer, description="The answer has come in."),
            200: OpenApiResponse(ReceiptSerializer, description="It had come in before, under the same key."),
        },
    )
    def create(self, request: Call) -> Response:
        """The whole answer at once, for an actor that the caller answers for. A late answer is taken, and marked.

        Sent again, it is a correction: a new version in the place of the former. The receipt stands when it is read.
        """
        key = _key(request)
        heard = InputSubmitSerializer(data=request.data)
        heard.is_valid(raise_exception=True)
        said = heard.validated_data
        done = _deliver(request, _asked(request, said), said, key)
        code = status.HTTP_201_CREATED if done.new else status.HTTP_200_OK
        return Response(ReceiptSerializer(done.sent).data, status=code)

    @extend_schema(
        summary="A file of an answer",
        operation_id="inputs_file",
        parameters=[OpenApiParameter("file", int, OpenApiParameter.PATH)],
        responses={(200, kind): OpenApiTypes.BINARY for kind in attached.ENDINGS},
    )
    @action(detail=True, url_path=f"files/(?P<file>{NUMBER})", renderer_classes=[JSONRenderer, Whatever])
    def file(self, request: Call, pk: str, file: str) -> HttpResponseBase:
        """Its bytes, under the media type that was found in them. Whoever may read the answer may read it."""
        answer = self.get_object()
        found = get_object_or_404(AnswerFile.objects.visible_to(request.user), input=answer, pk=file)
        found.input = answer
        return attachments.handed_out(request._request, found)

    @extend_schema(summary="Take an answer back", request=WithdrawSerializer, responses=InputSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Call, pk: str) -> Response:
        """It no longer counts, and stays readable as withdrawn, with the reason."""
        sent = self.get_object()
        heard = WithdrawSerializer(data=request.data)
        heard.is_valid(raise_exception=True)
        hold(sent.incident_id)
        afterwards.withdraw_input(by=request.user, sent=sent, reason=heard.validated_data["reason"])  # type: ignore[arg-type]
        return Response(self.get_serializer(sent).data)


def _key(request: Call) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise KeyMissing
    return key


def _asked(request: Call, said: dict[str, Any]) -> Request:
    rows = Request.objects.visible_to(request.user).select_related("incident", "question_set")
    if "request" in said:
        return get_object_or_404(rows, pk=said["request"])
    return get_object_or_404(rows, incident__number=said["incident"], number=said["number"])


def _deliver(request: Call, asked: Request, said: dict[str, Any], key: str) -> Delivery:
    by: Any = request.user
    try:
        return deliver(by=by, request=asked, actor=said["actor"], key=key, raw=_raw(said, asked))
    except KeyReused as taken:
        raise KeyTaken(taken.sentence) from taken
    except ValidationError as wrong:
        # The fields are named as the caller wrote them: under content.
        raise exceptions.ValidationError(
            {f"content.{name}": said for name, said in wrong.message_dict.items()}
        ) from wrong


def _raw(said: dict[str, Any], asked: Request) -> dict[str, Any]:
    """The answer with its marking and guards, as the services take it."""
    raw, mark = dict(said["content"]), mark_said(said)
    if mark is not None:
        raw["marking"] = {"marking": mark.marking, "reference": mark.reference, "reason": mark.reason}
    possible = contents.guarded_paths(asked.question_set)
    for path, audience in said.get("guards", {}).items():
        if path not in possible:
            raise exceptions.ValidationError({f"guards.{path}": [_("Begäran frågar inte efter detta.")]})
        forms.put(raw, f"guards.{path}", audience)
    return raw


ROUTES: Final[list[tuple[str, Any, str]]] = [
    ("requests", RequestViewSet, "request"),
    ("inputs", InputViewSet, "input"),
]

"""Published reports over HTTP: their stored bytes, as data and in every edition that the pages have."""

from typing import Any, Final

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request as Call

from coordination.filtering import OfIncidentFilters
from coordination.situations.models import Rendering, Report
from coordination.situations.press import rendering
from coordination.situations.press.editions import EDITIONS
from coordination.situations.press.editions import file_name as edition_name
from coordination.situations.press.printing import file_name
from coordination.situations.report import sensitive
from coordination.situations.serializers import ReportBodySerializer, ReportSerializer
from coordination.situations.states import ReportState
from coordination.situations.views import conditional
from journal.refusals import RuleBroken

NUMBER: Final = "[0-9]{1,18}"
PDF: Final = "application/pdf"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT: Final = "text/plain"
PUBLISHED: Final = [
    (state.value, state.label) for state in (ReportState.PUBLISHED, ReportState.SUPERSEDED, ReportState.WITHHELD)
]
IF_NONE_MATCH: Final = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag that the caller has: a 304 says it still holds.",
)
HAS_IT: Final = OpenApiResponse(description="The caller has it already.")


class ReportFilter(OfIncidentFilters):
    state = filters.ChoiceFilter(choices=PUBLISHED)


class Pdf(JSONRenderer):
    """Lets a caller ask for PDF. The file is answered as it lies; only a problem passes here, as JSON."""

    media_type = PDF
    format = "pdf"


class Word(Pdf):
    media_type = WORD
    format = "docx"


class Spoken(Pdf):
    media_type = TEXT
    format = "txt"


@extend_schema_view(list=extend_schema(summary="Published reports, the newest first"))
class ReportViewSet(viewsets.ReadOnlyModelViewSet[Report]):
    """Published reports: frozen, the same for every reader, and never computed anew."""

    queryset = Report.objects.select_related("incident", "replaces").defer("body", "replaces__body")
    serializer_class = ReportSerializer
    filterset_class = ReportFilter
    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[Report]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Report] = rows.visible_to(self.request.user).published()
        return seen

    @extend_schema(
        summary="A published report, whole",
        parameters=[IF_NONE_MATCH],
        responses={200: ReportBodySerializer, 304: HAS_IT},
    )
    def retrieve(self, request: Call, pk: str) -> HttpResponseBase:  # type: ignore[override]  # bytes as they lie
        """The stored bytes with their ETag."""
        report = _shown(self.get_object())
        stored = Rendering.objects.get(report=report, kind="json")
        answer = conditional.file(
            request._request,
            bytes(stored.data),
            stored.etag,
            kind="application/json",
            name=file_name(report.body, "json"),
        )
        return sensitive.report_left(request.user, report, answer, "json")

    @extend_schema(
        summary="A published report as PDF",
        parameters=[IF_NONE_MATCH],
        responses={
            (200, PDF): OpenApiTypes.BINARY,
            304: HAS_IT,
        },
    )
    @action(detail=True, methods=["get"], renderer_classes=[Pdf, JSONRenderer])
    def pdf(self, request: Call, pk: str) -> HttpResponseBase:
        """Tagged PDF (PDF/UA-1), in the language of Accept-Language: Swedish or English."""
        report = _shown(self.get_object())
        made = rendering.printed(report, get_language() or "sv")
        answer = conditional.file(request._request, bytes(made.data), made.etag, kind=PDF, name=file_name(report.body))
        return sensitive.report_left(request.user, report, answer, "pdf")

    @extend_schema(
        summary="A published report on one page, as PDF",
        parameters=[IF_NONE_MATCH],
        responses={(200, PDF): OpenApiTypes.BINARY, 304: HAS_IT},
    )
    @action(detail=True, methods=["get"], renderer_classes=[Pdf, JSONRenderer])
    def brief(self, request: Call, pk: str) -> HttpResponseBase:
        """One sheet to carry, in the language of Accept-Language: Swedish or English."""
        return self._edition(request, "brief-pdf")

    @extend_schema(
        summary="A published report as a Word document",
        parameters=[IF_NONE_MATCH],
        responses={(200, WORD): OpenApiTypes.BINARY, 304: HAS_IT},
    )
    @action(detail=True, methods=["get"], renderer_classes=[Word, JSONRenderer])
    def docx(self, request: Call, pk: str) -> HttpResponseBase:
        """To write on in, in the language of Accept-Language: Swedish or English."""
        return self._edition(request, "docx")

    @extend_schema(
        summary="A published report to be read aloud",
        parameters=[IF_NONE_MATCH],
        responses={(200, TEXT): OpenApiTypes.STR, 304: HAS_IT},
    )
    @action(detail=True, methods=["get"], renderer_classes=[Spoken, JSONRenderer])
    def radio(self, request: Call, pk: str) -> HttpResponseBase:
        """Plain text for the radio, always in Swedish."""
        return self._edition(request, "txt")

    def _edition(self, request: Call, kind: str) -> HttpResponseBase:
        report, edition = _shown(self.get_object()), EDITIONS[kind]
        made = rendering.edition(report, kind, get_language() or "sv")
        name = edition_name(report.body, edition)
        answer = conditional.file(request._request, bytes(made.data), made.etag, kind=edition.kind, name=name)
        return sensitive.report_left(request.user, report, answer, kind)


def _shown(report: Report) -> Report:
    if report.state == ReportState.WITHHELD:
        raise RuleBroken(_("Lägesrapport nr %(number)d hålls inne och visas inte.") % {"number": report.number or 0})
    return report


ROUTES: Final[list[tuple[str, Any, str]]] = [("reports", ReportViewSet, "report")]

"""What the processes show under /api/v1/. It stands on public pages, so it asks nobody to sign in."""

from typing import Any, Final

from rest_framework import permissions, viewsets

from processes.models import CountyProcess, Publication
from processes.serializers import ProcessSerializer, PublicationSerializer


class ProcessViewSet(viewsets.ReadOnlyModelViewSet[CountyProcess]):
    """The 21 counties' development processes, by SCB county code."""

    queryset = CountyProcess.objects.public().select_related("county").prefetch_related("documents")
    serializer_class = ProcessSerializer
    permission_classes = [permissions.AllowAny]
    filterset_fields = ["status", "county__civil_area"]
    lookup_field = "county"
    lookup_value_regex = "[0-9]{2}"


class PublicationViewSet(viewsets.ReadOnlyModelViewSet[Publication]):
    """What has been published about the concept and the process."""

    queryset = Publication.objects.public()
    serializer_class = PublicationSerializer
    permission_classes = [permissions.AllowAny]
    filterset_fields = ["kind"]
    lookup_field = "key"


ROUTES: Final[list[tuple[str, Any, str]]] = [
    ("processes", ProcessViewSet, "process"),
    ("publications", PublicationViewSet, "publication"),
]

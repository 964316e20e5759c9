"""What the API's views of an incident's records share: sight, who asks, what was said, the row as it then is."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import mixins, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Person
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident


class Reading(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """A list and one row, of what the caller may see."""

    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().visible_to(self.request.user)  # type: ignore[attr-defined, no-any-return]  # ours

    @property
    def person(self) -> Person:
        user = getattr(self.request.user, "_wrapped", self.request.user)
        if not isinstance(user, Person):
            raise TypeError("nobody is signed in")
        return user

    def heard(self, shape: type[Any], request: Request) -> dict[str, Any]:
        """The request's body in the given shape, or a 400 that names the fields."""
        serializer = shape(data=request.data)
        serializer.is_valid(raise_exception=True)
        said: dict[str, Any] = serializer.validated_data
        return said

    def told(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        """The row as it now stands."""
        return Response(self.get_serializer(self.get_queryset().get(pk=row.pk)).data, status=code)

    def find_incident(self, number: str) -> Incident:
        incident: Incident = get_object_or_404(Incident.objects.visible_to(self.request.user), number=number)
        return incident

    def opened(self, said: dict[str, Any]) -> Incident:
        """The incident that the body names, held while it is written in."""
        incident = self.find_incident(said.pop("incident"))
        hold(incident.pk)
        return incident

    def held(self) -> Any:
        """The row of the address, with its incident held."""
        row = self.get_object()
        hold(row.incident_id)
        return row

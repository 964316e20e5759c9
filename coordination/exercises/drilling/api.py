"""The drills of the caller's own board, with their figures and each actor's links. Read only: a person plans them."""

from typing import Any, Final

from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from coordination.exercises.models import Drill, DrillResult


class DrillResultSerializer(serializers.ModelSerializer[DrillResult]):
    actor = serializers.CharField(source="actor.key", read_only=True)

    class Meta:
        model = DrillResult
        fields = (
            "actor",
            "told_at",
            "signed_in_at",
            "answered_at",
            "compiled_at",
            "read_at",
            "acknowledged_at",
            "contact",
        )


class DrillSerializer(serializers.ModelSerializer[Drill]):
    owner = serializers.CharField(source="owner.key", read_only=True)
    incident = serializers.CharField(source="incident.number", read_only=True, allow_null=True, default=None)
    results = DrillResultSerializer(many=True, read_only=True)
    figures = serializers.JSONField(read_only=True, help_text="asked, whole_chain and how many held each link")

    class Meta:
        model = Drill
        fields = (
            "id",
            "owner",
            "incident",
            "state",
            "announced",
            "starts_at",
            "minutes",
            "why",
            "measured_at",
            "figures",
            "results",
        )


class DrillViewSet(viewsets.ReadOnlyModelViewSet[Drill]):
    """Readiness drills. An unannounced one is known to who leads it and to nobody else."""

    queryset = Drill.objects.select_related("owner", "incident").prefetch_related("results__actor")
    serializer_class = DrillSerializer
    filterset_fields = ["state", "announced"]
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Any] = rows.visible_to(self.request.user)
        return seen


ROUTES: Final[list[tuple[str, Any, str]]] = [("drills", DrillViewSet, "drill")]

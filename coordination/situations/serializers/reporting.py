"""Published reports in the API."""

from typing import Any

from rest_framework import serializers

from coordination.incidents.serializers_sharing import MARKS, HasMarkSerializer
from coordination.situations.models import (
    Report,
)


class ReportSerializer(HasMarkSerializer, serializers.ModelSerializer[Report]):
    """A published report, without its text: that is at `reports/{id}`."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    replaces = serializers.IntegerField(source="replaces.number", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Report
        fields = (
            "id",
            "incident",
            "number",
            "state",
            *MARKS,
            "published_at",
            "next_at",
            "replaces",
            "content_hash",
        )
        read_only_fields = fields


class ReportBodySerializer(serializers.Serializer[Any]):
    """A published report, whole and frozen: what was compiled of the answers, and the county's words on it."""

    report = serializers.DictField(help_text="number, published_at, published_by, marking, replaces, next_at, hash")
    words = serializers.DictField(
        child=serializers.CharField(allow_blank=True), help_text="what people wrote; [3] is a source"
    )
    incident = serializers.DictField()
    request = serializers.DictField(allow_null=True)
    as_of = serializers.DateTimeField()
    compiled_at = serializers.DateTimeField()
    invited = serializers.IntegerField()
    answered = serializers.ListField(child=serializers.DictField())
    silent = serializers.ListField(child=serializers.DictField(), help_text="those who have not answered")
    overall = serializers.DictField(help_text="worst grade and distribution; never an average")
    functions = serializers.ListField(child=serializers.DictField())
    numbers = serializers.ListField(
        child=serializers.DictField(), help_text="totals, with their parts and what is missing"
    )
    texts = serializers.ListField(child=serializers.DictField())
    needs = serializers.ListField(child=serializers.DictField())
    changes = serializers.ListField(child=serializers.DictField())
    compared_to = serializers.IntegerField(allow_null=True)
    sources = serializers.ListField(child=serializers.DictField())
    left_out = serializers.ListField(
        child=serializers.DictField(), help_text="those who answered, but not to all who read the report"
    )
    marked = serializers.IntegerField(help_text="how many of the answers are marked higher than open")
    withheld = serializers.IntegerField(help_text="answers that are left out, because not all readers may read them")

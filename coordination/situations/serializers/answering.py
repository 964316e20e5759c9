"""Answers in the API: what is sent, what is read, and the receipt."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from actors.models import Actor
from coordination.incidents.serializers_sharing import MARKS, HasMarkSerializer, MarkSerializer
from coordination.situations.content import (
    GUARD_CHOICES,
    LARGEST_NUMBER,
    LONGEST_TEXT,
    MOST_NEEDS,
    MOST_ROWS,
    canonical,
)
from coordination.situations.models import (
    Confidence,
    Input,
    Trend,
)

LARGEST_CONTENT = 200_000


class Strict(serializers.Serializer[Any]):
    """A shape that takes no other fields than its own: what is misspelt must not be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            strange = {name: [_("Fältet finns inte.")] for name in data if name not in self.fields}
            if strange:
                raise serializers.ValidationError(strange)
        return super().to_internal_value(data)


class GradedSerializer(Strict):
    """The three criteria, 0 to 2, null for "vet inte". The portal computes the grade; another one needs a reason."""

    works = serializers.IntegerField(min_value=0, max_value=2, allow_null=True)
    resources = serializers.IntegerField(min_value=0, max_value=2, allow_null=True)
    load = serializers.IntegerField(min_value=0, max_value=2, allow_null=True)
    proposed = serializers.IntegerField(
        min_value=1, max_value=5, allow_null=True, required=False, help_text="computed; what is sent is not read"
    )
    grade = serializers.IntegerField(min_value=1, max_value=5, allow_null=True, required=False)
    reason = serializers.CharField(max_length=300, allow_blank=True, required=False)
    trend = serializers.ChoiceField(choices=Trend.choices, allow_blank=True, required=False)
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_blank=True, required=False)


class NeedSerializer(Strict):
    """A need of resources."""

    what = serializers.CharField(max_length=300)
    amount = serializers.CharField(max_length=300, allow_blank=True, required=False)
    unit = serializers.CharField(max_length=300, allow_blank=True, required=False)
    where = serializers.CharField(max_length=300, allow_blank=True, required=False)
    needed_by = serializers.CharField(max_length=300, allow_blank=True, required=False)
    consequence = serializers.CharField(max_length=300, allow_blank=True, required=False)


class PlaceSerializer(Strict):
    """A place: in words, by municipality, and as a point (WGS 84) where somebody knows it."""

    name = serializers.CharField(max_length=160, allow_blank=True, required=False)
    municipality = serializers.CharField(max_length=4, allow_blank=True, required=False)
    lat = serializers.FloatField(allow_null=True, required=False)
    lon = serializers.FloatField(allow_null=True, required=False)


class ContentSerializer(Strict):
    """What an answer says. What is left out is unknown, not zero."""

    overall = GradedSerializer()
    functions = serializers.DictField(child=GradedSerializer(), required=False)
    numbers = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=LARGEST_NUMBER, allow_null=True), required=False
    )
    texts = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True), required=False
    )
    needs = serializers.ListField(child=NeedSerializer(), max_length=MOST_NEEDS, required=False)
    places = serializers.DictField(child=PlaceSerializer(), required=False)
    rows = serializers.DictField(
        child=serializers.ListField(child=serializers.DictField(), max_length=MOST_ROWS), required=False
    )
    reused = serializers.DictField(
        child=serializers.IntegerField(), read_only=True, help_text="path: id of the answer that it was taken from"
    )


@extend_schema_field(ContentSerializer)
class ContentField(serializers.JSONField):
    """The content as it was kept when the answer was sent."""


class GuardedSerializer(serializers.Serializer[Any]):
    """A field with a narrower audience than its answer."""

    path = serializers.CharField(help_text="texts.forecast, numbers.injured or needs")
    audience = serializers.ChoiceField(choices=GUARD_CHOICES)
    value = serializers.JSONField()


class AnswerFileSerializer(serializers.Serializer[Any]):
    """A file of an answer. `media_type` was found in its content; pictures carry no place, time or camera."""

    id = serializers.IntegerField()
    question = serializers.CharField(help_text="key of the question that it answers")
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    sha256 = serializers.CharField()
    url = serializers.CharField(help_text="where its bytes are, for whoever may read the answer")


class InputSerializer(HasMarkSerializer, serializers.ModelSerializer[Input]):
    """An answer (svar) as it was sent. A correction is a new version; nothing is overwritten."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    trend = serializers.ChoiceField(choices=Trend.choices, allow_blank=True, read_only=True)
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_blank=True, read_only=True)
    content = ContentField(read_only=True)
    guarded = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    class Meta:
        model = Input
        fields = (
            "id",
            "number",
            "incident",
            "request",
            "actor",
            "version",
            "state",
            "grade",
            "proposed",
            "reason",
            "trend",
            "confidence",
            "summary",
            "oral",
            "late",
            "submitted_at",
            "content_hash",
            "content",
            "question_back",
            "question_at",
            "read_at",
            *MARKS,
            "audience",
            "audience_until",
            "guarded",
            "files",
        )
        read_only_fields = fields

    @extend_schema_field(AnswerFileSerializer(many=True))
    def get_files(self, row: Input) -> list[dict[str, Any]]:
        """Its files, read only: they are put in on the page, and a correction sent here keeps them."""
        found = getattr(row, "files_seen", ())
        return [{**one, "url": reverse("api-input-file", args=[row.pk, one["id"]])} for one in found]

    @extend_schema_field(GuardedSerializer(many=True))
    def get_guarded(self, row: Input) -> list[dict[str, Any]]:
        """Fields with an audience of their own that the caller is in; they are not in `content`."""
        found = getattr(row, "guarded_seen", ())
        return [{"path": one.path, "audience": one.audience, "value": one.value} for one in found]


@extend_schema_field({"oneOf": [{"type": "string", "maxLength": 60}, {"type": "integer"}]})
class ActorField(serializers.Field[Actor, Any, Any, Any]):
    """An actor by its key, or by its id."""

    def to_internal_value(self, data: Any) -> Actor:
        by_key = isinstance(data, str) and "\x00" not in data and data.isprintable()
        by_id = isinstance(data, int) and not isinstance(data, bool)
        found = Actor.objects.filter(**({"key": data} if by_key else {"pk": data})).first() if by_key or by_id else None
        if found is None:
            raise serializers.ValidationError(_("Aktören finns inte."))
        return found


class InputSubmitSerializer(MarkSerializer, Strict):
    """An answer to send. The request is named by its id, or by the incident's number and the request's number in it."""

    request = serializers.IntegerField(required=False, min_value=1, help_text="id of the request")
    incident = serializers.CharField(required=False, max_length=12, help_text="number of the incident: 2025-041")
    number = serializers.IntegerField(required=False, min_value=1, help_text="number of the request in the incident")
    actor = ActorField(help_text="key or id of the actor that the caller answers for")
    content = ContentSerializer()
    guards = serializers.DictField(
        child=serializers.ChoiceField(choices=GUARD_CHOICES),
        required=False,
        help_text="fields with a narrower audience than the answer: {'texts.forecast': 'own'}; named is own and the "
        "county board that leads",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        by_id, by_number = "request" in attrs, "incident" in attrs and "number" in attrs
        if by_id == by_number:
            raise serializers.ValidationError(
                {"request": [_("Ange begäran med request, eller med incident och number.")]}
            )
        if len(canonical(attrs["content"])) > LARGEST_CONTENT:
            raise serializers.ValidationError({"content": [_("Svaret är för stort för att sparas.")]})
        return attrs


class ReceiptSerializer(serializers.ModelSerializer[Input]):
    """The receipt: the county has the answer. `content_hash` is the SHA-256 of the content as it was kept, with
    the hashes of its files where it has any."""

    class Meta:
        model = Input
        fields = ("id", "number", "submitted_at", "late", "content_hash", "version", "state", "grade", "proposed")
        read_only_fields = fields


class WithdrawSerializer(Strict):
    """Why the answer is taken back. All who take part can read it."""

    reason = serializers.CharField(max_length=2000)

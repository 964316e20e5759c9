"""Requests in the API, with the questions that they ask."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from actors.models import Actor
from coordination.incidents.serializers_sharing import MARKS, HasMarkSerializer
from coordination.situations.models import (
    Function,
    QuestionKind,
    QuestionSet,
    Recipient,
    Request,
)


class RequestSerializer(HasMarkSerializer, serializers.ModelSerializer[Request]):
    """A request (begäran): who asks, why, on what legal ground, and until when one may answer."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    asker = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    question_set = serializers.CharField(source="question_set.key", read_only=True)

    class Meta:
        model = Request
        fields = (
            "id",
            "incident",
            "number",
            "state",
            "purpose",
            "legal_ground",
            "asker",
            "as_of",
            "deadline",
            "sent_at",
            "question_set",
            *MARKS,
        )
        read_only_fields = fields


class FunctionSerializer(serializers.ModelSerializer[Function]):
    """A societal function to grade."""

    class Meta:
        model = Function
        fields = ("key", "name_sv", "name_en", "hint_sv", "hint_en")
        read_only_fields = fields


class QuestionSerializer(serializers.Serializer[Any]):
    """A question. `key` is its name in the part of the content that its kind belongs to.

    number: `numbers`; text, choice and yes_no: `texts`; place: `places`; rows: `rows`; needs: `needs`.
    """

    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=QuestionKind.values)
    name_sv = serializers.CharField()
    name_en = serializers.CharField()
    definition_sv = serializers.CharField(default="")
    definition_en = serializers.CharField(default="")
    hint_sv = serializers.CharField(default="")
    hint_en = serializers.CharField(default="")
    unit_sv = serializers.CharField(default="")
    unit_en = serializers.CharField(default="")
    choices = serializers.ListField(child=serializers.DictField(child=serializers.CharField()), default=list)
    columns = serializers.ListField(
        child=serializers.DictField(),
        default=list,
        help_text="of rows: key, kind and names of each",
    )
    shelf_minutes = serializers.IntegerField(default=1440, help_text="older than this an answer counts as unknown")


class SectionSerializer(serializers.Serializer[Any]):
    """A part of the question set."""

    key = serializers.CharField()
    name_sv = serializers.CharField()
    name_en = serializers.CharField()
    questions = QuestionSerializer(many=True)


class QuestionSetSerializer(serializers.ModelSerializer[QuestionSet]):
    """What is asked: sections of questions, and the functions to grade."""

    sections = SectionSerializer(many=True, read_only=True)
    functions = serializers.SerializerMethodField()

    class Meta:
        model = QuestionSet
        fields = ("key", "version", "name_sv", "name_en", "sections", "functions")
        read_only_fields = fields

    @extend_schema_field(FunctionSerializer(many=True))
    def get_functions(self, asked: QuestionSet) -> list[dict[str, Any]]:
        found = Function.objects.in_bulk(asked.functions)
        return list(FunctionSerializer([found[key] for key in asked.functions if key in found], many=True).data)


class RecipientSerializer(serializers.ModelSerializer[Recipient]):
    """An actor that was asked, and how far it has come. Silence is a visible state."""

    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)

    class Meta:
        model = Recipient
        fields = ("actor", "opened_at", "began_at", "reminded_at", "answered_at")
        read_only_fields = fields


class RequestDetailSerializer(RequestSerializer):
    """A request with its questions and recipients: all that a system needs to know to answer."""

    question_set = QuestionSetSerializer(read_only=True)  # type: ignore[assignment]  # in full here
    recipients = RecipientSerializer(many=True, read_only=True)

    class Meta(RequestSerializer.Meta):
        fields = (*RequestSerializer.Meta.fields, "recipients")  # type: ignore[assignment]  # one more
        read_only_fields = fields  # type: ignore[assignment]

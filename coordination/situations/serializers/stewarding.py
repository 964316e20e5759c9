"""What needs judgement, what goes apart, and the thread about an answer, in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from actors.models import Actor
from coordination.situations.models import Confidence, Input, Remark
from coordination.situations.serializers.answering import Strict
from coordination.situations.states import DisputeState

LONGEST_REASON, LONGEST_NOTE, LONGEST_REMARK = 500, 300, 2000
STANDING = [(state.value, state.label) for state in DisputeState if state != DisputeState.GONE]


class SideSerializer(serializers.Serializer[Any]):
    """One of those that do not say the same, with what it says, as it was compiled."""

    input = serializers.IntegerField(help_text="id of the answer")
    actor = serializers.CharField(source="short", help_text="short name of the actor")
    said = serializers.CharField(source="words")
    at = serializers.DateTimeField()


class ApartSerializer(serializers.Serializer[Any]):
    """What goes apart: found by a rule, settled by a person or published as it is."""

    id = serializers.IntegerField(source="row.pk")
    rule = serializers.CharField(source="row.rule_id")
    name = serializers.CharField(help_text="what the rule is called")
    about = serializers.CharField(help_text="a municipality, a road, an actor")
    state = serializers.ChoiceField(source="row.state", choices=STANDING)
    reason = serializers.CharField(source="row.reason", allow_blank=True)
    holds = serializers.IntegerField(source="row.holds_id", allow_null=True, help_text="id of the answer that counts")
    settled_at = serializers.DateTimeField(source="row.settled_at", allow_null=True)
    sides = SideSerializer(many=True)


class JudgedSerializer(serializers.ModelSerializer[Input]):
    """An answer to look at, with the reasons in words."""

    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    reasons = serializers.ListField(child=serializers.CharField(), read_only=True)
    same_text_as = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="id of an earlier answer, by another actor, with the same words"
    )

    class Meta:
        model = Input
        fields = ("id", "number", "actor", "submitted_at", "grade", "reasons", "same_text_as")
        read_only_fields = fields


@extend_schema_serializer(many=False)
class DeskSerializer(serializers.Serializer[Any]):
    """The steward's desk of an incident. `older` is for the next page of answers, null on the last."""

    apart = ApartSerializer(many=True)
    answers = JudgedSerializer(many=True)
    older = serializers.CharField(allow_null=True)


class SettleSerializer(Strict):
    """Why, and which answer holds; null where both may stand."""

    reason = serializers.CharField(max_length=LONGEST_REASON)
    holds = serializers.IntegerField(min_value=1, allow_null=True, default=None, help_text="id of an answer")


class ShowSerializer(Strict):
    reason = serializers.CharField(max_length=LONGEST_REASON, allow_blank=True, default="")


class AskSidesSerializer(Strict):
    """Whom to ask of those that go apart, and what. Without sides all of them are asked."""

    question = serializers.CharField(max_length=LONGEST_REMARK)
    sides = serializers.ListField(
        child=serializers.IntegerField(min_value=1), max_length=100, default=list, help_text="ids of answers"
    )


class RemarkSerializer(serializers.ModelSerializer[Remark]):
    """A line of the thread about an answer. `asks`: a question, which the actor answers or corrects its answer."""

    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)

    class Meta:
        model = Remark
        fields = ("id", "actor", "asks", "text", "at")
        read_only_fields = fields


class QuestionBackSerializer(Strict):
    question = serializers.CharField(max_length=LONGEST_REMARK)


class ReplySerializer(Strict):
    text = serializers.CharField(max_length=LONGEST_REMARK)


class WeighSerializer(Strict):
    """How certain the county board holds the answer for. Empty takes the judgement back."""

    weighed = serializers.ChoiceField(choices=Confidence.choices, allow_blank=True)
    note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")


class SameSerializer(Strict):
    """The answer that tells the same: its figures are counted, this one's are not. Null takes it back."""

    other = serializers.IntegerField(min_value=1, allow_null=True, help_text="id of an answer")


class WeighedSerializer(serializers.ModelSerializer[Input]):
    """The county board's judgement of an answer."""

    same_as = serializers.IntegerField(source="same_as_id", read_only=True, allow_null=True)

    class Meta:
        model = Input
        fields = ("id", "number", "weighed", "weighed_note", "weighed_at", "same_as")
        read_only_fields = fields

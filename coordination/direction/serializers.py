"""The shape of directions, positions and measures in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from actors.models import Actor
from coordination.direction.forms import WORDS
from coordination.direction.models import TEXT_FIELDS, Direction, Measure, Position, ProtectionValue, Reception, Stand
from coordination.direction.receiving import reach_of
from coordination.direction.states import MeasureState, Reach
from coordination.incidents.serializers_sharing import MARKS, HasMarkSerializer, MarkSerializer


class DirectionSerializer(HasMarkSerializer, serializers.ModelSerializer[Direction]):
    """A direction with its words. Once fixed, `body` holds all that was frozen, and `content_hash` its SHA-256."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    replaces = serializers.IntegerField(source="replaces.number", read_only=True, allow_null=True, default=None)
    goals = serializers.ListField(child=serializers.CharField(max_length=300))
    protection_values = serializers.MultipleChoiceField(choices=ProtectionValue.choices)
    body = serializers.DictField(read_only=True)

    class Meta:
        model = Direction
        fields = [
            "id",
            "incident",
            "number",
            "version",
            "revision",
            "state",
            *TEXT_FIELDS,
            "proposed_at",
            "fixed_at",
            "replaces",
            "content_hash",
            *MARKS,
            "body",
        ]
        read_only_fields = fields


class DirectionBeginSerializer(serializers.Serializer[Any]):
    incident = serializers.CharField(max_length=12, help_text="number of the incident: 2025-041")


class DirectionTextSerializer(MarkSerializer):
    """An edit of the draft: the revision it began from, and the fields that change."""

    revision = serializers.IntegerField(min_value=0)
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    intended = serializers.CharField(required=False, allow_blank=True, max_length=300)
    goals = serializers.ListField(required=False, child=serializers.CharField(max_length=300))
    protection_values = serializers.ListField(
        required=False, child=serializers.ChoiceField(choices=ProtectionValue.choices)
    )
    valid_from = serializers.DateTimeField(required=False, allow_null=True)
    valid_to = serializers.DateTimeField(required=False, allow_null=True)
    message = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    follow_up = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    effect_question = serializers.CharField(required=False, allow_blank=True, max_length=200)
    answer_by = serializers.DateTimeField(required=False, allow_null=True)


class ReceptionSerializer(serializers.ModelSerializer[Reception]):
    """How far a direction or an announcement has come at an actor. Times are the incident's."""

    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    reach = serializers.SerializerMethodField()

    class Meta:
        model = Reception
        fields = [
            *("id", "direction", "announcement", "actor", "reach"),
            *("seen_at", "understood_at", "acting_at", "escalated_at"),
        ]
        read_only_fields = fields

    def get_reach(self, row: Reception) -> str:
        return str(reach_of(row)[0].value)


class ReceptionToldSerializer(serializers.Serializer[Any]):
    """Of a direction or of an announcement: one of the two."""

    direction = serializers.IntegerField(required=False, min_value=1)
    announcement = serializers.IntegerField(required=False, min_value=1)
    actor = serializers.CharField(max_length=80, help_text="key of one's own actor")
    reach = serializers.ChoiceField(choices=[Reach.UNDERSTOOD, Reach.ACTING])

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("direction" in attrs) == ("announcement" in attrs):
            raise serializers.ValidationError(_("Säg vilken inriktning eller vilket meddelande det gäller."))
        return attrs


class NoteSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class PositionSerializer(HasMarkSerializer, serializers.ModelSerializer[Position]):
    """What an actor said. `current` is false for a position on a former wording."""

    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    current = serializers.SerializerMethodField()

    class Meta:
        model = Position
        fields = [
            "id",
            "direction",
            "actor",
            "version",
            "current",
            "stand",
            "reason",
            "own_body",
            "own_body_at",
            "at",
            *MARKS,
        ]
        read_only_fields = fields

    def get_current(self, position: Position) -> bool:
        return position.version == position.direction.version


class PositionTakenSerializer(MarkSerializer):
    direction = serializers.IntegerField(help_text="id of the direction")
    actor = serializers.CharField(max_length=60, help_text="key of the actor that the caller answers for")
    stand = serializers.ChoiceField(choices=Stand.choices)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")
    own_body = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    own_body_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class MeasureSerializer(HasMarkSerializer, serializers.ModelSerializer[Measure]):
    incident = serializers.CharField(source="incident.number", read_only=True)
    owner = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    need = serializers.IntegerField(source="need.number", read_only=True, allow_null=True, default=None)
    depends_on = serializers.SerializerMethodField()
    late = serializers.SerializerMethodField()

    class Meta:
        model = Measure
        fields = [
            "id",
            "incident",
            "direction",
            "need",
            "depends_on",
            "owner",
            "what",
            "due",
            "late",
            "state",
            "remark",
            "noted_at",
            "made_at",
            *MARKS,
        ]
        read_only_fields = fields

    def get_depends_on(self, measure: Measure) -> list[int]:
        """Keys of the measures that it waits for, of those that the caller reads."""
        return sorted(other.pk for other in measure.depends_on.all())

    def get_late(self, measure: Measure) -> bool:
        return measure.is_late(measure.journal_now())


class MeasureSuggestedSerializer(MarkSerializer):
    incident = serializers.CharField(max_length=12, help_text="number of the incident")
    owner = serializers.CharField(max_length=60, help_text="key of an actor that takes part")
    what = serializers.CharField(max_length=300)
    due = serializers.DateTimeField(help_text="in the incident's time")
    direction = serializers.IntegerField(required=False, allow_null=True, default=None)
    need = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="number of a need")
    depends_on = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, default=list, max_length=20
    )


class MeasureAnsweredSerializer(serializers.Serializer[Any]):
    """The owner's word: another state, a remark, or both."""

    state = serializers.ChoiceField(
        required=False, choices=[(state, word) for state, word in MeasureState.choices if state in WORDS]
    )
    remark = serializers.CharField(
        required=False, allow_blank=True, max_length=300, default="", help_text=str(_("Skäl behövs för att tacka nej."))
    )

"""The shape in the API of what comes after a direction is fixed: new positions, judgements, important messages."""

from typing import Any

from rest_framework import serializers

from actors.models import Actor
from coordination.direction.models import Announcement, Assessment, LaterPosition, Stand, Verdict
from coordination.direction.services.directions import LONGEST, SEEN_WITHIN, SHORTEST
from coordination.direction.services.later_positions import LONGEST_DECISION, LONGEST_URL
from coordination.incidents.serializers_sharing import MARKS, HasMarkSerializer, MarkSerializer


class LaterPositionSerializer(HasMarkSerializer, serializers.ModelSerializer[LaterPosition]):
    """What an actor has said since the direction was fixed. The position that it was fixed with stands beside it."""

    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)

    class Meta:
        model = LaterPosition
        fields = ["id", "direction", "actor", "stand", "reason", "decision", "decision_url", "at", *MARKS]
        read_only_fields = fields


class LaterPositionSaidSerializer(MarkSerializer):
    direction = serializers.IntegerField(min_value=1, help_text="id of a fixed direction")
    actor = serializers.CharField(max_length=80, help_text="key of one's own actor")
    stand = serializers.ChoiceField(choices=Stand.choices)
    reason = serializers.CharField(max_length=2000)
    decision = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_DECISION, default="")
    decision_url = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_URL, default="", help_text="http or https"
    )


class AssessmentSerializer(HasMarkSerializer, serializers.ModelSerializer[Assessment]):
    """The county's judgement of what a direction came to. The newest is what it thinks now."""

    incident = serializers.CharField(source="incident.number", read_only=True)

    class Meta:
        model = Assessment
        fields = ["id", "incident", "direction", "verdict", "text", "at", *MARKS]
        read_only_fields = fields


class AssessmentMadeSerializer(MarkSerializer):
    direction = serializers.IntegerField(min_value=1)
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    text = serializers.CharField(max_length=500)


class AnnouncementSerializer(HasMarkSerializer, serializers.ModelSerializer[Announcement]):
    incident = serializers.CharField(source="incident.number", read_only=True)

    class Meta:
        model = Announcement
        fields = ["id", "incident", "number", "heading", "text", "seen_within", "sent_at", *MARKS]
        read_only_fields = fields


class AnnouncementSentSerializer(MarkSerializer):
    incident = serializers.CharField(max_length=12, help_text="number of the incident: 2025-041")
    heading = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=4000)
    actors = serializers.ListField(
        required=False, child=serializers.CharField(max_length=80), help_text="keys; left out: all who take part"
    )
    seen_within = serializers.IntegerField(
        required=False, min_value=SHORTEST, max_value=LONGEST, default=SEEN_WITHIN, help_text="minutes"
    )


class EffectSerializer(serializers.Serializer[Any]):
    """What one actor last answered on whether a direction is reached."""

    actor = serializers.CharField(source="actor.key")
    said = serializers.CharField(help_text="reached, partly, not, unclear, silent, or withheld: read by fewer")
    at = serializers.DateTimeField(allow_null=True)
    answer = serializers.IntegerField(allow_null=True, help_text="id of the answer")
    why = serializers.CharField()

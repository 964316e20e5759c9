"""The shape of markings, of who may read, and of quarantine in the API."""

from typing import Any, Final

from rest_framework import serializers

from coordination.incidents.models import AccessRequest, Marking, Narrowing, Quarantine, Reference
from coordination.incidents.services import Mark
from coordination.incidents.states import Audience

KIND: Final = "input, logline, request, report, direction, position, measure, resourceneed, resourceoffer or escalation"
MARKS: Final = ("marking", "marking_reference", "marking_reason")


class MarkSerializer(serializers.Serializer[Any]):
    """How what is written is marked. Left out, it takes the incident's marking, or that of what it corrects."""

    marking = serializers.ChoiceField(choices=Marking.choices, required=False)
    marking_reference = serializers.ChoiceField(
        choices=Reference.choices, required=False, allow_blank=True, help_text="section of OSL; needed for sensitive"
    )
    marking_reason = serializers.CharField(
        max_length=300, required=False, allow_blank=True, help_text="needed for sensitive"
    )


class HasMarkSerializer(serializers.Serializer[Any]):
    """How a row is marked, to read. A model's own field does not say that it may be empty."""

    marking_reference = serializers.ChoiceField(choices=Reference.choices, allow_blank=True, read_only=True)


def mark_said(said: dict[str, Any]) -> Mark | None:
    """Takes the marking out of what was sent; None where there was none."""
    marking, reference, reason = (said.pop(name, "") for name in MARKS)
    return Mark(marking, reference, reason) if marking else None


class AboutSerializer(serializers.Serializer[Any]):
    """Which record: its incident, its kind and its id."""

    incident = serializers.CharField(max_length=12, help_text="number of the incident: 2025-041")
    kind = serializers.CharField(max_length=20, help_text=KIND)
    id = serializers.IntegerField(min_value=1, help_text="id of the record")


class NarrowSerializer(AboutSerializer):
    """own or named let fewer read, until a time; participants or national let all read again."""

    audience = serializers.ChoiceField(choices=Audience.choices)
    actors = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, help_text="keys of those who may read, for named"
    )
    reason = serializers.CharField(max_length=300)
    legal_ground = serializers.ChoiceField(choices=Reference.choices, required=False, allow_blank=True)
    until = serializers.DateTimeField(required=False, help_text="real time, at most a year ahead; for own and named")


class NarrowingSerializer(serializers.ModelSerializer[Narrowing]):
    """A decision of one's own actor about who may read. `lacking` is how many participants cannot."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    actor = serializers.CharField(source="actor.key", read_only=True)
    legal_ground = serializers.ChoiceField(choices=Reference.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Narrowing
        fields = (
            "id",
            "incident",
            "kind",
            "object_id",
            "label",
            "actor",
            "audience",
            "reason",
            "legal_ground",
            "until",
            "lacking",
            "at",
        )
        read_only_fields = fields


class AskSerializer(AboutSerializer):
    asker = serializers.CharField(max_length=60, help_text="key of the actor that the caller answers for")
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class AccessRequestSerializer(serializers.ModelSerializer[AccessRequest]):
    """An actor asks another to let it read."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    actor = serializers.CharField(source="actor.key", read_only=True)
    asker = serializers.CharField(source="asker.key", read_only=True)

    class Meta:
        model = AccessRequest
        fields = (
            "id",
            "incident",
            "kind",
            "object_id",
            "label",
            "actor",
            "asker",
            "reason",
            "state",
            "at",
            "answered_at",
            "note",
        )
        read_only_fields = fields


class DeclineSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class HideSerializer(AboutSerializer):
    reason = serializers.CharField(max_length=300, help_text="why it is not to be here; never what it says")


class LiftSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=300)


class QuarantineSerializer(serializers.ModelSerializer[Quarantine]):
    """A record that nobody reads. It never says what the record said."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    actor = serializers.CharField(source="actor.key", read_only=True)
    reason = serializers.CharField(source="why", read_only=True)
    lifted_note = serializers.CharField(source="lifted_why", read_only=True)

    class Meta:
        model = Quarantine
        fields = (
            "id",
            "incident",
            "kind",
            "object_id",
            "label",
            "actor",
            "reason",
            "at",
            "lifted_at",
            "lifted_note",
            "part_of",
        )
        read_only_fields = fields

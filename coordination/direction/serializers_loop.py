"""The shape of cycles, notes, needs and influence in the API."""

from typing import Any, Final

from rest_framework import serializers

from actors.models import Actor
from coordination.direction.models import (
    ActionDomain,
    Cycle,
    Influence,
    InfluenceReply,
    Means,
    Need,
    NeedDomain,
    NeedKind,
    Note,
    NoteKind,
    Outlook,
    ProtectionValue,
    Response,
    Scope,
)
from coordination.direction.states import NeedState
from coordination.incidents.serializers_sharing import MARKS, HasMarkSerializer, MarkSerializer
from coordination.situations.models import Confidence

INCIDENT: Final = "number of the incident: 2025-041"
ACTOR: Final = "key of an actor"
RECEIPT: Final = "receipt number of an answer that the caller reads"


class CycleSerializer(HasMarkSerializer, serializers.ModelSerializer[Cycle]):
    """One pass of the loop. `gaps` are what was open when it was closed: kinds, counts and numbers, no words."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    protection_values = serializers.ListField(child=serializers.ChoiceField(choices=ProtectionValue.choices))
    gaps = serializers.ListField(child=serializers.DictField(), read_only=True)
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Cycle
        fields = [
            "id", "incident", "number", "state", "revision", "started_at", "closed_at", "protection_values",
            "principle", "forgotten", "decided_by", "decided_at", "values_until", "situation_at", "confidence",
            "effect", "endurance", "next_at", "gaps", *MARKS,
        ]  # fmt: skip
        read_only_fields = fields


class CycleBeginSerializer(serializers.Serializer[Any]):
    incident = serializers.CharField(max_length=12, help_text=INCIDENT)


class CycleTextSerializer(MarkSerializer):
    """An edit: the revision it began from, and the fields that change."""

    revision = serializers.IntegerField(min_value=0)
    protection_values = serializers.ListField(
        required=False,
        child=serializers.ChoiceField(choices=ProtectionValue.choices),
        max_length=len(ProtectionValue),
        help_text="the most important first",
    )
    principle = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    forgotten = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    decided_by = serializers.CharField(required=False, allow_blank=True, max_length=120)
    decided_at = serializers.DateTimeField(required=False, allow_null=True)
    values_until = serializers.DateTimeField(required=False, allow_null=True)
    situation_at = serializers.DateTimeField(required=False, allow_null=True)
    confidence = serializers.ChoiceField(choices=Confidence.choices, required=False, allow_blank=True)
    effect = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    endurance = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    next_at = serializers.DateTimeField(required=False, allow_null=True)


class CycleCloseSerializer(serializers.Serializer[Any]):
    next_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class LoopNoteSerializer(HasMarkSerializer, serializers.ModelSerializer[Note]):
    """A note. `answer` is named to those alone who may read it."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    cycle = serializers.IntegerField(source="cycle_number", read_only=True, allow_null=True)
    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    answer = serializers.CharField(read_only=True, allow_null=True)
    reliability = serializers.ChoiceField(choices=Confidence.choices, allow_blank=True, read_only=True)
    outlook = serializers.ChoiceField(choices=Outlook.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Note
        fields = [
            "id", "incident", "cycle", "held_in", "kind", "text", "actor", "answer", "observed_at", "reliability",
            "needed_by", "outlook", "horizon", "indicators", "balanced", "holds", "ended_at", "ended_why", "made_at",
            *MARKS,
        ]  # fmt: skip
        read_only_fields = fields


class NoteAddedSerializer(MarkSerializer):
    incident = serializers.CharField(max_length=12, help_text=INCIDENT)
    kind = serializers.ChoiceField(choices=NoteKind.choices)
    text = serializers.CharField(max_length=500)
    actor = serializers.CharField(max_length=60, required=False, allow_blank=True, default="", help_text=ACTOR)
    answer = serializers.CharField(max_length=40, required=False, allow_blank=True, default="", help_text=RECEIPT)
    observed_at = serializers.DateTimeField(required=False, allow_null=True)
    reliability = serializers.ChoiceField(choices=Confidence.choices, required=False, allow_blank=True)
    needed_by = serializers.DateTimeField(required=False, allow_null=True)
    outlook = serializers.ChoiceField(choices=Outlook.choices, required=False, help_text="needed for a scenario")
    horizon = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=720)
    indicators = serializers.CharField(required=False, allow_blank=True, max_length=300)
    balanced = serializers.CharField(required=False, allow_blank=True, max_length=300)


class NoteEndedSerializer(serializers.Serializer[Any]):
    why = serializers.CharField(max_length=200)


class LoopNeedSerializer(HasMarkSerializer, serializers.ModelSerializer[Need]):
    """A need. `serves` and `hinders` are numbers of help needs; `answer` is named to those who may read it."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    serves = serializers.SlugRelatedField[Need](slug_field="number", many=True, read_only=True)
    municipalities = serializers.PrimaryKeyRelatedField[Any](many=True, read_only=True)
    answer = serializers.CharField(read_only=True, allow_null=True)
    domain = serializers.ChoiceField(choices=NeedDomain.choices, allow_blank=True, read_only=True)
    scope = serializers.ChoiceField(choices=Scope.choices, allow_blank=True, read_only=True)
    protection_value = serializers.ChoiceField(choices=ProtectionValue.choices, allow_blank=True, read_only=True)
    action_domain = serializers.ChoiceField(choices=ActionDomain.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Need
        fields = [
            "id", "incident", "number", "kind", "title", "state", "priority", "needed_by", "source", "actor", "domain",
            "scope", "affected", "estimate", "consequence", "protection_value", "action_domain", "legal_basis",
            "serves", "municipalities", "answer", "revision", "made_at", *MARKS,
        ]  # fmt: skip
        read_only_fields = fields


class NeedTextSerializer(MarkSerializer):
    title = serializers.CharField(max_length=200)
    priority = serializers.IntegerField(required=False, min_value=1, max_value=4, help_text="1 first")
    needed_by = serializers.DateTimeField(required=False, allow_null=True)
    domain = serializers.ChoiceField(choices=NeedDomain.choices, required=False, allow_blank=True)
    scope = serializers.ChoiceField(choices=Scope.choices, required=False, allow_blank=True)
    affected = serializers.CharField(required=False, allow_blank=True, max_length=200)
    estimate = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=20_000_000)
    consequence = serializers.CharField(required=False, allow_blank=True, max_length=300)
    protection_value = serializers.ChoiceField(choices=ProtectionValue.choices, required=False, allow_blank=True)
    action_domain = serializers.ChoiceField(choices=ActionDomain.choices, required=False, allow_blank=True)
    legal_basis = serializers.CharField(required=False, allow_blank=True, max_length=200)
    serves = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=999_999), required=False, max_length=50
    )


class NeedStatedSerializer(NeedTextSerializer):
    incident = serializers.CharField(max_length=12, help_text=INCIDENT)
    kind = serializers.ChoiceField(choices=NeedKind.choices)
    actor = serializers.CharField(max_length=60, required=False, allow_blank=True, default="", help_text=ACTOR)
    answer = serializers.CharField(max_length=40, required=False, allow_blank=True, default="", help_text=RECEIPT)
    note = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, help_text="id of a note"
    )


class NeedEditedSerializer(NeedTextSerializer):
    revision = serializers.IntegerField(min_value=0)
    title = serializers.CharField(max_length=200, required=False)


class NeedMovedSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=NeedState.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class ReplySerializer(serializers.ModelSerializer[InfluenceReply]):
    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)

    class Meta:
        model = InfluenceReply
        fields = ["actor", "response", "text", "at"]
        read_only_fields = fields


class InfluenceSerializer(HasMarkSerializer, serializers.ModelSerializer[Influence]):
    """What the county does to get actors to move, with every actor's answer. Silence is `none`."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    issue = serializers.IntegerField(source="issue_number", read_only=True, allow_null=True)
    replies = ReplySerializer(many=True, read_only=True)

    class Meta:
        model = Influence
        fields = [
            "id", "incident", "number", "means", "text", "responsible", "due", "state", "effect", "follow_up_at",
            "issue", "replies", "made_at", *MARKS,
        ]  # fmt: skip
        read_only_fields = fields


class InfluencePlannedSerializer(MarkSerializer):
    incident = serializers.CharField(max_length=12, help_text=INCIDENT)
    means = serializers.ChoiceField(choices=Means.choices)
    text = serializers.CharField(max_length=500)
    actors = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=200)
    issue = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, help_text="number of a system issue"
    )
    responsible = serializers.CharField(required=False, allow_blank=True, max_length=120)
    due = serializers.DateTimeField(required=False, allow_null=True)
    follow_up_at = serializers.DateTimeField(required=False, allow_null=True)


class InfluenceAnsweredSerializer(serializers.Serializer[Any]):
    actor = serializers.CharField(max_length=60, help_text="key of the caller's own actor")
    response = serializers.ChoiceField(choices=[(v, w) for v, w in Response.choices if v != Response.NONE])
    text = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class EffectSerializer(serializers.Serializer[Any]):
    effect = serializers.CharField(max_length=300)

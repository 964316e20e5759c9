"""The shape of parts in needs, system issues and findings in the API."""

from typing import Any, Final

from rest_framework import serializers

from actors.models import Actor
from coordination.direction.matrix import cell_of
from coordination.direction.models import Forum, IssueKind, Need, NeedRole, Part, SystemIssue, Urgency
from coordination.direction.states import IssueState
from coordination.direction.system import KIND_OF, Finding
from coordination.incidents.serializers_sharing import MARKS, HasMarkSerializer, MarkSerializer

# What the database's own numbers hold.
MOST: Final = 2_147_483_647


class NeedPartSerializer(serializers.ModelSerializer[NeedRole]):
    """What an actor is to a need. `said` is the actor's own word: null until it has said yes or no."""

    incident = serializers.CharField(source="need.incident.number", read_only=True)
    need = serializers.SlugRelatedField[Need](slug_field="number", read_only=True)
    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    said = serializers.SerializerMethodField()
    cell = serializers.SerializerMethodField()

    class Meta:
        model = NeedRole
        fields = [
            "id", "incident", "need", "actor", "part", "said", "cell", "said_at", "confirmed_at", "declined_at",
            "reason",
        ]  # fmt: skip
        read_only_fields = fields

    def get_said(self, row: NeedRole) -> bool | None:
        return True if row.confirmed_at else False if row.declined_at else None

    def get_cell(self, row: NeedRole) -> str:
        return cell_of(row)


class PartSaidSerializer(serializers.Serializer[Any]):
    """Of one's own actor it holds at once; of another it is what the county thinks."""

    incident = serializers.CharField(max_length=12, help_text="number of the incident")
    need = serializers.IntegerField(min_value=1, max_value=MOST, help_text="number of the need")
    actor = serializers.CharField(max_length=80, help_text="key of an actor that takes part")
    part = serializers.ChoiceField(choices=Part.choices)


class PartAnsweredSerializer(serializers.Serializer[Any]):
    """The actor's own word on what others think: yes, or no with a reason."""

    takes = serializers.BooleanField()
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class SystemIssueSerializer(HasMarkSerializer, serializers.ModelSerializer[SystemIssue]):
    incident = serializers.CharField(source="incident.number", read_only=True)
    needs = serializers.SerializerMethodField(help_text="numbers of the needs that the caller reads")
    actors = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True, many=True)

    class Meta:
        model = SystemIssue
        fields = [
            "id", "incident", "number", "kind", "title", "proposal", "urgency", "forum", "state", "outcome", "needs",
            "actors", "rule", "rule_key", "made_at", *MARKS,
        ]  # fmt: skip
        read_only_fields = fields

    def get_needs(self, issue: SystemIssue) -> list[int]:
        return sorted(need.number for need in issue.needs.all())


class IssueRaisedSerializer(MarkSerializer):
    """`rule` and `rule_key` are those of the finding that it is made of, where it is made of one."""

    incident = serializers.CharField(max_length=12, help_text="number of the incident")
    kind = serializers.ChoiceField(choices=IssueKind.choices)
    title = serializers.CharField(max_length=300)
    needs = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=MOST),
        required=False,
        default=list,
        help_text="numbers of needs",
    )
    actors = serializers.ListField(
        child=serializers.CharField(max_length=80), required=False, default=list, help_text="keys of actors"
    )
    proposal = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")
    urgency = serializers.ChoiceField(choices=Urgency.choices, required=False, default=Urgency.TODAY.value)
    forum = serializers.ChoiceField(choices=Forum.choices, required=False, default=Forum.ISF.value)
    rule = serializers.ChoiceField(choices=list(KIND_OF), required=False, allow_blank=True, default="")
    rule_key = serializers.CharField(required=False, allow_blank=True, max_length=80, default="")


class IssueMovedSerializer(serializers.Serializer[Any]):
    """Where it goes. What settles or dismisses it says how."""

    state = serializers.ChoiceField(choices=IssueState.choices)
    outcome = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class FindingSerializer(serializers.Serializer[Finding]):
    """What the portal has found and nobody has judged. It repeats no one's words."""

    rule = serializers.CharField(read_only=True)
    rule_key = serializers.CharField(source="key", read_only=True)
    kind = serializers.ChoiceField(choices=IssueKind.choices, read_only=True)
    sentence = serializers.CharField(read_only=True)
    needs = serializers.SerializerMethodField()
    actors = serializers.SerializerMethodField()
    measures = serializers.ListField(child=serializers.IntegerField(), read_only=True)

    def get_needs(self, one: Finding) -> list[int]:
        return [need.number for need in one.needs]

    def get_actors(self, one: Finding) -> list[str]:
        return [actor.key for actor in one.actors]

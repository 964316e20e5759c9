"""The shape of resource needs, offers and formal requests in the API."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from actors.models import Actor
from coordination.incidents.covering import Cover, cover
from coordination.incidents.models import Escalation, EscalationTo, ResourceNeed, ResourceOffer
from coordination.incidents.serializers import MomentField
from coordination.incidents.serializers_sharing import MARKS, HasMarkSerializer, MarkSerializer

MOST: Final = 1_000_000


class ResourceNeedSerializer(HasMarkSerializer, serializers.ModelSerializer[ResourceNeed]):
    """What an actor lacks. `agreed` is what has been accepted, `offered` what waits for its answer."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    told_by_phone = serializers.SerializerMethodField()
    agreed = serializers.SerializerMethodField()
    offered = serializers.SerializerMethodField()

    class Meta:
        model = ResourceNeed
        fields = (
            "id",
            "incident",
            "number",
            "actor",
            "what",
            "quantity",
            "unit",
            "from_at",
            "until",
            "where",
            "contact",
            "why",
            "state",
            "remark",
            "agreed",
            "offered",
            "told_by_phone",
            "made_at",
            *MARKS,
        )
        read_only_fields = fields

    def get_told_by_phone(self, row: ResourceNeed) -> bool:
        return row.origin == "phone"

    def get_agreed(self, row: ResourceNeed) -> int:
        return self._cover(row).agreed

    def get_offered(self, row: ResourceNeed) -> int:
        return self._cover(row).offered

    def _cover(self, row: Any) -> Cover:
        return cover(row, row.shown_offers)


class ResourceNeedWriteSerializer(MarkSerializer):
    """A need of one's own actor; who asks for the county board may write down another's, told by telephone."""

    incident = serializers.CharField(max_length=12, help_text="number of the incident: 2025-041")
    actor = serializers.CharField(max_length=60, help_text="key of the actor that needs it")
    what = serializers.CharField(max_length=200)
    quantity = serializers.IntegerField(min_value=1, max_value=MOST)
    unit = serializers.CharField(max_length=40)
    from_at = MomentField(help_text="in the incident's time")
    until = MomentField(required=False, allow_null=True)
    where = serializers.CharField(max_length=200)
    contact = serializers.CharField(max_length=200, help_text="function and number")
    why = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ToldSerializer(serializers.Serializer[Any]):
    """What became of the need, by who needed it. Cancelled asks for a note."""

    state = serializers.ChoiceField(choices=["delivered", "returned", "cancelled"])
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ResourceOfferSerializer(HasMarkSerializer, serializers.ModelSerializer[ResourceOffer]):
    """What an actor offers to a need, and what was answered."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)

    class Meta:
        model = ResourceOffer
        fields = (
            "id",
            "incident",
            "need",
            "actor",
            "quantity",
            "from_at",
            "until",
            "contact",
            "note",
            "state",
            "reply",
            "replied_at",
            "made_at",
            *MARKS,
        )
        read_only_fields = fields


class ResourceOfferWriteSerializer(MarkSerializer):
    need = serializers.IntegerField(min_value=1, help_text="id of the need")
    actor = serializers.CharField(max_length=60, help_text="key of one's own actor")
    quantity = serializers.IntegerField(min_value=1, max_value=MOST)
    from_at = MomentField(help_text="in the incident's time")
    until = MomentField(required=False, allow_null=True)
    contact = serializers.CharField(max_length=200, help_text="function and number")
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class OfferAnswerSerializer(serializers.Serializer[Any]):
    """Yes or no, by who needs it. More than is needed is accepted with `anyway` only."""

    accepts = serializers.BooleanField()
    anyway = serializers.BooleanField(required=False, default=False)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class OfferNoteSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class EscalationSerializer(HasMarkSerializer, serializers.ModelSerializer[Escalation]):
    """A formal request. Once sent, `body` holds what was frozen, and `content_hash` its SHA-256."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    body = serializers.DictField(read_only=True)

    class Meta:
        model = Escalation
        fields = (
            "id",
            "incident",
            "number",
            "to",
            "addressee",
            "needs",
            "tried",
            "legal_ground",
            "state",
            "made_at",
            "sent_at",
            "content_hash",
            "reply",
            "replied_at",
            *MARKS,
            "body",
        )
        read_only_fields = fields


class EscalationWordsSerializer(MarkSerializer):
    """Whom the county asks, about which needs. The text is made of them."""

    to = serializers.ChoiceField(choices=EscalationTo.choices)
    addressee = serializers.CharField(max_length=120)
    needs = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=100)
    tried = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    legal_ground = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    def validate_needs(self, keys: list[int]) -> list[int]:
        if len(set(keys)) != len(keys):
            raise serializers.ValidationError(_("Samma behov står två gånger."))
        return keys


class EscalationWriteSerializer(EscalationWordsSerializer):
    incident = serializers.CharField(max_length=12, help_text="number of the incident: 2025-041")


class EscalationReplySerializer(serializers.Serializer[Any]):
    reply = serializers.CharField(max_length=500)

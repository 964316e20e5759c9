"""The shape of meetings in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from actors.models import Actor
from coordination.direction.models import AgendaPoint, Call, Meeting, Objection, Pack, Resolution
from coordination.incidents.serializers_sharing import MARKS, HasMarkSerializer, MarkSerializer


class AgendaPointSerializer(HasMarkSerializer, serializers.ModelSerializer[AgendaPoint]):
    """`notes` are the running minutes. What has raised it is named by id."""

    raised_by = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)

    class Meta:
        model = AgendaPoint
        fields = [
            "id",
            "order",
            "kind",
            "title",
            "proposal",
            "minutes",
            "notes",
            "issue",
            "influence",
            "direction",
            "raised_by",
            *MARKS,
        ]
        read_only_fields = fields


class CallSerializer(serializers.ModelSerializer[Call]):
    """One actor of the call. Silence is an answer of its own. Times are the incident's."""

    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    late = serializers.SerializerMethodField(help_text="acknowledged after the call's own clock")

    class Meta:
        model = Call
        fields = ["actor", "answer", "remark", "acknowledged_at", "late", "opened_at", "attended", "attended_as"]
        read_only_fields = fields

    def get_late(self, call: Call) -> bool:
        by, at = call.meeting.acknowledge_by, call.acknowledged_at
        return by is not None and at is not None and at > by


class ObjectionSerializer(HasMarkSerializer, serializers.ModelSerializer[Objection]):
    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)

    class Meta:
        model = Objection
        fields = ["id", "point", "actor", "text", "at", *MARKS]
        read_only_fields = fields


class ResolutionSerializer(HasMarkSerializer, serializers.ModelSerializer[Resolution]):
    """What the actors agreed. Each decides in its own chain."""

    actors = serializers.SlugRelatedField[Actor](slug_field="key", many=True, read_only=True)

    class Meta:
        model = Resolution
        fields = ["id", "point", "text", "actors", "at", *MARKS]
        read_only_fields = fields


class PackSerializer(HasMarkSerializer, serializers.ModelSerializer[Pack]):
    """What was frozen at the call: `body`, and its SHA-256."""

    body = serializers.DictField(read_only=True)

    class Meta:
        model = Pack
        fields = ["body", "content_hash", "frozen_at", *MARKS]
        read_only_fields = fields


class MeetingSerializer(HasMarkSerializer, serializers.ModelSerializer[Meeting]):
    """A meeting with how far it has come."""

    incident = serializers.CharField(source="incident.number", read_only=True)

    class Meta:
        model = Meeting
        fields = [
            "id",
            "incident",
            "number",
            "kind",
            "state",
            "sequence",
            "reason",
            "form",
            "where",
            "starts_at",
            "minutes_long",
            "chair",
            "secretary",
            "called_at",
            "acknowledge_by",
            "begun_at",
            "ended_at",
            "next_at",
            "cancelled_why",
            "approved_at",
            "content_hash",
            *MARKS,
        ]
        read_only_fields = fields


class WholeMeetingSerializer(MeetingSerializer):
    """One of them with all that belongs to it. `pack` is null before the call, and while it is in quarantine.

    Once the minutes are approved, `body` holds them as they were frozen.
    """

    points = serializers.SerializerMethodField()
    calls = serializers.SerializerMethodField()
    objections = serializers.SerializerMethodField()
    resolutions = serializers.SerializerMethodField()
    pack = serializers.SerializerMethodField()
    body = serializers.DictField(read_only=True)

    class Meta(MeetingSerializer.Meta):
        fields = [*MeetingSerializer.Meta.fields, "points", "calls", "objections", "resolutions", "pack", "body"]
        read_only_fields = fields

    @property
    def person(self) -> Any:
        return self.context["request"].user

    @extend_schema_field(AgendaPointSerializer(many=True))
    def get_points(self, meeting: Meeting) -> Any:
        rows = AgendaPoint.objects.visible_to(self.person).filter(meeting=meeting).select_related("raised_by")
        return AgendaPointSerializer(rows, many=True, context=self.context).data

    @extend_schema_field(CallSerializer(many=True))
    def get_calls(self, meeting: Meeting) -> Any:
        rows = Call.objects.visible_to(self.person).filter(meeting=meeting).select_related("actor", "meeting")
        return CallSerializer(rows.order_by("actor__sort_name", "pk"), many=True, context=self.context).data

    @extend_schema_field(ObjectionSerializer(many=True))
    def get_objections(self, meeting: Meeting) -> Any:
        rows = Objection.objects.visible_to(self.person).filter(meeting=meeting).select_related("actor")
        return ObjectionSerializer(rows, many=True, context=self.context).data

    @extend_schema_field(ResolutionSerializer(many=True))
    def get_resolutions(self, meeting: Meeting) -> Any:
        rows = Resolution.objects.visible_to(self.person).filter(meeting=meeting).prefetch_related("actors")
        return ResolutionSerializer(rows, many=True, context=self.context).data

    @extend_schema_field(PackSerializer(allow_null=True))
    def get_pack(self, meeting: Meeting) -> Any:
        row = Pack.objects.visible_to(self.person).filter(meeting=meeting).first()
        return PackSerializer(row, context=self.context).data if row is not None else None


class CallAnsweredSerializer(serializers.Serializer[Any]):
    actor = serializers.CharField(max_length=80, help_text="key of one's own actor")
    coming = serializers.BooleanField()
    remark = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class ObjectedSerializer(MarkSerializer):
    actor = serializers.CharField(max_length=80, help_text="key of one's own actor")
    point = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="id of a point of it")
    text = serializers.CharField(max_length=500)

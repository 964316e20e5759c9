"""The shape of incidents, their participants and their logbook in the API."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from actors.models import Actor
from actors.serializers import ContactPointSerializer
from coordination.incidents.clock import now_in
from coordination.incidents.logbook import Line
from coordination.incidents.models import Incident, Participant
from coordination.incidents.serializers_sharing import MarkSerializer
from coordination.incidents.states import Phase

MOST_LINES = 200


class MomentField(serializers.DateTimeField):
    """A time with its offset. Without one nobody knows which hour it is, twice a year at the least."""

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise serializers.ValidationError(_("Tiden ska ha tidszon: 2025-12-28T07:52:00Z."))
        return super().enforce_timezone(value)


class IncidentSerializer(serializers.ModelSerializer[Incident]):
    """An incident. `now` is the incident's own time: an exercise has a clock of its own, and every time is in it."""

    type = serializers.CharField(source="type_id", read_only=True)
    lead = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    phase = serializers.ChoiceField(source="state", choices=Phase.choices, read_only=True)
    now = serializers.SerializerMethodField()

    class Meta:
        model = Incident
        fields = (
            "number",
            "name",
            "type",
            "lead",
            "phase",
            "level",
            "marking",
            "is_exercise",
            "is_fictitious",
            "counties",
            "municipalities",
            "registry_number",
            "opened_at",
            "closed_at",
            "now",
        )
        read_only_fields = fields

    def get_now(self, incident: Incident) -> datetime:
        return now_in(incident)


class ParticipantSerializer(serializers.ModelSerializer[Participant]):
    """An actor that takes part, and where its functions are reached."""

    actor = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)
    name = serializers.CharField(source="actor.name", read_only=True)
    kind = serializers.CharField(source="actor.kind", read_only=True)
    contact_points = ContactPointSerializer(source="actor.contact_points", many=True, read_only=True)

    class Meta:
        model = Participant
        fields = ("actor", "name", "kind", "is_lead", "invited_at", "left_at", "contact_points")
        read_only_fields = fields


class LogRowSerializer(serializers.Serializer[Any]):
    """A row of the logbook: a line that somebody wrote, or an act that the portal recorded."""

    id = serializers.CharField(help_text="line:41 or entry:977")
    kind = serializers.ChoiceField(choices=["line", "entry"])
    happened_at = serializers.DateTimeField()
    written_at = serializers.DateTimeField(allow_null=True, help_text="null for an act: it is recorded when it happens")
    text = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    who = serializers.CharField()
    actor = serializers.CharField(allow_null=True, help_text="key; null for an act")
    significant = serializers.BooleanField()
    corrects = serializers.IntegerField(allow_null=True, help_text="id of the line that this one corrects")
    marking = serializers.CharField(allow_null=True, help_text="open, internal or sensitive; null for an act")
    audience = serializers.CharField(allow_null=True, help_text="who may read the line; null for an act")


class LogPageSerializer(serializers.Serializer[Any]):
    """Newest first. `next` leads to older rows."""

    next = serializers.CharField(allow_null=True)
    results = LogRowSerializer(many=True)


class LogLineWriteSerializer(MarkSerializer):
    """A line to add. Nothing in the logbook is changed: a correction is a new line that points at the old."""

    actor = serializers.CharField(max_length=60, help_text="key of the actor that the caller answers for")
    text = serializers.CharField(max_length=4000)
    happened_at = MomentField(required=False, help_text="in the incident's time; now if left out")
    significant = serializers.BooleanField(required=False, default=False)
    corrects = serializers.IntegerField(required=False, help_text="id of the line that this one corrects")


class LogQuerySerializer(serializers.Serializer[Any]):
    """Which rows of the logbook."""

    only = serializers.ChoiceField(
        required=False, choices=["significant", "written", "recorded"], help_text="all rows if left out"
    )
    older = serializers.RegexField(
        r"^[^_]{10,40}_(line|entry)_[0-9]{1,18}$", required=False, help_text="where the page begins: follow `next`"
    )
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=MOST_LINES, default=50)


def log_row(line: Line) -> dict[str, Any]:
    """A line of the logbook, or an act, as a row."""
    kind, pk = line.key
    written = line.written
    return {
        "id": f"{kind}:{pk}",
        "kind": kind,
        "happened_at": line.at,
        "text": line.text,
        "note": line.note,
        "who": line.who,
        "written_at": written.written_at if written else None,
        "actor": written.actor.key if written else None,
        "significant": line.significant,
        "corrects": written.corrects_id if written else None,
        "marking": written.marking if written else None,
        "audience": written.audience if written else None,
    }

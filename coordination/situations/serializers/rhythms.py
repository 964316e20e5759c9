"""A request that comes again by itself, in the API."""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from actors.models import Actor
from coordination.situations.models import Rhythm, RhythmKind
from coordination.situations.rounds import rhythm
from coordination.situations.serializers.answering import Strict

LAST_DAY, MOST_HOURS, DAY, MOST_STEPS = 6, 168, 1440, 5
FORTNIGHT: Final = 14 * DAY
SHOWN: Final = 3


class RhythmSerializer(serializers.ModelSerializer[Rhythm]):
    """A rhythm: what is asked, of whom, and when the next requests are sent."""

    incident = serializers.CharField(source="incident.number", read_only=True)
    question_set = serializers.CharField(source="question_set_key", read_only=True)
    recipients = serializers.SlugRelatedField[Actor](slug_field="key", many=True, read_only=True)
    next_times = serializers.SerializerMethodField(help_text="the next three; none of one that is stopped")

    class Meta:
        model = Rhythm
        fields = (
            "id",
            "incident",
            "purpose",
            "legal_ground",
            "question_set",
            "recipients",
            "kind",
            "weekdays",
            "at",
            "every_hours",
            "answer_minutes",
            "as_of_minutes",
            "reminders",
            "next_times",
            "postponed_from",
            "postponed_note",
            "made_at",
            "stopped_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.DateTimeField()))
    def get_next_times(self, row: Rhythm) -> list[datetime]:
        return rhythm.next_times(row, SHOWN) if row.stopped_at is None else []


class RhythmMakeSerializer(Strict):
    """A new rhythm. A weekly one says weekdays and a time on the wall; an hourly one how often, and the first time."""

    incident = serializers.CharField(max_length=12, help_text="number: 2025-041")
    question_set = serializers.SlugField(max_length=40, help_text="its newest version is asked each time")
    recipients = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=500, allow_empty=False, help_text="keys of participants"
    )
    purpose = serializers.CharField(max_length=300)
    legal_ground = serializers.CharField(max_length=300, allow_blank=True, default="")
    kind = serializers.ChoiceField(choices=RhythmKind.choices)
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=LAST_DAY),
        max_length=7,
        default=list,
        help_text="0 is Monday",
    )
    at = serializers.TimeField(allow_null=True, default=None, help_text="Swedish clock: 13:00")
    every_hours = serializers.IntegerField(min_value=1, max_value=MOST_HOURS, allow_null=True, default=None)
    first = serializers.DateTimeField(allow_null=True, default=None, help_text="when the first is sent")
    answer_minutes = serializers.IntegerField(min_value=1, max_value=FORTNIGHT)
    as_of_minutes = serializers.IntegerField(min_value=-FORTNIGHT, max_value=FORTNIGHT, default=0)
    reminders = serializers.ListField(
        child=serializers.IntegerField(min_value=-DAY, max_value=DAY),
        max_length=MOST_STEPS,
        default=list,
        help_text="minutes before the deadline; below zero after it",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        weekly = attrs["kind"] == RhythmKind.WEEKLY
        needed = ("weekdays", "at") if weekly else ("every_hours", "first")
        missing = {name: [_("Fältet behövs för en rytm av det slaget.")] for name in needed if not attrs[name]}
        # Midnight is a time, and as false as none.
        if attrs["at"] is not None:
            missing.pop("at", None)
        if missing:
            raise serializers.ValidationError(missing)
        return attrs


class PutOffSerializer(Strict):
    """The next sending, once, at another time; the recipients read why."""

    to = serializers.DateTimeField()
    note = serializers.CharField(max_length=300)

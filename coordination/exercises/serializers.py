"""Exercises as the API shows them. What only their leader reads  (expected, observed, really) is left out."""

from rest_framework import serializers

from actors.models import Actor
from coordination.exercises.models import Inject, Play


class PlaySerializer(serializers.ModelSerializer[Play]):
    incident = serializers.SlugRelatedField[str](slug_field="number", read_only=True)  # type: ignore[type-var]

    class Meta:
        model = Play
        fields = ("id", "incident", "state", "speed", "started_at", "ended_at")


class InjectSerializer(serializers.ModelSerializer[Inject]):
    """Players find what has been given to them; who leads the exercise finds what is to come as well."""

    incident = serializers.SlugRelatedField[str](slug_field="number", read_only=True)  # type: ignore[type-var]
    to = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True, many=True)

    class Meta:
        model = Inject
        fields = ("id", "incident", "order", "at", "kind", "text", "to", "state", "given_at")

"""The shape of counties, municipalities and actors in the API."""

from rest_framework import serializers

from actors.models import Actor, ContactPoint, County, Municipality


class CountySerializer(serializers.ModelSerializer[County]):
    """A county (län), by SCB's two-digit code."""

    civil_area = serializers.CharField(source="civil_area_id", read_only=True)

    class Meta:
        model = County
        fields = ("code", "letter", "name", "short", "seat", "civil_area", "source")
        read_only_fields = fields


class MunicipalitySerializer(serializers.ModelSerializer[Municipality]):
    """A municipality (kommun), by SCB's four-digit code."""

    county = serializers.CharField(source="county_id", read_only=True)

    class Meta:
        model = Municipality
        fields = ("code", "name", "county", "source")
        read_only_fields = fields


class ContactPointSerializer(serializers.ModelSerializer[ContactPoint]):
    """Where a function of an actor is reached. Functions, never people."""

    class Meta:
        model = ContactPoint
        fields = ("function", "phone", "email", "verified")
        read_only_fields = fields


class ActorSerializer(serializers.ModelSerializer[Actor]):
    """An organisation. `key` is its name in every other part of the API: kommun-2161, lst-21."""

    county = serializers.CharField(source="county_id", read_only=True, allow_null=True)
    municipality = serializers.CharField(source="municipality_id", read_only=True, allow_null=True)

    class Meta:
        model = Actor
        fields = ("id", "key", "kind", "name", "short", "county", "municipality", "fictitious")
        read_only_fields = fields

"""Processes and publications as the API shows them. Empty and null mean that it is not known."""

from rest_framework import serializers

from processes.models import CountyProcess, ProcessDocument, Publication


class DocumentSerializer(serializers.ModelSerializer[ProcessDocument]):
    class Meta:
        model = ProcessDocument
        fields = (
            "kind",
            "title",
            "link_text",
            "format",
            "language",
            "address",
            "size",
            "dated",
            "accessible",
            "source",
        )


class ProcessSerializer(serializers.ModelSerializer[CountyProcess]):
    county = serializers.CharField(source="county_id", read_only=True, help_text="SCB code")
    letter = serializers.CharField(source="county.letter", read_only=True)
    name = serializers.CharField(source="county.name", read_only=True)
    civil_area = serializers.CharField(source="county.civil_area_id", read_only=True)
    documents = DocumentSerializer(many=True, read_only=True)

    class Meta:
        model = CountyProcess
        fields = (
            "county",
            "letter",
            "name",
            "civil_area",
            "status",
            "status_source",
            "status_reviewed",
            "documents",
        )


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    class Meta:
        model = Publication
        fields = (
            "key",
            "kind",
            "number",
            "title",
            "text_sv",
            "text_en",
            "year",
            "isbn",
            "pages",
            "price",
            "in_stock",
            "address",
            "source",
        )

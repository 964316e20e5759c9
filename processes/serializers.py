"""Processes and publications as the API shows them. Empty and null mean that it is not known."""

from rest_framework import serializers

from actors.models import Actor
from processes.models import (
    CommentReply,
    CountyProcess,
    Criterion,
    Deviation,
    DocumentVersion,
    EvidencePack,
    Lesson,
    ProcessDocument,
    ProcessRun,
    Publication,
    ReleasedLesson,
    ReviewComment,
    Stage,
)


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


class PublishedSerializer(serializers.ModelSerializer[DocumentVersion]):
    """A document that stands at its stable public address now."""

    kind = serializers.CharField(source="document.kind", read_only=True)
    title = serializers.CharField(source="document.title", read_only=True)
    version = serializers.IntegerField(source="number", read_only=True)
    format = serializers.CharField(read_only=True)
    accessible = serializers.BooleanField(read_only=True, allow_null=True, help_text="null: not checked")
    address = serializers.CharField(
        source="document.get_absolute_url", read_only=True, help_text="path of the version that stands there now"
    )

    class Meta:
        model = DocumentVersion
        fields = (
            "kind",
            "title",
            "version",
            "format",
            "media_type",
            "size",
            "sha256",
            "language",
            "pages",
            "accessible",
            "published_on",
            "address",
        )


class ProcessSerializer(serializers.ModelSerializer[CountyProcess]):
    county = serializers.CharField(source="county_id", read_only=True, help_text="SCB code")
    letter = serializers.CharField(source="county.letter", read_only=True)
    name = serializers.CharField(source="county.name", read_only=True)
    civil_area = serializers.CharField(source="county.civil_area_id", read_only=True)
    documents = DocumentSerializer(many=True, read_only=True)
    published = PublishedSerializer(many=True, read_only=True, help_text="documents published in the portal")

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
            "published",
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


class RunSerializer(serializers.ModelSerializer[ProcessRun]):
    county = serializers.CharField(source="process.county_id", read_only=True, help_text="SCB code")
    template = serializers.CharField(source="template.key", read_only=True)
    template_version = serializers.IntegerField(source="template.version", read_only=True)

    class Meta:
        model = ProcessRun
        fields = (
            "id",
            "county",
            "number",
            "template",
            "template_version",
            "state",
            "title",
            "leader",
            "supporter",
            "starts_on",
            "ends_on",
            "review_on",
            "ended_on",
            "ended_why",
            "record",
            "revision",
        )


class CriterionSerializer(serializers.ModelSerializer[Criterion]):
    class Meta:
        model = Criterion
        fields = ("text", "evidence", "evidence_url", "met_on")


class DeviationSerializer(serializers.ModelSerializer[Deviation]):
    class Meta:
        model = Deviation
        fields = ("kind", "before", "after", "reason", "at")


class StageSerializer(serializers.ModelSerializer[Stage]):
    county = serializers.CharField(source="process.county_id", read_only=True, help_text="SCB code")
    criteria = CriterionSerializer(many=True, read_only=True)
    deviations = DeviationSerializer(many=True, read_only=True)

    class Meta:
        model = Stage
        fields = (
            "id",
            "county",
            "run",
            "order",
            "name",
            "purpose",
            "state",
            "is_seminar",
            "planned_start",
            "planned_end",
            "started_on",
            "ended_on",
            "responsible",
            "why",
            "criteria",
            "deviations",
        )


class LessonSerializer(serializers.ModelSerializer[Lesson]):
    county = serializers.CharField(source="process.county_id", read_only=True, help_text="SCB code")
    from_actor = serializers.SlugRelatedField[Actor](
        slug_field="key", read_only=True, help_text="null: the county board"
    )
    owner = serializers.SlugRelatedField[Actor](slug_field="key", read_only=True)

    class Meta:
        model = Lesson
        fields = (
            "id",
            "county",
            "number",
            "state",
            "source",
            "source_label",
            "source_url",
            "is_exercise",
            "from_actor",
            "observation",
            "lesson",
            "owner",
            "due_on",
            "put_aside_why",
            "proof",
            "proof_url",
            "made_at",
        )


class ReleasedLessonSerializer(serializers.ModelSerializer[ReleasedLesson]):
    """Nothing that leads to the county: neither its lesson nor who wrote the text."""

    tags = serializers.ListField(child=serializers.CharField(), source="words", read_only=True)

    class Meta:
        model = ReleasedLesson
        fields = ("id", "title", "text", "tags", "is_exercise", "released_at")


class CommentReplySerializer(serializers.ModelSerializer[CommentReply]):
    class Meta:
        model = CommentReply
        fields = ("text", "from_county", "at")


class CommentSerializer(serializers.ModelSerializer[ReviewComment]):
    county = serializers.CharField(source="process.county_id", read_only=True, help_text="SCB code")
    replies = CommentReplySerializer(many=True, read_only=True)

    class Meta:
        model = ReviewComment
        fields = ("id", "county", "run", "yardstick", "heading", "text", "asks_change", "state", "at", "replies")


class EvidencePackSerializer(serializers.ModelSerializer[EvidencePack]):
    county = serializers.CharField(source="process.county_id", read_only=True, help_text="SCB code")
    figures = serializers.JSONField(read_only=True, help_text="figure -> the rows that it counts")

    class Meta:
        model = EvidencePack
        fields = ("id", "county", "number", "covers_from", "covers_to", "figures", "made_at", "handed_over_at")

"""Ratings, the work plan and needs analyses as the API shows them. Null means that it is not rated, or not known."""

from rest_framework import serializers

from processes.models import AnalysisMeasure, NeedsAnalysis, Rating, WorkItem


class RatingSerializer(serializers.ModelSerializer[Rating]):
    county = serializers.CharField(source="process.county_id", read_only=True, help_text="SCB code")
    component = serializers.CharField(source="component_id", read_only=True)

    class Meta:
        model = Rating
        fields = (
            "id",
            "county",
            "run",
            "component",
            "before",
            "before_why",
            "after",
            "after_why",
            "priority",
            "rated_at",
        )


class WorkItemSerializer(serializers.ModelSerializer[WorkItem]):
    county = serializers.CharField(source="process.county_id", read_only=True, help_text="SCB code")
    component = serializers.CharField(source="component_id", read_only=True, allow_null=True)
    owner = serializers.CharField(source="owner.key", read_only=True)

    class Meta:
        model = WorkItem
        fields = (
            "id",
            "county",
            "run",
            "component",
            "title",
            "owner",
            "due_on",
            "state",
            "remark",
            "done_on",
        )


class AnalysisMeasureSerializer(serializers.ModelSerializer[AnalysisMeasure]):
    owner = serializers.CharField(source="owner.key", read_only=True)

    class Meta:
        model = AnalysisMeasure
        fields = ("title", "owner", "partners", "cost", "priority", "starts_on", "ends_on", "funding")


class NeedsAnalysisSerializer(serializers.ModelSerializer[NeedsAnalysis]):
    county = serializers.CharField(source="process.county_id", read_only=True, help_text="SCB code")
    measures = AnalysisMeasureSerializer(many=True, read_only=True)

    class Meta:
        model = NeedsAnalysis
        fields = (
            "id",
            "county",
            "number",
            "run",
            "state",
            "area",
            "present_state",
            "wanted_state",
            "horizon_year",
            "gap",
            "need",
            "support",
            "measures",
            "response",
            "delivered_at",
            "answered_at",
            "revision",
        )

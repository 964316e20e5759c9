"""What the processes show under /api/v1/. What stands on public pages asks nobody to sign in.

How a county leads its own is read by its board and the national level; its leader writes in the pages.
"""

from typing import Any, Final

from django.db.models import QuerySet
from rest_framework import permissions, viewsets

from processes.models import (
    CountyProcess,
    EvidencePack,
    Lesson,
    NeedsAnalysis,
    ProcessRun,
    Publication,
    Rating,
    ReleasedLesson,
    ReviewComment,
    Stage,
    WorkItem,
)
from processes.serializers import (
    CommentSerializer,
    EvidencePackSerializer,
    LessonSerializer,
    ProcessSerializer,
    PublicationSerializer,
    ReleasedLessonSerializer,
    RunSerializer,
    StageSerializer,
)
from processes.serializers_judging import NeedsAnalysisSerializer, RatingSerializer, WorkItemSerializer


class ProcessViewSet(viewsets.ReadOnlyModelViewSet[CountyProcess]):
    """The 21 counties' development processes, by SCB county code."""

    queryset = CountyProcess.objects.public().as_listed().order_by("pk")
    serializer_class = ProcessSerializer
    permission_classes = [permissions.AllowAny]
    filterset_fields = ["status", "county__civil_area"]
    lookup_field = "county"
    lookup_value_regex = "[0-9]{2}"


class PublicationViewSet(viewsets.ReadOnlyModelViewSet[Publication]):
    """What has been published about the concept and the process."""

    queryset = Publication.objects.public()
    serializer_class = PublicationSerializer
    permission_classes = [permissions.AllowAny]
    filterset_fields = ["kind"]
    lookup_field = "key"


class OfProcess(viewsets.ReadOnlyModelViewSet[Any]):
    """Rows of the processes that the caller reads."""

    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        seen: QuerySet[Any] = rows.visible_to(self.request.user)
        return seen


class RunViewSet(OfProcess):
    """Each time that a county goes through the process. One at a time is active."""

    queryset = ProcessRun.objects.select_related("process", "template")
    serializer_class = RunSerializer
    filterset_fields = ["state", "process__county"]


class StageViewSet(OfProcess):
    """The stages of a run as the county has them, with their criteria and where they deviate from the template."""

    queryset = Stage.objects.select_related("process").prefetch_related("criteria", "deviations")
    serializer_class = StageSerializer
    filterset_fields = ["state", "run", "process__county"]


class RatingViewSet(OfProcess):
    """How able a county judges itself to be, component by component, before and after a run."""

    queryset = Rating.objects.select_related("process")
    serializer_class = RatingSerializer
    filterset_fields = ["run", "component", "process__county"]


class WorkItemViewSet(OfProcess):
    """The counties' work plans: what is to be done between crises, by whom, until when."""

    queryset = WorkItem.objects.select_related("process", "owner")
    serializer_class = WorkItemSerializer
    filterset_fields = ["state", "component", "owner__key", "process__county"]


class NeedsAnalysisViewSet(OfProcess):
    """Regional needs analyses with their measures, and what the national agency answered."""

    queryset = NeedsAnalysis.objects.select_related("process").prefetch_related("measures__owner")
    serializer_class = NeedsAnalysisSerializer
    filterset_fields = ["state", "process__county"]


class LessonViewSet(OfProcess):
    """A county's lessons, from what was seen to what was seen working: its own board and the national level read."""

    queryset = Lesson.objects.select_related("process", "owner", "from_actor").order_by("-pk")
    serializer_class = LessonSerializer
    filterset_fields = ["state", "source", "process__county"]


class ReleasedLessonViewSet(OfProcess):
    """The national library: lessons without names and places, for all who are signed in."""

    queryset = ReleasedLesson.objects.order_by("-pk")
    serializer_class = ReleasedLessonSerializer
    filterset_fields = ["is_exercise"]


class CommentViewSet(OfProcess):
    """What the reviewer says of a process, with the county's answers."""

    queryset = ReviewComment.objects.select_related("process").prefetch_related("replies")
    serializer_class = CommentSerializer
    filterset_fields = ["state", "yardstick", "asks_change", "process__county"]


class PackViewSet(OfProcess):
    """Evidence packs: the county board's own, and those that were handed over for the national level."""

    queryset = EvidencePack.objects.select_related("process")
    serializer_class = EvidencePackSerializer
    filterset_fields = ["process__county"]


ROUTES: Final[list[tuple[str, Any, str]]] = [
    ("processes", ProcessViewSet, "process"),
    ("publications", PublicationViewSet, "publication"),
    ("process-runs", RunViewSet, "process-run"),
    ("process-stages", StageViewSet, "process-stage"),
    ("ratings", RatingViewSet, "rating"),
    ("work-items", WorkItemViewSet, "work-item"),
    ("needs-analyses", NeedsAnalysisViewSet, "needs-analysis"),
    ("lessons", LessonViewSet, "lesson"),
    ("released-lessons", ReleasedLessonViewSet, "released-lesson"),
    ("review-comments", CommentViewSet, "review-comment"),
    ("evidence-packs", PackViewSet, "evidence-pack"),
]

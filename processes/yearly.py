"""A year of the counties' processes, counted from what is dated. What cannot be counted is not there."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from processes.models import (
    CommentReply,
    CountyProcess,
    Decision,
    DecisionKind,
    DocumentVersion,
    EvidencePack,
    NeedsAnalysis,
    ProcessRun,
    ReleasedLesson,
    ResultApproval,
    ReviewComment,
    Yardstick,
)
from processes.states import CommentState, RunState, VersionState

FIRST = 2011  # when the process was first offered to the counties


@dataclass(frozen=True)
class Stood:
    """Where a county stood on the last day."""

    process: CountyProcess
    step: str
    word: str
    why: str
    run: ProcessRun | None = None


@dataclass(frozen=True)
class CommentRow:
    yardstick: str
    made: int
    answered: int
    open: int


@dataclass(frozen=True)
class Year:
    year: int
    until: datetime.date
    stood: list[Stood]
    documents: list[DocumentVersion]
    comments: list[CommentRow]
    expired: list[ProcessRun]
    approvals: list[ResultApproval]
    packs: list[EvidencePack]
    lessons: int
    delivered: int
    answered: int

    @property
    def tally(self) -> list[tuple[str, int]]:
        return list(Counter(one.word for one in self.stood).items())


def of(person: Any, year: int, today: datetime.date) -> Year:
    """As many statements whatever the counties have done."""
    until = min(datetime.date(year, 12, 31), today)
    analyses = NeedsAnalysis.objects.visible_to(person)
    versions = DocumentVersion.objects.visible_to(person).without_bytes()
    published = versions.filter(state__in=[VersionState.PUBLISHED, VersionState.REPLACED], published_on__year=year)
    living = ProcessRun.objects.visible_to(person).filter(state__in=[RunState.ACTIVE, RunState.MAINTAINED])
    passed = living.filter(review_on__year=year, review_on__lt=today).defer("record")
    return Year(
        year,
        until,
        _stood(person, until),
        list(published.select_related("document__process__county").order_by("published_on", "pk")),
        _comments(person, year, until),
        list(passed.select_related("process__county").order_by("review_on", "pk")),
        list(ResultApproval.objects.visible_to(person).filter(at__year=year).select_related("run", "process__county")),
        list(
            EvidencePack.objects.visible_to(person)
            .filter(handed_over_at__year=year)
            .defer("figures")
            .select_related("process__county")
            .order_by("handed_over_at")
        ),
        ReleasedLesson.objects.visible_to(person).filter(released_at__year=year).count(),
        analyses.filter(delivered_at__year=year).count(),
        analyses.filter(answered_at__year=year).count(),
    )


def _stood(person: Any, until: datetime.date) -> list[Stood]:
    """Each county on the day: by its runs where it had any then, else as the page that was read says."""
    there = Q(ended_on__isnull=True) | Q(ended_on__gt=until)
    runs = ProcessRun.objects.visible_to(person).filter(there, starts_on__lte=until).defer("record").order_by("number")
    adopted = set(
        Decision.objects.visible_to(person)
        .filter(kind=DecisionKind.ADOPTION, decided_on__lte=until)
        .values_list("run_id", flat=True)
    )
    by_process: dict[int, list[ProcessRun]] = {}
    for run in runs:
        by_process.setdefault(run.process_id, []).append(run)
    processes = CountyProcess.objects.visible_to(person).select_related("county").order_by("county__sort_name")
    return [_one(process, by_process.get(process.pk, []), adopted) for process in processes]


def _one(process: CountyProcess, runs: list[ProcessRun], adopted: set[int]) -> Stood:
    going = next((run for run in reversed(runs) if run.pk not in adopted), None)
    holding = next((run for run in reversed(runs) if run.pk in adopted), None)
    if going is not None:
        why = _("en fastställd strategi gäller under tiden") if holding is not None else ""
        return Stood(process, "now", _("Processen pågick"), why, going)
    if holding is not None:
        return Stood(process, "done", _("En fastställd strategi gällde"), "", holding)
    read = _("läget enligt källan, senast granskad %(day)s") % {"day": process.status_reviewed.isoformat()}
    return Stood(process, "todo", _("Ingen process i Samlad"), f"{process.get_status_display()}, {read}")


def _comments(person: Any, year: int, until: datetime.date) -> list[CommentRow]:
    said = CommentReply.objects.filter(comment=OuterRef("pk"), from_county=True, at__date__lte=until)
    seen = ReviewComment.objects.visible_to(person).filter(at__year=year).annotate(was_answered=Exists(said))
    found = list(seen.values_list("yardstick", "was_answered", "state"))
    return [
        CommentRow(
            str(yardstick.label),
            sum(one[0] == yardstick for one in found),
            sum(one[0] == yardstick and one[1] for one in found),
            sum(one[0] == yardstick and one[2] != CommentState.SETTLED for one in found),
        )
        for yardstick in Yardstick
    ]

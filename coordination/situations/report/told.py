"""Who was told of a published report, whether the message left, and whether anybody there has read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, QuerySet

from actors.models import ContactPoint
from coordination.incidents.models import Notice, NoticeKind
from coordination.incidents.notices import TRIES
from coordination.situations.models import Reading, Report
from coordination.situations.report import readership


@dataclass(frozen=True)
class Row:
    """One recipient. `left_at` is real time; the others the incident's. `has_mail`: an address is known."""

    name: str
    told_at: datetime
    left_at: datetime | None
    attempts: int
    has_mail: bool
    read_at: datetime | None

    @property
    def failed(self) -> bool:
        return self.left_at is None and self.attempts >= TRIES


def recipients(report: Report) -> list[Row]:
    """Two statements, however many there are."""
    mail = Exists(ContactPoint.objects.filter(actor=OuterRef("actor")).exclude(email=""))
    rows = list(_of(report).select_related("actor").annotate(has_mail=mail).order_by("actor__sort_name"))
    mine = readership.by_actor(Reading.objects.filter(report=report), [row.actor_id for row in rows])
    read = dict(mine.values_list("for_actor").annotate(Min("at")))
    return [
        Row(
            row.actor.name,
            row.happened_at,
            row.sent_at,
            row.attempts,
            bool(getattr(row, "has_mail", False)),
            read.get(row.actor_id),
        )
        for row in rows
    ]


def failed(report: Report) -> "QuerySet[Notice]":
    """Those that were tried as often as the machine tries, and did not leave."""
    return _of(report).filter(sent_at__isnull=True, attempts__gte=TRIES)


def _of(report: Report) -> "QuerySet[Notice]":
    return Notice.objects.filter(incident=report.incident, kind=NoticeKind.REPORT, subject=report.journal_subject())

"""The county's report: one open at a time, moved to newer answers without losing a word, reviewed, then frozen."""

import hashlib
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Person
from actors.nudges import nudge
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Marking, NoticeKind, Reference, rank
from coordination.incidents.notices import notify
from coordination.incidents.permissions import APPROVE, WRITE
from coordination.incidents.services import Mark, mark_columns, put_mark, refuse_closed, refuse_lower
from coordination.situations import headline, rendering
from coordination.situations.content import canonical
from coordination.situations.gathered import known_grade
from coordination.situations.models import WORDS, Compilation, Input, Report
from coordination.situations.queue import queue_compilation
from coordination.situations.states import CompilationState, ReportState
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken


def open_report(*, by: Person, incident: Incident) -> Report:
    """The incident's open report: the one that is there, or a new one on the newest compilation."""
    require(by, WRITE, incident)
    there = Report.objects.open().filter(incident=incident).select_related("compilation").first()
    if there is not None:
        return there
    refuse_closed(incident)
    now = now_in(incident)
    report = Report(incident=incident, compilation=newest(incident), made_at=now, replaces=replaced(incident))
    put_mark(report, mark_columns(None, by=by, now=now, default=incident, at_least=underlying(report)))
    try:
        with transaction.atomic():
            report.save()
            record(report, "report.begun", by=by, to_state=ReportState.DRAFT)
    except IntegrityError:
        return Report.objects.open().get(incident=incident)
    return report


def newest(incident: Incident) -> Compilation | None:
    """The latest compilation that is ready."""
    return Compilation.objects.filter(incident=incident, state=CompilationState.READY).order_by("-pk").first()


def underlying(report: Report) -> list[Any]:
    """What the report rests on and may not be marked lower than: its incident and its answers, the highest of them."""
    sources = Input.objects.filter(used_in__compilation=report.compilation_id).exclude(marking=Marking.OPEN)
    highest = max(sources.only("marking", "marking_reference", "marking_reason"), key=_rank, default=None)
    return [report.incident, *([highest] if highest is not None else [])]


def _rank(row: Input) -> int:
    return rank(row.marking)


def replaced(incident: Incident) -> Report | None:
    """What a next report takes the place of: the published one, or the last one if that is withheld."""
    last = Report.objects.filter(incident=incident, number__isnull=False).order_by("-number").first()
    return last if last is not None and last.state in (ReportState.PUBLISHED, ReportState.WITHHELD) else None


def published(incident: Incident) -> Report | None:
    return Report.objects.filter(incident=incident, state=ReportState.PUBLISHED).first()


def compile_now(*, by: Person, incident: Incident) -> Compilation:
    """Do not wait for more answers: compile what there is."""
    require(by, WRITE, incident)
    refuse_closed(incident)
    with transaction.atomic():
        return queue_compilation(incident, gather=0)


def retry_compilation(*, by: Person, failed: Compilation) -> None:
    """Let the machine try once more what it gave up."""
    refuse_closed(failed.incident)
    try:
        with transaction.atomic():
            move(failed, CompilationState.QUEUED, by=by, attempts=0, error="", gather_until=timezone.now())
            transaction.on_commit(partial(nudge, "situations.compile_incident", failed.incident_id))
    except IntegrityError as waiting:
        raise RuleBroken(_("En nyare sammanställning väntar redan.")) from waiting


def take_newer(*, by: Person, report: Report) -> Report:
    """Move the open report to the newest compilation. The human text stays as it is, word for word."""
    require(by, WRITE, report.incident)
    latest = newest(report.incident)
    if latest is None or latest.pk == report.compilation_id:
        raise RuleBroken(_("Rapporten bygger redan på den senaste sammanställningen."))
    report.compilation = latest
    raised = _raised(report, by)
    with transaction.atomic():
        moved = Report.objects.open().filter(pk=report.pk).update(compilation=latest, **raised)
        if not moved:
            raise MovedOn(_("Rapporten är redan publicerad."))
        record(report, "report.newer_answers", by=by, note=f"{latest}")
    put_mark(report, raised)
    return report


def _raised(report: Report, by: Person) -> dict[str, Any]:
    """The marking that the newer answers ask for, when it is higher than the report's own."""
    under = underlying(report)
    floor = max((row.marking for row in under), key=rank)
    if rank(floor) <= rank(report.marking):
        return {}
    return mark_columns(None, by=by, now=now_in(report.incident), at_least=under)


def save_words(
    *,
    by: Person,
    report: Report,
    revision: int,
    words: dict[str, str],
    next_at: datetime | None = None,
    mark: Mark | None = None,
) -> Report:
    """Save the human text. A stale revision is MovedOn: the caller shows both texts, and nothing is lost.

    A marking lower than that of an answer the report rests on is refused: the rest is not saved either.
    """
    require(by, WRITE, report.incident)
    changes: dict[str, Any] = {name: words[name].strip() for name in WORDS if name in words}
    changes |= {"next_at": next_at, "edited_at": now_in(report.incident), "edited_by": by, "revision": revision + 1}
    if mark is not None and mark != Mark.of(report):
        changes |= mark_columns(mark, by=by, now=now_in(report.incident), at_least=underlying(report))
    saved = Report.objects.filter(pk=report.pk, revision=revision, state=ReportState.DRAFT).update(**changes)
    if not saved:
        report.refresh_from_db()
        if report.state != ReportState.DRAFT:
            raise MovedOn(_("Rapporten granskas eller är publicerad. Lämna tillbaka den för att ändra i texten."))
        raise MovedOn(_("Någon har sparat medan du skrev. Inget är borta: båda texterna visas."))
    for name, value in changes.items():
        setattr(report, name, value)
    return report


def send_to_review(*, by: Person, report: Report) -> None:
    """Hand the report to the one who publishes. It needs answers to stand on and a summary."""
    if report.compilation_id is None:
        raise RuleBroken(_("Det finns ingen sammanställning att bygga på. Sammanställ svaren först."))
    if not report.summary:
        raise RuleBroken(_("Skriv en sammanfattning. Den läses först, och av flest."))
    move(report, ReportState.IN_REVIEW, by=by, reviewed_by=None)


def return_report(*, by: Person, report: Report, note: str) -> None:
    """Give the report back to its writer, with what should be changed."""
    if not note.strip():
        raise RuleBroken(_("Skriv vad som ska ändras, så att den som skriver vet."))
    move(report, ReportState.DRAFT, by=by, note=note.strip())


def preview(report: Report, by: Person) -> dict[str, Any]:
    """The body as it would be published now. It has no checksum: that belongs to what is published."""
    numbered = Report.objects.filter(incident=report.incident, number__isnull=False).order_by("-number")
    last = numbered.values_list("number", "state").first()
    number, state = last if last else (0, "")
    standing = state in (ReportState.PUBLISHED, ReportState.WITHHELD)
    body = _frozen(report, (number or 0) + 1, number if standing else None, by)
    return {**body, "report": {**body["report"], "hash": ""}}


def publish_report(*, by: Person, report: Report, revision: int, compilation: int | None = None) -> Report:
    """Freeze and publish under the next number, in the place of the one before. All participants are told.

    `revision` and `compilation` are what the publisher has read: neither words nor answers change under her hand.
    """
    incident = report.incident
    require(by, APPROVE, incident)
    refuse_closed(incident)
    if report.compilation_id is None:
        raise RuleBroken(_("Det finns ingen sammanställning att bygga på. Sammanställ svaren först."))
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=incident.pk)
        _refuse_unread(report, revision, compilation or report.compilation_id)
        refuse_lower(report.marking, max((row.marking for row in underlying(report)), key=rank))
        former = replaced(incident)
        number = _next_number(incident)
        if former is not None and former.state == ReportState.PUBLISHED:
            former.incident = incident
            move(former, ReportState.SUPERSEDED, by=by, note=_("Ersatt av nr %(number)d") % {"number": number})
        body = _frozen(report, number, former.number if former else None, by)
        move(
            report,
            ReportState.PUBLISHED,
            by=by,
            number=number,
            body=body,
            grades=_grades(body),
            content_hash=body["report"]["hash"],
            published_at=now_in(incident),
            published_by=by,
            reviewed_by=by,
            replaces=former,
        )
        rendering.render(report)
        told = [p.actor for p in incident.participations.filter(left_at__isnull=True).select_related("actor")]
        notify(incident, told, NoticeKind.REPORT, report.journal_subject(), report.get_absolute_url())
        headline.note(incident, report=number, report_at=_iso(report.published_at), next_report_at=_iso(report.next_at))
        queue_compilation(incident)
    return report


def _refuse_unread(report: Report, revision: int, compilation: int | None) -> None:
    """Hold the row until the commit, and go on only if it says what was read."""
    held = Report.objects.select_for_update().filter(pk=report.pk).values_list("revision", "compilation_id").get()
    if held != (revision, compilation) or report.compilation_id != compilation:
        raise MovedOn(_("Rapporten har ändrats sedan du granskade den. Läs den igen."))


def _next_number(incident: Incident) -> int:
    last = Report.objects.filter(incident=incident, number__isnull=False).order_by("-number").first()
    return (last.number or 0) + 1 if last else 1


def _frozen(report: Report, number: int, replaces: int | None, by: Person) -> dict[str, Any]:
    """The whole report as data. The hash is over everything but itself."""
    compiled = report.compilation.body if report.compilation else {}
    with override("sv"):  # the report's own language, whatever its publisher reads in
        signed, marking = _("TiB, %(actor)s") % {"actor": report.incident.lead.name}, str(Marking(report.marking).label)
        ground = str(Reference(report.marking_reference).label) if report.marking_reference else ""
    facts = {
        "number": number,
        "published_at": _iso(now_in(report.incident)),
        "published_by": signed,
        "marking": marking,
        "marking_reference": ground,
        "marking_reason": report.marking_reason,
        "replaces": replaces,
        "next_at": _iso(report.next_at),
    }
    body = {**compiled, "report": facts, "words": {name: getattr(report, name) for name in WORDS}}
    facts["hash"] = hashlib.sha256(canonical(body)).hexdigest()
    return body


def _grades(body: dict[str, Any]) -> dict[str, dict[str, int | None]]:
    grades: dict[str, dict[str, int | None]] = {}
    for function in body.get("functions", []):
        for cell in function["cells"]:
            grades.setdefault(str(cell["actor"]), {})[function["key"]] = known_grade(cell)
    return grades


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

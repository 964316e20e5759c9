"""The county's report: one open at a time, moved to newer answers without losing a word, reviewed, then frozen."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from actors.nudges import nudge
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Marking, NoticeKind, rank
from coordination.incidents.notices import notify
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import APPROVE, WRITE
from coordination.incidents.services import Mark, mark_columns, put_mark, refuse_closed, refuse_lower
from coordination.situations import headline
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import WORDS, Compilation, Input, Report
from coordination.situations.press import rendering
from coordination.situations.report import citing, freezing
from coordination.situations.services.seconding import refuse_alone
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
    """Move the open report to the newest compilation. The human text stays, word for word; its citations follow.

    It is a new revision: what somebody has read and approved is no longer what stands.
    """
    require(by, WRITE, report.incident)
    latest = newest(report.incident)
    if latest is None or latest.pk == report.compilation_id:
        raise RuleBroken(_("Rapporten bygger redan på den senaste sammanställningen."))
    words = follow(report, {name: getattr(report, name) for name in WORDS}, report.compilation, latest)
    report.compilation = latest
    raised = _raised(report, by)
    with transaction.atomic():
        stands = Report.objects.open().filter(pk=report.pk, revision=report.revision)
        if not stands.update(compilation=latest, revision=report.revision + 1, **words, **raised):
            raise MovedOn(_("Rapporten har ändrats av någon annan. Läs den igen."))
        record(report, "report.newer_answers", by=by, note=f"{latest}")
    put_mark(report, {**raised, **words, "revision": report.revision + 1})
    return report


def follow(
    report: Report, words: dict[str, str], before: Compilation | None, after: Compilation | None
) -> dict[str, str]:
    """The words with their citations moved from one compilation's numbers to another's."""
    if before == after:
        return words
    loose = {name: citing.loosened(text, before.body if before else {}) for name, text in words.items()}
    receipts = {token for text in loose.values() for token in citing.fallen(text)}
    found = Input.objects.sent().filter(incident=report.incident, number__in=receipts)
    stands = Input.objects.standing().filter(request=OuterRef("request"), actor=OuterRef("actor")).values("number")[:1]
    rows = list(found.annotate(stands=Subquery(stands)).values_list("number", "actor_id", "stands"))
    actors = {number: actor for number, actor, _stands in rows}
    corrected = {number: stands or "" for number, _actor, stands in rows}
    body = after.body if after else {}
    return {name: citing.bound(text, body, actors, corrected) for name, text in loose.items()}


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
    done: Collection[str] | None = None,
) -> Report:
    """Save the human text. A stale revision is MovedOn: the caller shows both texts, and nothing is lost.

    `done` are the sections that are marked as finished; None leaves the marks as they are.

    A marking lower than that of an answer the report rests on is refused: the rest is not saved either.
    """
    require(by, WRITE, report.incident)
    changes: dict[str, Any] = {name: words[name].strip() for name in WORDS if name in words}
    changes |= {"next_at": next_at, "edited_at": now_in(report.incident), "edited_by": by, "revision": revision + 1}
    if mark is not None and mark != Mark.of(report):
        changes |= mark_columns(mark, by=by, now=now_in(report.incident), at_least=underlying(report))
    changes["sections"] = _stands(report, changes, by, done)
    saved = Report.objects.filter(pk=report.pk, revision=revision, state=ReportState.DRAFT).update(**changes)
    if not saved:
        report.refresh_from_db()
        if report.state != ReportState.DRAFT:
            raise MovedOn(_("Rapporten granskas eller är publicerad. Lämna tillbaka den för att ändra i texten."))
        raise MovedOn(_("Någon har sparat medan du skrev. Inget är borta: båda texterna visas."))
    for name, value in changes.items():
        setattr(report, name, value)
    return report


def _stands(report: Report, changes: dict[str, Any], by: Person, done: Collection[str] | None) -> dict[str, Any]:
    """Where each section stands: who wrote in it last, and whether it is marked done. What is changed is not."""
    sections = dict(report.sections)
    for name in WORDS:
        if name in changes and changes[name] != getattr(report, name):
            sections[name] = {"by": by.name, "at": freezing.iso(changes["edited_at"]), "done": False}
        if done is not None and (name in sections or name in done):
            sections[name] = {**sections.get(name, {}), "done": name in done}
    return sections


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
        refuse_alone(report, by)
        refuse_lower(report.marking, max((row.marking for row in underlying(report)), key=rank))
        former = replaced(incident)
        number = next_number(Report, incident)
        if former is not None and former.state == ReportState.PUBLISHED:
            former.incident = incident
            move(former, ReportState.SUPERSEDED, by=by, note=_("Ersatt av nr %(number)d") % {"number": number})
        body = freezing.frozen(report, number, former.number if former else None)
        move(
            report,
            ReportState.PUBLISHED,
            by=by,
            number=number,
            body=body,
            grades=freezing.grades(body),
            content_hash=body["report"]["hash"],
            published_at=now_in(incident),
            published_by=by,
            reviewed_by=by,
            replaces=former,
        )
        rendering.render(report)
        told = [p.actor for p in incident.participations.filter(left_at__isnull=True).select_related("actor")]
        notify(incident, told, NoticeKind.REPORT, report.journal_subject(), report.get_absolute_url())
        headline.note(
            incident,
            report=number,
            report_at=freezing.iso(report.published_at),
            next_report_at=freezing.iso(report.next_at),
        )
        queue_compilation(incident)
    return report


def _refuse_unread(report: Report, revision: int, compilation: int | None) -> None:
    """Hold the row until the commit, and go on only if it says what was read."""
    held = Report.objects.select_for_update().filter(pk=report.pk).values_list("revision", "compilation_id").get()
    if held != (revision, compilation) or report.compilation_id != compilation:
        raise MovedOn(_("Rapporten har ändrats sedan du granskade den. Läs den igen."))

"""What the machine does when an answer or a report goes into quarantine, comes out, or is shared with other readers.

What has been compiled of an answer holds its words too: so compilations are put aside, the open report waits for a new
one, and published reports are withheld until a new version replaces them.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from coordination.incidents import records, sight
from coordination.incidents.hiding import repeats_need
from coordination.incidents.models import Quarantine, ResourceNeed
from coordination.situations.answers import filed
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import (
    WORDS,
    AnswerFile,
    Compilation,
    GuardedAnswer,
    Input,
    RedactedCopy,
    Report,
    Request,
)
from coordination.situations.report import citing
from coordination.situations.states import CompilationState, InputState, ReportState
from journal.moves import move


def register_kinds() -> None:
    records.register(
        records.Kind(
            "input",
            "svar",
            Input,
            owned=True,
            refuses=_unsent,
            parts=copies,
            hidden=answer_hidden,
            shown=answer_shown,
            changed=answer_narrowed,
        )
    )
    records.register(records.Kind("request", "begaran", Request, hidden=request_changed, shown=request_changed))
    records.register(
        records.Kind("report", "rapport", Report, refuses=_unpublished, hidden=withhold, shown=report_shown)
    )


def _unsent(answer: Input) -> str | None:
    return _("Utkastet läser bara ni. Ändra det i stället.") if answer.state == InputState.DRAFT else None


def _unpublished(report: Report) -> str | None:
    return _("Rapporten är inte publicerad. Ändra texten i stället.") if report.number is None else None


def copies(answer: Input) -> Iterable[Any]:
    """Answers that say the same, and the resource needs that were made of any of them, with what repeats those."""
    alike = list(same_words(answer))
    origins = [f"input:{one.pk}" for one in (answer, *alike)]
    found = ResourceNeed.objects.filter(incident=answer.incident, origin__in=origins).select_related("actor")
    needs = [records.with_incident(need, answer.incident) for need in found]
    repeated = {(type(row), row.pk): row for need in needs for row in repeats_need(need)}
    return [*alike, *needs, *repeated.values()]


def same_words(answer: Input) -> Iterable[Input]:
    """Other answers of the actor that say the very same: confirmed unchanged, sent again, or corrected elsewhere."""
    sent = Input.objects.sent().filter(incident=answer.incident, actor_id=answer.actor_id).exclude(pk=answer.pk)
    said = said_in(answer)
    found = [one for one in sent if one.content_hash == answer.content_hash or said & said_in(one)]
    for one in found:
        one.incident, one.actor = answer.incident, answer.actor
    return found


def said_in(answer: Input) -> set[str]:
    """Every text of an answer that is long enough to be somebody's own words, and the hash of each of its files."""
    guarded = [row.value for row in GuardedAnswer.objects.filter(input=answer)] if answer.pk else []
    files = {sha256 for _question, sha256 in filed.hashes(answer)} if answer.pk else set()
    return files | {text for text in _texts([answer.content, guarded, answer.question_back]) if len(text) >= 12}


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def answer_hidden(answer: Input) -> None:
    _clear_drafts(answer)
    for report in _reports_with(answer).exclude(state=ReportState.WITHHELD):
        report.incident = answer.incident
        withhold(report)
    compile_anew(answer)


def answer_shown(answer: Input) -> None:
    for report in _reports_with(answer).filter(state=ReportState.WITHHELD):
        report.incident = answer.incident
        report_shown(report)
    compile_anew(answer)


def answer_narrowed(answer: Input) -> None:
    """A draft that was begun from the answer has its readers; what has been compiled of it is put aside."""
    drafts = Input.objects.filter(incident=answer.incident, actor_id=answer.actor_id, state=InputState.DRAFT)
    drafts.update(audience=answer.audience, audience_until=answer.audience_until)
    compile_anew(answer)


def _clear_drafts(answer: Input) -> None:
    """What an unsent draft repeats of the answer, words and files, is taken out of it; the rest of it stays."""
    gone = said_in(answer)
    drafts = Input.objects.filter(incident=answer.incident, actor_id=answer.actor_id, state=InputState.DRAFT)
    for draft in drafts:
        draft.content = without(draft.content, gone)
        draft.save(update_fields=["content"])
    AnswerFile.objects.filter(input__in=drafts, sha256__in=gone).delete()


def without(value: Any, gone: set[str]) -> Any:
    """The same structure with the given texts empty."""
    if isinstance(value, str):
        return "" if value.strip() in gone else value
    if isinstance(value, dict):
        return {key: without(part, gone) for key, part in value.items()}
    return [without(part, gone) for part in value] if isinstance(value, list) else value


def holding(answer: Input, path: str = "") -> Q:
    """Compilations that say something of the answer: as a source, as a silent actor's last, as a side."""
    last = {f"{path}body__silent__contains": [{"last": {"input": answer.pk}}]}
    apart = {f"{path}body__disputed__contains": [{"sides": [{"input": answer.pk}]}]}
    return Q(**{f"{path}sources__input": answer.pk}) | Q(**last) | Q(**apart)


def _reports_with(answer: Input) -> "QuerySet[Report]":
    return Report.objects.published().filter(holding(answer, "compilation__"), incident=answer.incident).distinct()


def compile_anew(answer: Input) -> None:
    """Put aside what was compiled while the answer could be read, and compile what all may read now."""
    incident = answer.incident
    held = Compilation.objects.ready().filter(holding(answer), incident=incident).distinct()
    for compilation in held:
        compilation.incident = incident
        move(compilation, CompilationState.SUPERSEDED)
    for report in Report.objects.open().filter(holding(answer, "compilation__"), incident=incident).distinct():
        _set_loose(report)
    if not incident.is_closed:
        queue_compilation(incident, gather=0)


def _set_loose(report: Report) -> None:
    """The open report stands on nothing until it is compiled anew; its citations say which answers they mean."""
    body = report.compilation.body if report.compilation else {}
    words = {name: citing.loosened(getattr(report, name), body) for name in WORDS}
    Report.objects.filter(pk=report.pk).update(compilation=None, revision=F("revision") + 1, **words)


def request_changed(request: Request) -> None:
    if not request.incident.is_closed:
        queue_compilation(request.incident, gather=0)


def withhold(report: Report) -> None:
    """The published report is told of, and not shown, until a new version replaces it."""
    if report.state in (ReportState.PUBLISHED, ReportState.SUPERSEDED):
        move(report, ReportState.WITHHELD)


def report_shown(report: Report) -> None:
    """Back, unless it is itself in quarantine or holds something else that is."""
    if report.state != ReportState.WITHHELD or _still_held(report):
        return
    newer = Report.objects.published().filter(incident_id=report.incident_id, number__gt=report.number)
    move(report, ReportState.SUPERSEDED if newer.exists() else ReportState.PUBLISHED)


def _still_held(report: Report) -> bool:
    quarantined = Quarantine.objects.open().filter(incident_id=report.incident_id)
    if quarantined.filter(kind="report", object_id=report.pk).exists():
        return True
    keys = quarantined.filter(kind="input").values_list("object_id", flat=True)
    answers = Input.objects.filter(pk__in=keys)
    rows = Report.objects.filter(pk=report.pk)
    return any(rows.filter(holding(answer, "compilation__")).exists() for answer in answers)


def all_may_read(inputs: Iterable[int]) -> bool:
    """Whether every participant may still read the answers, as they are or in their redacted copies."""
    wanted = set(inputs)
    copied = Exists(RedactedCopy.objects.filter(input=OuterRef("pk")))
    return Input.objects.filter(sight.wide() | Q(copied), pk__in=wanted).out_of_quarantine().count() == len(wanted)

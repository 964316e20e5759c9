"""The writer's desk: the open report, its parts, what remains before it can be published, and the sources to cite."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.incidents.models import Incident, Participant
from coordination.situations.models import WORDS, Compilation, Dispute, Input, Report
from coordination.situations.report import attached, citing, outline, reading
from coordination.situations.report.naming import named
from coordination.situations.report.reading import Body
from coordination.situations.states import CompilationState, DisputeState, ReportState
from coordination.situations.weighing import apart
from journal.models import Entry

RECENT = 20
NEW, USED, ALL = "nya", "anvanda", "alla"


def open_report(incident: Incident) -> Report | None:
    """The open report with its compilation, how many it goes to, what the reviewer last asked for: one statement."""
    there = Participant.objects.filter(incident=OuterRef("incident_id"), left_at__isnull=True)
    told = there.order_by().values("incident")
    returned = Entry.objects.filter(
        subject=Concat(Value("report:"), Cast(OuterRef("pk"), CharField())), verb="report.draft"
    ).order_by("-pk")
    last = Report.objects.filter(incident=OuterRef("incident_id"), number__isnull=False).order_by("-number")
    open_ones = Dispute.objects.filter(incident=OuterRef("incident_id"), state=DisputeState.OPEN)
    disputes = open_ones.order_by().values("incident")
    report = (
        Report.objects.open()
        .filter(incident=incident)
        .select_related("compilation", "edited_by", "seconded_by")
        .annotate(
            recipients=Coalesce(Subquery(told.values(n=Count("pk"))), 0),
            returned=Subquery(returned.values("note")[:1]),
            apart=Coalesce(Subquery(disputes.values(n=Count("pk"))), 0),
            last_number=Coalesce(Subquery(last.values("number")[:1], output_field=IntegerField()), 0),
        )
        .first()
    )
    if report is not None:
        report.incident = incident
    return report


def next_number(report: Report) -> int:
    return int(getattr(report, "last_number", 0)) + 1


def body_of(report: Report) -> Body:
    return report.compilation.body if report.compilation else {}


@dataclass(frozen=True)
class Machine:
    """What the machine is doing: `newer` is ready to be taken in, `failed` has been given up."""

    newer: int | None = None
    state: str = ""
    failed: int | None = None


def machine(incident: Incident, report: Report | None) -> Machine:
    rows = list(Compilation.objects.filter(incident=incident).order_by("-pk").values_list("pk", "state")[:RECENT])
    used = (report.compilation_id or 0) if report else 0
    newer = next((pk for pk, state in rows if state == CompilationState.READY and pk > used), None)
    at_work = (CompilationState.QUEUED, CompilationState.COMPILING)
    state = next((state for _pk, state in rows if state in at_work), "")
    failed = rows[0][0] if rows and rows[0][1] == CompilationState.FAILED else None
    return Machine(newer=newer, state=state, failed=failed)


@dataclass(frozen=True)
class Since:
    """What has happened to the answers since the report's compilation read them."""

    late: list[str]
    withdrawn: list[str]


def since_compiled(incident: Incident, body: Body) -> Since:
    """Answers that the compilation does not hold though they count, and those it holds though they were taken back."""
    used = [source["input"] for source in body.get("sources", [])]
    asked = (body.get("request") or {}).get("number") or 0
    rows = (
        Input.objects.filter(incident=incident)
        .read_by_all()
        .filter(Q(state="submitted", request__number__gte=asked) & ~Q(pk__in=used) | Q(state="withdrawn", pk__in=used))
        .order_by("actor__sort_name")
        .values_list("state", "actor__short")
    )
    found = list(rows)
    return Since(
        late=[short for state, short in found if state == "submitted"],
        withdrawn=[short for state, short in found if state == "withdrawn"],
    )


def former(incident: Incident) -> tuple[int, frozenset[int]]:
    """The published report's number and the answers it was made of."""
    row = (
        Report.objects.filter(incident=incident, state=ReportState.PUBLISHED)
        .annotate(sources=F("body__sources"))
        .values_list("number", "sources")
        .first()
    )
    if row is None:
        return 0, frozenset()
    return row[0] or 0, frozenset(source["input"] for source in row[1] or [])


def used_sources(report: Report) -> dict[int, int]:
    """Source number -> how many times the words cite it."""
    times: dict[int, int] = {}
    for name in WORDS:
        for number in citing.numbers(getattr(report, name)):
            times[number] = times.get(number, 0) + 1
    return times


def strips(report: Report, before: frozenset[int]) -> list[dict[str, Any]]:
    """Every answer as a strip to cite: what it says in words and figures, whether it is new, how often it is used."""
    body, times = body_of(report), used_sources(report)
    said, counted, filed = _texts(body), _numbers(named(body)), _files(body)
    return [
        {
            "n": answer["source"],
            "input": answer["input"],
            "short": answer["short"],
            "at": answer["at"],
            "grade": answer["overall"],
            "confidence": answer["confidence"],
            "oral": answer["oral"],
            "late": answer["late"],
            "text": said.get(answer["input"], ""),
            "numbers": counted.get(answer["input"], []),
            "files": filed.get(answer["input"], 0),
            "new": answer["input"] not in before,
            "used": times.get(answer["source"], 0),
        }
        for answer in body.get("answered", [])
    ]


def _texts(body: Body) -> dict[int, str]:
    """The answer's summary, or else the first thing it says in words."""
    said: dict[int, str] = {}
    for text in sorted(body.get("texts", []), key=lambda t: t["key"] != "summary"):
        if text["key"] != "contact":
            for answer in text["answers"]:
                said.setdefault(answer["input"], answer["text"])
    return said


def _numbers(body: Body) -> dict[int, list[str]]:
    counted: dict[int, list[str]] = {}
    for number in body.get("numbers", []):
        for part in [*number["parts"], *number["not_counted"]]:
            if part.get("input"):
                words = _("%(name)s: %(value)s") % {"name": number["name"], "value": reading.thousands(part["value"])}
                counted.setdefault(part["input"], []).append(words)
    return counted


def _files(body: Body) -> dict[int, int]:
    """How many files each answer carries."""
    found: dict[int, int] = {}
    for row in body.get("files", []):
        for answer in row["answers"]:
            found[answer["input"]] = found.get(answer["input"], 0) + len(answer["files"])
    return found


def chosen(rows: list[dict[str, Any]], choice: str) -> list[dict[str, Any]]:
    if choice == NEW:
        return [row for row in rows if row["new"]]
    return [row for row in rows if row["used"]] if choice == USED else rows


def machine_parts(body: Body) -> dict[str, Any]:
    """What the machine made, in the shapes that the published page shows them."""
    if not body:
        return {}
    body = named(body)
    return {
        "functions": [outline.function_row(body, function) for function in body["functions"]],
        "numbers": [outline.number_row(body, number) for number in body["numbers"]],
        "changes": [outline.change_row(body, change) for change in body["changes"]],
        "silent": [outline.silent_row(body, actor) for actor in body["silent"]],
        "files": attached.files_rows(body),
        "disputed": [apart.disputed_row(body, row) for row in body.get("disputed", [])],
        "age": reading.age_sentence(body),
        "overall": body["overall"],
        "compared_to": body.get("compared_to"),
        "answered": reading.answered_sentence(body),
    }


def parts(report: Report, labels: dict[str, Any]) -> list[dict[str, str]]:
    """The report's parts in reading order, each with how far it has come."""
    body = body_of(report)
    made = _("väntar på svar")
    if body:
        made = _("klar, räknad %(time)s") % {"time": reading.clock(body["compiled_at"])}
    ready = "done" if body else "todo"
    machine_made = [
        ("paverkan", _("Påverkan"), ready, made),
        ("andrat", _("Ändrat sedan förra"), ready, made),
    ]
    quiet = ("tysta", _("Tysta aktörer"), ready, _silent_note(body))
    written = [_written(report, name, labels) for name in WORDS]
    return [
        {"anchor": anchor, "label": label, "step": step, "note": note}
        for anchor, label, step, note in [written[0], *machine_made, *written[1:], quiet]
    ]


def _written(report: Report, name: str, labels: dict[str, Any]) -> tuple[str, str, str, str]:
    """Not begun, under way by whom and since when, or marked done by a person."""
    said = report.sections.get(name, {})
    label, there = str(labels[name]), bool(getattr(report, name))
    if there and said.get("done"):
        return f"id_{name}", label, "done", _("klar")
    if not there:
        return f"id_{name}", label, "todo", _("inte påbörjad")
    note = _("pågår")
    if said.get("at"):
        note = _("pågår, %(who)s %(time)s") % {"who": said["by"], "time": reading.clock(said["at"])}
    return f"id_{name}", label, "now", note


def _silent_note(body: Body) -> str:
    silent = len(body.get("silent", []))
    if not body:
        return _("väntar på svar")
    return ngettext("%(count)d tyst", "%(count)d tysta", silent) % {"count": silent} if silent else _("ingen är tyst")

"""A report as it is frozen: the whole of it as data, with a checksum over everything but itself."""

import hashlib
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from coordination.incidents.clock import now_in
from coordination.incidents.models import Marking, Reference
from coordination.situations.compiled.gathered import known_grade
from coordination.situations.content import canonical
from coordination.situations.models import WORDS, Report
from coordination.situations.states import ReportState


def preview(report: Report) -> dict[str, Any]:
    """The body as it would be published now. It has no checksum: that belongs to what is published."""
    numbered = Report.objects.filter(incident=report.incident, number__isnull=False).order_by("-number")
    last = numbered.values_list("number", "state").first()
    number, state = last if last else (0, "")
    standing = state in (ReportState.PUBLISHED, ReportState.WITHHELD)
    body = frozen(report, (number or 0) + 1, number if standing else None)
    return {**body, "report": {**body["report"], "hash": ""}}


def frozen(report: Report, number: int, replaces: int | None) -> dict[str, Any]:
    compiled = report.compilation.body if report.compilation else {}
    with override("sv"):  # the report's own language, whatever its publisher reads in
        signed, marking = _("TiB, %(actor)s") % {"actor": report.incident.lead.name}, str(Marking(report.marking).label)
        ground = str(Reference(report.marking_reference).label) if report.marking_reference else ""
    facts = {
        "number": number,
        "published_at": iso(now_in(report.incident)),
        "published_by": signed,
        "marking": marking,
        "marking_reference": ground,
        "marking_reason": report.marking_reason,
        "replaces": replaces,
        "next_at": iso(report.next_at),
    }
    body = {**compiled, "report": facts, "words": {name: getattr(report, name) for name in WORDS}}
    facts["hash"] = hashlib.sha256(canonical(body)).hexdigest()
    return body


def grades(body: dict[str, Any]) -> dict[str, dict[str, int | None]]:
    """{actor: {function: grade}}, as the body says."""
    found: dict[str, dict[str, int | None]] = {}
    for function in body.get("functions", []):
        for cell in function["cells"]:
            found.setdefault(str(cell["actor"]), {})[function["key"]] = known_grade(cell)
    return found


def iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

"""Published reports as stored bytes: page, paper, document, data and words, made once and read ever after."""

import hashlib
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.nudges import nudge
from coordination.situations.board import maps
from coordination.situations.content import canonical
from coordination.situations.models import Rendering, Report
from coordination.situations.press import printing
from coordination.situations.press.editions import EDITIONS
from coordination.situations.press.printing import report_html, report_pdf
from coordination.situations.report.naming import named


def render(report: Report) -> None:
    """Store the page in every language, and the JSON. The other editions are the worker's, or the first reader's."""
    for language, _name in settings.LANGUAGES:
        _store(report, "html", language, page(report.body, language).encode())
    _store(report, "json", "", canonical(report.body))
    transaction.on_commit(partial(nudge, "situations.print_report", report.pk))


def page(body: dict[str, Any], language: str) -> str:
    """A body's page with its map, as it is stored when it is published."""
    body = named(body, language)
    svg, title = _map(body, language)
    return report_html(body, map_svg=svg, language=language, map_title=title)


def preview(body: dict[str, Any], language: str) -> str:
    """What is read before it is published, on the page where one publishes."""
    body = named(body, language)
    svg, title = _map(body, language)
    return printing.preview(body, map_svg=svg, language=language, map_title=title)


def printed(report: Report, language: str) -> Rendering:
    """The PDF's bytes, made now if they are not there."""
    stored = Rendering.objects.filter(report=report, kind="pdf", language=language).first()
    if stored is not None:
        return stored
    body = named(report.body, language)
    svg, title = _map(body, language)
    return _store(report, "pdf", language, report_pdf(body, map_svg=svg, language=language, map_title=title))


def edition(report: Report, kind: str, language: str) -> Rendering:
    """The bytes of an edition, made now if they are not there: once, and the same ever after."""
    made = EDITIONS[kind]
    said = made.language or language
    stored = Rendering.objects.filter(report=report, kind=kind, language=said).first()
    if stored is not None:
        return stored
    return _store(report, kind, said, made.make(named(report.body, said), said))


def print_all(report: Report) -> None:
    """What the worker makes before anybody asks: every edition in the report's own language."""
    printed(report, "sv")
    for kind in EDITIONS:
        edition(report, kind, "sv")


def _map(body: dict[str, Any], language: str) -> tuple[str, str]:
    function = maps.worst_function(body)
    with override(language):
        title = _("%(function)s per kommun") % {"function": function["name"]} if function else ""
        return maps.county_svg(body, function, _("Påverkan")), title


def _store(report: Report, kind: str, language: str, data: bytes) -> Rendering:
    row, _made = Rendering.objects.get_or_create(
        report=report,
        kind=kind,
        language=language,
        defaults={"data": data, "etag": hashlib.sha256(data).hexdigest()[:32]},
    )
    return row

"""The editions of a published report: the same frozen body as page, paper, document, data and words to read aloud."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from coordination.situations.press import paper, printing, radio, wordfile
from coordination.situations.press.brief import brief
from coordination.situations.report import reading
from coordination.situations.report.outline import report_address
from coordination.situations.report.reading import Body

BRIEF_HTML: Final = "brief-html"


class Edition(NamedTuple):
    """How an edition is made of a body in a language, what kind of file it is, and how that is named.

    `language`: the only one there is, or nothing where there are as many as readers read.
    """

    make: Callable[[Body, str], bytes]
    kind: str
    suffix: str
    short: bool = False
    language: str = ""


def brief_html(body: Body, language: str) -> bytes:
    """The inner HTML of the page; the same for everybody who may read it."""
    with override(language):
        context = {"body": body, "page": brief(body), "sentences": closing(body)}
        return printing.lasting(render_to_string("situations/report_brief.html", context)).encode()


def brief_pdf(body: Body, language: str) -> bytes:
    with override(language):
        data: dict[str, Any] = brief(body) | {
            "language": language,
            "labels": printing.labels(body) | {"spread": _("Kommuner per grad"), "next": _("Nästa rapport")},
            "exercise": body["incident"]["exercise"],
            "owner": body["incident"]["owner"],
            "over": printing.over(body),
            "head": printing.page_head(body),
            "head_right": _("Läget gäller %(time)s") % {"time": reading.day_clock(body["as_of"])},
            "foot": f"{body['incident']['owner']}. {reading.marking(body)}. {reading.short_hash(body)}",
            "sentences": closing(body),
        }
    made_at = reading.moment(body["report"]["published_at"]) or datetime(2000, 1, 1, tzinfo=UTC)
    return paper.pdf(paper.program(paper.HERE / "brief.typ"), data, made_at=made_at)


def closing(body: Body) -> list[str]:
    """Where the whole stands, and which content this is of."""
    report = body["report"]
    words = {"address": report_address(body, report["number"]), "hash": reading.short_hash(body)}
    return [_("Hela rapporten med källor: %(address)s. Samma innehåll, kontrollsumma %(hash)s.") % words]


def _radio(body: Body, _language: str) -> bytes:
    return radio.radio_text(body).encode()


EDITIONS: Final[dict[str, Edition]] = {
    "docx": Edition(wordfile.report_docx, wordfile.KIND, "docx"),
    "txt": Edition(_radio, "text/plain; charset=utf-8", "txt", language="sv"),
    "brief-pdf": Edition(brief_pdf, "application/pdf", "pdf", short=True),
    BRIEF_HTML: Edition(brief_html, "text/html; charset=utf-8", "html", short=True),
}


def file_name(body: Body, edition: Edition) -> str:
    return printing.file_name(body, edition.suffix, short=edition.short)

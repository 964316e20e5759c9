"""The published report in its two fixed forms: the page's inner HTML and the tagged PDF."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from coordination.situations.press import paper
from coordination.situations.press.print_map import drawing, print_map, spoken
from coordination.situations.report import reading
from coordination.situations.report.outline import outline, report_address
from coordination.situations.report.reading import GRADE_WORDS, TREND_WORDS, Body

MARKS = "look/marks.svg"


def report_html(body: Body, *, map_svg: str | None = None, language: str = "sv", map_title: str = "") -> str:
    """The report's inner HTML, made once and stored; the same for everybody who may read it."""
    with override(language):
        context = {
            "body": body,
            "page": outline(body),
            "how": how_we_count(),
            "sentences": closing_sentences(body),
            "map": mark_safe(drawing(map_svg or "")),  # noqa: S308  # nosec B308 B703  # drawn by us of stored borders
            "map_title": map_title or _("Karta"),
        }
        made = render_to_string("situations/report_body.html", context)
    return lasting(made)


def lasting(page: str) -> str:
    """A stored page outlives the release that made it, so it points to the marks by the name that never changes."""
    return page.replace(static(MARKS), f"{settings.STATIC_URL}{MARKS}")


def served(page: str) -> str:
    """The page as this release serves it: only files whose names say what they hold are kept on a server."""
    return page.replace(f'"{settings.STATIC_URL}{MARKS}#', f'"{static(MARKS)}#')


def preview(body: Body, *, map_svg: str | None = None, language: str = "sv", map_title: str = "") -> str:
    """The page inside another page, which has its heading already."""
    page = report_html(body, map_svg=map_svg, language=language, map_title=map_title)
    return served(page).replace("<h1>", '<h2 class="title">').replace("</h1>", "</h2>")


def report_pdf(body: Body, *, map_svg: str | None = None, language: str = "sv", map_title: str = "") -> bytes:
    """The report as PDF/UA-1 on A4; the same body gives the same bytes."""
    with override(language):
        data = outline(body) | {
            "language": language,
            "labels": labels(body),
            "exercise": body["incident"]["exercise"],
            "owner": body["incident"]["owner"],
            "over": over(body),
            "head": page_head(body),
            "head_right": _("Läget gäller %(time)s") % {"time": reading.day_clock(body["as_of"])},
            "foot": f"{body['incident']['owner']}. {reading.marking(body)}. {reading.short_hash(body)}",
            "sentences": closing_sentences(body),
            "how": how_we_count(),
            "has_map": bool(map_svg),
            "map_heading": map_title or _("Karta"),
            "map_alt": (map_svg and spoken(map_svg)) or map_alt(body),
        }
    made_at = reading.moment(body["report"]["published_at"]) or datetime(2000, 1, 1, tzinfo=UTC)
    pictures = {"map": print_map(map_svg)} if map_svg else {}
    return paper.pdf(paper.program(paper.HERE / "report.typ"), data, made_at=made_at, pictures=pictures)


def file_name(body: Body, suffix: str = "pdf", *, short: bool = False) -> str:
    """OVNING-lagesrapport-3-2025-041.pdf: plain letters, for file systems and mail that know no others."""
    which = "-kort" if short else ""
    stem = f"lagesrapport-{body['report']['number']}{which}-{body['incident']['number']}"
    return plain_name(f"OVNING-{stem}" if body["incident"]["exercise"] else stem) + f".{suffix}"


def plain_name(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "-", ascii_only).strip("-")


def over(body: Body) -> dict[str, str]:
    """The line above the heading, in parts, so that the owner can stand out in it."""
    incident = body["incident"]
    words = {"owner": incident["owner"], "number": incident["number"], "name": incident["name"]}
    before, owner, after = (_("%(owner)s, händelse %(number)s, %(name)s") % words).partition(incident["owner"])
    return {"before": before, "owner": owner, "after": after}


def map_alt(body: Body) -> str:
    words = {"county": body["incident"]["county"]}
    return _("Karta över %(county)s. Samma uppgifter står i tabellen Påverkan, aktör för aktör.") % words


def page_head(body: Body) -> str:
    """The line on top of every sheet, for the sheet that has lost its first page."""
    incident = body["incident"]
    words = {"report": body["report"]["number"], "name": incident["name"], "number": incident["number"]}
    if incident["exercise"]:
        return _("ÖVNING. Lägesrapport nr %(report)s, %(name)s, %(number)s") % words
    return _("Lägesrapport nr %(report)s, %(name)s, %(number)s") % words


def how_we_count() -> list[str]:
    """So we count: said as one county's way, because it is not law."""
    return [
        _(
            "Påverkan anges i grad 1-5. Tre frågor avgör: om verksamheten fungerar, om resurserna räcker och hur hårt "
            "personalen belastas. En eller två på mellannivå ger grad 2 och alla tre grad 3. En eller två på svår nivå "
            "ger grad 4 och alla tre grad 5."
        ),
        _(
            "Regeln följer Länsstyrelsen Västernorrlands publicerade beskrivning från 2020. Den är ett sätt att räkna, "
            "inte lag."
        ),
        _(
            "För länet visas den värsta graden och hur kommunerna fördelar sig, aldrig ett medelvärde. Den som inte "
            "har svarat räknas som okänd. Svar på en tidigare begäran visas med sin ålder men räknas inte in i summor."
        ),
    ]


def closing_sentences(body: Body) -> list[str]:
    report = body["report"]
    found = [reading.answered_sentence(body), reading.age_sentence(body), reading.withheld_sentence(body)]
    if report["hash"]:
        found.append(_("Rapportens sida: %(address)s") % {"address": report_address(body, report["number"])})
        found.append(_("Innehållets kontrollsumma: SHA-256 %(hash)s") % {"hash": reading.grouped_hash(report["hash"])})
    return [sentence for sentence in found if sentence]


def shared_labels() -> dict[str, Any]:
    """The words that every paper needs."""
    return {
        "exercise": _("ÖVNING"),
        "fictitious": _("Det här händer inte på riktigt. Siffrorna är påhittade."),
        "page": _("Sida {page} av {pages}"),
        "grades": {str(grade or 0): str(word) for grade, word in GRADE_WORDS.items()},
        "marks": {str(grade or 0): _grade_alt(grade) for grade in GRADE_WORDS},
        "trends": {trend: str(word) for trend, word in TREND_WORDS.items()},
        "actor": _("Aktör"),
    }


def _grade_alt(grade: int | None) -> str:
    return _("Grad %(grade)s") % {"grade": grade} if grade else _("Ingen grad")


def labels(body: Body) -> dict[str, Any]:
    """Every heading and column of the report's paper, so that the paper's program holds no words."""
    since = {"number": body.get("compared_to")}
    return shared_labels() | {
        "summary": _("Sammanfattning"),
        "impact": _("Påverkan"),
        "function": _("Funktion"),
        "worst": _("Värst"),
        "municipalities": _("Kommuner, värst först"),
        "since": _("Sedan nr %(number)s") % since,
        "changed": _("Ändrat sedan nr %(number)s") % since,
        "unchanged": _("Inget har ändrats."),
        "change": _("Ändring"),
        "to": pgettext("från en grad till en annan", "till"),
        "disputed": _("Uppgifter som går isär, funna av portalen"),
        "says": _("Säger"),
        "time": _("Tid"),
        "old": _("gammal uppgift"),
        "needs": _("Behov"),
        "what": _("Vad"),
        "amount": _("Mängd"),
        "where": _("Var"),
        "needed_by": _("Behövs senast"),
        "consequence": _("Annars"),
        "silent": _("Har inte svarat"),
        "last_answer": _("Senaste svar"),
        "last_grade": _("Påverkan"),
        "never": _("inget"),
        "last": pgettext("senast kända grad", "senast"),
        "map_source": _("Gränser: SCB."),
        "per_municipality": _("Påverkan, aktör för aktör"),
        "grade": _("Grad"),
        "who": _("Aktörer"),
        "numbers": _("Siffror och vad de består av"),
        "value": _("Antal"),
        "files": _("Bifogade filer"),
        "file": _("Fil"),
        "remark": _("Anmärkning"),
        "apart": _("inte med i summan"),
        "sources": _("Källor"),
        "how": _("Så räknar vi"),
    }

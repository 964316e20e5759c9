"""The report as a Word document: real headings, tables with heads, its language, what it is on every sheet."""

import io
import re
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.document import Document as Paper
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from coordination.situations.press import printing
from coordination.situations.report import reading
from coordination.situations.report.outline import outline
from coordination.situations.report.reading import GRADE_WORDS, TREND_WORDS, Body, Piece

FONT: Final = "Arial"
# What XML cannot hold.
FORBIDDEN: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def report_docx(body: Body, language: str = "sv") -> bytes:
    with override(language):
        page = outline(body)
        paper = _paper(body, page, language)
        _head(paper, body, page)
        _words(paper, page)
        _tables(paper, page)
        _sources(paper, page)
        paper.add_heading(_("Så räknar vi"), 2)
        for sentence in (*printing.how_we_count(), *printing.closing_sentences(body)):
            paper.add_paragraph(clean(sentence))
    held = io.BytesIO()
    paper.save(held)
    return held.getvalue()


def clean(text: Any) -> str:
    return FORBIDDEN.sub("", str(text))


def grade(value: int | None) -> str:
    """4 Allvarlig: the number and its word, as everywhere."""
    word = str(GRADE_WORDS[value])
    return f"{value} {word}" if value else word


def _paper(body: Body, page: dict[str, Any], language: str) -> Paper:
    paper = Document()
    _set_language(paper, "sv-SE" if language == "sv" else "en-GB")
    for name, size in (("Normal", 10.5), ("Heading 1", 19), ("Heading 2", 14), ("Heading 3", 11)):
        style: Any = paper.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        if name != "Normal":
            style.font.color.rgb = None
            style.element.rPr.rFonts.attrib.clear()
            style.font.name = FONT
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.header.paragraphs[0].text = clean(f"{printing.page_head(body)}. {reading.marking(body)}")
    foot = section.footer.paragraphs[0]
    before, between, after = re.split(r"\{pages?\}", printing.shared_labels()["page"])
    for words, field in ((f"{body['incident']['owner']}. {before}", "PAGE"), (between, "NUMPAGES"), (after, "")):
        foot.add_run(clean(words))
        if field:
            _field(foot, field)
    facts = paper.core_properties
    facts.title, facts.author = clean(page["title"])[:255], clean(body["incident"]["owner"])[:255]
    facts.language = "sv-SE" if language == "sv" else "en-GB"
    at = reading.moment(body["report"]["published_at"])
    if at is not None:
        facts.created = facts.modified = at.replace(tzinfo=None)
    return paper


def _set_language(paper: Paper, language: str) -> None:
    styles: Any = paper.styles.element
    said = styles.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if said is not None:
        said.set(qn("w:val"), language)
        said.set(qn("w:eastAsia"), language)


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _head(paper: Paper, body: Body, page: dict[str, Any]) -> None:
    if body["incident"]["exercise"]:
        labels = printing.shared_labels()
        paper.add_paragraph().add_run(f"{labels['exercise']} {labels['fictitious']}").bold = True
    over = printing.over(body)
    paper.add_paragraph(clean(over["before"] + over["owner"] + over["after"]))
    paper.add_heading(clean(page["heading"]), 1)
    for row in page["meta"]:
        line = paper.add_paragraph()
        line.add_run(f"{row['label']}: ").bold = True
        line.add_run(clean(row["value"]))


def _words(paper: Paper, page: dict[str, Any]) -> None:
    summary = [*page["lead"], *page["summary"]]
    parts = [{"label": _("Sammanfattning"), "paragraphs": summary}] if summary else []
    for part in [*parts, *page["written"]]:
        paper.add_heading(part["label"], 2)
        for pieces in part["paragraphs"]:
            _pieces(paper.add_paragraph(), pieces)


def _pieces(paragraph: Paragraph, pieces: list[Piece]) -> None:
    for piece in pieces:
        if piece["newline"]:
            paragraph.add_run().add_break()
        elif piece["source"]:
            paragraph.add_run(" ")
            _link(paragraph, f"[{piece['source']}]", anchor=f"kalla-{piece['source']}")
        else:
            paragraph.add_run(clean(piece["text"]))


def _link(paragraph: Paragraph, text: str, *, anchor: str = "", address: str = "") -> None:
    """A way on: to a place in the document, or to a page of the portal."""
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(clean(text))
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _tables(paper: Paper, page: dict[str, Any]) -> None:
    paper.add_heading(_("Påverkan"), 2)
    functions = [
        (row["name"], grade(row["worst"]), " ".join(str(value or "?") for value in row["distribution"]), row["since"])
        for row in page["functions"]
    ]
    _table(paper, (_("Funktion"), _("Värst"), _("Kommuner, värst först"), _("Sedan förra")), functions)
    if page["has_former"]:
        paper.add_heading(_("Ändrat sedan nr %(number)s") % {"number": page["compared_to"]}, 2)
        _changes(paper, page)
    if page["needs"]:
        paper.add_heading(_("Behov"), 2)
        names = ("short", "what", "amount", "where", "needed_by", "consequence")
        needs = [[row[name] for name in names] for row in page["needs"]]
        head = (_("Aktör"), _("Vad"), _("Mängd"), _("Var"), _("Behövs senast"), _("Annars"))
        _table(paper, head, needs)
    if page["silent"]:
        paper.add_heading(_("Har inte svarat"), 2)
        silent = [(row["name"], row["last_at"] or _("inget")) for row in page["silent"]]
        _table(paper, (_("Aktör"), _("Senaste svar")), silent)
    if page["numbers"]:
        paper.add_heading(_("Siffror och vad de består av"), 2)
    for number in page["numbers"]:
        paper.add_heading(clean(number["heading"]), 3)
        rows = [(part["short"], part["value"], f"[{part['source']}]") for part in number["parts"]]
        rows += [
            (part["short"], part["value"], f"{_('inte med i summan')}: {part['why']}, {part['at']}")
            for part in number["apart"]
        ]
        _table(paper, (_("Aktör"), _("Antal"), _("Anmärkning")), rows)
        if number["missing"]:
            paper.add_paragraph(clean(number["missing_sentence"]))
    if page["files"]:
        paper.add_heading(_("Bifogade filer"), 2)
        files = [(one["short"], f"{one['name']} ({one['about']})", one["hash"]) for one in _attached(page)]
        _table(paper, (_("Aktör"), _("Fil"), "SHA-256"), files)


def _attached(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for row in page["files"] for one in row["files"]]


def _changes(paper: Paper, page: dict[str, Any]) -> None:
    if not page["changes"]:
        paper.add_paragraph(_("Inget har ändrats."))
        return
    rows = [
        (row["short"], row["function"], grade(row["before"]), grade(row["after"]), TREND_WORDS.get(row["trend"], ""))
        for row in page["changes"]
    ]
    _table(paper, (_("Aktör"), _("Funktion"), _("Före"), _("Nu"), _("Ändring")), rows)


def _table(paper: Paper, head: tuple[str, ...], rows: Any) -> None:
    """A table whose first row is its head: it is read out with each cell, and stands again on the next sheet."""
    table = paper.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, word in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(clean(word)).bold = True
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(value)


def _sources(paper: Paper, page: dict[str, Any]) -> None:
    """Each source at a place that the text's numbers lead to, and from there to the very answer."""
    paper.add_heading(_("Källor"), 2)
    for source in page["sources"]:
        line = paper.add_paragraph()
        _bookmark(line, f"kalla-{source['n']}", source["n"])
        line.add_run(f"{source['n']}. {source['clock']} ")
        _link(line, source["short"], address=f"{settings.SITE_URL}{source['href']}")
        notes = f", {source['notes']}" if source["notes"] else ""
        line.add_run(clean(f"{notes}, {source['number']}"))


def _bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)

"""A Word or ODT document: an archive whose content says what it is, without macros and without what it fetches."""

import html
import re
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from journal.refusals import RuleBroken
from processes.inspecting.found import DOCX, ODT, Found, plain

MOST_PARTS: Final = 5_000
MOST_UNPACKED: Final = 300 * 1024 * 1024
MOST_READ: Final = 2_000_000
BROKEN: Final = (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError, IndexError)
# Parts that run, or are files of their own.
RUNS: Final = re.compile(r"vbaproject|vbadata|/activex/|^basic/|^scripts/|macro", re.IGNORECASE)
HOLDS: Final = re.compile(r"/embeddings/|\.(?:bin|exe|dll|js|vbs|ps1|bat|cmd|scr|jar)$|^object ?\d+/", re.IGNORECASE)
# A relation to somewhere else, of a kind that is fetched when the document is opened.
FETCHES: Final = re.compile(
    r"<Relationship\b(?=[^>]*TargetMode=[\"']External)(?=[^>]*/(?:attachedTemplate|oleObject|frame|subDocument)[\"'])",
    re.IGNORECASE,
)
TITLE: Final = re.compile(r"<dc:title[^>]*>([^<]*)</dc:title>")
LANGUAGE: Final = re.compile(r"<dc:language[^>]*>([^<]*)</dc:language>")


def inspect(data: bytes) -> Found:
    try:
        with ZipFile(BytesIO(data)) as parts:
            return _inspect(parts)
    except BROKEN as broken:
        raise RuleBroken(_("Dokumentet är inte helt eller går inte att öppna. Spara det igen.")) from broken


def _inspect(parts: ZipFile) -> Found:
    infos = parts.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise RuleBroken(_("Dokumentet packas upp till mer än vad som kan kontrolleras. Spara det som PDF."))
    names = {info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos) or "encryption-data" in _read(parts, names, "META-INF/manifest.xml"):
        raise RuleBroken(_("Dokumentet är skyddat med lösenord. Spara det utan skydd."))
    media_type = _kind(parts, names)
    _refuse_what_acts(parts, names)
    about = "docProps/core.xml" if media_type == DOCX else "meta.xml"
    return Found(media_type, _checks(_read(parts, names, about)))


def _kind(parts: ZipFile, names: set[str]) -> str:
    if _read(parts, names, "mimetype").strip() == ODT and "content.xml" in names:
        return ODT
    kinds = _read(parts, names, "[Content_Types].xml")
    if "word/document.xml" in names and "macroEnabled" in kinds:
        raise _macros()
    if "word/document.xml" in names and "wordprocessingml.document.main+xml" in kinds:
        return DOCX
    raise RuleBroken(_("Arkivet är inte ett Word-dokument (DOCX) eller ett ODT-dokument. Spara filen som PDF."))


def _refuse_what_acts(parts: ZipFile, names: set[str]) -> None:
    if any(RUNS.search(name) for name in names):
        raise _macros()
    if any(HOLDS.search(name) for name in names):
        raise RuleBroken(_("Dokumentet har andra filer inbäddade. Lägg upp dem var för sig, som bilagor."))
    if any(FETCHES.search(_read(parts, names, name)) for name in names if name.endswith(".rels")):
        raise RuleBroken(_("Dokumentet hämtar en mall eller fil från en annan plats. Spara det som PDF."))


def _macros() -> RuleBroken:
    return RuleBroken(_("Dokumentet har makron. Spara det utan makron, eller som PDF."))


def _read(parts: ZipFile, names: set[str], name: str) -> str:
    """The start of a part, as text; nothing where it is not there."""
    if name not in names:
        return ""
    with parts.open(name) as part:
        return part.read(MOST_READ).decode("utf-8", "replace")


def _checks(about: str) -> dict[str, Any]:
    """An archive's tags are its headings: whether they are used is not looked at, so it is not known."""
    title, language = TITLE.search(about), LANGUAGE.search(about)
    return {
        "tagged": None,
        "title": plain(html.unescape(title[1])) if title else "",
        "language": plain(html.unescape(language[1])) if language else "",
        "text": True,
    }

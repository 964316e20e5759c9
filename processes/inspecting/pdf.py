"""A PDF: whole, open, without anything that runs, starts or hides; whether it is tagged, titled, text."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from journal.refusals import RuleBroken
from processes.inspecting.found import PDF, Found, plain

# More than this is no strategy, and would take minutes to look through.
MOST_OBJECTS: Final = 100_000
DEEPEST: Final = 60
# The first pages tell whether there is text: a scanned document has none.
PAGES_READ: Final = 5
MOST_OF_A_PAGE: Final = 4_000_000
SHOWS_TEXT: Final = re.compile(rb"(?<![A-Za-z])(?:Tj|TJ)(?![A-Za-z])")
# What pypdf raises on purpose, and what a broken file makes of the rest.
BROKEN: Final = (
    *(PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(RecursionError, NotImplementedError, OverflowError, AssertionError, EOFError, MemoryError),
)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def inspect(data: bytes) -> Found:
    if b"%%EOF" not in data[-2048:]:
        raise _not_whole()
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise RuleBroken(_("PDF-filen är skyddad med lösenord eller låst. Spara den utan skydd."))
        _refuse_what_acts(reader)
        return Found(PDF, _checks(reader), len(reader.pages))
    except BROKEN as broken:
        raise _not_whole() from broken


def _not_whole() -> RuleBroken:
    return RuleBroken(_("PDF-filen är inte hel eller går inte att läsa. Spara den igen som PDF."))


def _refuse_what_acts(reader: PdfReader) -> None:
    """Every object is looked at, not only those that a page leads to."""
    for found in _objects(reader):
        # Each may stand in the dictionary itself or be pointed to from there.
        kinds = {str(_held(found.raw_get(key))) for key in ("/S", "/Type", "/Subtype") if key in found}
        if found.keys() & {"/JS", "/JavaScript"} or "/JavaScript" in kinds:
            raise RuleBroken(_("PDF-filen har skript (JavaScript). Skriv ut den till en ny PDF och lägg upp den."))
        if kinds & {"/Launch", "/SubmitForm", "/ImportData"}:
            raise RuleBroken(
                _("PDF-filen startar program eller skickar uppgifter när den öppnas. Skriv ut den till en ny PDF.")
            )
        if found.keys() & {"/EmbeddedFiles", "/EF"} or kinds & {"/EmbeddedFile", "/RichMedia", "/FileAttachment"}:
            raise RuleBroken(_("PDF-filen har andra filer inbäddade. Lägg upp dem var för sig, som bilagor."))
        if "/XFA" in found:
            raise RuleBroken(_("PDF-filen är ett formulär som ändrar sig (XFA). Skriv ut den till en ny PDF."))


def _objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary in the file: those with a number, and what lies within them."""
    numbers = {(number, generation) for generation, found in reader.xref.items() for number in found}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise RuleBroken(_("PDF-filen har för många delar för att kunna kontrolleras. Dela upp dokumentet."))
    yield from _within(reader.trailer, 0)
    for number, generation in sorted(numbers):
        if number:
            yield from _within(reader.get_object(IndirectObject(number, generation, reader)), 0)


def _within(found: Any, depth: int) -> Iterator[DictionaryObject]:
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(found, DictionaryObject):
        yield found
        inside = [found.raw_get(key) for key in found]
    elif isinstance(found, ArrayObject):
        inside = list(list.__iter__(found))
    else:
        return
    for one in inside:
        if not isinstance(one, IndirectObject):
            yield from _within(one, depth + 1)


def _checks(reader: PdfReader) -> dict[str, Any]:
    root = reader.root_object
    marked = _held(root.get("/MarkInfo"))
    tagged = isinstance(marked, DictionaryObject) and bool(_value(marked.get("/Marked"))) and "/StructTreeRoot" in root
    return {
        "tagged": tagged,
        "title": plain(reader.metadata.title if reader.metadata else ""),
        "language": plain(_held(root.get("/Lang"))),
        "text": any(_shows_text(page) for page in reader.pages[:PAGES_READ]),
    }


def _value(found: Any) -> Any:
    return getattr(_held(found), "value", _held(found))


def _held(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found


def _shows_text(page: Any) -> bool:
    contents = page.get_contents()
    if contents is not None and SHOWS_TEXT.search(contents.get_data()[:MOST_OF_A_PAGE]):
        return True
    resources = _held(page.get("/Resources"))
    drawn = _held(resources.get("/XObject")) if isinstance(resources, DictionaryObject) else None
    for name in drawn or ():
        form = _held(drawn.raw_get(name))  # type: ignore[union-attr]  # a dictionary, or the loop has nothing
        is_form = isinstance(form, StreamObject) and form.get("/Subtype") == "/Form"
        if is_form and SHOWS_TEXT.search(form.get_data()[:MOST_OF_A_PAGE]):
            return True
    return False

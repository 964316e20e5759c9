"""What a document is, found in its bytes and never in what was claimed of it, and what an accessible one has.

A file that could do something by itself where it is opened is refused in words, and so is one that cannot be looked
into. What is only missing (a title, a language) is said, and the reviewer judges it.
"""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from journal.refusals import RuleBroken
from processes.inspecting import archive, pdf
from processes.inspecting.found import DOCX, ODT, PDF, Found
from processes.models import LARGEST_DOCUMENT

__all__ = ["DOCX", "ENDINGS", "ODT", "PDF", "Found", "clean_name", "inspect", "language_of", "too_large"]

ENDINGS: Final = {PDF: "pdf", DOCX: "docx", ODT: "odt"}
LONGEST_NAME: Final = 100
# Word's older format, and what Word makes of a document with a password.
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?")


def inspect(data: bytes) -> Found:
    """What the file is and has. RuleBroken says in a sentence why it is not taken, and what to do."""
    if not data:
        raise RuleBroken(_("Filen är tom."))
    if len(data) > LARGEST_DOCUMENT:
        raise too_large()
    if data.startswith(b"%PDF-"):
        return pdf.inspect(data)
    if data.startswith(b"PK\x03\x04"):
        return archive.inspect(data)
    if data.startswith(COMPOUND):
        raise RuleBroken(
            _("Filen är skyddad med lösenord eller sparad i Words äldre format. Spara den som PDF eller DOCX.")
        )
    raise RuleBroken(
        _("Innehållet är inte en PDF, ett Word-dokument (DOCX) eller ett ODT-dokument. Spara filen som PDF.")
    )


def too_large() -> RuleBroken:
    return RuleBroken(_("Filen är för stor. Den får vara högst 25 MB. Gör bilderna mindre eller dela upp dokumentet."))


def language_of(said: str) -> str:
    """A language's tag as it may be kept, sv or sv-SE; nothing where it is none."""
    said = said.strip()
    return said if len(said) <= 10 and LANGUAGE.fullmatch(said) else ""


def clean_name(claimed: str, media_type: str) -> str:
    """The last part of the name, without signs that steer or hide, and with the ending that the content has."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", claimed))[-1]
    name = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in name)
    name = re.sub(r'[<>:"|?*\s]+', " ", name)
    name = re.sub(r"\.[^\W_]{1,8}$", "", name).strip(" .")[:LONGEST_NAME].strip(" .")
    return f"{name or 'dokument'}.{ENDINGS[media_type]}"

"""What a file is, found in its bytes and never in what was claimed of it; and the name it may carry.

Small on purpose. A picture is opened whole by Pillow, which knows more than a list of signatures does; PDF has one
signature; text is what can be read as text. Such a list would take a note that begins with "BMW" for a picture.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from coordination.situations.models import LARGEST_FILE
from journal.refusals import RuleBroken

ENDINGS: Final = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/csv": "csv",
    "text/plain": "txt",
}
# A picture of more points than this is no photo of a fallen line: it would take the server's memory to open it.
MOST_POINTS: Final = 40_000_000
# Pillow refuses twice as many by itself, before any of them is read.
Image.MAX_IMAGE_PIXELS = MOST_POINTS
LONGEST_NAME: Final = 100
PICTURES: Final = ("JPEG", "PNG", "WEBP")
# Telephones put two pictures into one JPEG; the first is the photo.
TWO_IN_ONE: Final = "MPO"
SIGNATURES: Final = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"RIFF", "WEBP"))
# What a browser would run, or a command reader, if somebody opened it there.
RUNS: Final = re.compile(r"^\s*(?:<|#!)|<(?:!doctype|html|script|svg|iframe|body)\b", re.IGNORECASE)
ENDING: Final = re.compile(r"\.(?=[^.]*[^\W\d_])[^\W_]{1,8}$")
SEPARATORS: Final = ";,\t"


@dataclass(frozen=True)
class Found:
    """A file as it is kept: of a picture the points alone, made anew."""

    name: str
    media_type: str
    data: bytes


def read(name: str, data: bytes) -> Found:
    """What the file is. RuleBroken says in a sentence why it is not taken."""
    if not data:
        raise RuleBroken(_("Filen är tom."))
    if len(data) > LARGEST_FILE:
        raise too_large()
    picture = next((kind for start, kind in SIGNATURES if data.startswith(start)), None)
    if picture is not None:
        media_type, data = _picture(data)
    elif data.startswith(b"%PDF-"):
        media_type = _pdf(data)
    else:
        media_type = _text(data)
    return Found(clean_name(name, ENDINGS[media_type]), media_type, data)


def too_large() -> RuleBroken:
    return RuleBroken(_("Filen är för stor. Den får vara högst 5 MB."))


def _other() -> RuleBroken:
    return RuleBroken(
        _("Innehållet är inte en PDF, en bild (JPEG, PNG, WebP), ren text eller CSV. Spara filen som något av det.")
    )


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-2048:]:
        raise RuleBroken(_("PDF-filen är inte hel. Spara den igen och bifoga den på nytt."))
    return "application/pdf"


def _picture(data: bytes) -> tuple[str, bytes]:
    """The picture made anew: what it told of place, time and camera is not in it."""
    try:
        with Image.open(BytesIO(data), formats=PICTURES) as opened:
            if opened.width * opened.height > MOST_POINTS:
                raise Image.DecompressionBombError
            kind = str(opened.format)
            if kind != TWO_IN_ONE and getattr(opened, "n_frames", 1) > 1:
                raise RuleBroken(_("Rörliga bilder tas inte emot. Bifoga en stillbild."))
            kind = "JPEG" if kind == TWO_IN_ONE else kind
            made = _made_anew(opened, kind)
    except Image.DecompressionBombError as bomb:
        raise RuleBroken(_("Bilden är för stor: högst 40 miljoner bildpunkter.")) from bomb
    except (OSError, ValueError, SyntaxError, OverflowError, MemoryError) as broken:
        raise RuleBroken(_("Bilden går inte att öppna. Spara den igen och bifoga den på nytt.")) from broken
    if len(made) > LARGEST_FILE:
        raise too_large()
    return f"image/{kind.lower()}", made


def _made_anew(opened: Image.Image, kind: str) -> bytes:
    """The points alone, turned the way the camera was held."""
    turned = ImageOps.exif_transpose(opened)
    if kind == "JPEG":
        points = turned.convert("L" if turned.mode == "L" else "RGB")
    else:
        points = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    # Nothing but what is asked for below: no EXIF, XMP, comments or profiles that came with the file.
    points.info = {}
    kept = BytesIO()
    if kind == "PNG":
        points.save(kept, "PNG", optimize=False)
    else:
        points.save(kept, kind, quality=90)
    return kept.getvalue()


def _text(data: bytes) -> str:
    """Text as people save it: UTF-8, or what Excel in Sweden writes. Nothing that a browser would run."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise _other() from None
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text):
        raise _other()
    if RUNS.search(text):
        raise RuleBroken(_("Webbsidor, SVG och skript tas inte emot. Spara innehållet som PDF eller ren text."))
    return "text/csv" if _is_table(text) else "text/plain"


def _is_table(text: str) -> bool:
    """Two rows or more, each cut into as many cells by the same sign."""
    return any(_cells(text, sign) for sign in SEPARATORS)


def _cells(text: str, sign: str) -> bool:
    try:
        widths = [len(row) for row in csv.reader(StringIO(text), delimiter=sign) if row]
    except csv.Error:
        return False
    return len(widths) > 1 and widths[0] > 1 and len(set(widths)) == 1


def clean_name(claimed: str, ending: str) -> str:
    """The last part of the name, without signs that steer or hide, and with the ending that the content has."""
    name = ENDING.sub("", shown_name(claimed))[:LONGEST_NAME].strip(" .")
    return f"{name or _('fil')}.{ending}"


def shown_name(claimed: str) -> str:
    """The name as it may be said in a sentence."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", claimed))[-1]
    # Control signs, those that turn the reading direction, halves of signs: C of Unicode.
    name = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in name)
    return re.sub(r'[<>:"|?*\s]+', " ", name).strip(" .")[:LONGEST_NAME] or _("fil")

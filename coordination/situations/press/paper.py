"""Data in, tagged PDF out: what the report and the direction share when they are put on paper.

People's words reach typst as JSON in `sys.inputs`, never as part of the program, so that nothing anybody writes can
become markup. The program itself is given as bytes with the fonts' folder as its whole world: it can read nothing else.
"""

import json
import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent / "typst"
FONTS = HERE / "fonts"
# What the fonts can draw. PDF/UA forbids text without a letter shape, and a report must not fail on somebody's emoji.
PRINTABLE = (
    "\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u0391-\u03a1\u03a3-\u03ce\u0400-\u045f\u1e9e\u2010-\u201e\u2020-\u2022"
    "\u2026\u202f\u2030\u2032\u2033\u2039\u203a\u2044\u2070\u2074-\u2079\u2080-\u2089\u20ac\u2116\u2122\u2190-\u2193"
    "\u2196-\u2199\u2212\u2248\u2260\u2264\u2265\u25a0\u25a1\u25cf\u2713"
)
UNPRINTABLE = re.compile(f"[^{PRINTABLE}]")
MISSING = "\u25a1"
# Signs without a shape of their own (joiners, variation selectors, direction marks) vanish without being missed.
SHAPELESS = ("Cc", "Cf", "Mn", "Me")


def printable(text: str) -> str:
    """The text as the fonts can draw it; a sign they lack is shown as an empty box, never left out in silence."""
    joined = unicodedata.normalize("NFC", text).replace("\t", " ").replace("\n", " ")
    return UNPRINTABLE.sub(_stand_in, joined)


def _stand_in(match: re.Match[str]) -> str:
    return "" if unicodedata.category(match[0]) in SHAPELESS else MISSING


def printable_data(value: Any) -> Any:
    """The same for everything in a structure of lists and dicts."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: printable_data(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [printable_data(inner) for inner in value]
    return value


def pdf(program: str, data: dict[str, Any], *, made_at: datetime, pictures: dict[str, str] | None = None) -> bytes:
    """A tagged PDF/UA-1. The same program and data give the same bytes, whenever they are made."""
    inputs = {"data": json.dumps(printable_data(data), ensure_ascii=False, sort_keys=True)}
    compiler = typst.Compiler(
        program.encode(), root=str(FONTS), font_paths=_fonts(), sys_inputs=inputs | (pictures or {})
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(made_at.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError("typst gives a PDF as one document")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Only our own letters: a PDF must not look different because of what a machine happens to have installed."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def program(*paths: Path) -> str:
    """The shared parts and one document's own, in this order, as one program."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (HERE / "look.typ", *paths))

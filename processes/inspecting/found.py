"""What was found in a document."""

from dataclasses import dataclass, field
from typing import Any, Final

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"
LONGEST_TITLE: Final = 200


@dataclass(frozen=True)
class Found:
    """`checks`: tagged, title, language, text. None: not known."""

    media_type: str
    checks: dict[str, Any] = field(default_factory=dict)
    pages: int | None = None


def plain(text: Any) -> str:
    """A title as it may be kept: one line, no signs that steer, not longer than a document's own."""
    return "".join(sign if sign.isprintable() else " " for sign in str(text or "")).strip()[:LONGEST_TITLE]

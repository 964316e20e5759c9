"""What the steward made of an answer goes along to the version that takes its place, where what it says is the same.

What she weighed is the answer as a whole, and what she found told twice is its figures. Where that has changed nothing
goes along: her desk asks her to look again (weighing/judging.py).
"""

from collections.abc import Mapping
from typing import Any, Final

from coordination.situations.content import Content, canonical
from coordination.situations.models import Input

# Where words were taken from is not what is said.
NOT_SAID: Final = "reused"


def columns(base: Input | None, public: Content) -> dict[str, Any]:
    """Columns of the new version. `base` is what it corrects or confirms, `public` what all its readers may read."""
    if base is None:
        return {}
    found: dict[str, Any] = {}
    if base.weighed and same(base.content, public):
        found |= {
            "weighed": base.weighed,
            "weighed_note": base.weighed_note,
            "weighed_by_id": base.weighed_by_id,
            "weighed_at": base.weighed_at,
        }
    if base.same_as_id is not None and base.content.get("numbers") == public["numbers"]:
        found["same_as_id"] = base.same_as_id
    return found


def same(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return _said(before) == _said(now)


def _said(content: Mapping[str, Any]) -> bytes:
    return canonical({part: value for part, value in content.items() if part != NOT_SAID and value})

"""Two write in the same report: different sections go together by themselves, the same one is left to a person."""

from collections.abc import Mapping
from typing import Any

from coordination.situations.models import WORDS


def plain(text: Any) -> str:
    """A text as it is saved: with one kind of line break, and nothing around it."""
    return str(text or "").replace("\r\n", "\n").strip()


def join(
    mine: Mapping[str, str], theirs: Mapping[str, str], before: Mapping[str, Any]
) -> tuple[dict[str, str], list[str]]:
    """The words together, and the sections where both have written something of their own.

    `before` is what the page held when it was opened; a section that it says nothing of is asked about.
    """
    together, apart = {}, []
    for name in WORDS:
        my, their = plain(mine.get(name)), plain(theirs.get(name))
        was = plain(before[name]) if name in before else None
        together[name] = their if my in (their, was) else my
        if my not in (their, was) and their != was:
            apart.append(name)
    return together, apart

"""Citations in a report's words: [3] is source 3 of the compilation that the report stands on, and of no other.

When the report moves to another compilation, each citation is first loosened to what it means whatever is counted, the
answer's receipt number, [2025-041-031], and then bound to the new numbers. So a number never comes to mean another
answer. What is no longer counted stays in the text as its receipt number, to be seen and seen to.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

Body = dict[str, Any]

_TOKEN: Final = r"(?:\d{4}-\d{1,6}-\d{1,6}|\d{1,4}\??)"  # noqa: S105  # nosec B105  # a part of a pattern
CITED: Final = re.compile(rf"\[({_TOKEN}(?:\s*,\s*{_TOKEN})*)\]")
NOTHING: Final[Mapping[str, str]] = {}
RECEIPT: Final = re.compile(r"\d{4}-\d{1,6}-\d{1,6}")


def tokens(text: str) -> list[str]:
    """What the text cites, in its order: numbers, and receipt numbers of what is no longer counted."""
    return [token.strip() for match in CITED.finditer(text) for token in match[1].split(",")]


def numbers(text: str) -> list[int]:
    return [int(token) for token in tokens(text) if token.isdigit()]


def fallen(text: str) -> list[str]:
    """Citations that lead nowhere: receipts of answers not counted, and numbers that never had a source."""
    return [token for token in tokens(text) if not token.isdigit()]


def loosened(text: str, body: Body) -> str:
    """Each number as the receipt of its answer. A number without a source stays as it was written."""
    receipts = {str(source["n"]): source["number"] for source in body.get("sources", [])}
    return _each(text, lambda token: receipts.get(token, token))


def bound(text: str, body: Body, actors: Mapping[str, int], corrected: Mapping[str, str] = NOTHING) -> str:
    """Each receipt as its number in the compilation: its own, or that of the same actor's newer answer.

    `actors` says whose a receipt is, `corrected` the receipt of the version that stands. Where the actor has several
    answers in the picture, to different questions, only the very answer or its correction is meant. A number that had
    no source does not get one by chance: [7] becomes [7?].
    """
    sources = body.get("sources", [])
    own = {source["number"]: str(source["n"]) for source in sources}
    several = Counter(source["actor"] for source in sources)
    newer = {source["actor"]: str(source["n"]) for source in sources if several[source["actor"]] == 1}
    known = set(own.values())

    def number_of(token: str) -> str:
        if RECEIPT.fullmatch(token):
            return own.get(token) or own.get(corrected.get(token, "")) or newer.get(actors.get(token, 0)) or token
        plain = token.rstrip("?")
        return f"{plain}?" if plain in known else plain

    return _each(text, number_of)


def overtaken(texts: Iterable[str], body: Body, edited_at: datetime | None) -> list[Body]:
    """The sources that are newer than the words that cite them: the answer was corrected after they were written."""
    if edited_at is None:
        return []
    wanted = {number for text in texts for number in numbers(text)}
    cited = [source for source in body.get("sources", []) if source["n"] in wanted]
    return [source for source in cited if datetime.fromisoformat(source["at"]) > edited_at]


def _each(text: str, change: Callable[[str], str]) -> str:
    """The text with every token changed. Numbers stand together in one bracket, receipts in another."""
    return CITED.sub(lambda match: _bracket([change(token.strip()) for token in match[1].split(",")]), text)


def _bracket(said: Iterable[str]) -> str:
    once = list(dict.fromkeys(said))
    groups = [[t for t in once if t.isdigit()], [t for t in once if not t.isdigit()]]
    return " ".join(f"[{', '.join(group)}]" for group in groups if group)

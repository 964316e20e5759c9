"""Numbers as addresses and forms carry them: text that anybody may have written."""

from typing import Final

# What the database's own numbers hold, and no more: Python refuses to read thousands of digits at all.
MOST_DIGITS: Final = 18


def whole(text: object) -> int | None:
    """The number that the text says in plain digits, or None: "²" is a digit and no number."""
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else None

"""`make test` asks the same of a part where one guard stands before all; `make thorough` asks it of all."""

import os
from collections.abc import Sequence
from typing import Final, TypeVar

ALL: Final = os.environ.get("THOROUGH") == "1"
Row = TypeVar("Row")


def a_part(rows: Sequence[Row], turn: int, of: int) -> Sequence[Row]:
    """One of `of` parts, each turn another; always the same ones, so that what fails, fails again."""
    return rows if ALL else rows[turn % of :: of]

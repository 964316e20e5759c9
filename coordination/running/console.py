"""What the person at the keyboard reads: each step, and how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(sentence: str = "") -> None:
    print(sentence, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says what is waited for before waiting, and the seconds afterwards."""
    print(f"  {what} ...", end=" ", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print("stopped", flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(f"  {line.rstrip()}" for line in lines)

"""The one table that the bench prints."""

from dataclasses import dataclass


@dataclass
class Row:
    what: str
    ours: str
    bare: str = ""
    ratio: str = ""
    goal: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        said = {True: "yes", False: "NO", None: ""}[self.met]
        return self.what, self.ours, self.bare, self.ratio, self.goal, said


HEAD = ("", "Samlad", "bare Django", "ratio", "goal", "met")


def drawn(rows: list[Row]) -> str:
    """Markdown, with columns that line up when it is read as it stands."""
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def share(what: str, ours: float, bare: float, least: float, *, unit: str = "/s", tail: str = "") -> Row:
    """Ours is to be at least a share of the bare side's rate."""
    ratio = ours / bare
    return Row(what, f"{ours:.0f}{unit}{tail}", f"{bare:.0f}{unit}", f"{ratio:.0%}", f">= {least:.0%}", ratio >= least)


def most(what: str, ours: float, goal: float, unit: str = "") -> Row:
    return Row(what, f"{ours:.0f}{unit}", goal=f"<= {goal:.0f}{unit}", met=ours <= goal)


def times(what: str, ours: float, other: float, goal: float, *, beside: str) -> Row:
    """Ours may take at most so many times as long, in milliseconds."""
    ratio = ours / other
    return Row(what, f"{ours:.1f} ms", beside, f"{ratio:.2f} x", f"<= {goal:.2f} x", ratio <= goal)

"""What a reader of a report's body sees: the same for the page and the PDF.

Pure functions of the stored body, so that a published report reads the same for everybody and for ever. They choose
words and order; they never compute a grade, and they never count an answer that the compilation did not count.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

Body = dict[str, Any]

SWEDISH_TIME = ZoneInfo("Europe/Stockholm")
NBSP = "\u00a0"
# A table or a foot reads eight figures and goes on; the whole hash stands once, at the end.
SHORT_HASH = 16
REFERENCE = re.compile(r"\[(\d{1,4}(?:\s*,\s*\d{1,4})*)\]")

GRADE_WORDS = {
    None: gettext_lazy("Okänt"),
    1: gettext_lazy("Ingen"),
    2: gettext_lazy("Måttlig"),
    3: gettext_lazy("Betydande"),
    4: gettext_lazy("Allvarlig"),
    5: gettext_lazy("Kritisk"),
}
TREND_WORDS = {
    "better": gettext_lazy("bättre"),
    "same": gettext_lazy("lika"),
    "worse": gettext_lazy("värre"),
    "much_worse": gettext_lazy("mycket värre"),
}
# The words a person wrote, in the order they are read. The summary stands apart: it comes first.
WRITTEN = (
    ("assessment", gettext_lazy("Bedömning")),
    ("forecast", gettext_lazy("Prognos")),
    ("disputed", gettext_lazy("Uppgifter som går isär")),
    ("support", gettext_lazy("Stöd och samordning")),
    ("message", gettext_lazy("Gemensamt budskap")),
)


class Piece(TypedDict):
    """A run of text, a source's number, or a line break: exactly one of them is there."""

    text: str
    source: int | None
    newline: bool


def moment(stamp: str | None) -> datetime | None:
    """A body's time as Swedish clocks showed it; a time without offset is already Swedish."""
    if not stamp:
        return None
    at = datetime.fromisoformat(stamp)
    return at.replace(tzinfo=SWEDISH_TIME) if at.tzinfo is None else at.astimezone(SWEDISH_TIME)


def marking(body: Body) -> str:
    """The report keeps the Swedish word of its marking; a page says it in its own language."""
    stored = str(body["report"]["marking"])
    return _(stored)


def marking_in_full(body: Body) -> str:
    """The marking with the section of the law and the reason, where it has them."""
    report = body["report"]
    ground = report.get("marking_reference") or ""
    parts = [marking(body), _(ground) if ground else ""]
    return ". ".join(part for part in (*parts, report.get("marking_reason") or "") if part)


def clock(stamp: str | None) -> str:
    at = moment(stamp)
    return at.strftime("%H:%M") if at else ""


def day_clock(stamp: str | None) -> str:
    at = moment(stamp)
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


def clock_on(stamp: str | None, day: str | None) -> str:
    """14:05, with its date unless it is of the day that is spoken of."""
    at, known = moment(stamp), moment(day)
    return clock(stamp) if at and known and at.date() == known.date() else day_clock(stamp)


def day_clock_or_words(stamp: str | None) -> str:
    """A time that a person may have written as words ("i kväll") instead of as a time."""
    try:
        return day_clock(stamp)
    except ValueError:
        return stamp or ""


def spoken_clock(stamp: str | None) -> str:
    """The time as it stands in prose: kl. 08.00."""
    at = moment(stamp)
    return date_format(at, pgettext("klockslag i löptext", "\\k\\l. H.i")).replace(" ", NBSP) if at else ""


def spoken_on(stamp: str | None, day: str | None) -> str:
    """The time in prose, with its day unless that is the day that is spoken of already."""
    at, known = moment(stamp), moment(day)
    return spoken_clock(stamp) if at and known and at.date() == known.date() else spoken_time(stamp)


def spoken_time(stamp: str | None) -> str:
    """söndag 28 december 2025 kl. 08.00"""
    at = moment(stamp)
    if at is None:
        return ""
    day = date_format(at, pgettext("dag i löptext", "l j F Y"))
    return _("%(day)s %(clock)s") % {"day": day, "clock": spoken_clock(stamp)}


def thousands(number: float) -> str:
    """8 350, grouped by a space that never breaks; a part of one has a comma."""
    whole = int(number)
    grouped = f"{whole:,}".replace(",", NBSP)
    rest = f"{number - whole:.2f}".rstrip("0").split(".")[-1] if number != whole else ""
    return f"{grouped}{pgettext('decimaltecken', ',')}{rest}" if rest else grouped


def title(body: Body) -> str:
    """ÖVNING stands first, so that nobody who reads only the beginning takes it for real."""
    words = {"number": body["report"]["number"], "name": body["incident"]["name"]}
    if body["incident"]["exercise"]:
        return _("ÖVNING: Lägesrapport nr %(number)s, %(name)s") % words
    return _("Lägesrapport nr %(number)s, %(name)s") % words


def heading(body: Body) -> str:
    return _("Lägesrapport nr %(number)s") % {"number": body["report"]["number"]}


def answer_address(body: Body, input_id: int | None) -> str:
    """A report's own address of the very answer: it has to hold as long as the report does."""
    return f"/h/{body['incident']['number']}/svar/{input_id}/" if input_id else ""


def paragraphs(text: str, known: Iterable[int]) -> list[list[Piece]]:
    """Written words as paragraphs of pieces; [3] is a reference only if there is a source 3."""
    numbers = frozenset(known)
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [_pieces(block.strip(), numbers) for block in blocks if block.strip()]


def without_sources(text: str, known: Iterable[int]) -> str:
    """The words alone, for where the list of sources does not stand beside them."""
    pieces = (["\n"] + [" " if one["newline"] else one["text"] for one in block] for block in paragraphs(text, known))
    return "".join(word for block in pieces for word in block).strip()


def _pieces(block: str, known: frozenset[int]) -> list[Piece]:
    found: list[Piece] = []
    place = 0
    for match in REFERENCE.finditer(block):
        wanted = [int(number) for number in match[1].split(",")]
        if not known.issuperset(wanted):
            continue
        found += _lines(block[place : match.start()].rstrip(" "))
        found += [Piece(text="", source=number, newline=False) for number in wanted]
        place = match.end()
    return found + _lines(block[place:])


def _lines(text: str) -> list[Piece]:
    found: list[Piece] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append(Piece(text="", source=None, newline=True))
        if line:
            found.append(Piece(text=line, source=None, newline=False))
    return found


def of_level(rows: Iterable[dict[str, Any]], level: str) -> list[dict[str, Any]]:
    """The municipalities, or all the others."""
    return [row for row in rows if (row["level"] == "municipality") == (level == "municipality")]


def answered_sentence(body: Body) -> str:
    """8 av 10 kommuner och 3 av 3 övriga aktörer har svarat. And who has answered others than its newest request."""
    return f"{_answered(body)} {waiting_sentence(body)}".strip()


def waiting_sentence(body: Body) -> str:
    """Whose answers to earlier requests count, while it is silent on its newest one; empty where nobody is."""
    rows = body.get("waiting") or []
    if not rows:
        return ""
    names: dict[int, list[str]] = {}
    for row in rows:
        names.setdefault(row["request"], []).append(row["short"])
    told = [
        _("Har inte svarat på begäran %(n)s, men på en tidigare som räknas: %(names)s.")
        % {"n": number, "names": ", ".join(who)}
        for number, who in sorted(names.items())
    ]
    return " ".join(told)


def _answered(body: Body) -> str:
    counts = {}
    for level in ("municipality", "other"):
        answered = len(of_level([*body["answered"], *body.get("left_out", [])], level))
        counts[level] = (answered, answered + len(of_level(body["silent"], level)))
    words = {"answered": counts["municipality"][0], "asked": counts["municipality"][1]}
    words |= {"others": counts["other"][0], "others_asked": counts["other"][1]}
    if not words["others_asked"]:
        return _("%(answered)s av %(asked)s kommuner har svarat.") % words
    if not words["asked"]:
        return _("%(others)s av %(others_asked)s aktörer har svarat.") % words
    return _("%(answered)s av %(asked)s kommuner och %(others)s av %(others_asked)s övriga aktörer har svarat.") % words


def age_sentence(body: Body) -> str:
    """How much of the picture is old; empty when nothing is. A body from before shelf lives counted answers."""
    share = body.get("stale")
    if share is None:
        return _old_answers(body)
    if not share["stale"]:
        return ""
    words = {**share, "facts": thousands(share["facts"]), "stale": thousands(share["stale"])}
    return (
        ngettext(
            "%(stale)s av %(facts)s uppgift (%(share)s %%) är äldre än sin gräns och räknas som okänd.",
            "%(stale)s av %(facts)s uppgifter (%(share)s %%) är äldre än sin gräns och räknas som okända.",
            share["facts"],
        )
        % words
    )


def _old_answers(body: Body) -> str:
    stale = sum(1 for answer in body["answered"] if answer.get("stale"))
    if not stale:
        return ""
    return ngettext(
        "%(stale)s svar av %(all)s är äldre än sin gräns och räknas som okänt.",
        "%(stale)s svar av %(all)s är äldre än sin gräns och räknas som okända.",
        stale,
    ) % {"stale": stale, "all": len(body["answered"])}


def withheld_sentence(body: Body) -> str:
    """Everybody reads the same report; what it leaves out is said, never what it was."""
    withheld = body.get("withheld") or 0
    if not withheld:
        return ""
    return ngettext(
        "%(count)s svar är inte med: det delas inte med alla.",
        "%(count)s svar är inte med: de delas inte med alla.",
        withheld,
    ) % {"count": withheld}


def since_words(body: Body, function: dict[str, Any]) -> str:
    """1 värre, 1 bättre; lika when nothing moved; nothing when there is no former report."""
    if body.get("compared_to") is None:
        return ""
    parts = []
    if function["worse"]:
        parts.append(_("%(count)s värre") % {"count": function["worse"]})
    if function["better"]:
        parts.append(_("%(count)s bättre") % {"count": function["better"]})
    return ", ".join(parts) or str(TREND_WORDS["same"])


def direction_of(change: dict[str, Any]) -> str:
    """Which way a change went, by its grades; by its trend word where the grades say more than that."""
    before, after = change["before"], change["after"]
    if before is None or after is None:
        return ""
    if after > before:
        return "much_worse" if change.get("trend") == "much_worse" else "worse"
    return "better" if after < before else "same"


def short_hash(body: Body) -> str:
    return grouped_hash(body["report"]["hash"][:SHORT_HASH])


def grouped_hash(value: str) -> str:
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))

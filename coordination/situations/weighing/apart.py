"""What goes apart between answers, as a report and the steward's desk say it. Pure functions of a stored body."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.situations.report import reading
from coordination.situations.report.reading import Body, day_clock_or_words, thousands

SETTLED = "settled"
ROAD_STATES = {
    "open": gettext_lazy("öppen"),
    "limited": gettext_lazy("begränsad framkomlighet"),
    "closed": gettext_lazy("stängd"),
}


def said_words(said: Any) -> str:
    """What one side of a dispute says: a figure, a word, or the row about a road; a list of rows by their sum."""
    if isinstance(said, dict):
        return _road_words(said)
    if isinstance(said, list):
        counts = [row["households"] for row in said if isinstance(row.get("households"), int)]
        return _("%(sum)s tillsammans i %(n)d rader") % {"sum": thousands(sum(counts)), "n": len(said)}
    return thousands(said) if isinstance(said, int) and not isinstance(said, bool) else str(said or "")


def _road_words(row: dict[str, Any]) -> str:
    parts = [f"{row.get('road') or ''} {row.get('stretch') or ''}".strip()]
    parts.append(str(ROAD_STATES.get(str(row.get("state") or ""), "")))
    if row.get("vehicles_stuck"):
        parts.append(_("%(n)s fordon sitter fast") % {"n": row["vehicles_stuck"]})
    if row.get("since"):
        parts.append(_("sedan %(at)s") % {"at": day_clock_or_words(str(row["since"]))})
    if row.get("opens_at"):
        parts.append(_("beräknas öppna %(at)s") % {"at": day_clock_or_words(str(row["opens_at"]))})
    return ", ".join(part for part in parts if part)


def disputed_row(body: Body, row: dict[str, Any]) -> dict[str, Any]:
    """One thing that goes apart: each side with its words, source and time, and what a person decided of it."""
    holds = next((side["short"] for side in row["sides"] if side["input"] == row["holds"]), "")
    settled = row["state"] == SETTLED
    return {
        "about": row["about_name"],
        "name": row["name"],
        "settled": settled,
        "verdict": _verdict(holds, row["reason"]) if settled else _undecided(row.get("before")),
        "sides": [
            {
                "short": side["short"],
                "words": said_words(side["said"]),
                "at": reading.day_clock(side["at"]),
                "source": side.get("source"),
                "href": reading.answer_address(body, side["input"]),
            }
            for side in row["sides"]
        ],
    }


def _undecided(before: Any) -> str:
    words = _("Uppgifterna går isär. Det är inte avgjort.")
    return f"{words} {before_words(before)}" if before else words


def before_words(before: Any) -> str:
    """What had been decided when one of the answers changed; empty where nothing was."""
    if not before:
        return ""
    verdict = _verdict(before["holds"], before["reason"])
    return _("Frågan är öppen igen: en uppgift har ändrats sedan den avgjordes. Då stod det: %(verdict)s") % {
        "verdict": verdict
    }


def _verdict(holds: str, reason: str) -> str:
    if not holds:
        return _("Avgjort: båda får stå. %(reason)s") % {"reason": reason}
    return _("Avgjort: %(actor)s gäller. %(reason)s") % {"actor": holds, "reason": reason}

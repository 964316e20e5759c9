"""The board as it is drawn: kept for a minute, so that a county that reloads it together draws it once.

What is kept is found by a key that says everything the board shows: the answers by their fingerprint, the minute that
its ages are counted to, the reader's language, what she may read and do. A changed answer has another key, so nothing
old is ever shown; only names and telephone numbers of actors may be a minute behind. Losing the cache draws it anew.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.incidents.models import Incident
from coordination.situations.board import drawing, maps, meeting, picture
from coordination.situations.board.withheld import Away
from coordination.situations.models import Request
from coordination.situations.rounds import in_force

KEPT_SECONDS: Final = 90
GRADES: Final = (1, 2, 3, 4, 5, None)


@dataclass(frozen=True)
class Sheet:
    """The drawn board. `away` is what of it the reader may not read, of `total` answers."""

    head: SafeString
    table: SafeString = field(default_factory=SafeString)
    asked: bool = False
    next_report: int = 1
    away: tuple[Away, ...] = ()
    total: int = 0


def sheet(incident: Incident, person: Any, page: int, now: datetime, *, asks: bool) -> Sheet:
    """The incident's board for one reader. `asks`: whether she may remind those who are silent."""
    request = picture.newest_request(incident, person)
    if request is None:
        return Sheet(_head(incident, picture.board(incident, page, person=person), now, asks=asks))
    rounds = in_force.of(request)
    met = meeting.fingerprint(rounds, person) if rounds.several else ""
    key = _key(incident, request, page, now, met, asks=asks)
    kept: Sheet | None = cache.get(key)
    if kept is None:
        kept = _draw(incident, request, person, page, now, asks=asks)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _key(incident: Incident, request: Any, page: int, now: datetime, met: str, *, asks: bool) -> str:
    """`print` was made by the database of what this reader may read, behind Django's filters and its own."""
    minute = now.replace(second=0, microsecond=0)
    shown = (incident.pk, incident.number, incident.is_fictitious, request.pk, request.published_number, request.print)
    said = "|".join(map(str, (*shown, met, page, minute.isoformat(), get_language(), asks)))
    return f"board:{hashlib.sha256(said.encode()).hexdigest()}"


def _draw(incident: Incident, request: Request, person: Any, page: int, now: datetime, *, asks: bool) -> Sheet:
    drawn = picture.board(incident, page, person=person, request=request, now=now)
    drawing.fill(drawn, incident, now)
    context = {
        "incident": incident,
        "board": drawn,
        "now": now,
        "page": page,
        "map": _map(incident, drawn),
        "sums": drawn.sums,
        "columns": len(drawn.functions) + 5,
        "grades": GRADES,
        "uncounted": sum(row.former_count is not None for row in drawn.rows),
    }
    return Sheet(
        head=_head(incident, drawn, now, asks=asks),
        table=render_to_string("situations/board_table.html", context),
        asked=True,
        next_report=(drawn.report or 0) + 1,
        away=tuple(row.away for row in (*drawn.rows, *drawn.others) if row.away is not None),
        total=drawn.answered + drawn.answered_others,
    )


def _head(incident: Incident, drawn: picture.Board, now: datetime, *, asks: bool) -> SafeString:
    silent = [row for row in (*drawn.rows, *drawn.others) if row.silent or row.awaited]
    context = {"incident": incident, "board": drawn, "now": now, "silent": silent, "asks": asks}
    return render_to_string("situations/board_head.html", context)


def _map(incident: Incident, drawn: picture.Board) -> dict[str, Any] | None:
    """The county's map of the worst hit function, when the board is that of one county."""
    counties = incident.headline.get("county_codes") or []
    if len(counties) != 1 or not drawn.rows or drawn.more:
        return None
    worst = max(range(len(drawn.sums)), key=lambda n: (drawn.sums[n]["worst"] or 0, -n))
    grades = {row.recipient.actor.municipality_id or "": row.cells[worst].grade for row in drawn.rows}
    name = drawn.functions[worst][1]
    return {"svg": maps.drawn(counties[0], grades, name, _("Lägesbild")), "name": name}

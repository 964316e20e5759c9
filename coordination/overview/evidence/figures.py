"""What each figure is called, what it counts of its rows, and which columns the rows have.

Counts are made of the frozen rows whenever they are shown, so that a number and its rows cannot differ.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.direction.states import MeasureState
from coordination.overview.evidence.period import Row
from processes.models import LessonSource
from processes.states import LessonState, WorkState

Counts = list[tuple[str, str]]
NOTHING: Final = gettext_lazy("inget att räkna")


@dataclass(frozen=True)
class Column:
    """`kind` says how a value is shown: text, number, time, day, yes, or a state by its words."""

    key: str
    label: Any
    kind: str = "text"
    words: Any = None


@dataclass(frozen=True)
class Figure:
    key: str
    name: Any
    question: Any
    count: Callable[[Sequence[Row]], Counts]
    columns: tuple[Column, ...]
    # Of incidents and lessons: what was real and what was practised are never one figure.
    apart: bool = True
    only_practised: bool = False
    nothing: Any = NOTHING

    def of(self, rows: Sequence[Row]) -> Counts:
        return self.count(rows) if rows else []


def share(part: int, whole: int) -> str:
    return _("%(part)d av %(whole)d") % {"part": part, "whole": whole}


def number(rows: Sequence[Row], key: str) -> int:
    """How many rows have the value."""
    return sum(one[key] is not None and one[key] is not False for one in rows)


def total(rows: Sequence[Row], key: str) -> int:
    return sum(one[key] or 0 for one in rows)


def _answers(rows: Sequence[Row]) -> Counts:
    took = [one["minutes"] for one in rows if one["minutes"] is not None]
    middle = _("%(n)d min") % {"n": round(median(took))} if took else _("inget svar")
    return [
        (_("Har svarat"), share(number(rows, "answered"), len(rows))),
        (_("I tid"), share(number(rows, "in_time"), len(rows))),
        (_("Svarstid, median"), middle),
    ]


def _coverage(rows: Sequence[Row]) -> Counts:
    return [
        (_("Aktörer med svar"), share(number(rows, "answered"), len(rows))),
        (_("Kända funktioner"), share(total(rows, "known"), total(rows, "of"))),
    ]


def _reports(rows: Sequence[Row]) -> Counts:
    return [
        (_("Publicerade"), str(len(rows))),
        (_("Aktörer som har läst, alla rapporter"), share(total(rows, "read_by"), total(rows, "of"))),
    ]


def _receptions(rows: Sequence[Row]) -> Counts:
    return [
        (_("Har sett"), share(number(rows, "seen"), len(rows))),
        (_("Har förstått"), share(number(rows, "understood"), len(rows))),
        (_("Agerar"), share(number(rows, "acting"), len(rows))),
    ]


def _measures(rows: Sequence[Row]) -> Counts:
    done = sum(one["state"] == MeasureState.DONE for one in rows)
    return [
        (_("Klara"), share(done, len(rows))),
        (_("Klara i tid"), share(number(rows, "in_time"), len(rows))),
        (_("Försenade"), str(number(rows, "late"))),
    ]


def _seminars(rows: Sequence[Row]) -> Counts:
    there = sum((one["present"] or 0) > 0 for one in rows)
    return [
        (_("Var på plats"), share(there, len(rows))),
        (_("Dagar på plats"), share(total(rows, "present"), total(rows, "of"))),
        (_("Närvaro inte antecknad"), str(sum(one["present"] is None for one in rows))),
    ]


def _stages(rows: Sequence[Row]) -> Counts:
    whole = sum(one["known"] == one["of"] for one in rows)
    return [
        (_("Klara etapper"), str(len(rows))),
        (_("Med belägg för alla kriterier"), share(whole, len(rows))),
        (_("Kriterier med belägg"), share(total(rows, "known"), total(rows, "of"))),
    ]


def _decisions(rows: Sequence[Row]) -> Counts:
    return [
        (_("Beslut"), str(len(rows))),
        (_("Med diarienummer"), share(sum(bool(one["registered"]) for one in rows), len(rows))),
    ]


def _lessons(rows: Sequence[Row]) -> Counts:
    states = [one["state"] for one in rows]
    open_ones = (LessonState.OBSERVED, LessonState.LESSON, LessonState.ITEM)
    return [
        (_("Öppna"), str(sum(state in open_ones for state in states))),
        (_("Genomförda"), str(states.count(LessonState.DONE))),
        (_("Lärda: sedda fungera"), str(states.count(LessonState.LEARNED))),
    ]


def _work(rows: Sequence[Row]) -> Counts:
    return [(_("Klara"), share(number(rows, "done"), len(rows))), (_("Försenade"), str(number(rows, "late")))]


def _drills(rows: Sequence[Row]) -> Counts:
    return [
        (_("Prov"), str(len({one["on"] for one in rows}))),
        (_("Aktörer som klarade hela kedjan"), share(number(rows, "whole"), len(rows))),
        (_("Svarade"), share(number(rows, "answered"), len(rows))),
    ]


ACTOR: Final = Column("actor", gettext_lazy("Aktör"))
IN_TIME: Final = Column("in_time", gettext_lazy("I tid"), "yes")
LATE: Final = Column("late", gettext_lazy("Försenad"), "yes")
DUE: Final = Column("due", gettext_lazy("Klart senast"), "time")
DUE_ON: Final = Column("due", gettext_lazy("Klart senast"), "day")
OF: Final = Column("of", gettext_lazy("Av"), "number")

FIGURES: Final[tuple[Figure, ...]] = (
    Figure(
        "svarstider",
        gettext_lazy("Svarstider"),
        gettext_lazy("Hur snabbt svarade aktörerna på begäran om lägesbild?"),
        _answers,
        (
            Column("request", gettext_lazy("Begäran"), "number"),
            ACTOR,
            Column("asked", gettext_lazy("Tillfrågad"), "time"),
            Column("deadline", gettext_lazy("Svara senast"), "time"),
            Column("answered", gettext_lazy("Svarade"), "time"),
            Column("minutes", gettext_lazy("Minuter"), "number"),
            IN_TIME,
        ),
    ),
    Figure(
        "tackning",
        gettext_lazy("Den senaste lägesbildens täckning"),
        gettext_lazy("Hur mycket av läget var känt, av allt som frågades?"),
        _coverage,
        (
            ACTOR,
            Column("answered", gettext_lazy("Har svar"), "yes"),
            Column("known", gettext_lazy("Kända funktioner"), "number"),
            OF,
        ),
    ),
    Figure(
        "rapporter",
        gettext_lazy("Lägesrapporter"),
        gettext_lazy("Publicerades rapporterna, och lästes de?"),
        _reports,
        (
            Column("report", gettext_lazy("Rapport"), "number"),
            Column("published", gettext_lazy("Publicerad"), "time"),
            Column("read_by", gettext_lazy("Aktörer som har läst"), "number"),
            OF,
        ),
    ),
    Figure(
        "mottagande",
        gettext_lazy("Inriktningarnas mottagande"),
        gettext_lazy("Nådde den gemensamma inriktningen aktörerna?"),
        _receptions,
        (
            Column("direction", gettext_lazy("Inriktning"), "number"),
            ACTOR,
            Column("fixed", gettext_lazy("Fastställd"), "time"),
            Column("seen", gettext_lazy("Sett"), "time"),
            Column("understood", gettext_lazy("Förstått"), "time"),
            Column("acting", gettext_lazy("Agerar"), "time"),
        ),
    ),
    Figure(
        "atgarder",
        gettext_lazy("Åtgärder"),
        gettext_lazy("Blev åtgärderna gjorda i tid?"),
        _measures,
        (
            ACTOR,
            DUE,
            Column("state", gettext_lazy("Läge"), "state", MeasureState),
            Column("noted", gettext_lazy("Senast meddelat"), "time"),
            IN_TIME,
            LATE,
        ),
    ),
    Figure(
        "prov",
        gettext_lazy("Beredskapsprov"),
        gettext_lazy("Klarade aktörerna hela kedjan, från larm till kvittering?"),
        _drills,
        (
            Column("on", gettext_lazy("Prov"), "time"),
            ACTOR,
            Column("signed_in", gettext_lazy("Inloggad, min"), "number"),
            Column("answered", gettext_lazy("Svarade, min"), "number"),
            Column("read", gettext_lazy("Läste, min"), "number"),
            Column("acknowledged", gettext_lazy("Kvitterade, min"), "number"),
            Column("whole", gettext_lazy("Hela kedjan"), "yes"),
        ),
        only_practised=True,
        nothing=gettext_lazy("inga prov"),
    ),
    Figure(
        "lardomar",
        gettext_lazy("Lärdomar"),
        gettext_lazy("Blir det som har setts lärt?"),
        _lessons,
        (
            Column("lesson", gettext_lazy("Nr"), "number"),
            Column("source", gettext_lazy("Kommer från"), "state", LessonSource),
            Column("on", gettext_lazy("Iakttagen"), "day"),
            Column("state", gettext_lazy("Läge"), "state", LessonState),
            DUE_ON,
        ),
    ),
    Figure(
        "internat",
        gettext_lazy("Internatens närvaro"),
        gettext_lazy("Kom de som var inbjudna?"),
        _seminars,
        (
            Column("name", gettext_lazy("Internat")),
            Column("on", gettext_lazy("Dag"), "day"),
            ACTOR,
            Column("function", gettext_lazy("Funktion")),
            Column("present", gettext_lazy("Dagar på plats"), "number"),
            OF,
        ),
        apart=False,
    ),
    Figure(
        "etapper",
        gettext_lazy("Klara etapper"),
        gettext_lazy("Finns belägg för att etapperna är klara?"),
        _stages,
        (
            Column("name", gettext_lazy("Etapp")),
            Column("on", gettext_lazy("Klar"), "day"),
            Column("known", gettext_lazy("Kriterier med belägg"), "number"),
            OF,
        ),
        apart=False,
    ),
    Figure(
        "beslut",
        gettext_lazy("Beslut"),
        gettext_lazy("Vad har beslutats, av vem?"),
        _decisions,
        (
            Column("name", gettext_lazy("Beslut")),
            Column("body", gettext_lazy("Instans")),
            Column("on", gettext_lazy("Dag"), "day"),
            Column("registered", gettext_lazy("Diarienummer")),
        ),
        apart=False,
    ),
    Figure(
        "arbetsplan",
        gettext_lazy("Arbetsplanen"),
        gettext_lazy("Blev det planerade gjort i tid?"),
        _work,
        (
            Column("name", gettext_lazy("Vad")),
            ACTOR,
            DUE_ON,
            Column("state", gettext_lazy("Läge"), "state", WorkState),
            Column("done", gettext_lazy("Klart"), "day"),
            LATE,
        ),
        apart=False,
    ),
)
BY_KEY: Final = {one.key: one for one in FIGURES}

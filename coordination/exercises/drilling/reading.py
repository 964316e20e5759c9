"""What drills say over time: the readiness figure with its parts, and whether it goes better or worse."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, ActorKind, Person
from actors.sight import as_machine
from coordination.exercises.drilling.chain import LINKS, WORDS
from coordination.exercises.drilling.services import may_drill
from coordination.exercises.models import Drill
from processes.models import CountyProcess
from processes.panels import Panel

SHOWN: Final = 12


@dataclass(frozen=True)
class Part:
    name: str
    held: int
    asked: int


@dataclass(frozen=True)
class Readiness:
    """A measured drill: how many chains held, each part beside it, and how that is to the drill before it."""

    drill: Drill
    trend: str = ""

    @property
    def figures(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.drill.figures
        return found

    @property
    def asked(self) -> int:
        return int(self.figures["asked"])

    @property
    def whole(self) -> int:
        return int(self.figures["whole_chain"])

    @property
    def share(self) -> Fraction:
        return Fraction(self.whole, self.asked) if self.asked else Fraction(0)

    @property
    def percent(self) -> int:
        return round(self.share * 100)

    @property
    def parts(self) -> list[Part]:
        return [Part(str(WORDS[key]), int(self.figures[key]), self.asked) for key in LINKS]

    @property
    def reachable(self) -> Part:
        return Part(_("Nummer och adress finns"), int(self.figures["reachable"]), self.asked)

    @property
    def says(self) -> str:
        return _("%(whole)d av %(asked)d") % {"whole": self.whole, "asked": self.asked}


def with_trend(drills: Iterable[Drill]) -> list[Readiness]:
    """Newest first, as they are given; each is set against the measured drill before it."""
    found = [Readiness(drill) for drill in drills]
    before = [*found, None][1:]
    return [Readiness(one.drill, _trend(one, former)) for one, former in zip(found, before, strict=True)]


def _trend(one: Readiness, former: Readiness | None) -> str:
    if former is None:
        return ""
    if one.share == former.share:
        return "same"
    return "better" if one.share > former.share else "worse"


def measured_of(drills: Any) -> list[Readiness]:
    """The newest of them, and one more to set the last one against."""
    rows = list(drills.measured().select_related("owner").order_by("-starts_at", "-pk")[: SHOWN + 1])
    return with_trend(rows)[:SHOWN]


def on_process(person: Person, process: CountyProcess) -> Panel | None:
    """The figure with its trend, for the page of the county's process. Counts only."""
    board = Actor.objects.filter(kind=ActorKind.COUNTY_BOARD, county=process.county_id).first()
    if board is None:
        return None
    with as_machine():
        found = measured_of(Drill.objects.filter(owner=board))
    link = reverse("drills") if may_drill(person, board) else ""
    if not found:
        return Panel(_("Beredskap"), [_("Inget beredskapsprov har hållits än.")], link, _("Till beredskapsproven"))
    return Panel(_("Beredskap"), [*_newest(found[0]), *_former(found)], link, _("Till beredskapsproven"))


def _newest(one: Readiness) -> list[str]:
    said = {"says": one.says, "percent": one.percent, "day": _day(one)}
    first = _("%(says)s aktörers hela kedja höll i tid vid provet %(day)s (%(percent)d %%).") % said
    parts = ", ".join(f"{part.name.lower()} {part.held}" for part in one.parts)
    lines = [first, _("Av %(asked)d tillfrågade: %(parts)s.") % {"asked": one.asked, "parts": parts}]
    return [*lines, _("Provet är påhittat för demonstrationen.")] if one.figures.get("made_up") else lines


def _former(found: list[Readiness]) -> list[str]:
    if len(found) < 2:
        return []
    word = {"better": _("bättre"), "same": _("lika"), "worse": _("värre")}[found[0].trend]
    before = ", ".join(f"{one.says} ({_day(one)})" for one in found[1:4])
    return [_("Mot förra provet: %(word)s. Före det: %(before)s.") % {"word": word, "before": before}]


def _day(one: Readiness) -> str:
    return f"{timezone.localtime(one.drill.starts_at):%Y-%m-%d}"

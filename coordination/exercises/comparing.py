"""What the players did beside what really happened, or what the exercise leader hoped to see."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actors.models import Actor, Person
from coordination.direction.models import Announcement, Direction, Measure, Reception
from coordination.direction.states import DirectionState, MeasureState, Reach
from coordination.exercises import casting
from coordination.exercises.giving import BECAME
from coordination.exercises.models import Inject, Play
from coordination.exercises.states import InjectState
from coordination.situations.models import Input, Report, Request
from coordination.situations.states import InputState, ReportState

DECIDED = (DirectionState.FIXED, DirectionState.REPLACED)


@dataclass
class Deed:
    """One player's act after an inject, beside what the same function really did. `minutes` None: never."""

    who: str
    minutes: int | None = None
    words: str = ""
    grade: int | None = None
    graded: bool = False
    played_as: str = ""
    real_grade: int | None = None
    real_minutes: int | None = None
    really: bool = False


@dataclass
class Compared:
    inject: Inject
    deeds: list[Deed] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    # Of a request in a replay: grades stand beside grades.
    graded: bool = False

    @property
    def acted(self) -> int:
        return sum(deed.minutes is not None for deed in self.deeds)


def compared(play: Play, person: Person) -> list[Compared]:
    """Every inject that was given, with what followed. As many statements for a hundred injects as for one."""
    given = Inject.objects.visible_to(person).filter(play=play, state=InjectState.GIVEN)
    rows = list(given.order_by("given_at", "order"))
    after = _After(play, person, rows)
    return [after.of(row) for row in rows]


class _After:
    """What the injects became, found for all of them at once."""

    def __init__(self, play: Play, person: Person, rows: list[Inject]) -> None:
        incident = play.incident
        became: dict[str, set[int]] = {}
        for row in rows:
            for kind, keys in row.more.get(BECAME, {}).items():
                became.setdefault(kind, set()).update(keys)
        asked = Request.objects.visible_to(person).filter(incident=incident, number__in=became.get("request", ()))
        self.requests = {row.number: row for row in asked.prefetch_related("recipients__actor")}
        answers = Input.objects.visible_to(person).filter(incident=incident, state=InputState.SUBMITTED)
        self.answers = {(one.request_id, one.actor_id): one for one in answers.select_related("actor")}
        told = Announcement.objects.visible_to(person).filter(
            incident=incident, number__in=became.get("announcement", ())
        )
        self.announcements = {row.number: row for row in told.prefetch_related("receptions__actor")}
        measures = Measure.objects.visible_to(person).filter(pk__in=became.get("measure", ()))
        self.measures = {row.pk: row for row in measures.select_related("owner")}
        self.directions = list(
            Direction.objects.visible_to(person).filter(incident=incident, state__in=DECIDED).order_by("number")
        )
        reports = Report.objects.visible_to(person).filter(incident=incident, published_at__isnull=False)
        self.reports = list(reports.exclude(state=ReportState.WITHHELD).order_by("number"))
        players = Actor.objects.filter(participations__incident=incident)
        roles = casting.cast(players)
        self.functions = {actor.pk: casting.spoken(function) for function, actor in roles.items()}

    def of(self, inject: Inject) -> Compared:
        row = Compared(inject)
        became = inject.more.get(BECAME, {})
        real = {one["who"]: one for one in inject.more.get("real", [])}
        for number in became.get("request", ()):
            row.graded = True
            row.deeds += self._answered(self.requests.get(number), inject, real)
        for number in became.get("announcement", ()):
            row.deeds += self._read(self.announcements.get(number), inject)
        row.deeds += [
            self._measured(self.measures[pk], inject) for pk in became.get("measure", ()) if pk in self.measures
        ]
        row.texts = self._written(inject)
        return row

    def _answered(self, request: Request | None, inject: Inject, real: dict[str, Any]) -> list[Deed]:
        if request is None:
            return []
        asked = sorted((one.actor for one in request.recipients.all()), key=lambda one: one.sort_name)
        deeds = [self._answer(request, actor, inject, real) for actor in asked]
        there = {deed.played_as for deed in deeds}
        return deeds + [_only_really(one) for who, one in real.items() if who not in there]

    def _answer(self, request: Request, actor: Actor, inject: Inject, real: dict[str, Any]) -> Deed:
        answer = self.answers.get((request.pk, actor.pk))
        function = self.functions.get(actor.pk, "")
        beside = real.get(function)
        return Deed(
            who=actor.name,
            played_as=function,
            minutes=_minutes(inject.given_at, answer.submitted_at) if answer else None,
            grade=answer.grade if answer else None,
            graded=answer is not None,
            real_grade=beside["grade"] if beside else None,
            real_minutes=beside["minutes"] if beside else None,
            really=beside is not None,
        )

    def _read(self, row: Announcement | None, inject: Inject) -> list[Deed]:
        if row is None:
            return []
        return [
            Deed(one.actor.name, _minutes(inject.given_at, one.seen_at), _reach(one))
            for one in sorted(row.receptions.all(), key=lambda one: one.actor.sort_name)
        ]

    def _measured(self, row: Measure, inject: Inject) -> Deed:
        answered = row.state != MeasureState.SUGGESTED
        words = str(row.get_state_display()).lower()
        return Deed(row.owner.name, _minutes(inject.given_at, row.noted_at) if answered else None, words)

    def _written(self, inject: Inject) -> list[tuple[str, str]]:
        """Of a replay, where the county then decided or reported: the players' own words."""
        if inject.more.get("act") == "direction":
            return [(str(one), "\n".join(filter(None, (one.intended, one.purpose)))) for one in self.directions]
        if inject.more.get("act") == "report":
            return [(str(one), "\n".join(filter(None, (one.summary, one.assessment)))) for one in self.reports]
        return []


def _only_really(one: dict[str, Any]) -> Deed:
    """Who answered then, and is played by nobody now."""
    return Deed("", played_as=one["who"], real_grade=one["grade"], real_minutes=one["minutes"], really=True)


def _reach(row: Reception) -> str:
    """The last step that the player has taken with the message."""
    steps = ((row.acting_at, Reach.ACTING), (row.understood_at, Reach.UNDERSTOOD), (row.seen_at, Reach.SEEN))
    return str(next((reach for at, reach in steps if at is not None), Reach.SILENT).label).lower()


def _minutes(given: datetime | None, at: datetime | None) -> int | None:
    if given is None or at is None:
        return None
    return max(int((at - given).total_seconds() // 60), 0)

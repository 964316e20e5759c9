"""A closed incident as injects: what was told, asked, decided and when, with functions instead of names.

What is marked, narrowed or in quarantine is never copied: it is counted, and the count is said. What people really
decided (answers, direction, measures) is no inject for the players: it is laid beside what they do, afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from actors.models import Person
from actors.sight import as_machine
from coordination.direction.models import Announcement, Direction, Measure
from coordination.direction.states import DirectionState
from coordination.exercises.casting import EVERYBODY
from coordination.exercises.models import InjectKind
from coordination.exercises.scenario_file import LAST_MINUTE, LONGEST, MOST_INJECTS, MOST_TO
from coordination.exercises.stripping import Names
from coordination.incidents.models import Audience, Incident, LogLine, Marking
from coordination.situations.models import Input, Report, Request
from coordination.situations.states import InputState, ReportState

WIDE: Final = (Audience.PARTICIPANTS, Audience.NATIONAL)
# What a replay holds before anything else, where there is more than a scenario takes.
FIRST, THEN, LAST = 0, 1, 2
DECIDED: Final = (DirectionState.FIXED, DirectionState.REPLACED)
TOLD_OF: Final = (ReportState.PUBLISHED, ReportState.SUPERSEDED)


@dataclass
class Happened:
    """One thing that happened, as an inject, with the time it really had."""

    at: datetime
    weight: int
    inject: dict[str, Any]


@dataclass
class Replayed:
    """What became of an incident. `left_out` was marked, narrowed or hidden; `no_room` did not fit."""

    injects: list[dict[str, Any]] = field(default_factory=list)
    replaced: int = 0
    left_out: int = 0
    no_room: int = 0


def replayed(incident: Incident, by: Person) -> Replayed:
    names = Names(incident)
    told = [*_lines(incident, by, names), *_announced(incident, by, names), *_asked(incident, by, names)]
    told += [*_reported(incident, by, names), *_directed(incident, by, names)]
    measures = _measures(incident, by)
    answers = _answers(incident, by)
    kept = sorted(sorted(told, key=lambda one: one.weight)[:MOST_INJECTS], key=lambda one: one.at)
    _lay_measures(kept, measures, names)
    for one in kept:
        passed = int((one.at - incident.opened_at).total_seconds() // 60)
        one.inject["minutes"] = min(max(passed, 0), LAST_MINUTE)
    copied = len(told) + len(measures) + len(answers)
    return Replayed(
        injects=[one.inject for one in kept],
        replaced=names.count,
        left_out=max(written_in_all(incident) - copied, 0),
        no_room=len(told) - len(kept),
    )


def written_in_all(incident: Incident) -> int:
    """How much there is of what a replay is made of, also what its reader may not read: a number and no words."""
    with as_machine():
        counted = [
            LogLine.objects.filter(incident=incident).count(),
            Announcement.objects.filter(incident=incident).count(),
            Request.objects.filter(incident=incident).count(),
            Report.objects.filter(incident=incident, state__in=TOLD_OF).count(),
            Direction.objects.filter(incident=incident, state__in=DECIDED).count(),
            Measure.objects.filter(incident=incident).count(),
            Input.objects.filter(incident=incident, state=InputState.SUBMITTED).count(),
        ]
    return sum(counted)


def _open(model: Any, incident: Incident, by: Person) -> Any:
    """Rows that the person reads and that nobody has marked."""
    return model.objects.visible_to(by).filter(incident=incident, marking=Marking.OPEN)


def _wide(rows: Any) -> Any:
    return rows.filter(audience__in=WIDE)


def _lines(incident: Incident, by: Person, names: Names) -> Iterable[Happened]:
    for line in _wide(_open(LogLine, incident, by)).order_by("happened_at", "pk"):
        weight = THEN if line.significant else LAST
        yield _happened(line.happened_at, weight, InjectKind.LOG, names.without(line.text), to=[EVERYBODY])


def _announced(incident: Incident, by: Person, names: Names) -> Iterable[Happened]:
    for row in _open(Announcement, incident, by).prefetch_related("receptions").order_by("sent_at"):
        to = _functions([one.actor_id for one in row.receptions.all()], names)
        read = sum(one.seen_at is not None for one in row.receptions.all())
        really = f"{read} av {len(row.receptions.all())} mottagare läste meddelandet."
        text = f"{names.without(row.heading)}. {names.without(row.text)}"
        yield _happened(row.sent_at, FIRST, InjectKind.TOLD, text, to=to or [EVERYBODY], really=really)


def _asked(incident: Incident, by: Person, names: Names) -> Iterable[Happened]:
    answers = _answers(incident, by)
    for row in _open(Request, incident, by).select_related("question_set").prefetch_related("recipients"):
        asked = [one.actor_id for one in row.recipients.all()]
        real = [_real(one, row, names) for one in answers if one.request_id == row.pk][:MOST_TO]
        really = f"{len(real)} av {len(asked)} svarade."
        wait = max(round((row.deadline - row.sent_at).total_seconds() / 60), 1)
        more: dict[str, Any] = {"real": real, "answer_minutes": min(wait, LAST_MINUTE)}
        if row.question_set.owner_id is None and row.question_set.derived_from_id is None:
            more["set"] = row.question_set.key
        to = _functions(asked, names) or [EVERYBODY]
        yield _happened(row.sent_at, FIRST, InjectKind.REQUEST, names.without(row.purpose), to, really, **more)


def _answers(incident: Incident, by: Person) -> list[Input]:
    rows = _wide(_open(Input, incident, by)).filter(state=InputState.SUBMITTED)
    found: list[Input] = list(rows.only("pk", "request", "actor", "grade", "submitted_at").order_by("submitted_at"))
    return found


def _real(answer: Input, request: Request, names: Names) -> dict[str, Any]:
    at = answer.submitted_at or request.sent_at
    passed = int((at - request.sent_at).total_seconds() // 60)
    return {
        "who": names.spoken(answer.actor_id),
        "grade": answer.grade,
        "minutes": min(max(passed, 0), LAST_MINUTE),
    }


def _reported(incident: Incident, by: Person, names: Names) -> Iterable[Happened]:
    for row in _open(Report, incident, by).filter(state__in=TOLD_OF, published_at__isnull=False):
        text = f"Här kom i verkligheten lägesrapport nr {row.number}."
        really = names.without("\n".join(part for part in (row.summary, row.assessment) if part))
        yield _happened(row.published_at, FIRST, InjectKind.FOR_CONTROL, text, really=really, act="report")


def _directed(incident: Incident, by: Person, names: Names) -> Iterable[Happened]:
    for row in _open(Direction, incident, by).filter(state__in=DECIDED):
        text = f"Här fastställdes i verkligheten inriktning {row.number}."
        goals = [str(goal.get("text", goal)) if isinstance(goal, dict) else str(goal) for goal in row.goals]
        really = names.without("\n".join(part for part in (row.intended, row.purpose, *goals) if part))
        yield _happened(row.fixed_at, FIRST, InjectKind.FOR_CONTROL, text, really=really, act="direction")


def _measures(incident: Incident, by: Person) -> list[Measure]:
    found: list[Measure] = list(_open(Measure, incident, by).order_by("made_at", "pk"))
    return found


def _lay_measures(kept: list[Happened], measures: list[Measure], names: Names) -> None:
    """Each measure with what came last before it: that is what it answered."""
    for row in measures:
        before = [one for one in kept if one.at <= row.made_at]
        if before:
            words = f"Åtgärd, {names.spoken(row.owner_id)}: {names.without(row.what)} ({_state_of(row)})."
            inject = before[-1].inject
            inject["really"] = _cut(f"{inject.get('really', '')}\n{words}", "really")


def _state_of(row: Measure) -> str:
    return str(row.get_state_display()).lower()


def _happened(
    at: datetime,
    weight: int,
    kind: InjectKind,
    text: str,
    to: Iterable[str] = (),
    really: str = "",
    **more: Any,
) -> Happened:
    inject = {"minutes": 0, "to": list(to), "kind": kind.value, "text": _cut(text, "text"), "expected": "", **more}
    if really:
        inject["really"] = _cut(really, "really")
    return Happened(at, weight, inject)


def _cut(text: str, name: str) -> str:
    """Within what a scenario takes, and without what JSON columns cannot hold."""
    text = text.replace("\x00", "").strip()
    return text if len(text) <= LONGEST[name] else f"{text[: LONGEST[name] - 1]}…"


def _functions(actors: Iterable[int], names: Names) -> list[str]:
    """The functions of those actors; all of a kind as one word."""
    asked = {names.function_of[pk] for pk in actors if pk in names.function_of}
    kinds: dict[str, set[str]] = {}
    for function in names.roles:
        kinds.setdefault(function.partition(":")[0], set()).add(function)
    found: list[str] = []
    for kind, whole in kinds.items():
        found += [f"{kind}:{EVERYBODY}"] if len(whole) > 1 and whole <= asked else sorted(whole & asked)
    return found[:MOST_TO]

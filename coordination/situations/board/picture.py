"""The board: every actor that was asked, what it says per function, how old that is, and who is silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from actors.models import ActorKind, ContactPoint
from actors.prepared import prepared
from actors.sight import as_machine
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.situations.board import counting, fading, meeting, prints, standings
from coordination.situations.board.withheld import Away
from coordination.situations.compiled.grading import distribution, worst
from coordination.situations.compiled.outlining import functions_of
from coordination.situations.models import Function, Input, Recipient, Report, Request
from coordination.situations.rounds import in_force
from coordination.situations.rounds.in_force import InForce
from coordination.situations.weighing.freshness import Shelves

ROWS = 60
NAMED = JSONObject(key="key", sv="name_sv", en="name_en", shelf="shelf_minutes")
MUNICIPAL = Q(actor__kind=ActorKind.MUNICIPALITY)


class Nobody:
    """The counts when nobody was asked."""

    asked = answered = asked_others = answered_others = 0


class Cell(NamedTuple):
    """One actor's grade for one function. `last` is a grade from a former request: readable, and never counted."""

    name: str
    grade: int | None = None
    trend: str = ""
    confidence: str = ""
    last: int | None = None
    changed: bool = False
    asked: bool = True
    away: bool = False
    # When it was said, of a grade that is older than its limit: `last` is what it was.
    old_at: datetime | None = None


@dataclass
class Row:
    recipient: Recipient
    answer: Input | None
    former: Input | None
    overall: Cell
    cells: list[Cell] = field(default_factory=list)
    count: int | None = None
    former_count: int | None = None
    drawn: str = ""
    away: Away | None = None
    # The newest request that asks it, where that one is not answered; what was said to others may count all the same.
    awaited: Request | None = None

    @property
    def silent(self) -> bool:
        """Has not answered. Whoever has answered others than the reader is not silent."""
        return self.answer is None and self.away is None

    @property
    def closed(self) -> bool:
        """Nothing of the answer may be read, not even a copy."""
        return self.away is not None and not self.away.copied


@dataclass
class Board:
    request: Request | None
    functions: list[tuple[str, str]]
    rows: list[Row]
    others: list[Row]
    overall: dict[str, Any]
    sums: list[dict[str, Any]]
    total: int | None
    asked: int
    answered: int
    asked_others: int
    answered_others: int
    more: bool
    report: int | None
    # Numbers of the requests that it is made of, where they are several.
    requests: list[int] = field(default_factory=list)


def newest_request(incident: Incident, person: Any = None) -> Request | None:
    """The newest request, with those in force beside it (see in_force.py) and the grades of the published report.

    `print` is of all that the board shows of the answers: who has the same sees the same (see sheet.py).
    """
    return next(iter(_newest_request(incident.pk, person)), None)


@prepared
def _newest_request(incident: int, person: Any) -> "QuerySet[Request]":
    published = Report.objects.filter(incident=OuterRef("incident"), state="published")
    return (
        Request.objects.filter(incident=incident)
        .out_of_quarantine()
        .select_related("question_set")
        .annotate(
            published_grades=Subquery(published.values("grades")),
            published_number=Subquery(published.values("number")),
            in_force=in_force.listed(),
            print=prints.of_request(standings.readable_by(person)),
            names=ArraySubquery(
                Function.objects.values(row=JSONObject(key="key", sv="name_sv", en="name_en", shelf="shelf_minutes"))
            ),
        )
        .order_by("-number")[:1]
    )


def board(
    incident: Incident,
    page: int = 0,
    *,
    person: Any = None,
    request: Request | None = None,
    now: datetime | None = None,
) -> Board:
    """The board's page: four statements after the incident, however many answers the incident has.

    It holds what the person may read; without a person, what all participants may. What is too old at `now` is
    unknown: without one, now in the incident.
    """
    request = request or newest_request(incident, person)
    if request is None:
        return Board(None, [], [], [], {}, [], None, 0, 0, 0, 0, False, None)
    rounds = in_force.of(request)
    functions = function_names(rounds)
    asked = standings.beside(_told_of(rounds.one_each()), incident)
    asked = (meeting.beside(asked, rounds) if rounds.several else asked)[page * ROWS : page * ROWS + ROWS + 1]
    with as_machine():  # that an answer is there is told openly; what it says is read as the person
        recipients = list(asked)
    latest = meeting.read(recipients, person, rounds) if rounds.several else standings.read(recipients, person)
    kept = fading.shelves(rounds, now or now_in(incident))
    rows = [_row(rounds, r, latest.get(r.actor_id), functions, kept) for r in recipients[:ROWS]]
    grades, total = _counted(rounds, person, kept, rows, whole=len(recipients) <= ROWS and not page)
    counts: Any = recipients[0] if recipients else Nobody
    return Board(
        request=request,
        functions=functions,
        rows=[row for row in rows if row.recipient.actor.is_municipality],
        others=[row for row in rows if not row.recipient.actor.is_municipality],
        overall=_spread(grades.get("overall", []), counts.asked),
        sums=[{"name": name, **_spread(grades.get(key, []), counts.asked)} for key, name in functions],
        total=total,
        asked=counts.asked,
        answered=counts.answered,
        asked_others=counts.asked_others,
        answered_others=counts.answered_others,
        more=len(recipients) > ROWS,
        report=getattr(request, "published_number", None),
        requests=rounds.numbers if rounds.several else [],
    )


def function_names(rounds: InForce) -> list[tuple[str, str]]:
    """Key and name, in the reader's language, of each function that is asked about, in its order."""
    language = "en" if get_language() == "en" else "sv"
    names = {row["key"]: row[language] for row in rounds.newest.names}
    return [(key, names.get(key, key)) for key in functions_of(rounds.asked(), list(names))]


def asked_actors(request: Request) -> Any:
    """Those who were asked, municipalities first, each row with the counts over all of them."""
    return _told_of(Recipient.objects.filter(request=request))


def _told_of(recipients: "QuerySet[Recipient]") -> Any:
    phone = ContactPoint.objects.filter(actor=OuterRef("actor")).exclude(phone="").order_by("order")
    return (
        recipients.select_related("actor")
        .annotate(
            phone=Subquery(phone.values("phone")[:1]),
            phone_function=Subquery(phone.values("function")[:1]),
            other=~MUNICIPAL,
            asked=Window(Count("pk", filter=MUNICIPAL)),
            answered=Window(Count("answered_at", filter=MUNICIPAL)),
            asked_others=Window(Count("pk", filter=~MUNICIPAL)),
            answered_others=Window(Count("answered_at", filter=~MUNICIPAL)),
        )
        .order_by("other", "actor__sort_name", "actor_id")
    )


def _row(
    rounds: InForce, recipient: Recipient, latest: Input | None, functions: list[tuple[str, str]], kept: Shelves
) -> Row:
    request = rounds.newest
    if not rounds.several:
        recipient.request = request
    current = latest is not None and (latest.request_id == request.pk or getattr(latest, "current", False))
    away: Away | None = getattr(latest, "away", None)
    if away is not None:
        away = replace(away, who=recipient.actor.short)
        if not away.copied:
            return _closed(recipient, latest if current else None, away if current else None, functions)
    before: dict[str, int | None] = (getattr(request, "published_grades", None) or {}).get(str(recipient.actor_id), {})
    held: Any = latest
    if current:
        fading.fade(held, kept, standings.COUNTED)
    cells = [_cell(name, held.cells.get(key) if held else None, current, before.get(key)) for key, name in functions]
    overall = {"grade": held.grade, "trend": held.trend, "confidence": held.confidence} if held else None
    if current:
        overall = held.overall
    return Row(
        recipient=recipient,
        answer=held if current else None,
        former=None if current else held,
        overall=_cell("", overall, current, None),
        cells=cells,
        count=held.count if current else None,
        former_count=held.old_count if current else held.count if held else None,
        away=away if current else None,
        awaited=recipient.request if current and rounds.several and recipient.answered_at is None else None,
    )


def _closed(recipient: Recipient, answer: Input | None, away: Away | None, functions: list[tuple[str, str]]) -> Row:
    """An actor whose answer the reader may not read: neither silent nor graded. A former one is not spoken of."""
    cells = [Cell(name, away=away is not None) for _key, name in functions]
    return Row(recipient, answer, None, Cell("", away=away is not None), cells, away=away)


def _cell(name: str, found: Mapping[str, Any] | None, current: bool, before: int | None) -> Cell:
    if found is None:
        return Cell(name, asked=not current)
    if not current or found.get("old_at"):
        return Cell(name, last=found["grade"] if not current else found["last"], old_at=found.get("old_at"))
    changed = before is not None and found["grade"] is not None and before != found["grade"]
    return Cell(name, found["grade"], found["trend"], found["confidence"], changed=changed)


def _counted(
    rounds: InForce, person: Any, kept: Shelves, rows: list[Row], *, whole: bool
) -> tuple[dict[str, list[int | None]], int | None]:
    """What the municipalities say together: of the rows themselves, where several sets meet and all are there."""
    if rounds.several:
        return meeting.told(rows) if whole else meeting.tally(rounds, person, kept)
    grades, total = counting.tally(rounds.newest, person, kept)
    return grades, _with_copies(rows, grades, total) if whole else total


def _with_copies(rows: list[Row], grades: dict[str, list[int | None]], total: int | None) -> int | None:
    """Redacted copies are read by all, so what they say counts too."""
    for row in rows:
        if row.away is None or not row.away.copied or not row.recipient.actor.is_municipality:
            continue
        held: Any = row.answer
        grades.setdefault("overall", []).append(row.overall.grade)
        for key, cell in held.cells.items():
            grades.setdefault(key, []).append(cell.get("grade"))
        total = total if row.count is None else (total or 0) + row.count
    return total


def _spread(known: list[int | None], asked: int) -> dict[str, Any]:
    """Worst and distribution over all municipalities that were asked; those that say nothing are unknown."""
    grades = [*known, *[None] * (asked - len(known))]
    return {"worst": worst(grades), "distribution": distribution(grades)}

"""Where several question sets meet on the board: each actor's latest answer to each question, in one row."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import MD5

from actors.models import ActorKind
from coordination.situations.board import fading, prints, standings
from coordination.situations.content import questions
from coordination.situations.models import Impact, Input, QuestionSet, RedactedCopy
from coordination.situations.rounds.in_force import InForce
from coordination.situations.weighing.freshness import Shelves

OVERALL: Final = "overall"


def beside(asked: Any, rounds: InForce) -> Any:
    """With the traits of every answer in force beside each actor, newest first."""
    rows = rounds.answers(Input.objects.standing().filter(actor=OuterRef("actor"), submitted_at__isnull=False))
    told = rows.order_by("-submitted_at", "-pk").values(traits=standings.traits_of("", "pk"))
    return asked.annotate(meets=ArraySubquery(told)).select_related("request")


def read(recipients: Iterable[Any], person: Any, rounds: InForce) -> dict[int, Input]:
    """As standings.read, with what stands of the actor's earlier answers in it. `current`: it counts."""
    there = {
        traits["pk"]: (row.actor_id, traits)
        for row in recipients
        for traits in (*row.meets, *([row.standing] if row.standing and not row.meets else []))
    }
    held = standings.carried(there, person)
    found: dict[int, Input] = {}
    for row in recipients:
        answers: list[Any] = [held[traits["pk"]] for traits in row.meets]
        if answers:
            found[row.actor_id] = _met(answers, rounds)
            answers[0].current = True
        elif row.standing:
            found[row.actor_id] = held[row.standing["pk"]]
    return found


def _met(answers: Sequence[Any], rounds: InForce) -> Input:
    """Functions that the newest has not graded, and the count where it was not asked, are those of an earlier one."""
    newest: Any = answers[0]
    asks = asks_count(rounds.set_of(newest.request_id))
    for one in answers[1:] if newest.away is None or newest.away.copied else ():
        for key, cell in one.cells.items():
            newest.cells.setdefault(key, {**cell, "at": one.submitted_at})
        if not asks:
            newest.count, newest.count_at = one.count, one.submitted_at
            asks = asks_count(rounds.set_of(one.request_id))
    return newest  # type: ignore[no-any-return]


def asks_count(asked: QuestionSet) -> bool:
    return any(question["key"] == standings.COUNTED for question in questions(asked, "number"))


def tally(rounds: InForce, person: Any, kept: Shelves) -> tuple[dict[str, list[int | None]], int | None]:
    """The municipalities' grades, by function and overall, and the sum: of each its latest. Three statements."""
    sent = rounds.answers(standings.readable_by(person)).filter(state="submitted", actor__kind=ActorKind.MUNICIPALITY)
    newest = sent.order_by("actor_id", "-submitted_at", "-pk").distinct("actor_id")
    grades: dict[str, list[int | None]] = {
        OVERALL: list(newest.filter(fading.live(kept, OVERALL)).values_list("grade", flat=True))
    }
    cells = Impact.objects.filter(fading.live_impacts(kept.now), input__in=sent.values("pk"))
    one_each = cells.order_by("input__actor_id", "function_id", "-input__submitted_at", "-input_id")
    for key, grade in one_each.distinct("input__actor_id", "function_id").values_list("function_id", "grade"):
        grades.setdefault(key, []).append(grade)
    asking = [one.pk for one in rounds.rounds if asks_count(rounds.sets[one.asked])]
    counted = newest.filter(fading.live(kept, f"numbers.{standings.COUNTED}"), request__in=asking)
    counts = counted.values_list(KT(f"content__numbers__{standings.COUNTED}"), flat=True)
    known = [int(count) for count in counts if count is not None]
    return grades, sum(known) if known else None


def told(rows: Iterable[Any]) -> tuple[dict[str, list[int | None]], int | None]:
    """The same of the board's own rows, where they are all there: redacted copies too, which are read by all."""
    grades: dict[str, list[int | None]] = {}
    counts = []
    for row in rows:
        if row.answer is None or row.closed or not row.recipient.actor.is_municipality:
            continue
        grades.setdefault(OVERALL, []).append(row.overall.grade)
        for key, cell in row.answer.cells.items():
            grades.setdefault(key, []).append(cell["grade"])
        counts += [row.count] if row.count is not None else []
    return grades, sum(counts) if counts else None


def fingerprint(rounds: InForce, person: Any) -> str:
    """Of the recipients and answers in force, for whoever reads them: beside the print of the newest request."""
    said = prints.Joined("pk", "opened_at", "began_at", "reminded_at", "answered_at")
    recipients = rounds.recipients().aggregate(said=MD5(StringAgg(said, ",", order_by="pk")))["said"]
    copies = RedactedCopy.objects.filter(input=OuterRef("pk")).order_by()
    readable = standings.readable_by(person).filter(pk=OuterRef("pk"))
    rows = rounds.answers(Input.objects.standing()).annotate(
        reads=Exists(readable, output_field=BooleanField()), copied=Subquery(copies.values("at")[:1])
    )
    told = rows.aggregate(said=MD5(StringAgg(prints.Joined("pk", "reads", "copied"), ",", order_by="pk")))["said"]
    return f"{recipients};{told}"

"""Which requests the picture is made of, when several question sets meet in one incident.

In force are the newest request and those before it whose time to answer had not been out for a day when the newest was
sent. Asked anew with the same question set, an actor's former answer to it is history; asked with another set, both
answers stand. A request that was ended asks nobody any more: the answers that came stay and count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, JSONObject

from coordination.situations.models import QuestionSet, Recipient, Request
from coordination.situations.querysets import InputQuerySet
from coordination.situations.states import RequestState

AFTER_ITS_TIME: Final = "1 day"
# Who was asked is settled when a request is sent, so whether later rounds ask all of them is found once in a process.
MOST_KNOWN: Final = 10_000
_covered: dict[tuple[int, ...], bool] = {}


@dataclass(frozen=True)
class Round:
    """A request in force, without its questions. `key` is its question set's, whatever the version."""

    pk: int
    number: int
    open: bool
    key: str
    asked: int


@dataclass(frozen=True)
class InForce:
    """`rounds` are the newest first, and never none. `sets` are their question sets, by key of the row."""

    newest: Any
    rounds: Sequence[Round]
    sets: Mapping[int, QuestionSet]

    @property
    def several(self) -> bool:
        return len(self.rounds) > 1

    @property
    def numbers(self) -> list[int]:
        """Their numbers, as people say them: the first asked first."""
        return sorted(one.number for one in self.rounds)

    def asked(self) -> list[QuestionSet]:
        """Each question set once, in its newest version here; that of the newest request first."""
        by_key = {one.key: one.asked for one in reversed(self.rounds)}
        order = dict.fromkeys(one.key for one in self.rounds)
        return [self.sets[by_key[key]] for key in order]

    def set_of(self, request: int) -> QuestionSet:
        return self.sets[next(one.asked for one in self.rounds if one.pk == request)]

    def recipients(self) -> "QuerySet[Recipient]":
        """Those who are asked: of a request that was ended, those who have answered it."""
        asking = [one.pk for one in self.rounds if one.open or one.pk == self.newest.pk]
        rows = Recipient.objects.filter(request__in=[one.pk for one in self.rounds])
        return rows.filter(Q(request__in=asking) | Q(answered_at__isnull=False)) if self.several else rows

    def one_each(self) -> "QuerySet[Recipient]":
        """Every actor once: by the newest request that asks it."""
        rows = self.recipients()
        later = rows.filter(actor=OuterRef("actor"), request__number__gt=OuterRef("request__number"))
        return rows.filter(~Q(Exists(later))) if self.several else rows

    def answers(self, rows: InputQuerySet) -> InputQuerySet:
        """Of some answers, those to a request in force that their actor has not been asked anew."""
        found = rows.filter(request__in=[one.pk for one in self.rounds])
        if not self.several:
            return found
        anew = self.recipients().filter(
            actor=OuterRef("actor"),
            request__number__gt=OuterRef("request__number"),
            request__question_set__key=OuterRef("request__question_set__key"),
        )
        return found.filter(~Q(Exists(anew)))


def listed() -> ArraySubquery:
    """For a query over requests: those before each that are in force beside it, for `of` to read."""
    ends = ExpressionWrapper(OuterRef("sent_at") - Cast(Value(AFTER_ITS_TIME), DurationField()), DateTimeField())
    rows = (
        Request.objects.filter(incident=OuterRef("incident"), number__lt=OuterRef("number"), deadline__gt=ends)
        .out_of_quarantine()
        .order_by("-number")
        .values(
            row=JSONObject(pk="pk", number="number", state="state", key="question_set__key", asked=F("question_set_id"))
        )
    )
    return ArraySubquery(rows)


def other_sets() -> ArraySubquery:
    """For a query over requests: the question sets that others in the incident ask by, for `of` to read too."""
    asked = Request.objects.filter(incident=OuterRef(OuterRef("incident")), question_set=OuterRef("pk"))
    rows = QuestionSet.objects.filter(Exists(asked)).exclude(pk=OuterRef("question_set"))
    columns = ("id", "key", "version", "name_sv", "name_en", "sections", "functions")
    return ArraySubquery(rows.order_by().values(row=JSONObject(**{name: name for name in columns})))


def of(newest: Any) -> InForce:
    """`newest` comes with its question set, and `in_force` as `listed` found it; the other sets are read if need be."""
    before = [_round(row) for row in newest.in_force]
    asked = newest.question_set
    first = Round(newest.pk, newest.number, newest.state == RequestState.SENT, asked.key, asked.pk)
    rounds = [first, *_left(first, before)]
    missing = {one.asked for one in rounds} - {asked.pk}
    found = getattr(newest, "other_sets", None)
    if found is None:
        sets = QuestionSet.objects.in_bulk(missing) if missing else {}
    else:
        sets = {row["id"]: QuestionSet(**row) for row in found if row["id"] in missing}
    return InForce(newest, rounds, {**sets, asked.pk: asked})


def _round(row: Mapping[str, Any]) -> Round:
    return Round(row["pk"], row["number"], row["state"] == RequestState.SENT, row["key"], row["asked"])


def _left(newest: Round, before: Sequence[Round]) -> list[Round]:
    """Without those of which every recipient was asked the same set anew by the round that follows with that set."""
    follows: dict[str, Round] = {newest.key: newest}
    pairs: dict[int, tuple[int, int]] = {}
    for one in before:
        if one.key in follows:
            pairs[one.pk] = (one.pk, follows[one.key].pk)
        follows[one.key] = one
    unknown = [pair for pair in pairs.values() if pair not in _covered]
    if unknown:
        _find_covered(unknown)
    return [one for one in before if one.pk not in pairs or not _covered[pairs[one.pk]]]


def _find_covered(pairs: Sequence[tuple[int, int]]) -> None:
    if len(_covered) > MOST_KNOWN:
        _covered.clear()
    wanted = Q()
    for earlier, later in pairs:
        again = Recipient.objects.filter(request=later, actor=OuterRef("actor"))
        wanted |= Q(request=earlier) & ~Q(Exists(again))
    alone = set(Recipient.objects.filter(wanted).values_list("request_id", flat=True).distinct())
    _covered.update({pair: pair[0] not in alone for pair in pairs})

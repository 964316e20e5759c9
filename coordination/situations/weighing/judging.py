"""What waits for the steward's judgement in an incident: what goes apart, and answers with a reason to be looked at.

Eight statements, however many answers there are: what the person may read is read by the page, by key.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value, Window
from django.db.models.functions import FirstValue
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coordination.incidents.models import Incident
from coordination.situations.models import (
    Compilation,
    Confidence,
    Dispute,
    Function,
    Input,
    QuestionSet,
    Request,
    Standing,
)
from coordination.situations.paging import Page, newest_page
from coordination.situations.states import DisputeState
from coordination.situations.weighing import apart as told_apart
from coordination.situations.weighing import look_again
from coordination.situations.weighing.freshness import DAY, shelves_of, stale_facts

MOST_DISPUTES: Final = 100
MOST_OUTLIVED: Final = 20
ROWS: Final = 40
# Shorter texts ("Inget nytt.") are alike without being the same.
LONG_ENOUGH: Final = 25
# Two that say the same without any figure ("Vi når alla.") are agreed: nothing is counted twice.
ANY_FIGURE: Final = "$.numbers.* ? (@ > 0)"


@dataclass(frozen=True)
class Apart:
    """A dispute with what its sides say, as they were compiled."""

    row: Dispute
    name: str
    about: str
    sides: list[dict[str, Any]]
    # What was decided before one of the answers changed, in words.
    before: str = ""

    @property
    def open(self) -> bool:
        return self.row.state == DisputeState.OPEN

    @property
    def shown(self) -> bool:
        return self.row.state == DisputeState.SHOWN

    @property
    def several(self) -> bool:
        """More than one answer: within one there is nobody else to ask, and nothing to choose between."""
        return len({side["input"] for side in self.sides}) > 1

    @property
    def holds(self) -> str:
        """The side that was settled to hold."""
        return next((side["short"] for side in self.sides if side["input"] == self.row.holds_id), "")


def apart(incident: Incident, person: Any) -> list[Apart]:
    """Open ones first. Their words are those of the newest compilation, which all who take part may read."""
    rows = Dispute.objects.visible_to(person).standing().filter(incident=incident)
    known = {(row.rule_id, row.about): row for row in rows.select_related("rule", "settled_by")[:MOST_DISPUTES]}
    ready = Compilation.objects.visible_to(person).ready().filter(incident=incident).order_by("-id")
    body = ready.values_list("body__disputed", flat=True).first() if known else None
    found = [
        Apart(
            known[key], str(known[key].rule), told["about_name"], [_side(side) for side in told["sides"]], _before(told)
        )
        for told in body or []
        if (key := (told["rule"], told["about"])) in known
    ]
    order = [DisputeState.OPEN, DisputeState.SHOWN, DisputeState.SETTLED]
    return sorted(found, key=lambda one: (order.index(DisputeState(one.row.state)), one.name, one.about))


def outlived(incident: Incident, person: Any, now: datetime) -> list[Dispute]:
    """What the machine has ended within a day, because a time that was stated has passed."""
    rows = Dispute.objects.visible_to(person).filter(
        incident=incident, state=DisputeState.GONE, settled_by__isnull=True, settled_at__gt=now - timedelta(minutes=DAY)
    )
    return list(rows.select_related("rule").order_by("-settled_at", "-pk")[:MOST_OUTLIVED])


def _before(told: Mapping[str, Any]) -> str:
    return told_apart.before_words(told.get("before"))


def _side(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "words": told_apart.said_words(told["said"]), "at": datetime.fromisoformat(told["at"])}


@dataclass(frozen=True)
class ToJudge:
    """An answer and why it is looked at. `twin` says the same in another actor's name."""

    input: Any
    reasons: list[str]
    twin: tuple[int, str] | None = None


def to_judge(incident: Incident, person: Any, before: str, now: datetime) -> tuple[Page[Input], list[ToJudge]]:
    """The answers that stand and have a reason to be judged, newest first, a page by key."""
    functions = list(Function.objects.all())
    asked = QuestionSet.objects.filter(pk__in=Request.objects.filter(incident=incident).values("question_set"))
    sets = {one.pk: one for one in asked}
    shortest = _shortest(functions, sets.values())
    page = newest_page(_candidates(incident, person, now - timedelta(minutes=shortest)), before, ROWS)
    judged = [_judged(row, twin, functions, now) for row, twin in _whole(person, page.rows, sets)]
    return page, [one for one in judged if one.reasons]


def _shortest(functions: Iterable[Function], sets: Iterable[QuestionSet]) -> int:
    """No answer younger than this has a fact that is too old."""
    lives = [function.shelf_minutes for function in functions]
    lives += [q.get("shelf_minutes") or DAY for one in sets for section in one.sections for q in section["questions"]]
    return min(lives, default=DAY)


def _candidates(incident: Incident, person: Any, old: datetime) -> "QuerySet[Input]":
    """Their keys and times alone, each with the oldest answer of the same words: one look at each actor's latest."""
    last = Standing.objects.filter(incident=incident)
    standing = Input.objects.standing().filter(incident=incident, submitted_at__isnull=False).read_by(person)
    seen = standing.filter(pk__in=last.values("input")).annotate(
        counts=_counts(), alike=_oldest_alike("pk"), alike_at=_oldest_alike("submitted_at")
    )
    doubtful = Q(late=True) | Q(oral=True) | Q(link__isnull=False) | Q(confidence=Confidence.UNCONFIRMED)
    worth = (
        Q(read_at__isnull=True)
        | (doubtful & Q(weighed=""))
        | Q(question_at__isnull=False)
        | Q(submitted_at__lte=old)
        | Q(summary__regex=f"^.{{{LONG_ENOUGH},}}$", counts=True, alike_at__lt=F("submitted_at"), same_as__isnull=True)
        | look_again.WORTH
    )
    return look_again.beside(seen).filter(worth).only("submitted_at")


def _counts() -> Func:
    """Whether an answer holds a figure that can be counted."""
    path = Func(Value(ANY_FIGURE), template="%(expressions)s::jsonpath")
    return Func(F("content"), path, function="jsonb_path_exists", output_field=BooleanField())


def _oldest_alike(field: str) -> Window:
    """Of those that stand with the same summary, and with figures as it has."""
    return Window(FirstValue(field), partition_by=["summary", _counts()], order_by=["submitted_at", "pk"])


def _whole(person: Any, found: Iterable[Any], sets: Mapping[int, QuestionSet]) -> Iterator[tuple[Input, Input | None]]:
    """The page's answers in full, each with its twin, which is one of those that stand."""
    found = list(found)
    keys = {row.pk for row in found} | {row.alike for row in found}
    rows = look_again.beside(Input.objects.filter(pk__in=keys).read_by(person)).select_related("actor", "request")
    known = {row.pk: row for row in rows}
    for row in found:
        whole, twin = known.get(row.pk), known.get(row.alike) if row.alike_at < row.submitted_at else None
        if whole is None:  # hidden since
            continue
        whole.request.question_set = sets[whole.request.question_set_id]
        alike = row.counts and whole.same_as_id is None and len(whole.summary) >= LONG_ENOUGH
        yield whole, twin if alike else None


def _judged(row: Input, alike: Input | None, functions: Iterable[Function], now: datetime) -> ToJudge:
    twin = (alike.pk, alike.actor.short) if alike is not None else None
    reasons = [] if row.read_at is not None else [_("Ingen har läst det.")]
    if not row.weighed:
        reasons += _doubts(row)
    reasons += look_again.reasons(row)
    if row.question_at is not None:
        reasons.append(_("Er fråga är inte besvarad: ”%(text)s”") % {"text": row.question_back})
    old = stale_names(row, {one.key: one for one in functions}, now)
    if old:
        words = ngettext("%(n)d uppgift är äldre än sin gräns:", "%(n)d uppgifter är äldre än sin gräns:", len(old))
        reasons.append(f"{words % {'n': len(old)}} {', '.join(one.rstrip('?') for one in old)}.")
    if twin is not None:
        reasons.append(_("Säger ordagrant samma sak som %(actor)s: kan vara samma uppgift.") % {"actor": twin[1]})
    return ToJudge(row, reasons, twin)


def _doubts(row: Input) -> list[str]:
    said = [
        (row.late, _("Det kom efter svarstiden.")),
        (row.oral, _("Det är muntligt och nedtecknat av någon annan.")),
        (row.link_id is not None, _("Det kom via länk, från någon utan konto.")),
        (row.confidence == Confidence.UNCONFIRMED, _("Aktören säger själv att det är obekräftat.")),
    ]
    return [words for holds, words in said if holds]


def stale_names(row: Input, functions: Mapping[str, Function], now: datetime) -> list[str]:
    """The names of what in the answer is older than its limit. The row comes with its request and question set."""
    if row.submitted_at is None:
        return []
    sections = row.request.question_set.sections
    shelves = shelves_of(sections, {key: one.shelf_minutes for key, one in functions.items()}, now)
    paths = stale_facts(row.content, row.submitted_at, shelves)
    return [name_of(path, sections, functions) for path in paths]


def name_of(path: str, sections: Iterable[Mapping[str, Any]], functions: Mapping[str, Function]) -> str:
    part, _dot, key = path.partition(".")
    if part == "overall":
        return _("läget sammantaget")
    if part == "functions":
        return str(functions.get(key, key))
    language = "name_en" if get_language() == "en" else "name_sv"
    asked = {q["key"]: q.get(language) or q["name_sv"] for section in sections for q in section["questions"]}
    return str(asked.get(key, key))

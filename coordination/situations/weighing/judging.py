"""What waits for the steward's judgement in an incident: what goes apart, and answers with a reason to be looked at.

Seven statements, however many answers there are: what the person may read is read by the page, by key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coordination.incidents.models import Incident
from coordination.situations.models import Compilation, Confidence, Dispute, Function, Input, QuestionSet, Standing
from coordination.situations.paging import Page, newest_page
from coordination.situations.states import DisputeState
from coordination.situations.weighing import apart as told_apart
from coordination.situations.weighing import look_again
from coordination.situations.weighing.freshness import DAY, shelves_of, stale_facts

MOST_DISPUTES: Final = 100
MOST_OUTLIVED: Final = 20
ROWS: Final = 40
# Shorter texts ("Inget nytt.") are alike without being the same.
LONG_ENOUGH: Final = r"^.{25,}$"


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
    shortest = _shortest(incident, functions)
    page = newest_page(_candidates(incident, person, now - timedelta(minutes=shortest)), before, ROWS)
    judged = [_judged(row, functions, now) for row in page.rows]
    return page, [one for one in judged if one.reasons]


def _shortest(incident: Incident, functions: Iterable[Function]) -> int:
    """No answer younger than this has a fact that is too old."""
    lives = [function.shelf_minutes for function in functions]
    for sections in QuestionSet.objects.filter(request__incident=incident).values_list("sections", flat=True):
        lives += [q.get("shelf_minutes") or DAY for section in sections for q in section["questions"]]
    return min(lives, default=DAY)


def _candidates(incident: Incident, person: Any, old: datetime) -> "QuerySet[Input]":
    last = Standing.objects.filter(incident=incident, input=OuterRef("pk"))
    standing = Input.objects.standing().filter(incident=incident, submitted_at__isnull=False).read_by(person)
    alike = Q(summary=OuterRef("summary"), summary__regex=LONG_ENOUGH)
    twins = (
        Input.objects.standing()
        .filter(alike, incident=incident, submitted_at__lt=OuterRef("submitted_at"))
        .filter(Exists(Standing.objects.filter(incident=incident, input=OuterRef("pk"))))
        .exclude(actor=OuterRef("actor"))
        .read_by(person)
        .order_by("submitted_at", "pk")
    )
    doubtful = Q(late=True) | Q(oral=True) | Q(link__isnull=False) | Q(confidence=Confidence.UNCONFIRMED)
    worth = (
        Q(read_at__isnull=True)
        | (doubtful & Q(weighed=""))
        | Q(question_at__isnull=False)
        | Q(submitted_at__lte=old)
        | (Q(twin__isnull=False) & Q(same_as__isnull=True))
        | look_again.WORTH
    )
    seen = standing.filter(Exists(last)).annotate(
        twin=Subquery(twins.values("pk")[:1]), twin_of=Subquery(twins.values("actor__short")[:1])
    )
    return look_again.beside(seen).filter(worth).select_related("actor", "request__question_set")


def _judged(row: Any, functions: Iterable[Function], now: datetime) -> ToJudge:
    twin = (row.twin, row.twin_of) if row.twin is not None and row.same_as_id is None else None
    reasons = [] if row.read_at is not None else [_("Ingen har läst det.")]
    if not row.weighed:
        reasons += _doubts(row)
    reasons += look_again.reasons(row)
    if row.question_at is not None:
        reasons.append(_("Er fråga är inte besvarad: ”%(text)s”") % {"text": row.question_back})
    old = stale_names(row, {one.key: one for one in functions}, now)
    if old:
        words = ngettext("%(n)d uppgift är äldre än sin gräns:", "%(n)d uppgifter är äldre än sin gräns:", len(old))
        reasons.append(f"{words % {'n': len(old)}} {', '.join(old)}.")
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

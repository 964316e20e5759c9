"""The chain of a drill: told, signed in, answered, compiled, read, acknowledged. Counted from rows that people and the
machine left behind them, and from nothing else: a link that was not asked for is said to be so.

Told: the request's letter left for an address. Signed in: an own person came into the portal, or was there already and
opened the request. Answered: in the portal, by the actor itself. Compiled: its answer went into a compilation. Read and
acknowledged: the message that ends the drill.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actors.models import ContactPoint, Membership
from coordination.direction.models import Reception
from coordination.exercises.models import Drill, DrillResult
from coordination.incidents.models import Incident, Notice, NoticeKind, Visit
from coordination.situations.models import CompilationSource, Input, Recipient, Request
from coordination.situations.states import InputState
from journal.models import Entry

LINKS: Final = ("told", "signed_in", "answered", "compiled", "read", "acknowledged")
WORDS: Final = {
    "told": gettext_lazy("Nåddes"),
    "signed_in": gettext_lazy("Loggade in"),
    "answered": gettext_lazy("Svarade"),
    "compiled": gettext_lazy("Sammanställd"),
    "read": gettext_lazy("Läste"),
    "acknowledged": gettext_lazy("Kvitterade"),
}
# Those that are to be done while the time to answer runs.
WHILE_ANSWERING: Final = ("told", "signed_in", "answered")
SIGN_INS: Final = ("person.signed_in", "organisation.signed_in")
HELD, LATE, BROKEN, NOT_ASKED = "held", "late", "broken", "not_asked"
MARKS: Final = {HELD: "s-done", LATE: "s-late", BROKEN: "s-todo", NOT_ASKED: "s-skip"}

Times = Mapping[int, datetime | None]


@dataclass(frozen=True)
class Link:
    """One link of one actor's chain, as a table says it."""

    key: str
    state: str
    after: timedelta | None = None

    @property
    def name(self) -> str:
        return str(WORDS[self.key])

    @property
    def mark(self) -> str:
        return MARKS[self.state]

    @property
    def word(self) -> str:
        words = {HELD: _("i tid"), LATE: _("för sent"), BROKEN: _("nej"), NOT_ASKED: _("prövades inte")}
        return words[self.state]

    @property
    def time(self) -> str:
        return "" if self.after is None else span_words(self.after)


def span_words(span: timedelta) -> str:
    seconds = max(0, round(span.total_seconds()))
    if seconds < 60:
        return _("%(n)d s") % {"n": seconds}
    return ngettext("%(n)d min", "%(n)d min", seconds // 60) % {"n": seconds // 60}


@dataclass(frozen=True)
class Chain:
    """One actor's, link by link."""

    result: DrillResult
    links: list[Link]

    @property
    def whole(self) -> bool:
        return self.broke_at is None

    @property
    def broke_at(self) -> Link | None:
        return next((link for link in self.links if link.state in (BROKEN, LATE)), None)

    @property
    def contact(self) -> "Contact":
        return Contact.of(self.result.contact)


@dataclass(frozen=True)
class Contact:
    """How the actor is reached, as it stood when the drill was measured."""

    phone: bool
    email: bool
    verified: date | None
    left: bool

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Contact":
        day = kept.get("verified")
        return cls(
            phone=bool(kept.get("phone")),
            email=bool(kept.get("email")),
            verified=date.fromisoformat(day) if day else None,
            left=bool(kept.get("left")),
        )

    @property
    def whole(self) -> bool:
        return self.phone and self.email

    @property
    def words(self) -> str:
        if self.whole:
            return _("nummer och adress")
        if self.phone:
            return _("nummer, men ingen adress")
        return _("adress, men inget nummer") if self.email else _("varken nummer eller adress")

    @property
    def letter(self) -> str:
        if self.left:
            return _("brevet gick i väg")
        return _("brevet gick inte i väg") if self.email else _("inget brev: adress saknas")


def chain_of(result: DrillResult, figures: Mapping[str, Any]) -> Chain:
    """What the row says, with the times that the drill was measured by."""
    begun, until = (datetime.fromisoformat(figures[name]) for name in ("begun", "until"))
    links = []
    for key in LINKS:
        at: datetime | None = getattr(result, f"{key}_at")
        links.append(Link(key, _state(key, at, result, figures, until), None if at is None else at - begun))
    return Chain(result, links)


def _state(key: str, at: datetime | None, result: DrillResult, figures: Mapping[str, Any], until: datetime) -> str:
    if at is not None:
        return LATE if key in WHILE_ANSWERING and at > until else HELD
    if key == "compiled" and result.answered_at is None:
        return NOT_ASKED
    if key in ("read", "acknowledged") and not figures.get("thanked"):
        return NOT_ASKED
    return BROKEN


def chains(results: Iterable[DrillResult], figures: Mapping[str, Any]) -> list[Chain]:
    """Those that broke first, the earliest break at the top: what is to be done something about."""
    found = [chain_of(result, figures) for result in results]
    return sorted(found, key=lambda one: LINKS.index(one.broke_at.key) if one.broke_at else len(LINKS))


def measure(drill: Drill, incident: Incident, now: datetime) -> dict[str, Any]:
    """Fill the rows of the drill and count them. As many statements for two hundred actors as for two."""
    results = list(DrillResult.objects.filter(drill=drill).select_related("actor"))
    request = Request.objects.filter(incident=incident).order_by("number").first()
    message = drill.message
    answer_until = incident.opened_at + timedelta(minutes=drill.minutes)
    until = answer_until if message is None else min(answer_until, message.sent_at)
    figures: dict[str, Any] = {
        "begun": incident.opened_at.isoformat(),
        "until": (now if message is None and now < until else until).isoformat(),
        "thanked": message is not None,
        "made_up": incident.is_fictitious,
    }
    found = _Found(incident, [row.actor_id for row in results], request, drill, now)
    for row in results:
        found.fill(row)
    DrillResult.objects.bulk_update(results, [*(f"{key}_at" for key in LINKS), "contact"])
    return figures | count([chain_of(row, figures) for row in results])


def count(found: list[Chain]) -> dict[str, int]:
    """Never one number alone: the whole chain, and each part of it."""
    parts = {key: sum(chain.links[n].state == HELD for chain in found) for n, key in enumerate(LINKS)}
    whole = sum(chain.whole for chain in found)
    reachable = sum(chain.contact.whole for chain in found)
    return {"asked": len(found), "whole_chain": whole, **parts, "reachable": reachable}


class _Found:
    """What each actor left behind it, by its key."""

    def __init__(
        self, incident: Incident, actors: list[int], request: Request | None, drill: Drill, now: datetime
    ) -> None:
        self.incident, self.actors, self.now = incident, actors, now
        self.begun = incident.opened_at
        self.points = self._contact_points()
        self.told = self._told(request)
        opened = Recipient.objects.filter(request=request).values_list("actor", "opened_at")
        self.opened: Times = dict(opened) if request else {}
        self.came_in = self._came_in()
        self.answers = self._answers(request)
        self.compiled = self._compiled()
        receptions = Reception.objects.filter(announcement=drill.message_id) if drill.message_id else ()
        self.received = {row.actor_id: row for row in receptions}

    def fill(self, row: DrillResult) -> None:
        key = row.actor_id
        contact = self.points.get(key, {"phone": False, "email": False, "verified": None})
        told, answered = self.told.get(key), self.answers.get(key)
        row.told_at = told if contact["email"] else None
        row.answered_at = answered
        row.signed_in_at = self._signed_in(key, answered)
        row.compiled_at = self.compiled.get(key) if answered else None
        reception = self.received.get(key)
        row.read_at = reception.seen_at if reception else None
        row.acknowledged_at = reception.understood_at if reception else None
        row.contact = {**contact, "left": row.told_at is not None}

    def _signed_in(self, key: int, answered: datetime | None) -> datetime | None:
        """By the journal; or, where somebody was in already, the first that she is seen to have done.

        That the answer was begun is no sign: the county's officer begins it too, to write down what was spoken.
        """
        seen = [self.came_in.get(key), answered, self.opened.get(key)]
        return min((at for at in seen if at is not None and self.begun <= at <= self.now), default=None)

    def _contact_points(self) -> dict[int, dict[str, Any]]:
        found: dict[int, dict[str, Any]] = {}
        for point in ContactPoint.objects.filter(actor__in=self.actors):
            kept = found.setdefault(point.actor_id, {"phone": False, "email": False, "verified": None})
            kept["phone"] |= bool(point.phone)
            kept["email"] |= bool(point.email)
            day = point.verified.isoformat() if point.verified else None
            kept["verified"] = max(filter(None, (kept["verified"], day)), default=None)
        return found

    def _told(self, request: Request | None) -> Times:
        if request is None:
            return {}
        sent = Notice.objects.filter(incident=self.incident, kind=NoticeKind.REQUEST)
        sent = sent.filter(subject=request.journal_subject(), sent_at__isnull=False)
        return dict(sent.values_list("actor", "sent_at"))

    def _came_in(self) -> Times:
        day = timezone.localdate(self.begun)
        held = Membership.objects.on(day).filter(actor__in=self.actors)
        actors_of: dict[int, list[int]] = {}
        for person, actor in held.values_list("person", "actor").distinct():
            actors_of.setdefault(person, []).append(actor)
        came = Entry.objects.filter(by__in=actors_of, verb__in=SIGN_INS, happened_at__range=(self.begun, self.now))
        first = dict(came.values_list("by").annotate(Min("happened_at")))
        found: dict[int, datetime] = {}
        for visit in Visit.objects.filter(incident=self.incident, person__in=actors_of):
            _earliest(first, visit.person_id, visit.before or visit.at)
        for person, at in first.items():
            for actor in actors_of[person]:
                _earliest(found, actor, at)
        return found

    def _answers(self, request: Request | None) -> Times:
        """Of the actor's own: what somebody of the county wrote down for it is no link of its chain."""
        sent = Input.objects.filter(request=request, oral=False, submitted_at__isnull=False)
        return dict(sent.exclude(state=InputState.DRAFT).values_list("actor").annotate(Min("submitted_at")))

    def _compiled(self) -> Times:
        made = CompilationSource.objects.filter(compilation__incident=self.incident, input__oral=False)
        made = made.filter(compilation__ready_at__isnull=False)
        return dict(made.values_list("input__actor").annotate(Min("compilation__ready_at")))


def _earliest(of: dict[int, datetime], key: int, at: datetime) -> None:
    of[key] = min(at, of.get(key, at))

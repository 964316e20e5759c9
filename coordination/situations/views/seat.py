"""Who answers what, and from where: the request, the actor, its latest version and the answer before it.

Nothing is held here: an answer takes the incident's row late, when it is sent (services/inputs.py).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest

from actors import access
from actors.models import Actor, Person
from actors.prepared import prepared
from actors.roles import Role
from actors.sight import as_machine
from coordination.incidents import pages, sight
from coordination.incidents.models import Incident, IncidentGroupRight
from coordination.incidents.permissions import ASK
from coordination.situations.answers import filed
from coordination.situations.content import Content, as_begun, empty
from coordination.situations.models import AnswerFile, Input, Recipient, Request, Standing
from coordination.situations.querysets import VERSIONS, InputQuerySet
from coordination.situations.states import InputState, RequestState
from journal.permissions import require


@dataclass
class Seat:
    """One actor's place at one request."""

    incident: Incident
    asked: Request
    actor: Actor
    recipient: Recipient
    by: Person
    oral: bool = False
    # How many versions the actor has written; None when somebody has written since that was read.
    versions: int | None = None
    # The secret of the link that a guest came by; empty for who is signed in.
    link: str = ""

    @cached_property
    def latest(self) -> Input | None:
        """The highest version: the draft if there is one, else the last that was sent."""
        rows = Input.objects.filter(request=self.asked, actor=self.actor).select_related("author")
        versions = self._count(rows) if self.versions is None else self.versions
        latest = next(iter(_latest(self.asked.pk, self.actor.pk, self._writer)), None)
        if versions > (latest.version if latest else 0):
            with as_machine():  # the next version follows the last one, whoever may read that: its words are not read
                latest = rows.mute().filter(version=versions).first()
        if latest is not None:
            latest.hush()
            latest.incident, latest.request, latest.actor = self.incident, self.asked, self.actor
        return latest

    @staticmethod
    def _count(rows: InputQuerySet) -> int:
        with as_machine():  # a number
            return int(rows.aggregate(n=Max("version"))["n"] or 0)

    @property
    def aside(self) -> Input | None:
        """The actor's own unsent draft, when somebody else notes what it says: kept, and not read."""
        return self._unsent if self.oral and self._unsent is not None and not self._unsent.oral else None

    @property
    def draft(self) -> Input | None:
        return self._unsent if self.aside is None else None

    @property
    def _unsent(self) -> Input | None:
        return self.latest if self.latest is not None and self.latest.state == InputState.DRAFT else None

    @cached_property
    def former(self) -> Input | None:
        """The actor's answer that stands in the incident, to this request or a former one."""
        return next(iter(_former(self.incident.pk, self.actor.pk, self._writer)), None)

    @property
    def _writer(self) -> Person | None:
        """Somebody who writes down what the actor said."""
        return self.by if self.oral else None

    @property
    def token(self) -> str:
        """Version and revision of what the page was drawn from: a page that says another one has missed something."""
        if self.aside is not None:
            return f"{self.aside.version}.{self.aside.revision}.muntligt"
        if self.draft is not None:
            return f"{self.draft.version}.{self.draft.revision}"
        return f"{self.latest.version + 1 if self.latest else 1}.0"

    @property
    def drawn_revision(self) -> int:
        """The draft's revision that was read: one that a colleague has begun since is a later one."""
        return self.draft.revision if self.draft is not None else 0

    @property
    def start(self) -> Content:
        """What the form begins with: the draft, else the last answer. What was new last time is not new again."""
        if self.draft is not None and self.draft.revision:
            return {**empty(), **self.draft.content}
        base = self.former if self.aside is not None else self.latest or self.former
        content = as_begun(base)
        if self.latest is None or (self.latest.version == 1 and self.draft is not None):
            content["texts"].pop("summary", None)
        return content

    @cached_property
    def files(self) -> dict[str, list[AnswerFile]]:
        """By question: the draft's files, or those that it would begin with. No statement where none are asked for."""
        if self.aside is not None:
            return {}
        return filed.of(self.latest or self.former, self.asked.question_set)

    @property
    def narrowed(self) -> Input | None:
        """The answer that is read by fewer than all, and lends its audience to the one that is written now."""
        base = self.former or self.latest
        return base if base is not None and base.is_narrow else None

    @property
    def is_open(self) -> bool:
        return self.asked.state == RequestState.SENT and not self.incident.is_closed

    def again(self) -> None:
        """Forget what was read: somebody else has written meanwhile."""
        self.versions = None
        self.__dict__.pop("latest", None)
        self.__dict__.pop("former", None)
        self.__dict__.pop("files", None)


@prepared
def _latest(asked: int, actor: int, writer: Person | None) -> InputQuerySet:
    found = _readable(Input.objects.filter(request=asked, actor=actor), writer).select_related("author")
    return found.order_by("-version")[:1]


@prepared
def _former(incident: int, actor: int, writer: Person | None) -> InputQuerySet:
    standing = Standing.objects.filter(incident=incident, actor=actor).values("input")
    return _readable(Input.objects.filter(pk__in=standing), writer).not_mute().order_by("pk")[:1]


def _readable(rows: InputQuerySet, writer: Person | None) -> InputQuerySet:
    """The actor reads all of its own but what is in quarantine; who notes its spoken words only what she may."""
    return rows.for_owner() if writer is None else rows.for_writer(writer)


def mine(request: HttpRequest, number: str, k: int) -> list[Seat]:
    """The actors that this person answers for and that were asked. One statement with incident and request."""
    rows = _mine(pages.who(request), number, k)
    for row in rows:
        row.request.incident.rights_held = row.rights_held
        access.remember(pages.who(request), row.request.incident)
    seats = [_seat(request, row) for row in rows]
    chosen = request.POST.get("aktor") or request.GET.get("aktor")
    if chosen is None:
        return seats
    found = [seat for seat in seats if str(seat.actor.pk) == chosen]
    if not found:
        raise Http404
    return found


def spoken(request: HttpRequest, number: str, k: int, actor: int) -> Seat:
    """The place of an actor that was heard on the telephone, for the one who may write it down."""
    row = _asked(pages.who(request), number, k).filter(actor_id=actor).first()
    if row is None:
        raise Http404
    seat = _seat(request, row)
    require(seat.by, ASK, seat.incident)
    seat.oral = True
    return seat


@prepared
def _mine(person: Person, number: str, k: int) -> "QuerySet[Recipient]":
    own = access.actors_of(person, Role.REPORTER).values("pk")
    rows = _asked(person, number, k).filter(actor__in=own)
    found: QuerySet[Recipient] = access.with_rights(rows, person, IncidentGroupRight, "request__incident_id")
    return found


def _asked(person: Person, number: str, k: int) -> "QuerySet[Recipient]":
    seen = Incident.objects.visible_to(person).filter(number=number)
    rows = Recipient.objects.filter(request__incident__in=seen, request__number=k)
    free = sight.out_of_quarantine(rows, "request", "request_id")
    asked: QuerySet[Recipient] = (
        free.annotate(versions=VERSIONS)
        .select_related("actor", "request__question_set", "request__incident__lead", "request__incident__type")
        .order_by("actor__sort_name")
    )
    return asked


def _seat(request: HttpRequest, row: Any) -> Seat:
    # A row was found, so somebody is signed in.
    return Seat(row.request.incident, row.request, row.actor, row, cast(Person, request.user), versions=row.versions)


def exists(request: HttpRequest, number: str, k: int) -> Request:
    """The request itself, for those who see it without having been asked; else 404."""
    incident = pages.find(request, number)
    found = (
        Request.objects.out_of_quarantine().filter(incident=incident, number=k).select_related("question_set").first()
    )
    if found is None:
        raise Http404
    found.incident = incident
    return found

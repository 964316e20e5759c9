"""Who asks, and what each may know, told from the rulings and the table of rights: never from the code's own filters.

An incident lets its participants in. The audience of what was written keeps out who is not in it. The national level
reads published reports, and what its owner gave it. What is in quarantine is nobody's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from actors.models import Actor, Person
from actors.roles import Role
from tests.conftest import person

# Which roles of a participant read an incident: all but those who only care for people. An administrator of an actor
# keeps its roles and its telephone numbers.
READS: Final = frozenset(Role) - {Role.ACTOR_ADMIN, Role.NATIONAL_READER, Role.REVIEWER}
REPORTS: Final = READS - {Role.READER, Role.SECURITY_OFFICER}
WRITES: Final = frozenset({Role.EDITOR, Role.ANALYST, Role.DUTY_OFFICER})
PROPOSES: Final = WRITES | {Role.CHAIR}
DRILLS: Final = frozenset({Role.DUTY_OFFICER, Role.EXERCISE_LEADER})
FOLLOWS: Final = WRITES | {Role.READER, Role.REPORTER, Role.CHAIR, Role.PROCESS_LEADER}
LIFTS: Final = frozenset({Role.DUTY_OFFICER, Role.SECURITY_OFFICER})
KEEPS_GROUPS: Final = frozenset({Role.DUTY_OFFICER, Role.ACTOR_ADMIN})

OF_A_BOARD: Final = (
    Role.READER, Role.REPORTER, Role.EDITOR, Role.DUTY_OFFICER, Role.ANALYST, Role.CHAIR, Role.ACTOR_ADMIN,
    Role.SECURITY_OFFICER,
)  # fmt: skip
OF_A_TOWN: Final = (
    Role.READER, Role.REPORTER, Role.EDITOR, Role.DUTY_OFFICER, Role.ACTOR_ADMIN, Role.SECURITY_OFFICER,
)  # fmt: skip
OF_THE_NATION: Final = (Role.NATIONAL_READER, Role.REVIEWER)


@dataclass(frozen=True)
class Seat:
    """A person in one role in one actor, or nobody."""

    place: str
    role: Role | None = None
    actor: Actor | None = None
    person: Person | None = None

    def __str__(self) -> str:
        return f"{self.role.value if self.role else 'nobody'} of {self.place}"

    @property
    def outside(self) -> bool:
        """Takes no part in the first county's incident: may send nothing to any address of it."""
        return self.place in {"nowhere", "a town that takes no part", "the foreign county board", "the nation"}


@dataclass(frozen=True)
class Canary:
    """A word that stands in one text only. `rule` says who may know it, `of` is the county's side."""

    word: str
    state: str
    rule: str
    of: Any
    owner: Actor
    named: frozenset[int] = frozenset()
    # Printed in the report that the county has published: known to its readers, from the report.
    printed: bool = False


def seats(here, there, outsider: Actor, nation: Actor) -> list[Seat]:
    """Everybody who asks. `here` and `there` are the two counties' sides."""
    chosen = [
        ("the own county board", here.board, OF_A_BOARD),
        ("the town that wrote it", here.towns[0], OF_A_TOWN),
        ("another participant", here.towns[1], OF_A_TOWN),
        ("a town that takes no part", outsider, OF_A_TOWN),
        ("the foreign county board", there.board, OF_A_BOARD),
        ("the nation", nation, OF_THE_NATION),
    ]
    held = [
        Seat(place, role, actor, person(f"{role}.{actor.key}", actor, role))
        for place, actor, roles in chosen
        for role in roles
    ]
    return [*held, Seat("nowhere")]


def takes_part(seat: Seat, canary: Canary) -> bool:
    side = canary.of
    return seat.actor in (side.board, *side.towns) and seat.role in READS


def owns(seat: Seat, canary: Canary) -> bool:
    return takes_part(seat, canary) and seat.actor == canary.owner


def named(seat: Seat, canary: Canary) -> bool:
    return owns(seat, canary) or (takes_part(seat, canary) and seat.actor.pk in canary.named)


def reads_reports(seat: Seat, canary: Canary) -> bool:
    return takes_part(seat, canary) or seat.role in OF_THE_NATION


def leads(roles: frozenset[Role]) -> Callable[[Seat, Canary], bool]:
    return lambda seat, canary: seat.actor == canary.of.board and seat.role in roles


def drafts(seat: Seat, canary: Canary) -> bool:
    return owns(seat, canary) and seat.role in REPORTS


def quarantiner(seat: Seat, canary: Canary) -> bool:
    """Why something is hidden: its owner's people and those who may lift it. Who hid it sits at no seat."""
    return owns(seat, canary) or leads(LIFTS)(seat, canary)


def in_thread(seat: Seat, canary: Canary) -> bool:
    """What an actor says to a question: its own people, and those of the county board who write or approve."""
    return owns(seat, canary) or leads(WRITES | {Role.CHAIR})(seat, canary)


def reaches(seat: Seat, canary: Canary) -> bool:
    """Where an actor is reached: its own people, who has charge of them, and those it takes part with."""
    return seat.actor == canary.owner or takes_part(seat, canary)


def follows(seat: Seat, canary: Canary) -> bool:
    """A county's process: those of its own board who read, and the national level."""
    return seat.role in OF_THE_NATION or (seat.actor == canary.of.board and seat.role in FOLLOWS)


def noted(seat: Seat, canary: Canary) -> bool:
    """What an actor has seen: its own people, and those who read the process of the county that leads."""
    return owns(seat, canary) or follows(seat, canary)


RULES: Final[dict[str, Callable[[Seat, Canary], bool]]] = {
    "participants": takes_part,
    "thread": in_thread,
    "own": owns,
    "named": named,
    "national": reads_reports,
    "reports": reads_reports,
    "writers": leads(WRITES),
    "proposers": leads(PROPOSES),
    "groups": leads(KEEPS_GROUPS),
    "drafts": drafts,
    "quarantiner": quarantiner,
    "contacts": reaches,
    "process": follows,
    "noted": noted,
    "signed_in": lambda seat, canary: seat.role is not None,
    "drills": leads(DRILLS),
    "nobody": lambda seat, canary: False,
}

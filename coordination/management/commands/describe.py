"""Prints the tables of rights and of moves as Markdown, so that the documentation cannot differ from the code.

manage.py describe rights > docs/permissions.md
manage.py describe states > docs/states.md
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import TextChoices
from django.utils.translation import override

from actors.models import ActorKind
from actors.permissions import ROLES_OF_KIND, ROLES_OF_TEMPORARY
from actors.roles import BUILDS_ON, Role
from coordination.direction.states import DIRECTION_MOVES, MEASURE_MOVES, DirectionState, MeasureState
from coordination.exercises.states import INJECT_MOVES, PLAY_MOVES, InjectState, PlayState
from coordination.incidents.permissions import EXERCISE, LEAD, NATIONAL, PARTICIPANT, RIGHTS, VIEW
from coordination.incidents.states import (
    ESCALATION_MOVES,
    OFFER_MOVES,
    PHASE_MOVES,
    RESOURCE_MOVES,
    EscalationState,
    OfferState,
    Phase,
    ResourceState,
)
from coordination.situations.states import (
    COMPILATION_MOVES,
    INPUT_MOVES,
    REPORT_MOVES,
    REQUEST_MOVES,
    CompilationState,
    InputState,
    ReportState,
    RequestState,
)
from journal.moves import Moves

MADE: Final = "Made by `manage.py describe {what}` from the tables in the code. Change those, and make this file anew."
WORDS: Final = {VIEW: "read the incident with its answers and log", **RIGHTS}
KINDS: Final = (
    ("The coordinating county administrative board", LEAD),
    ("The same, in an exercise", EXERCISE),
    ("Every other actor that takes part", PARTICIPANT),
    ("The national level, in every incident", NATIONAL),
)
LIVES: Final[tuple[tuple[str, type[TextChoices], Moves], ...]] = (
    ("Incident (phase)", Phase, PHASE_MOVES),
    ("Request", RequestState, REQUEST_MOVES),
    ("Answer", InputState, INPUT_MOVES),
    ("Compilation", CompilationState, COMPILATION_MOVES),
    ("Situation report", ReportState, REPORT_MOVES),
    ("Joint direction", DirectionState, DIRECTION_MOVES),
    ("Measure", MeasureState, MEASURE_MOVES),
    ("Resource need", ResourceState, RESOURCE_MOVES),
    ("Offer of a resource", OfferState, OFFER_MOVES),
    ("Formal request", EscalationState, ESCALATION_MOVES),
    ("Exercise", PlayState, PLAY_MOVES),
    ("Inject", InjectState, INJECT_MOVES),
)


class Command(BaseCommand):
    help = "Print who may do what (rights), or which states follow on which (states), as Markdown."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["rights", "states"])

    def handle(self, *args: Any, **options: Any) -> None:
        with override("sv"):
            lines = rights() if options["what"] == "rights" else states()
            self.stdout.write("\n".join(lines))


def rights() -> Iterator[str]:
    yield from head("Who may do what in an incident", "rights")
    yield "A right is held by a role in an actor, from the day the actor is invited. What one may not see is not there"
    yield "for one (404). What one sees but may not do is refused with a sentence (403)."
    for kind, table in KINDS:
        yield from ("", f"## {kind}", "")
        roles = list(table)
        yield from rows(["Right", *(str(role.label) for role in roles)], rights_in(table, roles))
    yield from (
        "",
        "## Roles",
        "",
        "Each role holds what the one it builds on holds where somebody is asked for a role.",
        "",
    )
    yield from rows(
        ["Role", "In the code", "Builds on"], [[role.label, f"`{role.value}`", base(role)] for role in Role]
    )
    yield from ("", "## Which roles an actor can have", "")
    yield "Given by the actor's own administrator, with dates. Where there is none, the county board's administrator"
    yield "gives them, and the national agency's appoints a county board's first."
    yield ""
    yield from rows(
        ["Actor", *(str(role.label) for role in Role)],
        [[ActorKind(kind).label, *held_by(roles)] for kind, roles in ROLES_OF_KIND.items()],
    )
    yield ""
    yield f"Somebody brought in during an incident is {' or '.join(str(r.label) for r in ROLES_OF_TEMPORARY)}."


def held_by(roles: tuple[Role, ...]) -> list[str]:
    return ["yes" if role in roles else "" for role in Role]


def rights_in(table: Mapping[Role, tuple[str, ...]], roles: list[Role]) -> Iterator[list[str]]:
    for right, words in WORDS.items():
        held = ["yes" if right in table[role] else "" for role in roles]
        if any(held):
            yield [f"{words} (`{right}`)", *held]


def base(role: Role) -> str:
    below = BUILDS_ON[role]
    return str(below.label) if below else ""


def states() -> Iterator[str]:
    yield from head("Which states follow on which", "states")
    yield "A step that is not here does not exist. `machine` is a step that the portal takes, and never a person. Every"
    yield "other step asks for the right that is named, on the incident: see [permissions](permissions.md)."
    for name, choices, moves in LIVES:
        yield from ("", f"## {name}", "")
        yield from rows(
            ["From", "To", "Right"],
            [[choices(before).label, choices(after).label, f"`{right}`"] for (before, after), right in moves.items()],
        )


def head(title: str, what: str) -> Iterator[str]:
    yield from (f"# {title}", "", MADE.format(what=what), "")


def rows(heading: list[str], body: Iterable[list[Any]]) -> Iterator[str]:
    for row in (heading, ["---"] * len(heading), *body):
        yield "| " + " | ".join(str(cell) for cell in row) + " |"

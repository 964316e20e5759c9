"""Functions instead of names: "kommun A" in a scenario is one municipality or another, whoever plays it.

A scenario names who an inject is for by an actor's key, or by a function: `alla`, `kommun:alla`, `kommun:A`, `elnat:1`.
In the texts the same function is written as people say it: kommun A, elnätsföretag 1.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from actors.models import Actor, ActorKind

# Kind -> its function in files, and the word for it in texts. Texts are stored, so they are in one language.
FUNCTIONS: Final[dict[str, tuple[str, str]]] = {
    ActorKind.COUNTY_BOARD: ("lansstyrelse", "länsstyrelse"),
    ActorKind.MUNICIPALITY: ("kommun", "kommun"),
    ActorKind.REGION: ("region", "region"),
    ActorKind.RESCUE: ("raddningstjanst", "räddningstjänst"),
    ActorKind.POLICE: ("polis", "polis"),
    ActorKind.AGENCY: ("myndighet", "myndighet"),
    ActorKind.NATIONAL_AGENCY: ("nationell", "nationell myndighet"),
    ActorKind.GRID: ("elnat", "elnätsföretag"),
    ActorKind.TELECOM: ("tele", "teleoperatör"),
    ActorKind.DEFENCE: ("forsvar", "försvarsenhet"),
    ActorKind.VOLUNTARY: ("frivillig", "frivilligorganisation"),
    ActorKind.OTHER: ("annan", "annan aktör"),
}
WORDS: Final = dict(FUNCTIONS.values())
EVERYBODY: Final = "alla"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Roles = dict[str, Actor]


def cast(actors: Iterable[Actor]) -> Roles:
    """Function -> who plays it: each kind's actors in Swedish order, municipalities by letter, others by number."""
    kinds = sorted(actors, key=lambda one: (one.kind, one.sort_name, one.pk))
    roles: Roles = {}
    for kind, group in groupby(kinds, key=lambda one: one.kind):
        for place, actor in enumerate(group):
            roles[f"{FUNCTIONS[kind][0]}:{_mark(kind, place)}"] = actor
    return roles


def _mark(kind: str, place: int) -> str:
    if kind != ActorKind.MUNICIPALITY:
        return str(place + 1)
    turn, letter = divmod(place, len(LETTERS))
    return LETTERS[letter] * (turn + 1)


def spoken(function: str) -> str:
    """As people say it: kommun:A is "kommun A"."""
    name, _colon, mark = function.partition(":")
    word = WORDS.get(name, name)
    return f"{word} (alla)" if mark == EVERYBODY else f"{word} {mark}".strip()


def whom(to: Iterable[str], roles: Roles) -> list[Actor]:
    """Who the functions and keys are among those who play, each once. The board that leads asks and is not asked."""
    found: dict[int, Actor] = {}
    for said in to:
        for function, actor in roles.items():
            if _means(said, function, actor):
                found.setdefault(actor.pk, actor)
    return list(found.values())


def _means(said: str, function: str, actor: Actor) -> bool:
    if said == EVERYBODY:
        return actor.kind != ActorKind.COUNTY_BOARD
    name = function.partition(":")[0]
    return said in (actor.key, function, f"{name}:{EVERYBODY}")


def told_to(text: str, roles: Roles) -> str:
    """The text as those who play read it: who is called by a function is called by name."""
    spoken_as = {spoken(function).casefold(): actor for function, actor in roles.items()}
    if not spoken_as:
        return text
    words = "|".join(re.escape(word) for word in sorted(spoken_as, key=len, reverse=True))
    pattern = re.compile(rf"\b({words})(:?s)?\b", re.IGNORECASE)
    return pattern.sub(lambda found: _named(spoken_as[found[1].casefold()], bool(found[2])), text)


def _named(actor: Actor, genitive: bool) -> str:
    return f"{actor.name}s" if genitive and not actor.name.endswith(("s", "x", "z")) else actor.name

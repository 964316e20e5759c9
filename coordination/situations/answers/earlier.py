"""Answer once: what an actor has already said, to another request, to the questions that it is asked now.

Found by the question's key in the actor's other standing answers. Offered with its age, and used only by a press.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from actors.models import Actor, Person
from coordination.incidents.clock import now_in
from coordination.situations.content import PART_OF, Content, in_full, path_of, questions
from coordination.situations.forms import as_typed
from coordination.situations.models import Function, Input, QuestionSet, Request

# Beyond its shelf life an answer is old, and may still be the best there is; beyond this many lives it is history.
LIVES: Final = 4
DAY: Final = 24 * 60
MOST: Final = 20


@dataclass(frozen=True)
class Said:
    """What one other answer says at one path. `guard` is the audience it had there, narrower than the answer's own."""

    path: str
    value: Any
    answer: Input
    guard: str = ""


def said_before(
    *,
    by: Person,
    request: Request,
    actor: Actor,
    base: Content,
    base_at: datetime | None,
    functions: list[Function],
    oral: bool = False,
) -> dict[str, Said]:
    """By path, the newest of what the actor has said elsewhere and not here. One statement, however many answers.

    `base` is what the form begins with, `base_at` when that was sent: older words than those are not offered over them.
    Who notes what an actor says on the telephone is offered what all may read.
    """
    shelves = dict(_shelves(request.question_set, functions))
    if not shelves:
        return {}
    now = now_in(request.incident)
    found: dict[str, Said] = {}
    for answer in _answers(by, request, actor, now - timedelta(minutes=LIVES * max(shelves.values()))):
        if oral and answer.is_narrow:
            continue
        said = in_full(answer.content, () if oral else answer.guarded_rows)
        for path, minutes in shelves.items():
            if path not in found and _counts(said, path, answer, now - timedelta(minutes=LIVES * minutes)):
                found[path] = Said(path, _value(said, path), answer, _audience(said, path, answer))
    return {path: one for path, one in found.items() if _adds(one, base, base_at)}


def _shelves(asked: QuestionSet, functions: list[Function]) -> Iterator[tuple[str, int]]:
    """Every question's path with its shelf life in minutes: as the set has it, for grades as the function has it."""
    for question in questions(asked, *PART_OF):
        # "What is new" is new each time.
        if question["key"] != "summary":
            yield path_of(question), int(question.get("shelf_minutes") or DAY)
    for function in functions:
        yield f"functions.{function.key}", function.shelf_minutes


def _answers(by: Person, request: Request, actor: Actor, since: datetime) -> list[Input]:
    """The actor's other standing answers that the person reads, newest first. An exercise's stay in their exercise."""
    rows = Input.objects.visible_to(by).standing().filter(actor=actor, submitted_at__gte=since)
    if request.incident.is_exercise:
        rows = rows.filter(incident=request.incident)
    else:
        rows = rows.filter(incident__is_exercise=False)
    others = rows.exclude(request=request).for_owner().select_related("request", "incident")
    return list(others.order_by("-submitted_at", "-pk")[:MOST])


def _value(said: Content, path: str) -> Any:
    part, _dot, key = path.partition(".")
    return said.get(part, {}).get(key)


def _counts(said: Content, path: str, answer: Input, since: datetime) -> bool:
    value = _value(said, path)
    if path.startswith("functions."):
        return isinstance(value, dict) and value.get("grade") is not None and _is_since(answer, since)
    return value not in (None, "", [], {}) and _is_since(answer, since)


def _is_since(answer: Input, since: datetime) -> bool:
    return answer.submitted_at is not None and answer.submitted_at >= since


def _audience(said: Mapping[str, Any], path: str, answer: Input) -> str:
    """Whoever takes the words along takes their readers along too: a narrower audience there holds for the field."""
    part, _dot, key = path.partition(".")
    own = said.get("guards", {}).get(part)
    chosen = own.get(key) if isinstance(own, dict) else None
    return str(chosen or (answer.audience if answer.is_narrow else ""))


def _adds(one: Said, base: Content, base_at: datetime | None) -> bool:
    there = as_typed(base, one.path)
    if not there or (isinstance(there, list) and not any(there)):
        return True
    is_newer = base_at is None or (one.answer.submitted_at is not None and one.answer.submitted_at > base_at)
    return is_newer and there != as_typed(
        {one.path.partition(".")[0]: {one.path.partition(".")[2]: one.value}}, one.path
    )


def take(content: Content, one: Said) -> None:
    """Put the words into the draft, and where they came from beside them."""
    part, _dot, key = one.path.partition(".")
    content.setdefault(part, {})[key] = one.value
    content["reused"] = {**content.get("reused", {}), one.path: one.answer.pk}
    if one.guard and part != "functions":
        content.setdefault("guards", {}).setdefault(part, {})[key] = one.guard

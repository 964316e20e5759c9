"""A redacted copy: what the owner lets others read of an answer that is not shared, with fields struck out and gone."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from coordination.incidents import records
from coordination.incidents.holding import hold
from coordination.incidents.models import Quarantine
from coordination.incidents.permissions import CONTRIBUTE
from coordination.incidents.services import refuse_foreign
from coordination.situations.content import Content
from coordination.situations.models import Input, RedactedCopy
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


def strikable(content: Content) -> list[str]:
    """The fields that may be struck: each that says something, every reason, and the needs as a whole."""
    parts = ("texts", "numbers", "places", "rows")
    found = [f"{part}.{key}" for part in parts for key, value in content.get(part, {}).items() if value != ""]
    found = [path for path in found if _value(content, path) is not None]
    graded = {"overall": content["overall"], **{f"functions.{k}": v for k, v in content["functions"].items()}}
    found += [f"{path}.reason" for path, said in graded.items() if said.get("reason")]
    return [*found, *(["needs"] if content["needs"] else [])]


def _value(content: Content, path: str) -> Any:
    place: Any = content
    for name in path.split("."):
        place = place.get(name)
    return place


def struck_from(content: Content, struck: Iterable[str]) -> Content:
    """The content without the struck fields: they are not empty, hidden or blackened, they are not there."""
    left = deepcopy(content)
    for path in struck:
        *way, last = path.split(".")
        place: Any = left
        for name in way:
            place = place[name]
        left.get("reused", {}).pop(path, None)
        if path == "needs":
            left["needs"] = []
        else:
            place.pop(last, None)
    return left


def redact(*, by: Person, answer: Input, struck: Iterable[str]) -> RedactedCopy:
    """Let all who take part read the answer without the struck fields. Made again, the copy is another."""
    require(by, CONTRIBUTE, answer.incident)
    refuse_foreign(by, answer.actor)
    if not answer.is_narrow:
        raise RuleBroken(_("Svaret delas med alla. En avskrift behövs först när färre läser det."))
    if Quarantine.objects.open().filter(kind="input", object_id=answer.pk).exists():
        raise RuleBroken(_("Uppgiften är i karantän och delas inte med någon."))
    possible = strikable(answer.content)
    chosen = [path for path in possible if path in set(struck)]
    if not chosen:
        raise RuleBroken(_("Stryk minst en uppgift. Annars kan ni låta alla läsa svaret."))
    with transaction.atomic():
        hold(answer.incident_id)
        copy, _made = RedactedCopy.objects.update_or_create(
            input=answer,
            defaults={
                "incident": answer.incident,
                "content": struck_from(answer.content, chosen),
                "struck": chosen,
                "by": by,
                "at": timezone.now(),
            },
        )
        record(_Told(answer), "input.redacted", by=by, struck=len(chosen))
        records.changed(answer)
    return copy


class _Told:
    """The answer as the journal tells of its copy: by number only."""

    def __init__(self, answer: Input) -> None:
        self.pk, self.answer = answer.pk, answer

    def __str__(self) -> str:
        return self.answer.neutral_label

    def journal_stream(self) -> str:
        return self.answer.journal_stream()

    def journal_subject(self) -> str:
        return f"copy:{self.pk}"

    def journal_now(self) -> Any:
        return self.answer.journal_now()

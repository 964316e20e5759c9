"""Faktisk inriktning mot avsedd: what every request asks while a direction holds, and what the actors have answered.

The question that goes out is worded so that it says nothing of the direction: it stands in the request for ever. The
direction's own question is shown beside it to who reads the direction, and is gone when the direction is hidden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from actors.models import Actor
from coordination.direction.models import Direction, Verdict
from coordination.incidents import sight
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Marking
from coordination.situations.models import Input, Recipient
from coordination.situations.rounds.additions import SUBJECT, Told

SHELF: Final = 24 * 60
SILENT: Final = "silent"
WITHHELD: Final = "withheld"
# What gives cause to act stands first; silence is never read as reached.
ORDER: Final = (Verdict.NOT, Verdict.PARTLY, Verdict.UNCLEAR, SILENT, WITHHELD, Verdict.REACHED)
ICONS: Final = {
    Verdict.NOT: "p-no",
    Verdict.PARTLY: "p-half",
    Verdict.UNCLEAR: "s-todo",
    SILENT: "p-none",
    WITHHELD: "lock",
    Verdict.REACHED: "p-full",
}
WORDS: Final[dict[str, Any]] = {
    SILENT: gettext_lazy("Inget svar än"),
    WITHHELD: gettext_lazy("Svaret läses av färre"),
    **{verdict.value: verdict.label for verdict in Verdict},
}
COUNTED: Final = {
    Verdict.REACHED: gettext_lazy("uppnås"),
    Verdict.PARTLY: gettext_lazy("delvis"),
    Verdict.NOT: gettext_lazy("inte"),
    Verdict.UNCLEAR: gettext_lazy("oklart"),
    SILENT: gettext_lazy("inget svar än"),
    WITHHELD: gettext_lazy("läses av färre"),
}


def subject_of(direction: int) -> str:
    return f"direction:{direction}"


def key_of(direction: int) -> str:
    """The question's key: of this direction and no other, so that answers to a former one stay with that."""
    return f"inriktning-{direction}"


def why_of(direction: int) -> str:
    return f"inriktning-{direction}-varfor"


class Adding:
    """What a direction that holds adds to the requests of its incident."""

    def sections(self, incident: Incident) -> Iterable[Mapping[str, Any]]:
        now = now_in(incident)
        held = Direction.objects.filter(incident=incident).fixed().exclude(effect_question="").out_of_quarantine()
        ended = Q(valid_to__isnull=False, valid_to__lte=now)
        return [_section(row.pk, row.number) for row in held.exclude(ended).only("pk", "number")]

    def told(self, person: Any, subjects: Iterable[str]) -> Mapping[str, Told]:
        keys = [int(pk) for kind, _colon, pk in (one.partition(":") for one in subjects) if kind == "direction"]
        seen = Direction.objects.visible_to(person).filter(pk__in=keys).select_related("incident").defer("body")
        return {subject_of(row.pk): _told(row) for row in seen}


ADDING: Final = Adding()


def _told(row: Direction) -> Told:
    words = row.effect_question if row.marking == Marking.OPEN else ""
    return Told(words, row.get_absolute_url(), _("Läs inriktning %(n)d") % {"n": row.number})


def _section(pk: int, number: int) -> dict[str, Any]:
    with override("sv"):
        swedish = _words(number)
    with override("en"):
        english = _words(number)
    options = [{"key": one.value, **_both(swedish[one.value], english[one.value])} for one in Verdict]
    asked = {"key": key_of(pk), "kind": "choice", "choices": options, "shelf_minutes": SHELF, "quick": True}
    why = {"key": why_of(pk), "kind": "text", "lines": 1, "shelf_minutes": SHELF, "quick": True}
    return {
        "key": key_of(pk),
        SUBJECT: subject_of(pk),
        **_both(swedish["name"], english["name"]),
        "questions": [
            asked | _both(swedish["asked"], english["asked"]),
            why | _both(swedish["why"], english["why"]),
        ],
    }


def _words(number: int) -> dict[str, str]:
    return {
        "name": _("Inriktning %(n)d") % {"n": number},
        "asked": _("Inriktning %(n)d: uppnås det ni åtog er tillsammans?") % {"n": number},
        "why": _("Inriktning %(n)d: varför, på en rad") % {"n": number},
        **{verdict.value: str(verdict.label) for verdict in Verdict},
    }


def _both(swedish: str, english: str) -> dict[str, str]:
    return {"name_sv": swedish, "name_en": english}


@dataclass(frozen=True)
class Effect:
    """What one actor last said. `answer` and `why` are there for who reads the answer, and for nobody else."""

    actor: Actor
    said: str
    at: datetime | None = None
    answer: int | None = None
    why: str = ""

    @property
    def word(self) -> str:
        return str(WORDS[self.said])

    @property
    def icon(self) -> str:
        return ICONS[self.said]

    @property
    def is_silent(self) -> bool:
        return self.said == SILENT


def effects(direction: Direction, person: Any) -> list[Effect]:
    """Each actor that has been asked, by its latest answer that stands, as far as the person reads it.

    Two statements; none where the direction asks nothing. What the latest answer left blank is no answer: an older one
    does not count in its place.
    """
    if not direction.effect_question:
        return []
    about = {"request__incident": direction.incident_id, "request__question_set__of_subject": subject_of(direction.pk)}
    rows = sight.out_of_quarantine(Recipient.objects.filter(**about), "request", "request_id").select_related("actor")
    asked: dict[int, list[Recipient]] = {}
    for row in rows.order_by("actor__sort_name"):
        asked.setdefault(row.actor_id, []).append(row)
    if not asked:
        return []
    said = _said(direction, person, about)
    found = [_effect(rows, said.get(pk, [])) for pk, rows in asked.items()]
    return sorted(found, key=lambda one: ORDER.index(one.said))


def _said(direction: Direction, person: Any, about: Mapping[str, Any]) -> dict[int, list[dict[str, Any]]]:
    """By actor, the answers that the person reads, newest first; of their content the two fields alone."""
    texts = KeyTextTransform(key_of(direction.pk), KeyTextTransform("texts", "content"))
    why = KeyTextTransform(why_of(direction.pk), KeyTextTransform("texts", "content"))
    seen = Input.objects.visible_to(person).standing().filter(incident=direction.incident_id, **about)
    rows = seen.annotate(said=texts, why=why).order_by("-submitted_at", "-pk")
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values("pk", "actor_id", "request_id", "submitted_at", "said", "why"):
        found.setdefault(row["actor_id"], []).append({**row})
    return found


def _effect(asked: list[Recipient], rows: list[dict[str, Any]]) -> Effect:
    actor, seen = asked[0].actor, {row["request_id"] for row in rows}
    unseen = [one.answered_at for one in asked if one.answered_at is not None and one.request_id not in seen]
    if unseen and (not rows or max(unseen) > rows[0]["submitted_at"]):
        return Effect(actor, WITHHELD)
    if not rows or rows[0]["said"] not in Verdict.values:
        return Effect(actor, SILENT)
    newest = rows[0]
    return Effect(actor, newest["said"], newest["submitted_at"], newest["pk"], newest["why"] or "")


def tally(rows: Iterable[Effect]) -> list[dict[str, Any]]:
    """5 uppnås, 3 inte ... in the order of the picture; what nobody said is left out."""
    said = [row.said for row in rows]
    return [
        {"said": one, "icon": ICONS[one], "word": str(COUNTED[one]), "count": said.count(one)}
        for one in COUNTED
        if one in said
    ]


def sentence(rows: list[Effect]) -> str:
    """What a reader is to see first: how many say that it is not reached; silence is said beside it."""
    said = [row.said for row in rows]
    words = {"n": said.count(Verdict.NOT), "partly": said.count(Verdict.PARTLY), "all": len(rows)}
    if words["n"]:
        return _("%(n)d av %(all)d säger att det inte uppnås.") % words
    if words["partly"]:
        return _("%(partly)d av %(all)d säger att det bara delvis uppnås. Ingen säger att det inte uppnås.") % words
    if not any(one in Verdict.values for one in said):
        return _("Ingen av %(all)d har sagt om det uppnås.") % words
    if said.count(Verdict.REACHED) == len(rows):
        return _("Alla %(all)d säger att det uppnås.") % words
    return _("%(n)d av %(all)d säger att det uppnås. Ingen säger att det inte uppnås.") % (
        words | {"n": said.count(Verdict.REACHED)}
    )

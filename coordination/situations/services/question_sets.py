"""Question sets without code: a county board composes its own from the registry, version after version.

A set that was saved is never changed. The newest version is asked next time; answers stay under the version they were
given to, with its words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.permissions import ASK
from coordination.situations.models import Function, Question, QuestionKind, QuestionSet
from coordination.situations.reference import as_asked, grade_as_function
from journal.permissions import require
from journal.refusals import RuleBroken

LONGEST_KEY: Final = 40
MOST_QUESTIONS: Final = 80
LONGEST_SECTION: Final = 80
# A question that is graded stands among the functions, whose names are short.
LONGEST_GRADED: Final = 80
# What somebody can word without also making up columns or choices.
NEW_KINDS: Final = (
    QuestionKind.TEXT,
    QuestionKind.NUMBER,
    QuestionKind.YES_NO,
    QuestionKind.PLACE,
    QuestionKind.FILE,
    QuestionKind.IMPACT,
)
SHORTEST_SHELF, LONGEST_SHELF = 15, 60 * 24 * 60


class SectionNames(NamedTuple):
    """What a section is called."""

    name: str
    name_en: str = ""


@dataclass(frozen=True)
class Chosen:
    """A question in its place: in which section, by key, and whether the short form asks it too."""

    section: str
    key: str
    quick: bool = False


def save_set(
    *,
    by: Person,
    incident: Incident,
    base: QuestionSet,
    name: str,
    chosen: Sequence[Chosen],
    functions: Sequence[str],
    name_en: str = "",
    names: Mapping[str, SectionNames] | None = None,
) -> QuestionSet:
    """The next version of the county board's own set, or the first of a new one made from another's.

    `names` are new names of its sections, by key. A section keeps its key, so answers are found where they were.
    """
    require(by, ASK, incident)
    lead = incident.lead
    refuse_foreign_set(incident, base)
    name = name.strip()
    if not name:
        raise RuleBroken(_("Ge frågorna ett namn."))
    sections = _named(_sections(base, chosen), names or {})
    made = QuestionSet(
        name_sv=name[:120],
        name_en=(name_en.strip() or name)[:120],
        sections=sections,
        functions=_graded(sections, functions),
        source=_("Sammanställd av %(actor)s.") % {"actor": lead.name},
        owner=lead,
        made_by=by,
        made_at=now_in(incident),
    )
    try:
        with transaction.atomic():
            made.key, made.version = _next(base, name, lead)
            made.full_clean(exclude=["functions"])
            made.save(force_insert=True)
    except IntegrityError as clash:
        raise RuleBroken(_("En kollega sparade samma frågor samtidigt. Läs om sidan och börja från hennes.")) from clash
    return made


def refuse_foreign_set(incident: Incident, asked: QuestionSet) -> None:
    """A county board asks the portal's questions and its own."""
    if asked.owner_id is not None and asked.owner_id != incident.lead_id:
        raise RuleBroken(_("Frågorna hör till en annan länsstyrelse."))


def _next(base: QuestionSet, name: str, lead: Actor) -> tuple[str, int]:
    """Key and version: of its own set the next one; a name that is new gets a key that is new."""
    if base.owner_id == lead.pk:
        last = (
            QuestionSet.objects.as_made()
            .filter(key=base.key)
            .order_by("-version")
            .values_list("version", flat=True)
            .first()
        )
        return base.key, (last or 0) + 1
    taken = set(QuestionSet.objects.values_list("key", flat=True))
    return _free_key(name, taken, _("fragor")), 1


def _free_key(name: str, taken: set[str], otherwise: str) -> str:
    stem = slugify(name)[: LONGEST_KEY - 4].strip("-") or otherwise
    keys = [stem, *(f"{stem}-{n}" for n in range(2, 1000))]
    return next(key for key in keys if key not in taken)


def _sections(base: QuestionSet, chosen: Sequence[Chosen]) -> list[dict[str, Any]]:
    """The base's sections with the chosen questions in their order, each as the registry words it today.

    A question that the registry no longer has goes on as the base asked it.
    """
    keys = [one.key for one in chosen]
    if len(set(keys)) != len(keys):
        raise RuleBroken(_("En fråga kan bara ställas en gång."))
    if len(keys) > MOST_QUESTIONS:
        raise RuleBroken(_("Högst %(n)d frågor kan ställas.") % {"n": MOST_QUESTIONS})
    if not keys:
        raise RuleBroken(_("Välj minst en fråga."))
    known = Question.objects.in_bulk(keys)
    former = {q["key"]: q for section in base.sections for q in section["questions"]}
    places = {section["key"] for section in base.sections}
    lost = [one.key for one in chosen if one.section not in places or (one.key not in known and one.key not in former)]
    if lost:
        raise RuleBroken(_("Frågan finns inte: %(keys)s.") % {"keys": ", ".join(lost)})
    return [
        {**section, "questions": [_asked(one, known, former) for one in chosen if one.section == section["key"]]}
        for section in base.sections
        if section["key"] == "paverkan" or any(one.section == section["key"] for one in chosen)
    ]


def _named(sections: list[dict[str, Any]], names: Mapping[str, SectionNames]) -> list[dict[str, Any]]:
    """The sections under the names that somebody gave them. Without an English one the Swedish stands there too."""
    found = []
    for section in sections:
        given = names.get(section["key"])
        if given is not None:
            swedish = _one_line(given.name)
            if not swedish:
                raise RuleBroken(_("Ge varje del ett namn. ”%(name)s” har inget.") % {"name": section["name_sv"]})
            section = section | {"name_sv": swedish, "name_en": _one_line(given.name_en) or swedish}
        found.append(section)
    return found


def _one_line(name: str) -> str:
    return " ".join(name.replace("\x00", "").split())[:LONGEST_SECTION]


def _graded(sections: list[dict[str, Any]], functions: Sequence[str]) -> list[str]:
    """The functions that were ticked, and after them what the set's questions of impact are graded as."""
    asked = [q["key"] for section in sections for q in section["questions"] if q["kind"] == QuestionKind.IMPACT]
    known = set(societal_functions().filter(key__in=functions).values_list("key", flat=True))
    return [key for key in functions if key in known] + asked


def societal_functions() -> "QuerySet[Function]":
    """Without those that are questions of the registry."""
    return Function.objects.exclude(key__in=Question.objects.filter(kind=QuestionKind.IMPACT).values("key"))


def _asked(one: Chosen, known: dict[str, Question], former: dict[str, dict[str, Any]]) -> dict[str, Any]:
    said = as_asked(known[one.key]) if one.key in known else dict(former[one.key])
    said.pop("quick", None)
    return said | ({"quick": True} if one.quick else {})


def add_question(
    *,
    by: Person,
    incident: Incident,
    name: str,
    kind: str,
    shelf_minutes: int,
    definition: str = "",
    unit: str = "",
    name_en: str = "",
) -> Question:
    """A new question in the registry, with a key of its own made from its name: from now on it is the same question."""
    require(by, ASK, incident)
    name, unit = name.strip(), unit.strip()
    if not name:
        raise RuleBroken(_("Skriv frågan."))
    if kind not in NEW_KINDS:
        raise RuleBroken(_("Välj vad frågan besvaras med."))
    if kind == QuestionKind.NUMBER and not unit:
        raise RuleBroken(_("Skriv vad som räknas, till exempel personer."))
    if not SHORTEST_SHELF <= shelf_minutes <= LONGEST_SHELF:
        raise RuleBroken(_("Hållbarheten är mellan 15 minuter och 60 dygn."))
    if Question.objects.filter(name_sv__iexact=name, retired=False).exists():
        raise RuleBroken(_("Frågan finns redan i registret. Välj den där."))
    if kind == QuestionKind.IMPACT and max(len(name), len(name_en.strip())) > LONGEST_GRADED:
        raise RuleBroken(_("Det som graderas har ett kort namn: högst %(n)d tecken.") % {"n": LONGEST_GRADED})
    taken = {key for model in (Question, Function) for key in model.objects.values_list("key", flat=True)}
    made = Question(
        key=_free_key(name, taken, _("fraga")),
        kind=kind,
        name_sv=name,
        name_en=name_en.strip() or name,
        definition_sv=definition.strip(),
        unit_sv=unit,
        unit_en=unit,
        shelf_minutes=shelf_minutes,
        source=_("Tillagd av %(actor)s.") % {"actor": incident.lead.name},
        order=1000,
    )
    made.full_clean()
    with transaction.atomic():
        made.save(force_insert=True)
        grade_as_function(made)
    return made

"""What other parts of the portal add to every request by themselves: sections of their own, last in the form.

They tell here what they add, so that what asks never knows of them. A set with additions is made once for each set and
subject and proposed to nobody. It keeps the key of the set that it is made from: to those who read answers it is one
set, and the next request without the addition is that set again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from actors.models import Person
from coordination.incidents.models import Incident
from coordination.situations.models import QuestionSet

# In a section: what it is about. Whatever is shown with it is found by this.
SUBJECT: Final = "subject"


@dataclass(frozen=True)
class Told:
    """What is said beside the questions, found anew each time for the one who reads. None of it is kept in the set."""

    words: str
    url: str
    name: str


class Adds(Protocol):
    """A part of the portal that adds to requests."""

    def sections(self, incident: Incident) -> Iterable[Mapping[str, Any]]:
        """What is asked now. Each section says its `subject`; its questions are worded for anybody to read."""

    def told(self, person: Any, subjects: Iterable[str]) -> Mapping[str, Told]:
        """By subject, what this person may read of it."""


_adding: list[Adds] = []


def register(adds: Adds) -> None:
    if adds not in _adding:
        _adding.append(adds)


def with_additions(incident: Incident, base: QuestionSet, *, by: Person, made_at: Any) -> QuestionSet:
    """The set with what is added now; itself where nothing is. The caller holds the incident's row."""
    added = [dict(section) for adds in _adding for section in adds.sections(incident)]
    base = base.derived_from or base
    if not added:
        return base
    last = max((int(section["number"]) for section in base.sections), default=0)
    numbered = [section | {"number": last + n} for n, section in enumerate(added, start=1)]
    derived, _made = QuestionSet.objects.get_or_create(
        derived_from=base,
        of_subject=",".join(section[SUBJECT] for section in added),
        defaults={
            "key": base.key,
            "version": base.version,
            "name_sv": base.name_sv,
            "name_en": base.name_en,
            "sections": [*base.sections, *numbered],
            "functions": base.functions,
            "source": base.source,
            "order": base.order,
            "owner": incident.lead,
            "made_by": by,
            "made_at": made_at,
        },
    )
    return derived


def told_with(person: Any, asked: QuestionSet) -> dict[str, Told]:
    """By section, what is said beside its questions. No statement where nothing was added."""
    about = {section[SUBJECT]: section["key"] for section in asked.sections if section.get(SUBJECT)}
    if not about:
        return {}
    said = {subject: one for adds in _adding for subject, one in adds.told(person, about).items()}
    return {key: said[subject] for subject, key in about.items() if subject in said}

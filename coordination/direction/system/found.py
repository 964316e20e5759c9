"""Every rule, each a function from the picture to what it finds."""

from collections.abc import Callable, Iterator
from typing import Final

from coordination.direction.system import rules_needs, rules_work
from coordination.direction.system.finding import Finding
from coordination.direction.system.reading import Picture, read
from coordination.incidents.models import Incident

RULES: Final[tuple[Callable[[Picture], Iterator[Finding]], ...]] = (
    rules_needs.without_anybody,
    rules_needs.two_responsible,
    rules_needs.overloaded,
    rules_needs.missing,
    rules_needs.absent_municipalities,
    rules_needs.overdue,
    rules_work.two_measures,
    rules_work.hinders,
    rules_work.reserved,
    rules_work.waits,
    rules_work.resource_short,
)


def findings(incident: Incident) -> list[Finding]:
    """What is found now and nobody has judged, what nobody has a grip on first."""
    picture = read(incident)
    found = [one for rule in RULES for one in rule(picture) if (one.rule, one.key) not in picture.judged]
    return sorted(found, key=lambda one: one.order)

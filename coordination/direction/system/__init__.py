"""What is found when all actors' handling is seen as one system. The portal finds; a person judges each finding."""

from coordination.direction.system.finding import KIND_OF, NOBODY, RULE_WORDS, Finding
from coordination.direction.system.found import findings
from coordination.direction.system.reading import BOTTLENECK, SETTLED_NEEDS, live, read

__all__ = [
    "BOTTLENECK",
    "KIND_OF",
    "NOBODY",
    "RULE_WORDS",
    "SETTLED_NEEDS",
    "Finding",
    "findings",
    "live",
    "read",
]

"""The joint direction, what each actor says to it, and what the actors take upon themselves."""

from coordination.direction.models.directing import (
    NEEDS_REASON,
    TEXT_FIELDS,
    Direction,
    Position,
    ProtectionValue,
    Stand,
)
from coordination.direction.models.doing import Measure
from coordination.direction.models.following import Ground, Reception

__all__ = [
    "NEEDS_REASON",
    "TEXT_FIELDS",
    "Direction",
    "Ground",
    "Measure",
    "Position",
    "ProtectionValue",
    "Reception",
    "Stand",
]

"""What other parts of the portal have to show on a county's process: each registers a function, and none is known here.

So evidence of the work reaches the process, though the process knows neither incidents nor exercises.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from actors.models import Person
from processes.models import CountyProcess


@dataclass(frozen=True)
class Panel:
    """A heading, lines that say it, and where one who may can read more."""

    title: str
    lines: list[str] = field(default_factory=list)
    link: str = ""
    link_words: str = ""


Reader = Callable[[Person, CountyProcess], Panel | None]
_readers: dict[str, Reader] = {}


def register(key: str, reader: Reader) -> None:
    """Twice under one key is as once."""
    _readers[key] = reader


def panels_of(person: Person, process: CountyProcess) -> list[Panel]:
    """Those that have something to show, in the order in which they were registered."""
    found = (reader(person, process) for reader in _readers.values())
    return [panel for panel in found if panel is not None]

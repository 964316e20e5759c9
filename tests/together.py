"""Tests that share something costly, or would stand in each other's way, go to one worker in one piece.

xdist has marks for it but writes them where pytest 9.2 no longer looks: `--dist loadgroup` of xdist 3.8 groups nothing.
"""

from typing import Any, Final

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# One portal and one browser; portals that want the machine to themselves while they start; stories that take long to
# load, once for all who read them.
TOGETHER: Final = ("tests/browser/", "tests/running/test_up.py", "tests/exercises/")


# What a test says of itself beyond passing: said once more when everything has run, whichever worker it ran in.
TOLD: Final[list[str]] = []


@pytest.hookimpl
def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["told"] = list(TOLD)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    TOLD.extend(getattr(node, "workeroutput", {}).get("told", []))


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in TOLD:
        terminalreporter.write_line(line)


class Pieces(LoadScopeScheduling):
    """The longest piece first; most tests are a piece of their own."""

    def _split_scope(self, nodeid: str) -> str:
        return next((start for start in TOGETHER if nodeid.startswith(start)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    return Pieces(config, log) if config.getvalue("dist") == "loadgroup" else None

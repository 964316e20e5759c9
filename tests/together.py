"""Tests that share something costly, or would stand in each other's way, go to one worker in one piece.

xdist has marks for it but writes them where pytest 9.2 no longer looks: `--dist loadgroup` of xdist 3.8 groups nothing.
`--dist loadgroup` of xdist 3.8 groups nothing.
"""

from typing import Final

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# One portal and one browser; portals that want the machine to themselves while they start.
TOGETHER: Final = ("tests/browser/", "tests/running/test_up.py")


class Pieces(LoadScopeScheduling):
    """The longest piece first; most tests are a piece of their own."""

    def _split_scope(self, nodeid: str) -> str:
        return next((start for start in TOGETHER if nodeid.startswith(start)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    return Pieces(config, log) if config.getvalue("dist") == "loadgroup" else None

"""Real PostgreSQL and Valkey for the tests, in a temporary place, before Django reads its settings.

Loaded by `-p tests.services`. One pair of servers serves all of xdist's workers; each worker has a database of its own
from pytest-django and a Valkey database of its own from here. DATABASE_URL and REDIS_URL replace the embedded servers.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coordination.running import services

FOR_TESTS = {
    "SECRET_KEY": "a key that only tests use, long enough for every check of it: 4f9c1b7e2d",
    "STATIC_MANIFEST": "0",
    "LOG_LEVEL": "WARNING",
}
running: list[tuple[services.Services, Path]] = []


def start(folder: Path) -> services.Services:
    """Starts what the environment does not name, and writes it into the environment."""
    static = folder / "static"
    static.mkdir()
    os.environ.setdefault("STATIC_ROOT", str(static))
    started = services.start(folder, given=os.environ, careless=True)
    os.environ.update(started.environment)
    return started


@contextmanager
def in_temporary_folder() -> Iterator[services.Services]:
    """For programs beside the tests, such as the bench."""
    folder = Path(tempfile.mkdtemp(prefix="samlad-data-"))
    started = start(folder)
    try:
        yield started
    finally:
        started.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    for name, value in FOR_TESTS.items():
        os.environ.setdefault(name, value)
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        folder = Path(tempfile.mkdtemp(prefix="samlad-data-"))
        running.append((start(folder), folder))
    else:
        use_own_valkey_database(int(worker.removeprefix("gw")) + 1)
    yield


def use_own_valkey_database(number: int) -> None:
    """Tests that empty a queue must not empty their neighbour's."""
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("db=0", f"db={number}")


def pytest_unconfigure() -> None:
    while running:
        started, folder = running.pop()
        started.stop()
        shutil.rmtree(folder, ignore_errors=True)

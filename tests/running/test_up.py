"""One command up, with real services, as somebody at a keyboard meets it."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from coordination.running.services import POSTGRES
from tests.running.conftest import until

pytestmark = pytest.mark.xdist_group("up")


@pytest.fixture
def folder(kept_folder: Path) -> Path:
    """What one of these leaves behind is where the next begins, as on a machine that goes on."""
    return kept_folder


def database(portal) -> str:
    password = (portal.folder / "postgres.password").read_text()
    return f"postgresql://samlad:{password}@/samlad?host={(portal.folder / 'sockets').readlink()}"


def child(portal, *words: str) -> int:
    """The program itself, not a fork of it: the one that the portal started."""
    ours = Path(f"/proc/{portal.process.pid}/task/{portal.process.pid}/children").read_text().split()
    family = portal.family()
    return next(int(number) for number in ours if all(word in family.get(int(number), "") for word in words))


def test_first_start_stop_and_second_start_with_the_same_data_and_killed_it_leaves_no_orphan(start):
    first = start().until_up()
    assert first.ready()["ok"]
    assert "Migrating the database ... " in first.words()
    assert "password" not in first.words(), "sign-ins are shown in demonstration mode only"
    with psycopg.connect(database(first), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'what was written' AS words")
    assert first.stop() == 0
    assert "The data stays where it is" in first.words()
    assert first.family() == {}
    assert not (first.folder / "sockets").readlink().exists()
    second = start().until_up()
    assert kept_in(second) == ("what was written",)
    # A worker whose broker went while it was closing waits for ever; one that is stopped stands for it.
    os.kill(child(second, "celery", "worker"), signal.SIGSTOP)
    second.kill()
    second.until_gone()
    third = start().until_up()
    assert third.ready()["ok"]
    for number in third.family():
        os.kill(number, signal.SIGKILL)
    third.process.wait(timeout=10)
    third.until_gone()


def kept_in(portal) -> tuple[str, ...] | None:
    with psycopg.connect(database(portal)) as connection:
        return connection.execute("SELECT words FROM kept").fetchone()


def test_second_portal_is_refused_and_what_dies_in_the_first_is_started_again(start):
    """In the folder that the killed one left behind: it comes up again with what was written."""
    portal = start().until_up()
    assert portal.ready()["ok"]
    second = start()
    assert second.until_ended() == 1
    assert f"A portal already runs from {portal.folder} (process {portal.process.pid})" in second.words()
    for name, words in (("worker", ["celery", "worker"]), (POSTGRES, ["bin/postgres", "-D"]), ("web", ["-m granian"])):
        os.kill(child(portal, *words), signal.SIGKILL)
        until(lambda name=name: f"{name} ended (exit code -9) and is started again." in portal.words(), 30)
    until(lambda: portal.ready()["ok"], 90)
    assert portal.process.poll() is None

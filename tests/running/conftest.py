"""A portal of its own for each test that starts one: a fresh folder, a free port, real services."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from coordination.running.roles import VARIABLES

PROJECT = Path(__file__).resolve().parent.parent.parent
# What the tests' own services and the machine may have set must not reach a portal that starts its own.
OURS = {
    *VARIABLES.values(),
    "REDIS_URL",
    "SECRET_KEY",
    "STATIC_MANIFEST",
    "DJANGO_SETTINGS_MODULE",
    "LOG_LEVEL",
    "DEMO",
}
START_SECONDS, STOP_SECONDS, GONE_SECONDS = 180, 60, 60


class Started:
    """One `manage.py up`, with what it said."""

    def __init__(self, folder: Path, port: int, **environment: str) -> None:
        self.folder, self.port, self.said = folder, port, folder.parent / f"said-{time.time_ns()}"
        kept = {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("PYTEST")}
        # Gathering static files is the same every time and tested by the first start alone.
        mine = {
            "PORTAL_FOLDER": str(folder),
            "PORT": str(port),
            "DEMO": "0",
            "STATIC_MANIFEST": "0",
            "STATIC_ROOT": str(folder / "none"),
        }
        with self.said.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=PROJECT,
                env={**kept, **mine, **environment},
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def words(self) -> str:
        return self.said.read_text()

    def until_up(self) -> "Started":
        until(lambda: "Samlad stands at" in self.words() or self.process.poll() is not None, START_SECONDS)
        assert self.process.poll() is None, self.words()
        return self

    def until_ended(self) -> int:
        return self.process.wait(timeout=START_SECONDS)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=STOP_SECONDS)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)

    def until_gone(self) -> None:
        """Nobody who descends from this start lives on; who does is named."""
        until(lambda: not self.family(), GONE_SECONDS, lambda: f"still there: {self.family()}\n{self.words()}")

    def ready(self) -> dict:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as problem:
            return json.load(problem)
        except OSError:
            return {"ok": False}

    def family(self) -> dict[int, str]:
        """Every living process that descends from this start, by number."""
        return {number: words for number, words in processes().items() if str(self.folder) in environment_of(number)}


def processes() -> dict[int, str]:
    found = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                words = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue
            if words:
                found[int(place.name)] = words
    return found


def environment_of(number: int) -> str:
    try:
        return Path(f"/proc/{number}/environ").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def until(true, seconds: float, why=lambda: "waited in vain") -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, why()
        time.sleep(0.1)


@pytest.fixture
def port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture(scope="module")
def kept_folder(tmp_path_factory) -> Path:
    """Where the starts of one file keep their data: only the first of them has a database to make."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path


@pytest.fixture
def start(folder, port):
    started = []

    def go(**environment: str) -> Started:
        started.append(Started(folder / "portal", port, **environment))
        return started[-1]

    yield go
    for one in started:
        if one.process.poll() is None:
            one.kill()
    for one in started:
        one.until_gone()

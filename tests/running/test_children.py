"""What is started goes with what started it, whatever it was doing at the time."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coordination.running.children import while_parent_lives
from tests.running.conftest import PROJECT, until

# Starts its words a moment later than it ends itself, unless it is told to wait for them.
PARENT = """
import os, subprocess, sys
from coordination.running.children import while_parent_lives
late = ["/bin/sh", "-c", 'sleep 0.5; exec "$@"', "sh", *while_parent_lives(os.getpid()), *sys.argv[2:]]
child = subprocess.Popen(late, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
if sys.argv[1] == "waits":
    child.wait()
"""


def alive(number: int) -> bool:
    """A zombie is dead: its parent has only not asked yet."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def forks_of(number: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


@pytest.mark.parametrize(("parent", "begins"), [("waits", True), ("leaves", False)])
def test_a_program_whose_parent_went_while_it_was_made_ready_does_not_begin(parent, begins, tmp_path):
    words = [sys.executable, "-c", PARENT, parent, "/usr/bin/touch", str(tmp_path / "begun")]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True)
    until(lambda: not alive(int(done.stdout)), 30)
    assert (tmp_path / "begun").exists() == begins


def test_the_words_for_that_change_nothing_of_what_the_program_is_told():
    told = ["printf", "%s|", "two words", "$HOME", ""]
    done = subprocess.run([*while_parent_lives(os.getpid()), *told], capture_output=True, text=True, check=True)
    assert done.stdout == "two words|$HOME||"


def test_a_killed_workers_forks_end_with_it_even_when_they_hang(tmp_path):
    """Where they hang is stood for by a stop signal: a fork that is stopped answers to nothing but its end."""
    log = tmp_path / "worker.log"
    words = [sys.executable, "-m", "celery", "-A", "coordination", "worker", "--concurrency=2", "--loglevel=INFO"]
    with log.open("wb") as out:
        worker = subprocess.Popen(words, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        until(lambda: " ready." in log.read_text(errors="replace"), 90)
        forks = forks_of(worker.pid)
        assert len(forks) == 2
        for fork in forks:
            os.kill(fork, signal.SIGSTOP)
    finally:
        worker.kill()
        worker.wait(timeout=20)
    until(lambda: not any(alive(fork) for fork in forks), 30, lambda: f"still there: {forks}")

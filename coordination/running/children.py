"""Child processes that die with their parent, and waits that end."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess  # nosec B404  # starting programs is this file's work
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from coordination.running.refusals import CannotStart

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)

Child = subprocess.Popen[bytes]


def die_with_parent(number: int, parent: int) -> None:
    """Runs in the child before its program: the kernel sends `number` when the parent is gone, however it went."""
    LIBC.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def start_child(
    command: Sequence[str | Path],
    *,
    log: Path | None,
    environment: Mapping[str, str] | None = None,
    on_parent_death: int = signal.SIGTERM,
) -> Child:
    """Starts in a session of its own, so that Ctrl-C reaches the supervisor alone, which then stops all in order."""
    options = {
        "env": {**os.environ, **(environment or {})},
        "stdin": subprocess.DEVNULL,
        "start_new_session": True,
        "preexec_fn": partial(die_with_parent, on_parent_death, os.getpid()),
    }
    arguments = [str(part) for part in command]
    if log is None:
        # Lists of words from programs.py, no shell; the options are all Popen's own.
        return subprocess.Popen(arguments, **options)  # type: ignore[call-overload, no-any-return]  # nosec B603
    with log.open("ab") as out:
        options |= {"stdout": out, "stderr": subprocess.STDOUT}
        return subprocess.Popen(arguments, **options)  # type: ignore[call-overload, no-any-return]  # nosec B603


def stop_child(child: Child, *, number: int, seconds: float) -> bool:
    """Asks with a signal, and ends the whole session where the answer does not come in time."""
    if child.poll() is None:
        child.send_signal(number)
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        end_session(child)
        return False
    return True


def end_session(child: Child) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    child.wait(timeout=10)


def wait_until(
    ready: Callable[[], bool], *, child: Child | None, what: str, seconds: float, log: Path | None, pause: float = 0.02
) -> None:
    """Every wait has a deadline and ends at once when the process waited for has died."""
    end = time.monotonic() + seconds
    while not ready():
        if child is not None and child.poll() is not None:
            raise CannotStart(f"{what} ended at once (exit code {child.returncode}). {last_words(log)}")
        if time.monotonic() > end:
            raise CannotStart(f"{what} did not answer within {seconds:.0f} seconds. {last_words(log)}")
        time.sleep(pause)


def last_words(log: Path | None) -> str:
    """The last line a program wrote says most about why it ended."""
    if log is None or not log.is_file():
        return "It left no log."
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return f"Its log {log} ends: {lines[-1].strip()}" if lines else f"Its log {log} is empty."


def unprivileged(data: Path, *, on_parent_death: str) -> list[str]:
    """The words before a command for a program that refuses to run as root.

    Root's own files are used through a user namespace, where they look like nobody's: nothing is chmod'ed and the
    project may lie in a closed folder. Where namespaces are shut, or the data is another user's, setpriv becomes
    that user.
    A change of rights forgets the signal for the parent's death, so it is asked for once more behind the change.
    """
    if os.geteuid() != 0:
        return []
    again = [find("setpriv"), "--pdeathsig", on_parent_death]
    alive = while_parent_lives(os.getpid())
    owner = data.stat().st_uid if data.exists() else 0
    nobody = pwd.getpwnam("nobody")
    if owner == 0 and namespaces_open(nobody.pw_uid, nobody.pw_gid):
        return [find("unshare"), "-U", f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}", *again, *alive]
    user = owner or nobody.pw_uid
    group = data.stat().st_gid if owner else nobody.pw_gid
    return [*again, f"--reuid={user}", f"--regid={group}", "--clear-groups", *alive]


def while_parent_lives(parent: int) -> list[str]:
    """The words before a command that must not begin when its parent went before the signal was asked for again."""
    return ["/bin/sh", "-c", 'test "$PPID" = "$0" && exec "$@"', str(parent)]


@cache
def namespaces_open(user: int, group: int) -> bool:
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "-U", f"--map-user={user}", f"--map-group={group}", "true"]
    done = subprocess.run(command, capture_output=True, timeout=10, check=False)  # nosec B603  # fixed words, no shell
    return done.returncode == 0


def find(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise CannotStart(f"PostgreSQL refuses root and {name} is missing: install util-linux or be another user.")
    return path


def hand_over(folder: Path, command: Sequence[str]) -> None:
    """Where setpriv is used, what the program writes must belong to whom it becomes."""
    user = next((int(word.partition("=")[2]) for word in command if word.startswith("--reuid=")), None)
    if user is None:
        return
    group = next(int(word.partition("=")[2]) for word in command if word.startswith("--regid="))
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, user, group)

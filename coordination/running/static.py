"""Static files are gathered again only when one of them has changed."""

import hashlib
import shutil
import subprocess  # nosec B404  # for its TimeoutExpired only
from collections.abc import Mapping
from pathlib import Path

from coordination.running import programs
from coordination.running.children import Child, end_session, last_words, start_child
from coordination.running.place import Place
from coordination.running.refusals import CannotStart

SECONDS = 300.0


def gather(place: Place, environment: Mapping[str, str]) -> Child | None:
    """Starts gathering; None where the files that lie there are today's, or where somebody else gathers them."""
    if environment.get("STATIC_ROOT") != str(target(place)) or stamp(place) == fingerprint(place):
        return None
    place.log("static").unlink(missing_ok=True)
    shutil.rmtree(target(place), ignore_errors=True)
    command = programs.manage(place, "collectstatic", "--noinput")
    return start_child(command, log=place.log("static"), environment=environment)


def finish(child: Child, place: Place) -> None:
    try:
        code = child.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        end_session(child)
        raise CannotStart(f"Static files were not gathered within {SECONDS:.0f} seconds.") from None
    if code:
        raise CannotStart(f"Static files could not be gathered. {last_words(place.log('static'))}")
    stamp_file(place).write_text(fingerprint(place))


def target(place: Place) -> Path:
    return place.folder / "static"


def stamp_file(place: Place) -> Path:
    return target(place) / "gathered"


def stamp(place: Place) -> str:
    return stamp_file(place).read_text() if stamp_file(place).is_file() else ""


def fingerprint(place: Place) -> str:
    """Our own files as they lie, the packages' by the lock, and how they are gathered."""
    found = hashlib.sha256()
    for path in sorted((place.project / "static").rglob("*")):
        if path.is_file():
            found.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    for name in ("requirements.txt", "coordination/settings.py", "coordination/static_storage.py"):
        path = place.project / name
        found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()

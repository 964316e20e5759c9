"""`make test`: style, types, import contracts, known mistakes and faults, and every test on services of its own.

`python -m tests.everything lint` runs all but the tests.
"""

import os
import subprocess
import sys
import time

from coordination.running.bootstrap import install_by_apt
from tests import browser, known_faults

TOOLS = {
    "style": ["ruff", "check", "."],
    "form": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "."],
    "import contracts": ["lint-imports"],
    "known mistakes": ["bandit", "--configfile", "pyproject.toml", "--recursive", "--quiet", "."],
    "deployment": ["tests.deployment"],
}
FAULTS = "known faults in the parts"
NOT_RUN = "The browser walks were NOT run: no Chromium was found. Install it (apt-get install chromium) and run again."


def main(only: str | None) -> int:
    walks = only == "lint" or have_browser()
    if not walks:
        print(NOT_RUN, flush=True)
    failed = [name for name, command in TOOLS.items() if not passes(name, command)]
    faults = look_for_faults()
    if faults.faults:
        failed.append(FAULTS)
    if only != "lint" and not passes("tests", tests(walks=walks)):
        failed.append("tests")
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
    for sentence in (faults.unchecked, "" if walks else NOT_RUN):
        if sentence:
            print(sentence, flush=True)
    return 1 if failed or (not walks and in_ci()) else 0


def look_for_faults() -> known_faults.Found:
    """What could not be asked is said here, and once more when everything has run."""
    began = time.monotonic()
    print(f"== {FAULTS}: pip-audit of requirements.txt", flush=True)
    found = known_faults.look()
    for sentence in [*found.faults, *([found.unchecked] if found.unchecked else [])]:
        print(sentence, flush=True)
    result = "FAILED" if found.faults else "not checked" if found.unchecked else "passed"
    print(f"== {FAULTS}: {result} in {time.monotonic() - began:.0f} s\n", flush=True)
    return found


def tests(*, walks: bool) -> list[str]:
    # Two at a time: one for each core of the least machine. Three are no faster: measured.
    return ["pytest", "-n", "2", "--dist", "loadgroup", *([] if walks else ["-m", "not browser"])]


def passes(name: str, command: list[str]) -> bool:
    began = time.monotonic()
    print(f"== {name}: {' '.join(command)}", flush=True)
    program = [sys.executable, "-m", *command]
    if command[0] == "lint-imports":
        program = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()"]
    ok = subprocess.run(program, check=False).returncode == 0
    print(f"== {name}: {'passed' if ok else 'FAILED'} in {time.monotonic() - began:.0f} s\n", flush=True)
    return ok


def have_browser() -> bool:
    if browser.find() is None and os.geteuid() == 0:
        try:
            install_by_apt("chromium", "Chromium for the browser walks is missing")
        except SystemExit:
            return False
    return browser.find() is not None


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))

"""Asks pip-audit whether any locked part has a known fault.

Where nobody answers (no network, or a package index that keeps no such data) nothing is known, good or bad. That is
said in so many words, and fails nothing: a machine without internet must be able to test.
"""

import json
import subprocess
import sys
from typing import Any, Final, NamedTuple

COMMAND: Final = ["-m", "pip_audit", "--requirement", "requirements.txt", "--require-hashes", "--disable-pip"]
HOW: Final = ["--format", "json", "--progress-spinner", "off", "--timeout", "5"]
NOT_CHECKED: Final = "Known faults in the parts were NOT checked:"
SECONDS: Final = 120


class Found(NamedTuple):
    """`faults` are sentences that must be acted on; `unchecked` says what could not be asked, and why."""

    faults: list[str]
    unchecked: str


def look() -> Found:
    try:
        done = subprocess.run([sys.executable, *COMMAND, *HOW], capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Found([], f"{NOT_CHECKED} the vulnerability service did not answer within {SECONDS} seconds.")
    return read(done.stdout)


def read(output: bytes) -> Found:
    """pip-audit's answer. Without one its service could not be reached; its own words may name this network."""
    try:
        parts: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Found([], f"{NOT_CHECKED} the vulnerability service could not be reached.")
    skipped = [part["name"] for part in parts if "skip_reason" in part]
    return Found([sentence for part in parts for sentence in faults_of(part)], left_out(skipped, len(parts)))


def faults_of(part: dict[str, Any]) -> list[str]:
    return [
        f"{part['name']} {part['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none yet'}."
        for fault in part.get("vulns", [])
    ]


def left_out(skipped: list[str], total: int) -> str:
    if not skipped:
        return ""
    if len(skipped) == total:
        return f"{NOT_CHECKED} the package index here has no data on any of the {total} parts."
    return f"{NOT_CHECKED} there is no data on {len(skipped)} of {total} parts ({', '.join(skipped)})."

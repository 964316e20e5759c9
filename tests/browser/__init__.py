"""Walks through a running portal in a real browser: Debian's Chromium, or the one CHROMIUM names."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE_FOUND = "No Chromium was found, so the browser walks cannot run: apt-get install chromium, or name it in CHROMIUM."


def find() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)

"""`python -m tests.valid_html [address]`: the pages of a running portal, held to the standard by the Nu HTML checker.

The portal is one with the demonstration's accounts, as `make run` starts it. The checker is a Java program that is no
part of this project: VNU_JAR says where its vnu.jar lies (npm's package vnu-jar holds it), and `java` must be there.
Pages for everybody are read in both languages, the others in Swedish, each as whom tests/browser/addresses.py says.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from tests.browser.addresses import NOBODY, PLACES, Place

KEY: Final = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
# As `make run` prints it.
DEMO_PASSWORD: Final = "samlad-ovning-2025"
NOT_HERE: Final = "VNU_JAR must name the checker's vnu.jar (npm install vnu-jar), and java must be on the PATH."
# What the checker says that is no fault here, with the reason.
LET_BE: Final = {
    # Stated on purpose: Safari and VoiceOver drop a list's or table's meaning where its style is changed.
    "is unnecessary for element": "a role that is said twice",
}


def main(address: str) -> int:
    jar = os.environ.get("VNU_JAR", "")
    if not Path(jar).is_file() or shutil.which("java") is None:
        print(NOT_HERE)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        said = {save(folder, number, page): where for number, (where, page) in enumerate(pages(address))}
        found = check(jar, folder)
    errors = 0
    for one in found:
        if any(words in one["message"] for words in LET_BE):
            continue
        errors += one["type"] == "error"
        kind = one.get("subType") or one["type"]
        print(f"{kind} {said[Path(urlsplit(one['url']).path).name]}: {one['message']}\n    {one.get('extract', '')!r}")
    print(f"{len(said)} pages, {errors} errors.")
    return 1 if errors else 0


def pages(address: str) -> Iterator[tuple[str, str]]:
    """Each place that has an address of its own. Those behind a link of another page are left to the walks."""
    readers: dict[str, OpenerDirector] = {}
    for place in PLACES:
        if place.link:
            continue
        for language in ("sv", "en") if place.who == NOBODY else ("sv",):
            name = f"{place.who} {language}"
            if name not in readers:
                readers[name] = reader(address, place.who, language)
            yield f"{place.path} ({place.who or 'anybody'}, {language})", read(readers[name], address, place)


def reader(address: str, who: str, language: str) -> OpenerDirector:
    jar = CookieJar()
    jar.set_cookie(cookie(urlsplit(address).hostname or "", "django_language", language))
    opener = build_opener(HTTPCookieProcessor(jar))
    if who:
        sign_in = f"{address}/konto/login/"
        found = KEY.search(opener.open(sign_in).read().decode())
        if found is None:
            raise SystemExit(f"{sign_in} has no form")
        sent = {"login": who, "password": DEMO_PASSWORD, "csrfmiddlewaretoken": found[1]}
        opener.open(Request(sign_in, urlencode(sent).encode(), {"Referer": sign_in}))
    return opener


def cookie(host: str, name: str, value: str) -> Cookie:
    host = f"{host}.local" if "." not in host else host
    rest = (None, False, host, True, False, "/", True, False, None, False, None, None, {})
    return Cookie(0, name, value, *rest)


def read(opener: OpenerDirector, address: str, place: Place) -> str:
    try:
        answer = opener.open(address + place.path)
    except HTTPError as refused:
        answer = refused
    if answer.status != place.status:
        raise SystemExit(f"{place.path} answered {answer.status} to {place.who or 'anybody'}")
    return answer.read().decode()


def save(folder: Path, number: int, page: str) -> str:
    file = folder / f"{number:03}.html"
    file.write_text(page, encoding="utf-8")
    return file.name


def check(jar: str, folder: Path) -> list[dict[str, str]]:
    command = [
        "java",
        "-Xss8m",
        "-jar",
        jar,
        "--html",
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[dict[str, str]] = json.loads(done.stdout)["messages"]
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"))

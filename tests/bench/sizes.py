"""What the first visit to a page costs: the page and everything it names, compressed as a browser asks for it."""

import gzip
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from tests.bench import load

NAMED = re.compile(rb"""(?:src|href)=["'](/static/[^"'#]+)""")
IN_SHEET = re.compile(rb"""url\(["']?([^"')#]+)""")
ASKS = {"Accept_Encoding": "gzip"}


@dataclass
class Visit:
    page: int
    script: int
    whole: int
    raw: int


def visit(port: int, path: str, cookies: str) -> Visit:
    line = load.Line(port)
    answer = line.ask(load.get(path, cookies, **ASKS))
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")
    page = gzip.decompress(answer.body) if answer.head.get("content-encoding") == "gzip" else answer.body
    seen: dict[str, int] = {}
    for name in sorted(set(NAMED.findall(page))):
        fetch(line, name.decode(), page, seen)
    line.close()
    script = sum(size for name, size in seen.items() if name.endswith(".js"))
    return Visit(len(answer.body), script, len(answer.body) + sum(seen.values()), len(page))


def fetch(line: load.Line, name: str, page: bytes, seen: dict[str, int]) -> None:
    """A file, and what a sheet of style names. Of its fonts only those that the page preloads: the others are for signs
    that Swedish and English lack.
    """
    answer = line.ask(load.get(name, **ASKS))
    if answer.status != 200:
        raise SystemExit(f"{name} answered {answer.status}")
    seen[name] = len(answer.body)
    if not name.endswith(".css"):
        return
    sheet = gzip.decompress(answer.body) if answer.head.get("content-encoding") == "gzip" else answer.body
    for inner in IN_SHEET.findall(sheet):
        path = urljoin(name, inner.decode())
        if path.startswith("/static/") and path not in seen and not is_other_font(path, page):
            seen[path] = len(line.ask(load.get(path, **ASKS)).body)


def is_other_font(path: str, page: bytes) -> bool:
    return ".woff2" in path and path.encode() not in page

"""Asking as one seat, and looking in the answer for what that seat may not know."""

import json
import re
from collections import Counter
from functools import cache
from html import unescape
from io import BytesIO
from itertools import combinations
from typing import Final, NamedTuple
from zipfile import ZipFile

from django.test import Client
from pypdf import PdfReader

from tests.matrix.addresses import Address
from tests.matrix.seats import OF_THE_NATION, RULES, Canary, Seat
from tests.matrix.world import PREFIX, World

WORD: Final = re.compile(PREFIX + r"\d{3}[xy]q")
# A whole number as it is written: with spaces, hard or narrow, or points between thousands.
NUMBER: Final = re.compile(r"(?<![\w.,-])\d{1,3}(?:[\s\u00a0\u202f.]\d{3})+(?![\w-])|(?<![\w.,-])\d{4,8}(?![\w-])")
# Digits that are no figures, and now and then spell one: what is drawn by lot for each page, a moment to the
# thousandth of a second (16.022), a checksum in groups of four, the key of a row.
NO_FIGURE: Final = re.compile(
    r"""nonce[-=]"?[\w+/=-]+|\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*|(?<!\w)[0-9a-f]{4}(?:\s[0-9a-f]{4}){3,}(?!\w)"""
    r"""|/\d+(?=/)|"id":\d+"""
)
REPORT_ROUTES: Final = frozenset(
    {
        *("report", "report_pdf", "report_json", "report_docx", "report_txt", "report_brief", "report_brief_pdf"),
        *("report_since", "rollup", "rollup_json", "api-report-list", "api-report-detail", "api-report-pdf"),
        *("api-report-brief", "api-report-docx", "api-report-radio"),
    }
)
KINDS: Final = (
    *("text/html", "application/json", "application/problem+json", "application/pdf", "text/plain", "text/csv"),
    "application/vnd.openxmlformats-officedocument",
    *("application/atom+xml", "application/xml"),
    "text/calendar",
)
SCHEMA: Final = ("application/vnd.oai.openapi", "text/javascript", "application/manifest+json")


class Leak(NamedTuple):
    seat: str
    route: str
    path: str
    what: str


class Unsure(AssertionError):
    """An answer of a kind in which the matrix cannot look."""


def text_of(response) -> str:
    """All that an answer tells: where it sends to, its headers, its body as text."""
    kind = response.get("Content-Type", "").split(";")[0]
    if response.streaming or (response.content and not kind.startswith((*KINDS, *SCHEMA))):
        raise Unsure(f"an answer of an unknown kind: {kind}, {response.request['PATH_INFO']}")
    # How long an answer is says nothing, and now and then it is a sum of figures.
    head = " ".join(f"{name}: {value}" for name, value in response.items() if name.lower() != "content-length")
    return NO_FIGURE.sub("-", f"{head}\n{body_of(kind, response.content)}")


def body_of(kind: str, content: bytes) -> str:
    if kind == "application/pdf":
        return read_pdf(content)
    if "openxmlformats" in kind:
        return read_office(content)
    text = content.decode()
    return text if "html" in kind else text.replace("\\u00a0", " ")


@cache
def read_office(content: bytes) -> str:
    """The words of a document or a sheet: of its headers, its properties, and everything else that it holds as XML."""
    with ZipFile(BytesIO(content)) as parts:
        xml = [parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))]
    said = [unescape(re.sub(r"<[^>]+>", " ", part)) for part in xml]
    # Names in addresses and properties too; but no numbers of the file's own making.
    return "\n".join([*said, *(word for part in xml for word in WORD.findall(part))])


@cache
def read_pdf(content: bytes) -> str:
    """The text of a file, and the same with words that were broken at a line's end put together."""
    said = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages)
    return said + "\n" + re.sub(r"[\u00ad-]?\n", "", said)


class Asker:
    """One seat with its client. Counts what it asks, and keeps what it should not have been told."""

    def __init__(self, world: World, seat: Seat, *, more_known: frozenset[str]) -> None:
        self.world, self.seat = world, seat
        self.client = Client(raise_request_exception=False)
        self.statuses: Counter[int] = Counter()
        self.leaks: list[Leak] = []
        self.broken: list[str] = []
        self.seen: set[str] = set()
        # How each address answered.
        self.answers: dict[tuple[str, str], int] = {}
        self.known = {w for w, canary in world.canaries.items() if self._may_know(canary, more_known)}
        self.printed = self.known | {
            w for w, c in world.canaries.items() if c.printed and (seat.role in OF_THE_NATION or w in self.known)
        }
        self.sums = {True: forbidden_sums(world, self.printed), False: forbidden_sums(world, self.known)}
        if seat.person is not None:
            self.client.force_login(seat.person)

    def _may_know(self, canary: Canary, more_known: frozenset[str]) -> bool:
        if canary.rule == "drafts" and canary.rule in more_known:
            # The wall lets the owner's readers and those who ask at a draft: spoken answers are written down there.
            return RULES["own"](self.seat, canary) or RULES["writers"](self.seat, canary)
        return RULES[canary.rule](self.seat, canary)

    def get(self, address: Address) -> None:
        response = self.client.get(address.path)
        self.answers[str(self.seat), address.path] = response.status_code
        self.look(address, response)
        following = _next_page(response) if address.is_api else None
        if following:
            self.look(address, self.client.get(following))

    def post(self, address: Address) -> int:
        body = {"content_type": "application/json"} if address.is_api else {}
        response = self.client.post(address.path, {}, **body, headers={"idempotency-key": "matrix"})
        self.look(address, response)
        return response.status_code

    def look(self, address: Address, response) -> None:
        self.statuses[response.status_code] += 1
        if response.status_code >= 500:
            self.broken.append(f"{self.seat} {address.path} {response.status_code}")
        text = text_of(response)
        in_report = address.name in REPORT_ROUTES
        known = self.printed if in_report else self.known
        words = set(WORD.findall(text))
        self.seen |= words
        told = [self._say(self.world.canaries[word]) for word in words - known]
        told += [f"a figure: {sums}" for sums in self._figures(text, in_report)]
        self.leaks += [Leak(str(self.seat), address.name, address.path, what) for what in told]

    def _figures(self, text: str, in_report: bool) -> set[int]:
        forbidden = self.sums[in_report]
        return {int(re.sub(r"\D", "", found)) for found in NUMBER.findall(text)} & forbidden

    def _say(self, canary: Canary) -> str:
        return f"{canary.word} ({canary.state}; {canary.owner.short}; for {canary.rule})"


def _next_page(response) -> str | None:
    if response.status_code != 200 or not response.get("Content-Type", "").startswith("application/json"):
        return None
    found = json.loads(response.content)
    return found.get("next") if isinstance(found, dict) else None


def forbidden_sums(world: World, known: set[str]) -> set[int]:
    """Every sum in which a figure is that the seat may not know: a total tells what was added to it."""
    sides = {canary.of.home for canary in world.numbers.values()}
    return {found for home in sides for found in _sums(world, home, frozenset(known))}


def _sums(world: World, home: bool, known: frozenset[str]) -> set[int]:
    figures = {f: c.word in known for f, c in world.numbers.items() if c.of.home == home}
    return {
        sum(chosen)
        for size in range(1, len(figures) + 1)
        for chosen in combinations(figures, size)
        if not all(figures[figure] for figure in chosen)
    }

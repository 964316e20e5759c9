"""What is asked of the two servers, and the rows that come of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import repeat
from typing import Any
from urllib.parse import quote

import psycopg

from tests.bench import answers, load, made_up, sizes, statements, table
from tests.bench.stage import Stage
from tests.bench.table import Row

ROUNDS = 3
SECONDS = 1.5
WARM_SECONDS = 0.7
SIZES = [made_up.ACTORS * rounds for rounds in made_up.ROUNDS]
FORM = made_up.FUNCTIONS
# A page of the feed far down, found by its key.
DEEP, ON_PAGE = 1000, 50
LAST_BEFORE = """
SELECT submitted_at, id FROM situations_input WHERE incident_id = %s AND state <> 'draft'
ORDER BY submitted_at DESC, id DESC OFFSET %s LIMIT 1
"""
STATEMENT_GOALS = {"feed": 8, "board": 8, "desk": 10, "submit": 16, "drafted": 16}
STATEMENT_WORDS = {
    "feed": "feed: statements at 500, 5,000, 50,000, 100,000",
    "board": "board: statements at 500, 5,000, 50,000, 100,000",
    "desk": "steward's desk: statements at 500, 5,000, 50,000, 100,000",
    "submit": "submit, nothing saved before: statements at 20 and 1 functions",
    "drafted": "submit of a saved draft: statements at 20 and 1 functions",
}


@dataclass
class Pages:
    """Where both sides' pages lie, and who asks for them."""

    stage: Stage
    portal: int
    bare: int
    ours: dict[str, Any]
    theirs: dict[str, Any]

    def feed(self, size: int) -> str:
        return f"/h/{self.ours['sizes'][str(size)]['number']}/svar/"

    def board(self, size: int) -> str:
        return f"/h/{self.ours['sizes'][str(size)]['number']}/lagesbild/"

    def desk(self, size: int) -> str:
        return f"/h/{self.ours['sizes'][str(size)]['number']}/bedoma/"

    def deep(self, size: int) -> str:
        """Page 1,000 of the feed: the key that page 999 names as older."""
        incident = self.ours["sizes"][str(size)]["pk"]
        with psycopg.connect(self.stage.portal_url) as connection:
            found = connection.execute(LAST_BEFORE, [incident, DEEP * ON_PAGE - ON_PAGE - 1]).fetchone()
        if found is None:
            raise SystemExit(f"there is no page {DEEP} among {size} answers")
        at, pk = found
        return f"{self.feed(size)}?fore={quote(f'{at.astimezone(UTC).isoformat()}_{pk}')}"

    def incident(self, size: int) -> str:
        return f"/h/{self.ours['sizes'][str(size)]['number']}/"

    def ask(self, path: str, **headers: str) -> load.Answer:
        line = load.Line(self.portal)
        answer = line.ask(load.get(path, self.ours["cookie"], **headers))
        line.close()
        return answer

    def signed_in(self, path: str, **headers: str) -> Iterator[bytes]:
        return repeat(load.get(path, self.ours["cookie"], **headers))

    def beside(self, path: str) -> Iterator[bytes]:
        return repeat(load.get(path, self.theirs["cookie"]))


def counts(pages: Pages) -> dict[str, int]:
    """Statements of each page, in warm processes."""
    found = {}
    for size in (*SIZES, made_up.ACTORS * made_up.MOST_ROUNDS):
        for name, path in (("feed", pages.feed(size)), ("board", pages.board(size)), ("desk", pages.desk(size))):
            load.run(pages.portal, pages.signed_in(path), WARM_SECONDS)
            # A thread that meets a page for the first time prepares what it asks: that is counted where it is seldom.
            asked = load.get(path, pages.ours["cookie"])
            found[f"{name} {size}"] = min(counted(pages, asked, 200) for _time in range(3))
    found["report"] = counted(pages, load.get(pages.ours["report"], pages.ours["cookie"]), 200)
    for functions in (made_up.FUNCTIONS, 1):
        facts = pages.ours["submit"][str(functions)]
        news = answers.portal(facts, functions)
        for _ in range(8):
            counted(pages, next(news), 302)
        found[f"submit {functions}"] = counted(pages, next(news), 302)
        found[f"drafted {functions}"] = counted(pages, answers.with_draft(facts, functions), 302)
    return found


def counted(pages: Pages, request: bytes, status: int) -> int:
    line = load.Line(pages.portal)
    with statements.counted(pages.stage.portal_url) as count:
        answer = line.ask(request)
        line.close()
        found = count()
    if answer.status != status:
        raise SystemExit(f"{request[:80]!r} answered {answer.status}: {answer.body[:2000]!r}")
    if status == 302 and "kvitto" not in answer.head["location"]:
        raise SystemExit(f"The answer was not taken: it led to {answer.head['location']}")
    return found.application


def in_turn(pages: Pages, report_statements: int) -> dict[str, list[load.Round]]:
    """A B A B: nothing is compared that was not measured within the same minute."""
    sides = {**portal_sides(pages), **bare_sides(pages, report_statements)}
    order = [
        "feed 500",
        "list",
        "feed 50000",
        "deep",
        "feed 5000",
        "board 500",
        "matrix",
        "board 50000",
        "board 5000",
        "desk 500",
        "desk 50000",
        "desk 5000",
        "submit",
        "bare submit",
        "report",
        "page",
        "304",
    ]
    for name in order:
        load.run(sides[name][0], sides[name][1], WARM_SECONDS)
    rounds: dict[str, list[load.Round]] = {name: [] for name in order}
    for _round in range(ROUNDS):
        for name in order:
            port, requests, status = sides[name]
            done = load.run(port, requests, SECONDS)
            if done.statuses != {status}:
                raise SystemExit(f"{name} answered {sorted(done.statuses)}, not {status}")
            rounds[name].append(done)
    return rounds


Side = tuple[int, Iterator[bytes], int]


def portal_sides(pages: Pages) -> dict[str, Side]:
    sides: dict[str, Side] = {}
    for size in SIZES:
        sides[f"feed {size}"] = (pages.portal, pages.signed_in(pages.feed(size)), 200)
        sides[f"board {size}"] = (pages.portal, pages.signed_in(pages.board(size)), 200)
        sides[f"desk {size}"] = (pages.portal, pages.signed_in(pages.desk(size)), 200)
    sides["deep"] = (pages.portal, pages.signed_in(pages.deep(SIZES[-1])), 200)
    news = answers.portal(pages.ours["submit"][str(FORM)], FORM)
    # The first ones were used when statements were counted.
    for _ in range(10):
        next(news)
    sides["submit"] = (pages.portal, news, 302)
    sides["report"] = (pages.portal, pages.signed_in(pages.ours["report"]), 200)
    etag = pages.ask(pages.ours["report"]).head["etag"]
    sides["304"] = (pages.portal, pages.signed_in(pages.ours["report"], If_None_Match=etag), 304)
    return sides


def bare_sides(pages: Pages, report_statements: int) -> dict[str, Side]:
    number = pages.theirs["sizes"][str(made_up.ACTORS)]["number"]
    return {
        "list": (pages.bare, pages.beside(f"/{number}/list/"), 200),
        "matrix": (pages.bare, pages.beside(f"/{number}/matrix/"), 200),
        "bare submit": (pages.bare, answers.bare(pages.theirs), 302),
        "page": (pages.bare, pages.beside(f"/statements/{report_statements}/"), 200),
    }


def rates(rounds: dict[str, list[load.Round]]) -> list[Row]:
    rate = {name: load.median([one.rate for one in done]) for name, done in rounds.items()}
    middle = {name: load.median([one.percentile(0.5) for one in done]) for name, done in rounds.items()}
    tail = {name: load.median([one.percentile(0.95) for one in done]) for name, done in rounds.items()}
    rows = []
    for page in ("feed", "board"):
        for size in SIZES:
            name = f"{page} {size}"
            row = table.share(f"{page} at {size:,} answers, beside a list of 50", rate[name], rate["list"], 0.6)
            row.ours += f", p95 {tail[name]:.0f} ms"
            row.bare += f", p95 {tail['list']:.0f} ms"
            rows.append(row)
        rows.append(
            table.times(
                f"{page}: median at 50,000 beside 500",
                middle[f"{page} 50000"],
                middle[f"{page} 500"],
                1.15,
                beside=f"(at 500: {middle[f'{page} 500']:.1f} ms)",
            )
        )
    rows.append(deep_row(middle))
    rows.append(desk_row(middle))
    told = table.share("board at 500, beside a bare matrix of the same cells", rate["board 500"], rate["matrix"], 0.6)
    told.goal, told.met = "", None
    return [
        *rows,
        told,
        table.share("submit an answer with 20 functions", rate["submit"], rate["bare submit"], 0.5),
        table.share("published report, beside a page of as many statements", rate["report"], rate["page"], 0.6),
        table.share("304 of a published report, beside the same", rate["304"], rate["page"], 1.0),
    ]


def deep_row(middle: dict[str, float]) -> Row:
    first = middle["feed 50000"]
    return table.times(
        f"feed: median of page {DEEP:,} beside page 1, at 50,000",
        middle["deep"],
        first,
        1.3,
        beside=f"(page 1: {first:.1f} ms)",
    )


def desk_row(middle: dict[str, float]) -> Row:
    small = middle["desk 500"]
    row = table.times(
        "steward's desk: median at 50,000 beside 500",
        middle["desk 50000"],
        small,
        1.15,
        beside=f"(at 500: {small:.1f} ms)",
    )
    row.ours += f", at 5,000 {middle['desk 5000']:.1f} ms"
    return row


def page_sizes(pages: Pages) -> list[Row]:
    rows = []
    raw = [len(pages.ask(pages.incident(size)).body) / 1024 for size in SIZES]
    said = ", ".join(f"{size:.0f}" for size in raw)
    rows.append(Row("incident page at 500, 5,000, 50,000, KB", said, goal="<= 60", met=max(raw) <= 60))
    cookie = pages.ours["cookie"]
    first = {
        "sign-in page": ("/konto/login/", ""),
        "public page": ("/regional-niva/", ""),
        "board": (pages.board(SIZES[0]), cookie),
        "feed": (pages.feed(SIZES[0]), cookie),
        "published report": (pages.ours["report"], cookie),
    }
    for name, (path, who) in first.items():
        seen = sizes.visit(pages.portal, path, who)
        whole, script = seen.whole / 1024, seen.script / 1024
        rows.append(
            Row(
                f"first visit, {name}: all and script, KB compressed",
                f"{whole:.0f}, {script:.0f}",
                goal="<= 100, 60",
                met=whole <= 100 and script <= 60,
            )
        )
    return rows

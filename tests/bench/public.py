"""The page for everybody, as a visitor's browser asks for it, beside a bare page of the same size."""

from itertools import repeat

from tests.bench import load, made_up, statements, table
from tests.bench.measures import ROUNDS, SECONDS, WARM_SECONDS, Pages
from tests.bench.table import Row

PATH = "/regional-niva/"
# What is asked for with a question in its address is drawn anew each time.
ANEW = f"{PATH}?anew=1"
AGAIN = "304 of the public page, beside the same"


def measure(pages: Pages) -> list[Row]:
    line = load.Line(pages.portal)
    seen = line.ask(load.get(PATH, made_up.COOKIE))
    line.close()
    if seen.status != 200:
        raise SystemExit(f"{PATH} answered {seen.status}")
    bare = f"/public/{fill(pages, len(seen.body))}/"
    sides = {
        "ours": (pages.portal, load.get(PATH, made_up.COOKIE), 200),
        "bare": (pages.bare, load.get(bare, made_up.COOKIE), 200),
        "again": (pages.portal, load.get(PATH, made_up.COOKIE, If_None_Match=seen.head["etag"]), 304),
        "anew": (pages.portal, load.get(ANEW, made_up.COOKIE), 200),
    }
    rates = in_turn(sides)
    size = f" ({len(seen.body) / 1024:.0f} KB)"
    anew = table.share("the same, drawn anew each time", rates["anew"], rates["bare"], 0.6)
    anew.goal, anew.met = "", None
    return [
        table.share(
            f"public page of 21 counties{size}, beside a bare page as large", rates["ours"], rates["bare"], 0.6
        ),
        anew,
        table.share(AGAIN, rates["again"], rates["bare"], 1.0),
        asked(pages),
    ]


def fill(pages: Pages, size: int) -> int:
    """How much running text makes the bare page as large as ours, in signs: Swedish ones are two bytes each."""
    line = load.Line(pages.bare)
    empty = len(line.ask(load.get("/public/0/", made_up.COOKIE)).body)
    line.close()
    text = made_up.SENTENCE
    return int((size - empty) * len(text) / len(text.encode()))


def in_turn(sides: dict[str, tuple[int, bytes, int]]) -> dict[str, float]:
    for port, request, _status in sides.values():
        load.run(port, repeat(request), WARM_SECONDS)
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _round in range(ROUNDS):
        for name, (port, request, status) in sides.items():
            done = load.run(port, repeat(request), SECONDS)
            if done.statuses != {status}:
                raise SystemExit(f"{name} answered {sorted(done.statuses)}, not {status}")
            found[name].append(done.rate)
    return {name: load.median(rates) for name, rates in found.items()}


def asked(pages: Pages) -> Row:
    line = load.Line(pages.portal)
    with statements.counted(pages.stage.portal_url) as count:
        line.ask(load.get(PATH, made_up.COOKIE))
        line.close()
        found = count().application
    return Row("public page: statements, drawn before", str(found), goal="<= 1", met=found <= 1)

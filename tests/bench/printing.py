"""From queued to a tagged PDF that can be downloaded, beside what WeasyPrint alone needs for as many pages."""

from pathlib import Path
from typing import Any

import psycopg

from tests.bench import load, table
from tests.bench.compiles import Warm
from tests.bench.stage import Stage
from tests.bench.table import Row

WHAT = "report of 40 actors, from queued to tagged PDF, beside WeasyPrint"
GOAL = 3.0
PAGE = "SELECT data FROM situations_rendering WHERE report_id = %s AND kind = 'html' AND language = 'sv'"


def compare(stage: Stage, ours: dict[str, Any]) -> list[Row]:
    reports = ours["paper"]
    portal = Warm(stage.talk("tests.bench.portal_print", "coordination.settings"))
    weasy = Warm(stage.talk("tests.bench.weasy", "coordination.settings", str(stored_page(stage, reports[0]))))
    try:
        missing = weasy.told().get("missing")
        mine, other = [], []
        for report in reports:
            mine.append(portal.ask(report))
            if missing is None:
                other.append(weasy.ask(report))
        return [row(mine[1:], other[1:], missing)]
    finally:
        portal.stop()
        weasy.stop()


def stored_page(stage: Stage, report: int) -> Path:
    """The same report as a web page, with the words and tables of the paper."""
    with psycopg.connect(stage.portal_url) as connection:
        found = connection.execute(PAGE, [report]).fetchone()
    if found is None:
        raise SystemExit("the report has no page")
    page = stage.folder / "report.html"
    page.write_bytes(bytes(found[0]))
    return page


def row(mine: list[dict[str, Any]], other: list[dict[str, Any]], missing: str | None) -> Row:
    """WeasyPrint's time is counted up or down to as many pages as ours."""
    pages = mine[0]["pages"]
    seconds = load.median([one["seconds"] for one in mine])
    if missing is not None:
        return Row(WHAT, f"{1000 * seconds:.0f} ms, {pages} pages", f"not measured: {missing}"[:60])
    each = load.median([one["seconds"] / one["pages"] for one in other])
    made = table.times(WHAT, 1000 * seconds, 1000 * each * pages, GOAL, beside=f"{1000 * each * pages:.1f} ms")
    made.ours += f", {pages} pages"
    return made

"""The county's map of one function's grades, drawn on the server. The table beside it says the same."""

from collections.abc import Mapping
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from actors import geography
from coordination.situations.compiled.gathered import known_grade

UNKNOWN: Final = 0


def county_svg(body: dict[str, Any], function: dict[str, Any] | None, table: str) -> str:
    """SVG of the body's first county with one function's grade per municipality; empty where there is none."""
    counties = body["incident"].get("county_codes") or []
    if not counties or function is None:
        return ""
    return drawn(counties[0], grades_by_code(body, function), function["name"], table)


def drawn(county: str, grades: Mapping[str, int | None], what: str, table: str) -> SafeString:
    """SVG of one county. A municipality whose grade is None was asked and is unknown."""
    known = {code: grade or UNKNOWN for code, grade in grades.items()}
    graded = geography.graded_map(county, known)
    return render_to_string("actors/map_county.html", {"graded": graded, "what": what, "table": table})


def grades_by_code(body: dict[str, Any], function: dict[str, Any]) -> dict[str, int | None]:
    """SCB code -> grade, for every municipality that was asked; None where nothing is known."""
    grade = {cell["actor"]: known_grade(cell) for cell in function["cells"]}
    rows = [*body["answered"], *body["silent"]]
    return {row["code"]: grade.get(row["actor"]) for row in rows if row.get("code")}


def worst_function(body: dict[str, Any]) -> dict[str, Any] | None:
    """The function to draw: the worst hit, in the order of the questions when several are."""
    graded = [f for f in body["functions"] if f["worst"] is not None]
    return max(graded, key=lambda f: (f["worst"], f["distribution"].count(f["worst"])), default=None)

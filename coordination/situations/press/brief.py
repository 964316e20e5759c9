"""The executive edition: the same frozen body on one page. What is left out is counted; the whole is one step away."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.situations.report import outline, reading
from coordination.situations.report.reading import GRADE_WORDS, NBSP, Body
from coordination.situations.report.sentences import sentences

# What fits on one page of A4 with all of it there, in letters and rows.
LETTERS: Final = 700
FUNCTIONS: Final = 8
CHANGES: Final = 5
NEEDS: Final = 5
SILENT: Final = 12


def brief(body: Body) -> dict[str, Any]:
    """Everything that is printed of the short edition, in the language of the moment."""
    known = [source["n"] for source in body["sources"]]
    said, left = _within(sentences(body["words"].get("summary", "")), LETTERS)
    changes = [outline.change_row(body, change) for change in body["changes"]]
    needs = [outline.need_row(body, need) for need in body["needs"]]
    functions = sorted(body["functions"], key=lambda f: (-(f["worst"] or 0), -_severe(f)))
    return {
        "title": _title(body),
        "heading": heading(body),
        "meta": [row for row in outline.meta(body) if row["label"] != _("Ersätter")],
        "summary": [pieces for text in said for pieces in reading.paragraphs(text, known)],
        "summary_more": _more_sentences(left),
        "answered": reading.answered_sentence(body),
        "notes": [text for text in (reading.age_sentence(body), reading.withheld_sentence(body)) if text],
        "functions": [_function(body, function) for function in functions[:FUNCTIONS]],
        "functions_more": _more(len(functions) - FUNCTIONS),
        "has_former": body.get("compared_to") is not None,
        "moved": moved_sentence(body),
        "changes": changes[:CHANGES],
        "changes_more": _more(len(changes) - CHANGES),
        "needs": needs[:NEEDS],
        "needs_more": _more(len(needs) - NEEDS),
        "silent": _silent(body),
        "next": reading.spoken_time(body["report"].get("next_at")) or _("inte angiven"),
        "full": outline.report_address(body, body["report"]["number"]),
        "pdf": outline.report_address(body, body["report"]["number"], "/kort.pdf"),
    }


def heading(body: Body) -> str:
    return _("Lägesrapport nr %(number)s på en sida") % {"number": body["report"]["number"]}


def _title(body: Body) -> str:
    return _("%(report)s, på en sida") % {"report": reading.title(body)}


def _within(said: list[str], letters: int) -> tuple[list[str], int]:
    """The first sentences that fit, as one paragraph, and how many did not."""
    fits: list[str] = []
    for sentence in said:
        if fits and len(" ".join([*fits, sentence])) > letters:
            break
        fits.append(sentence)
    return [" ".join(fits)] if fits else [], len(said) - len(fits)


def _more_sentences(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)s mening till i hela rapporten.", "%(count)s meningar till i hela rapporten.", count) % {
        "count": count
    }


def _silent(body: Body) -> str:
    names = [actor["short"] for actor in body["silent"]]
    shown, left = ", ".join(names[:SILENT]), len(names) - SILENT
    return _("%(names)s och %(count)s till") % {"names": shown, "count": left} if left > 0 else shown


def _more(count: int) -> str:
    return _("%(count)s till i hela rapporten.") % {"count": count} if count > 0 else ""


def moved_sentence(body: Body) -> str:
    """Sedan nr 2: 9 värre, 2 bättre."""
    if body.get("compared_to") is None:
        return ""
    ways = [reading.direction_of(change) for change in body["changes"]]
    better = ways.count("better")
    words = {"number": body["compared_to"], "worse": len(ways) - better, "better": better}
    return _("Sedan nr %(number)s: %(worse)s värre, %(better)s bättre.") % words


def _severe(function: dict[str, Any]) -> int:
    return sum(1 for grade in function["distribution"] if grade and grade >= outline.SEVERE)


def _function(body: Body, function: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": function["name"],
        "worst": function["worst"],
        "spread": spread(function["distribution"]),
        "since": reading.since_words(body, function),
    }


def spread(distribution: list[int | None]) -> str:
    """kritisk 2, allvarlig 3, okänt 1: how many municipalities stand where, in words and figures."""
    grades = sorted(set(distribution), key=lambda grade: -(grade or 0))
    return ", ".join(f"{str(GRADE_WORDS[grade]).lower()}{NBSP}{distribution.count(grade)}" for grade in grades)

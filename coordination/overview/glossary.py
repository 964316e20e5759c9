"""The field's words: one list as data, a page of it, and the look-up that pages link their first use with."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language

from actors.sorting import swedish_key

DATA = Path(__file__).parent / "data" / "glossary.json"
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Term:
    """One word with its other names, its English, and what it means in one line of each language."""

    sv: str
    en: str
    meaning_sv: str
    meaning_en: str
    also: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        return slugify(self.sv)

    @property
    def url(self) -> str:
        return f"{reverse('glossary')}#{self.slug}"

    @property
    def word(self) -> str:
        return self.en if in_english() else self.sv

    @property
    def other_word(self) -> str:
        return self.sv if in_english() else self.en

    @property
    def meaning(self) -> str:
        return self.meaning_en if in_english() else self.meaning_sv

    def is_about(self, wanted: str) -> bool:
        told = (self.sv, self.en, self.meaning_sv, self.meaning_en, *self.also)
        return all(any(part in text.casefold() for text in told) for part in wanted.casefold().split())


def in_english() -> bool:
    return get_language() == "en"


@cache
def terms() -> tuple[Term, ...]:
    """All terms as the file has them. It is part of the program, so it is read once."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["terms"]
    return tuple(Term(**row | {"also": tuple(row.get("also", ()))}) for row in rows)


@cache
def by_name() -> dict[str, Term]:
    return {name.casefold(): term for term in terms() for name in (term.sv, *term.also)}


def find(name: str) -> Term:
    """The term by its Swedish word or another name of it. A KeyError for a word that the list lacks."""
    return by_name()[name.casefold()]


def order(term: Term) -> str:
    """Swedish order, å ä ö last, in both languages."""
    return swedish_key(term.word)


def initial(term: Term) -> str:
    return term.word[0].upper()


def page(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    found = sorted((term for term in terms() if term.is_about(wanted)), key=order)
    context = {
        "wanted": wanted,
        "found": len(found),
        "all": len(terms()),
        "letters": [(letter, list(group)) for letter, group in groupby(found, key=initial)],
        "other_language": "sv" if in_english() else "en",
    }
    return render(request, "overview/glossary.html", context)

"""No page is forgotten: every named address of the portal is looked at, or says why not."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from tests.browser.addresses import NO_PAGE, PLACES, POSTS, STORM, TIB, WALKED
from tests.browser.conftest import House

Kinds = dict[str, Any]
LOOKED_AT = {place.route for place in PLACES} | WALKED
NUMBERS = {
    "slug": "svar",
    "number": STORM.removeprefix("/h/"),
    "k": 1,
    "n": 1,
    "pk": 1,
    "actor": 1,
    "key": "lst-21",
    "secret": "a-b",
    "at": 0,
    "letter": "X",
    "version": 1,
    "do": "starta",
}


def routes(under: URLResolver, above: Kinds | None = None) -> Iterator[tuple[URLPattern, Kinds]]:
    """Each with what its address holds, its parents' parts too."""
    for part in under.url_patterns:
        kinds = {**(above or {}), **part.pattern.converters}
        if isinstance(part, URLResolver):
            yield from routes(part, kinds)
        elif part.name and not part.name.startswith("api-"):
            # Those are the API's own, made by its router: no pages, and tests/api holds them.
            yield part, kinds


def test_every_address_is_looked_at_or_says_why_not():
    named = {route.name for route, _kinds in routes(get_resolver())}
    assert named - LOOKED_AT - NO_PAGE.keys() - POSTS == set()
    # The sheet of components stands in demonstration mode only.
    assert (LOOKED_AT | NO_PAGE.keys() | POSTS) - named <= {"style_sheet"}


def test_addresses_for_forms_are_no_pages(house: House):
    page = house.person(TIB)
    for route, kinds in routes(get_resolver()):
        if route.name in POSTS:
            # An incident's number is written with its year, a process's and an analysis's is a figure.
            path = reverse(
                route.name,
                kwargs={key: 1 if isinstance(kind, IntConverter) else NUMBERS[key] for key, kind in kinds.items()},
            )
            assert page.request.get(path, max_redirects=0).status in {302, 405}, path

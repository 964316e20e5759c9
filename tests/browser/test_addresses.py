"""No page is forgotten: every named address of the portal is looked at, or says why not."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.browser.addresses import NO_PAGE, PLACES, POSTS, STORM, TIB, WALKED
from tests.browser.conftest import House

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
}


def routes(under: URLResolver) -> Iterator[URLPattern]:
    for part in under.url_patterns:
        if isinstance(part, URLResolver):
            yield from routes(part)
        elif part.name and not part.name.startswith("api-"):
            # Those are the API's own, made by its router: no pages, and tests/api holds them.
            yield part


def test_every_address_is_looked_at_or_says_why_not():
    named = {route.name for route in routes(get_resolver())}
    assert named - LOOKED_AT - NO_PAGE.keys() - POSTS == set()
    # The sheet of components stands in demonstration mode only.
    assert (LOOKED_AT | NO_PAGE.keys() | POSTS) - named <= {"style_sheet"}


def test_addresses_for_forms_are_no_pages(house: House):
    page = house.person(TIB)
    for route in routes(get_resolver()):
        if route.name in POSTS:
            path = reverse(route.name, kwargs={key: NUMBERS[key] for key in route.pattern.converters})
            assert page.request.get(path, max_redirects=0).status in {302, 405}, path

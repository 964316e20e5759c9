"""Every page in light and dark, on a desk's screen and a telephone's: axe, sideways scroll, console, outline."""

import pytest

from tests.browser.addresses import PLACES, THEN, Place
from tests.browser.conftest import House
from tests.browser.seen import look_at, look_over, picture


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.route}-{place.who or 'anybody'}")
def test_a_page_is_as_it_should_be(house: House, place: Place) -> None:
    page = house.looker(place.who)
    path = place.path
    for link in place.link.split(THEN) if place.link else ():
        page.goto(path)
        path = page.locator(link).first.get_attribute("href") or ""
    wrong = look_over(
        page,
        path,
        status=place.status,
        exercise=place.in_exercise,
        public=place.is_public,
        one_form=place.is_one_form,
    )
    assert wrong == [], picture(page, house.pictures, f"{place.route}-{place.who}")


def test_the_open_menu_is_as_it_should_be(house: House) -> None:
    page = house.person("tib.gavleborg")
    page.goto("/")
    page.locator("details[data-menu] summary").click()
    assert look_at(page) == []

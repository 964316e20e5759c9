"""Light or dark is a cookie that the server reads, so that a page never flashes."""

import pytest
from django.test import RequestFactory

from coordination.appearance import set_theme, theme_of


def post(**data):
    return set_theme(RequestFactory().post("/utseende/", data))


def test_a_choice_is_kept_and_leads_back():
    response = post(theme="dark", next="/h/2025-041/")
    assert response.cookies["theme"].value == "dark"
    assert response["Location"] == "/h/2025-041/"


def test_as_the_system_forgets_the_choice():
    assert post(theme="").cookies["theme"]["max-age"] == 0


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_nobody_is_led_elsewhere(wanted):
    assert post(theme="light", next=wanted)["Location"] == "/"


def test_an_unknown_cookie_is_no_choice():
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = '"><script>'
    assert theme_of(request) == ""


def test_reading_changes_nothing():
    assert set_theme(RequestFactory().get("/utseende/")).status_code == 405

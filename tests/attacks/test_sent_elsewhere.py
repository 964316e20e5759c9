"""A link to the portal's real name that ends on the attacker's site, after a sign-in that looks right."""

from urllib.parse import urlsplit

import pytest

from actors.models import Person

pytestmark = pytest.mark.django_db

TRAPS = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "/\t/evil.example",
    "\t//evil.example",
    " https://evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/%2f/evil.example/..//evil.example",
    "https://evil.example\\@testserver/",
)
NAMES = ("next", "redirect_to", "url", "return", "return_to", "continue", "goto", "redirect_uri", "process")
PASSWORD = "en lång mening som ingen gissar 71"


@pytest.fixture
def person(house, settings):
    # Each try signs in: a slow hash would test the processor.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    house.maria.set_password(PASSWORD)
    house.maria.save()
    return Person.objects.get(pk=house.maria.pk)


def stays(answer) -> bool:
    """As browsers read it: they take a backslash for a slash and leave tabs and line breaks out."""
    if not answer.has_header("Location"):
        return True
    to = "".join(sign for sign in answer["Location"].strip() if sign not in "\t\r\n").replace("\\", "/")
    parts = urlsplit(to)
    return parts.scheme in {"", "http", "https"} and parts.netloc in {"", "testserver"} and not to.startswith("///")


def doors(trap):
    yield "/konto/login/", {"login": "maria", "password": PASSWORD}
    yield "/konto/logout/", {}
    yield "/konto/reauthenticate/", {"password": PASSWORD}
    yield "/konto/password/change/", {"oldpassword": "x", "password1": "y"}
    yield "/konto/password/reset/", {"email": "a@example.se"}
    yield "/sprak/setlang/", {"language": "en"}
    yield "/utseende/", {"theme": "dark"}


@pytest.mark.parametrize("trap", TRAPS)
def test_no_door_leads_out_of_the_house(person, client, trap):
    for path, form in doors(trap):
        for signed_in in (False, True):
            client.logout()
            if signed_in:
                client.force_login(person)
            traps = dict.fromkeys(NAMES, trap)
            in_form = client.post(path, {**form, **traps})
            client.logout()
            if signed_in:
                client.force_login(person)
            in_address = client.post(f"{path}?next={trap}", form)
            assert stays(in_form), (path, in_form["Location"])
            assert stays(in_address), (path, in_address["Location"])
            assert stays(client.get(path, traps))


@pytest.mark.parametrize("path", ["/sprak/setlang/", "/utseende/"])
def test_where_one_came_from_is_not_believed(client, path):
    for trap in TRAPS[:4]:
        assert stays(client.post(path, {"language": "en", "theme": "dark"}, headers={"referer": trap}))


def test_no_page_carries_the_trap_as_a_link(client):
    for trap in TRAPS:
        page = client.get("/konto/login/", {"next": trap}).content.decode()
        assert 'href="https://evil' not in page
        assert 'href="//evil' not in page
        assert 'action="https://evil' not in page
        assert 'href="javascript' not in page

"""An administrator makes people at the command line, and shuts the door after those who leave."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from actors.models import Membership, Person

PASSWORD = "en-lang-mening-ingen-gissar"
pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    return file


def create(**options) -> str:
    out = StringIO()
    options = {"username": "tib.x", "name": "TiB X", "actor": "lst-22", "role": "duty_officer", **options}
    call_command("create_person", stdout=out, **options)
    return out.getvalue()


def test_a_new_person_signs_in_with_her_role(secret, client):
    assert "tib.x is duty_officer in lst-22" in create(password_file=secret)
    assert client.login(username="tib.x", password=PASSWORD)
    assert Person.objects.get(username="tib.x").groups.filter(name="lst-22:duty_officer").exists()


def test_somebody_who_is_there_is_given_one_more_role(secret):
    create(password_file=secret)
    create(name="", role="chair", ends=datetime.date(2099, 1, 1))
    person = Person.objects.get(username="tib.x")
    assert person.name == "TiB X"
    assert set(Membership.objects.filter(person=person).values_list("role", flat=True)) == {"duty_officer", "chair"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"actor": "lst-99"}, "no actor with the key lst-99"),
        ({"name": ""}, "tib.x is new"),
        ({"role": "reviewer"}, "no reviewer in lst-22"),
        ({"starts": datetime.date(2026, 2, 1), "ends": datetime.date(2026, 1, 1)}, "before it starts"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(secret, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        create(password_file=secret, **options)
    assert not Person.objects.filter(username="tib.x").exists()


def test_a_short_password_is_refused(tmp_path):
    (tmp_path / "short").write_text("kort", encoding="utf-8")
    with pytest.raises(CommandError, match="12"):
        create(password_file=tmp_path / "short")


def test_two_passwords_that_differ_are_refused(monkeypatch):
    typed = iter([PASSWORD, PASSWORD + "!"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    with pytest.raises(CommandError, match="differ"):
        create()


def test_a_closed_person_is_out_at_once_and_can_be_let_in_again(secret, client):
    create(password_file=secret)
    client.login(username="tib.x", password=PASSWORD)
    assert client.get("/h/").status_code == 200
    call_command("close_person", username="tib.x", stdout=StringIO())
    assert client.get("/h/").status_code == 302
    call_command("close_person", username="tib.x", open=True, stdout=StringIO())
    assert client.get("/h/").status_code == 200


def test_nobody_is_nobody():
    with pytest.raises(CommandError, match="nobody"):
        call_command("close_person", username="ingen", stdout=StringIO())

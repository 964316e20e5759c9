"""A wrong configuration is refused with what to write instead."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from coordination import checks
from coordination.environment import database, flag, queue_url, redis_url, secret

GOOD = {
    "SECRET_KEY": "x7Jq0vWn2LrT9bYc4KdM8sHf6PzGa1Ee",
    "DEMO": False,
    "DEBUG": False,
    "SITE_URL": "https://samlad.example.se",
    "HTTPS": True,
    "ALLOWED_HOSTS": ["samlad.example.se"],
    "CSRF_TRUSTED_ORIGINS": [],
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}
LOCAL = {"SITE_URL": "http://localhost:8000", "HTTPS": False, "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]}


def found(**changes) -> list[str]:
    with override_settings(**{**GOOD, **changes}):
        return [problem.id for problem in checks.check_settings()]


def test_good_settings_of_a_server_pass():
    assert found() == []


def test_good_settings_of_a_demonstration_pass():
    assert found(DEMO=True, DEBUG=True, **LOCAL) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"SECRET_KEY": ""}, "samlad.E001"),
        ({"SECRET_KEY": "short"}, "samlad.E002"),
        ({"SECRET_KEY": "a" * 60}, "samlad.E002"),
        ({"SECRET_KEY": "django-insecure-x7Jq0vWn2LrT9bYc4KdM8sHf6PzGa1Ee"}, "samlad.E002"),
        ({"DEBUG": True}, "samlad.E003"),
        ({"DEMO": True}, "samlad.E004"),
        ({"DEMO": True, **LOCAL, "ALLOWED_HOSTS": ["localhost", "samlad.example.se"]}, "samlad.E004"),
        ({"SITE_URL": "samlad.example.se", "HTTPS": False}, "samlad.E005"),
        ({"ALLOWED_HOSTS": ["*"]}, "samlad.E006"),
        ({"ALLOWED_HOSTS": ["other.example.se"]}, "samlad.E007"),
        ({"SITE_URL": "http://samlad.example.se", "HTTPS": False}, "samlad.E008"),
        ({"SECURE_PROXY_SSL_HEADER": None}, "samlad.E009"),
        ({"CSRF_TRUSTED_ORIGINS": ["http://samlad.example.se"]}, "samlad.E010"),
    ],
)
def test_wrong_settings_are_found(changes, problem):
    assert found(**changes) == [problem]


def test_start_is_refused_with_the_hint():
    with override_settings(**{**GOOD, "SECRET_KEY": ""}), pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE"):
        checks.refuse_wrong_settings()


def test_a_name_with_a_leading_dot_answers_to_what_lies_below_it():
    assert found(ALLOWED_HOSTS=[".example.se"]) == []


def test_flags_know_yes_and_no_and_nothing_else(monkeypatch):
    monkeypatch.setenv("DEMO", "ja")
    with pytest.raises(ImproperlyConfigured, match="Write DEMO=1 or DEMO=0"):
        flag("DEMO", default=False)


def test_secret_comes_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert secret("SECRET_KEY") == "from the file"
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match="which is not there"):
        secret("SECRET_KEY")


def test_database_on_a_socket_and_on_a_host(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://samlad:a%2Fb@/samlad?host=%2Ftmp%2Fx")
    there = database("DATABASE_URL")
    assert (there["HOST"], there["PASSWORD"], there["NAME"]) == ("/tmp/x", "a/b", "samlad")
    monkeypatch.setenv("DATABASE_URL", "postgresql://samlad:b@db:5432/samlad")
    assert database("DATABASE_URL")["HOST"] == "db"
    monkeypatch.setenv("DATABASE_URL", "mysql://db/samlad")
    with pytest.raises(ImproperlyConfigured, match="must begin with postgresql://"):
        database("DATABASE_URL")


def test_queue_speaks_of_a_socket_in_its_own_words(monkeypatch):
    assert queue_url("unix:///tmp/x/valkey.sock?db=3") == "redis+socket:///tmp/x/valkey.sock?virtual_host=3"
    assert queue_url("redis://redis:6379/0") == "redis://redis:6379/0"
    monkeypatch.setenv("REDIS_URL", "amqp://rabbit")
    with pytest.raises(ImproperlyConfigured, match="must begin with redis://"):
        redis_url("REDIS_URL")

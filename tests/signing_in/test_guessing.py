"""Somebody tries passwords, names and codes."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY, hashers
from django.core.cache import cache
from django.test import Client
from redis import RedisError
from redis.exceptions import ConnectionError as Away

from coordination.signing_in import guessing
from journal.models import Entry
from tests.signing_in.conftest import WORDS, give_code, give_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": None}


def guess(client, times, **more):
    return [give_password(client, f"gissning {n}", **more).status_code for n in range(times)]


def test_a_thousand_guesses_are_locked_out_and_the_right_one_among_them_too(client, maria):
    answers = guess(client, 1000)
    assert answers[: guessing.AT_ACCOUNT_FROM_ADDRESS - 1] == [200] * (guessing.AT_ACCOUNT_FROM_ADDRESS - 1)
    assert set(answers[guessing.AT_ACCOUNT_FROM_ADDRESS :]) == {429}
    assert give_password(client).status_code == 429
    assert SESSION_KEY not in client.session
    assert Entry.objects.filter(verb="person.locked_out", stream=f"person:{maria.pk}").count() == 1
    mine = Entry.objects.filter(stream=f"person:{maria.pk}")
    assert mine.filter(verb="person.sign_in_failed").count() == guessing.AT_ACCOUNT_FROM_ADDRESS


def test_the_page_of_the_locked_says_when_to_try_again(client, maria):
    guess(client, 6)
    page = give_password(client)
    assert "För många försök" in page.content.decode()
    assert page["Retry-After"] == "900"
    assert page["Cache-Control"] == "no-store"


def test_the_lock_opens_by_itself(client, maria, settings):
    guess(client, 6)
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= settings.AXES_COOLOFF_TIME
        attempt.save()
    assert give_password(client).status_code == 302


def test_another_writing_of_the_name_is_the_same_account(client, maria):
    for name in ("maria", "MARIA", " Maria ", "mArIa", "maria "):
        guess(client, 1, login=name)
    assert give_password(client).status_code == 429


def test_from_elsewhere_the_owner_still_comes_in(client, maria):
    guess(client, 10)
    assert give_password(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_an_account_guessed_at_from_everywhere_is_locked_everywhere(maria):
    for n in range(guessing.AT_ACCOUNT):
        guess(Client(REMOTE_ADDR=f"192.0.2.{n + 1}"), 1)
    assert give_password(Client(REMOTE_ADDR="198.51.100.1")).status_code == 429


def test_one_address_that_tries_every_account_is_locked(client, maria):
    for n in range(guessing.FROM_ADDRESS):
        guess(client, 1, login=f"namn{n}")
    assert give_password(client).status_code == 429
    assert give_password(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_ones_own_success_forgives_no_guesses_at_others(client, house, maria):
    guess(client, 4, login="bo")
    give_password(client)
    client.logout()
    assert guess(client, 1, login="bo") == [429]


def test_one_home_with_many_addresses_is_one_home(maria):
    for n in range(5):
        guess(Client(REMOTE_ADDR=f"2001:db8:1:2::{n + 1}"), 1)
    assert give_password(Client(REMOTE_ADDR="2001:db8:1:2::ff")).status_code == 429
    assert give_password(Client(REMOTE_ADDR="2001:db8:1:3::1")).status_code == 302


def test_without_a_proxy_nobody_is_believed_about_where_she_is(client, maria):
    for n in range(6):
        client.post("/konto/login/", {"login": "maria", "password": "fel"}, headers={"X-Forwarded-For": f"192.0.2.{n}"})
    assert give_password(client).status_code == 429


def test_behind_the_proxy_the_last_address_counts(client, maria, settings):
    settings.BEHIND_PROXY = True
    for n in range(6):
        forged = {"X-Forwarded-For": f"203.0.113.{n}, 192.0.2.1"}
        client.post("/konto/login/", {"login": "maria", "password": "fel"}, headers=forged)
    here, there = "203.0.113.9, 192.0.2.1", "192.0.2.1, 192.0.2.2"
    credentials = {"login": "maria", "password": WORDS}
    assert client.post("/konto/login/", credentials, headers={"X-Forwarded-For": here}).status_code == 429
    assert client.post("/konto/login/", credentials, headers={"X-Forwarded-For": there}).status_code == 302


def words_of(answer):
    """The page without what differs at each showing: the form's key, the scripts' nonce and the name that was typed."""
    import re

    page = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"', "", answer.content.decode())
    return page.replace('value="maria"', "").replace('value="finns.inte"', "").replace('value="stangd"', "")


def test_a_name_that_nobody_has_is_answered_as_one_that_somebody_has(maria, house):
    house.bo.username, house.bo.is_active = "stangd", False
    house.bo.set_password(WORDS)
    house.bo.save()
    for round_number in range(8):
        answers = [give_password(Client(REMOTE_ADDR="192.0.2.1"), "fel", login=n) for n in ("maria", "finns.inte")]
        assert len({(a.status_code, words_of(a)) for a in answers}) == 1, round_number
    closed = give_password(Client(REMOTE_ADDR="192.0.2.2"), login="stangd")
    wrong = give_password(Client(REMOTE_ADDR="192.0.2.2"), "fel", login="finns.inte")
    assert (closed.status_code, words_of(closed)) == (wrong.status_code, words_of(wrong))


def test_the_hasher_works_as_long_for_a_name_that_nobody_has(client, maria, monkeypatch):
    worked = []
    honest = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *a, **k: worked.append(1) or honest(*a, **k))
    maria.set_password(WORDS)
    maria.save()
    worked.clear()
    give_password(client, "fel")
    known = len(worked)
    worked.clear()
    give_password(client, "fel", login="finns.inte")
    assert len(worked) == known > 0


def test_a_reset_of_the_password_tells_nothing_of_whom_there_is(client, maria):
    maria.email = "maria@example.se"
    maria.save()
    answers = [client.post("/konto/password/reset/", {"email": e}) for e in ("maria@example.se", "ingen@example.se")]
    assert len({(a.status_code, a["Location"]) for a in answers}) == 1


def test_codes_are_counted_as_passwords_are(client, maria, phone):
    give_password(client)
    wrong = "000000" if phone.code() != "000000" else "111111"
    answers = [give_code(client, wrong).status_code for _ in range(guessing.AT_ACCOUNT_FROM_ADDRESS + 1)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert give_code(client, phone.code()).status_code == 429
    assert SESSION_KEY not in client.session
    assert "000000" not in "".join(AccessAttempt.objects.values_list("post_data", flat=True))


def test_showing_again_who_one_is_is_counted_too(client, maria):
    client.force_login(maria)
    answers = [client.post("/konto/reauthenticate/", {"password": "fel"}).status_code for _ in range(6)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_try_at_a_name_that_nobody_has_is_written_down_without_the_name(client, maria):
    give_password(client, "fel", login="sommar2026!")
    entry = Entry.objects.get(verb="person.sign_in_failed")
    assert entry.stream == "person:0"
    assert "sommar" not in str(Entry.objects.values().get(pk=entry.pk))


def test_no_password_and_no_code_is_written_down(client, maria):
    give_password(client, "hemligt men fel")
    attempt = AccessAttempt.objects.get()
    assert "hemligt" not in attempt.post_data + attempt.get_data
    assert "hemligt" not in str(list(Entry.objects.values()))


def test_a_lost_redis_neither_locks_nor_opens(client, maria, settings, monkeypatch):
    from django.core.cache.backends.redis import RedisCache

    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip", "login_failed": None}

    def away(*args, **kwargs):
        raise Away

    for name in ("add", "get", "set", "delete"):
        monkeypatch.setattr(RedisCache, name, away)
    with pytest.raises(RedisError):
        RedisCache.get(cache, "x")
    here = Client(REMOTE_ADDR="192.0.2.99")
    assert give_password(here).status_code == 302
    other = Client(REMOTE_ADDR="192.0.2.99")
    assert [give_password(other, "fel").status_code for _ in range(3)][-1] == 429
    cache._own.clear()
    cache._away_until = 0.0

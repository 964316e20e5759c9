"""Alive and ready, each part for itself, and nothing that a stranger may not know."""

import pytest
from redis import ConnectionError as BrokerAway

from coordination import health, heartbeats

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker():
    client = heartbeats.connect()
    client.delete(heartbeats.key(heartbeats.WORKER), heartbeats.key(heartbeats.BEAT))
    yield client
    client.close()


def test_alive_without_a_question_to_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        reply = client.get("/healthz")
    assert reply.json() == {"alive": True}
    assert "no-store" in reply["Cache-Control"]


def test_ready_when_each_part_says_so_itself(client, broker):
    heartbeats.write(heartbeats.WORKER)
    heartbeats.write(heartbeats.BEAT)
    reply = client.get("/readyz")
    assert reply.status_code == 200, reply.json()
    assert reply.json()["ok"] is True
    assert reply.json()["migrations"] == {"ok": True, "pending": 0}
    assert reply.json()["worker"]["age_seconds"] < 5


@pytest.mark.parametrize(("alive", "silent"), [("worker", "beat"), ("beat", "worker")])
def test_one_does_not_prove_the_other(client, broker, alive, silent):
    heartbeats.write(alive)
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json()[alive]["ok"] is True
    assert reply.json()[silent] == {"ok": False, "age_seconds": None}


def test_an_old_sign_is_no_sign(client, broker):
    heartbeats.write(heartbeats.BEAT)
    broker.set(heartbeats.key(heartbeats.WORKER), heartbeats.now(broker) - 31)
    assert client.get("/readyz").json()["worker"] == {"ok": False, "age_seconds": pytest.approx(31, abs=2)}


def test_broker_away_is_told_without_its_address(client, monkeypatch):
    def away():
        raise BrokerAway("Error 111 connecting to secret-host:6379")

    monkeypatch.setattr(heartbeats, "connect", away)
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json()["broker"] == {"ok": False}
    assert "secret" not in reply.content.decode()


def test_heartbeat_does_not_take_its_worker_with_it(monkeypatch, caplog):
    monkeypatch.setenv("REDIS_URL", "unix:///nowhere/valkey.sock")
    heartbeats.write(heartbeats.WORKER)
    assert "The heartbeat of worker was not written" in caplog.text


def test_migration_that_is_missing_is_counted(client, broker, monkeypatch):
    known = health.migrations_on_disk()
    monkeypatch.setattr(health, "migrations_on_disk", lambda: known | {("incidents", "9999_of_tomorrow")})
    assert client.get("/readyz").json()["migrations"] == {"ok": False, "pending": 1}

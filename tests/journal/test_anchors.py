"""Anchors leave the system once a day, and show that a journal which fits itself has been written anew."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from journal import anchors, chain
from journal.models import Entry
from journal.record import record
from journal.verify import verify
from tests.journal.tampering import run, tampered
from tests.journal.test_chain import Thing, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchored(house):
    for number in range(6):
        record(Thing(number % 2), f"thing.{number}")
    settle()
    made = anchors.make()
    settle()
    return made


def rewritten(stream, keep):
    """The stream cut off after `keep` entries and its head set there: all its hashes fit."""
    run("DELETE FROM journal_entry WHERE stream = %s AND seq > %s", stream, keep)
    run(
        "UPDATE journal_chain c SET seq = e.seq, hash = e.hash FROM journal_entry e"
        " WHERE c.stream = %s AND e.stream = c.stream AND e.seq = %s",
        stream,
        keep,
    )


def test_the_line_tells_time_counts_and_hash(anchored):
    parts = anchors.parse(anchored.line)
    assert anchored.line.startswith("samlad-anchor at=20")
    assert parts["sha256"] == chain.digest_of(anchored.heads)
    assert int(parts["entries"]) == sum(seq for seq, _last in anchored.heads.values())
    assert anchored.heads["thing:0"][0] == 3


def test_a_tail_that_was_cut_off_is_missed(anchored):
    with tampered():
        rewritten("thing:1", 2)
        assert "anchor" in str(verify().fault)


def test_a_journal_rewritten_with_its_anchors_does_not_fit_the_line_that_left(anchored):
    with tampered():
        rewritten("thing:1", 2)
        run("DELETE FROM journal_entry WHERE stream = 'journal'")
        run("DELETE FROM journal_chain WHERE stream = 'journal'")
        assert verify().fault is None
        with pytest.raises(CommandError, match="does not hold the anchor"):
            call_command("verify_journal", "--anchor", anchored.line)


def test_the_line_that_left_fits_a_sound_journal(anchored):
    record(Thing(1), "thing.later")
    settle()
    out = StringIO()
    call_command("verify_journal", "--anchor", f"2026-11-25 worker: {anchored.line}", stdout=out)
    assert "sound" in out.getvalue()


@pytest.mark.parametrize("line", ["nonsense", "samlad-anchor at=x", "entries=1 chains=1 sha256=0"])
def test_a_line_that_is_none_is_told(line):
    with pytest.raises(CommandError, match="no anchor"):
        call_command("verify_journal", "--anchor", line)


def test_it_leaves_by_mail_once_a_day(anchored, settings, monkeypatch):
    settings.ANCHOR_EMAIL = ["registrator@example.se"]
    assert anchors.keep_up().digest == anchored.digest
    assert anchors.keep_up() is None
    assert [message.to for message in mail.outbox] == [["registrator@example.se"]]
    assert anchored.line in mail.outbox[0].body
    tomorrow = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr(anchors.timezone, "now", lambda: tomorrow)
    assert anchors.keep_up().digest != anchored.digest
    assert len(mail.outbox) == 2


def test_without_an_address_it_stands_in_the_log(anchored, settings, caplog):
    settings.ANCHOR_EMAIL = []
    with caplog.at_level(logging.WARNING, "journal.anchors"):
        anchors.keep_up()
    assert anchored.line in caplog.text
    assert Entry.objects.get(verb=anchors.LEFT).to_state == "log"


def test_a_mail_server_that_is_away_is_tried_again(anchored, settings, monkeypatch):
    settings.ANCHOR_EMAIL = ["registrator@example.se"]

    def away(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as no_mail:
        no_mail.setattr(anchors.EmailMessage, "send", away)
        with pytest.raises(ConnectionRefusedError):
            anchors.keep_up()
    assert anchors.keep_up().digest == anchored.digest


def test_the_command_prints_one_for_paper(anchored):
    out = StringIO()
    call_command("anchor", "--last", stdout=out)
    call_command("anchor", stdout=out)
    old, new = out.getvalue().splitlines()
    assert old == anchored.line != new


def test_beat_knows_the_task():
    from coordination.celery import app

    app.loader.import_default_modules()
    assert {row["task"] for row in app.conf.beat_schedule.values()} <= app.tasks.keys()

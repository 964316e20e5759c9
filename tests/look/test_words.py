"""A value is a mark with its word; a time is a `<time>` in Swedish form; an age is told beside its time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from coordination.templatetags import look

NOW = datetime(2025, 12, 28, 7, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


@pytest.mark.parametrize(
    ("value", "word", "mark"), [(1, "Ingen", "m1"), (5, "Kritisk", "m5"), (None, "Okänt", "m0"), ("", "Okänt", "m0")]
)
def test_grade_is_mark_and_word(value, word, mark):
    drawn = look.grade(value)
    assert f"<span>{word}</span>" in drawn
    assert f"#{mark}" in drawn


def test_nought_is_not_a_grade():
    assert look.gclass(0) == "g0"
    assert look.grade_word(0) == "Okänt"


def test_unknown_keeps_what_was_last_known():
    assert "senast 4" in look.grade(None, last=4)


def test_distribution_is_worst_first_with_unknown_last_and_said_in_words():
    drawn = look.distribution([None, 2, 5, 4, None, 5])
    assert "<b>55</b><b>4</b>2??</span>" in drawn
    assert "2 kritisk, 1 allvarlig, 1 måttlig, 2 okänt" in drawn


def test_same_trend_can_be_left_out_of_a_cell():
    assert look.trend("same", hide_same=True) == ""
    assert "mycket värre" in look.trend("much_worse", hide_same=True)
    assert look.trend(None) == ""


def test_no_position_is_silence_with_its_own_mark():
    assert "p-none" in look.stance(None)
    assert "Inget svar än" in look.stance(None)


def test_clock_is_swedish_time_whether_row_or_frozen_text():
    assert ">08:42</time>" in look.clock(NOW)
    assert ">08:42</time>" in look.clock(NOW.isoformat())
    assert look.clock(None) == ""


def test_clock_of_another_day_says_the_day():
    assert ">27 dec 21:42</time>" in look.clock(NOW - timedelta(hours=11), NOW)


def test_prose_is_written_out():
    assert ">söndag 28 december 2025 kl. 08.42</time>" in look.prose(NOW)
    assert ">kl. 08.42</time>" in look.prose(NOW, date=False)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=30), "0 min"),
        (timedelta(minutes=42), "42 min"),
        (timedelta(minutes=72), "1 h 12 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=11, minutes=40), "11 h"),
        (timedelta(hours=30), "30 h"),
        (timedelta(days=3, hours=2), "3 dygn"),
    ],
)
def test_lengths(span, words):
    assert look.length(span) == words


def test_before_the_deadline_is_quiet_and_after_it_a_filled_tag():
    assert look.due(NOW + timedelta(minutes=42), NOW) == '<span class="q">om 42 min</span>'
    assert look.due(NOW - timedelta(minutes=8), NOW) == '<span class="tag tag-late">8 min sen</span>'


def test_silence_counts_from_the_deadline():
    assert "Tyst 42 min" in look.silent(NOW - timedelta(minutes=42), NOW)
    assert ">Tyst</span>" in look.silent(None, NOW)


def test_what_comes_a_moment_before_now_is_never_younger_than_nothing():
    assert "0 min gammalt" in look.age(NOW + timedelta(minutes=1), NOW)


def test_thousands_hold_together():
    assert look.thousands(8350) == "8\N{NO-BREAK SPACE}350"
    assert look.thousands(None) == ""
    assert look.thousands(0) == "0"

"""Eleven days with forty actors, from data files: late, silent, contradicting, unchanged, corrected, taken back."""

import re

import pytest
from django.core.management import call_command
from django.test.utils import override_settings

from coordination.exercises import rounds
from coordination.incidents.models import Incident
from coordination.situations.models import AnswerLink, Dispute, Input, Report, Request

pytestmark = pytest.mark.django_db
NAME = "johannes_elva_dygn"
LINES = rounds.read(f"{NAME}.csv")
TOTAL = re.compile(r"^([\d ]+) hushåll är utan el")


@pytest.fixture(scope="package")
def long_story(loaded, django_db_blocker):
    """Played once, beside the others."""
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        call_command("load_exercise", NAME, verbosity=0)


@pytest.fixture
def eleven(long_story, db) -> Incident:
    return Incident.objects.get(number="2025-043")


def lines(how: str) -> list[tuple[int, rounds.Line]]:
    return [(number, line) for number, found in LINES.items() for line in found if line["hur"] == how]


def test_forty_actors_are_asked_in_twenty_two_rounds(eleven):
    asked = Request.objects.filter(incident=eleven)
    assert asked.count() == len(LINES) == 22
    assert {request.recipients.count() for request in asked} == {40}


def test_every_line_of_the_table_became_an_answer(eleven):
    told = [line for found in LINES.values() for line in found if line["hur"] != "atertaget"]
    sent = Input.objects.filter(incident=eleven).sent()
    assert sent.count() == len(told)
    assert sent.filter(oral=True).count() == len(lines("muntlig"))
    assert AnswerLink.objects.filter(incident=eleven, used_at__isnull=False).count() == len(lines("lank"))
    assert sent.filter(unchanged_from__isnull=False).count() == len(lines("oforandrat"))
    assert sent.filter(state="withdrawn").count() == len(lines("atertaget"))
    assert sent.filter(state="replaced").count() == len(lines("rattelse"))
    assert sent.filter(late=True).count() == len(lines("sen")) + len(lines("muntlig"))


def test_who_has_no_line_in_a_round_is_silent_in_it(eleven):
    for request in Request.objects.filter(incident=eleven):
        told = {line["aktor"] for line in LINES[request.number] if line["hur"] != "atertaget"}
        back = {line["aktor"] for line in LINES[request.number] if line["hur"] == "atertaget"}
        assert request.recipients.filter(answered_at__isnull=True).count() == 40 - len(told) + len(back)


def test_sixteen_reports_say_in_words_what_their_figures_say(eleven):
    published = Report.objects.filter(incident=eleven, number__isnull=False).order_by("number")
    assert published.count() == 16
    for report in published:
        (households,) = [n for n in report.body["numbers"] if n["key"] == "households_without_power"]
        found = TOTAL.match(report.body["words"]["summary"])
        assert found, report.number
        assert int(found[1].replace(" ", "")) == households["total"], report.number
        for silent in report.body["silent"]:
            if silent["level"] == "municipality":
                assert silent["short"] in report.body["words"]["summary"]


def test_the_last_morning_is_that_of_the_reporting(eleven):
    """More than 700 households were still without power on 7 January."""
    last = Report.objects.get(incident=eleven, state="published")
    (households,) = [n for n in last.body["numbers"] if n["key"] == "households_without_power"]
    assert 650 <= households["total"] <= 1000


def test_what_the_grid_company_and_the_town_say_goes_apart_and_so_does_a_road(eleven):
    found = Dispute.objects.filter(incident=eleven)
    assert found.filter(rule="households-by-company", about="2161").exists()
    assert found.filter(rule="road-open-and-closed").exists()
    third = Report.objects.get(incident=eleven, number=3)
    assert third.body["disputed"] or Report.objects.filter(incident=eleven, body__disputed__0__isnull=False).exists()

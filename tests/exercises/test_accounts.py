"""Each demonstration account is a function that can sign in and sees its own, no more."""

import json

import pytest
from django.contrib.auth.password_validation import validate_password
from django.urls import reverse

from actors.models import Person
from actors.roles import Role
from coordination.exercises import county_drills
from coordination.exercises.accounts import ACCOUNTS, DEMO_ACCOUNTS, DEMO_PASSWORD
from coordination.incidents.models import Incident
from coordination.situations.models import Input, Report

pytestmark = pytest.mark.django_db
STORM, FIRE, WATER = "2025-041", "2025-029", "2025-033"
IN_THE_WATER = ("lst-21", "kommun-2121", "kommun-2183", "kommun-2161", "region-21")
DRILLS = json.loads(county_drills.FILE.read_text(encoding="utf-8"))


def incidents_of(account):
    if account.actor == "mcf" or account.role == Role.ACTOR_ADMIN:
        return set()
    if account.username in ("tib.dalarna", "ovning.dalarna", "mora"):
        return {FIRE}
    over = {WATER} if account.actor in IN_THE_WATER else set()
    return {STORM} | over | {one["number"] for one in DRILLS["drills"] if account.actor in drilled(one)}


def drilled(drill):
    return {DRILLS["owner"], *(row["actor"] for row in drill["rows"])}


@pytest.fixture(params=ACCOUNTS, ids=[account.username for account in ACCOUNTS])
def account(request):
    return request.param


def test_it_sees_the_incidents_of_its_actor(storm, account):
    person = Person.objects.get(username=account.username)
    assert person.is_demo
    assert person.is_active
    assert {i.number for i in Incident.objects.visible_to(person)} == incidents_of(account)
    seen = set(Input.objects.visible_to(person).exclude(state="draft").values_list("incident__number", flat=True))
    assert seen == incidents_of(account) - {FIRE}


def test_the_national_level_reads_reports_and_no_answers(storm):
    for username in ("granskare.nationell", "lasare.nationell"):
        person = Person.objects.get(username=username)
        assert not Input.objects.visible_to(person).exists()
        published = Report.objects.visible_to(person).filter(state="published")
        assert sorted(published.values_list("incident__number", flat=True)) == [WATER, STORM]


def test_signing_in_with_the_known_password(storm, client, settings):
    settings.DEMO = True
    there = client.post(reverse("account_login"), {"login": "ljusdal", "password": DEMO_PASSWORD})
    assert there.status_code == 302
    assert client.session["_auth_user_id"] == str(Person.objects.get(username="ljusdal").pk)


def test_all_have_that_password(storm):
    stored = set(Person.objects.filter(is_demo=True).values_list("password", flat=True))
    assert len(stored) == 1
    assert Person.objects.get(username="tib.dalarna").check_password(DEMO_PASSWORD)


def test_the_password_passes_the_validators(storm):
    for person in Person.objects.filter(is_demo=True):
        validate_password(DEMO_PASSWORD, person)


def test_the_table_tells_who_and_what_for():
    assert len(DEMO_ACCOUNTS) == len(ACCOUNTS) == 26
    assert all(len(row) == 3 and all(row) for row in DEMO_ACCOUNTS)


def test_the_sign_in_page_of_a_demonstration_names_its_accounts_and_their_password(client, settings, db):
    settings.DEMO = True
    page = client.get(reverse("account_login")).content.decode()
    assert DEMO_PASSWORD in page
    for username in ("tib.gavleborg", "ljusdal", "analys.gavleborg", "ordforande.gavleborg", "granskare.nationell"):
        assert f"<code>{username}</code>" in page
    assert "fastställer den gemensamma inriktningen" in page


def test_no_other_sign_in_page_names_any(client, settings, db):
    settings.DEMO = False
    page = client.get(reverse("account_login")).content.decode()
    assert DEMO_PASSWORD not in page
    assert not any(account.username in page for account in ACCOUNTS if "." in account.username)
    assert "Konton att prova med" not in page

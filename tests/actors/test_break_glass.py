"""A sealed account opens the door at night, and every administrator knows it."""

import datetime
from io import StringIO

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.test import Client

from actors import services
from actors.letters import send_waiting
from actors.models import Alarm, Person
from actors.roles import Role
from journal.models import Entry
from journal.refusals import Refused
from tests.conftest import person
from tests.signing_in.conftest import Phone, give_code

pytestmark = pytest.mark.django_db


def make(**options) -> dict[str, str]:
    out = StringIO()
    call_command("make_break_glass", county="21", stdout=out, stderr=StringIO(), **options)
    return dict(line.split() for line in out.getvalue().splitlines())


@pytest.fixture
def sealed(staffed):
    staffed.sara = person("sara", staffed.board, Role.SECURITY_OFFICER)
    staffed.passwords = make()
    return staffed


def sign_in(client, name, password):
    return client.post("/konto/login/", {"login": name, "password": password})


def test_two_accounts_are_made_with_passwords_that_are_shown_once(sealed):
    assert set(sealed.passwords) == {"nod1.lst-21", "nod2.lst-21"}
    for name, password in sealed.passwords.items():
        made = Person.objects.get(username=name)
        assert made.is_break_glass
        assert made.check_password(password)
        assert [m.role for m in made.memberships.all()] == [Role.DUTY_OFFICER]
    with pytest.raises(CommandError, match="--renew"):
        make()
    assert make(renew=1)["nod1.lst-21"] != sealed.passwords["nod1.lst-21"]


def test_a_county_that_is_not_there(staffed):
    with pytest.raises(CommandError, match="no county"):
        call_command("make_break_glass", county="99", stdout=StringIO())
    with pytest.raises(CommandError, match="is not there"):
        make(renew=2)


def test_its_sign_in_alarms_every_administrator_by_page_and_mail(sealed, client, mailoutbox):
    assert sign_in(client, "nod1.lst-21", sealed.passwords["nod1.lst-21"]).status_code == 302
    assert SESSION_KEY in client.session
    alarm = Alarm.objects.get()
    assert alarm.signed_in
    assert alarm.actor == sealed.board
    for who, told in (("ada", 1), ("sara", 1), ("nils", 1), ("lina", 0), ("lena", 0), ("charlie", 0)):
        assert Alarm.objects.open_for(getattr(sealed, who)).count() == told, who
    send_waiting()
    assert {mail.to[0] for mail in mailoutbox} == {"ada@example.se", "nils@example.se"}
    assert all("Gävleborg" not in mail.subject + mail.body for mail in mailoutbox)
    assert Entry.objects.filter(verb="alarm.raised", stream=sealed.board.journal_stream()).count() == 1


def test_it_stands_on_the_start_page_until_each_has_acknowledged(sealed, client):
    sign_in(client, "nod1.lst-21", sealed.passwords["nod1.lst-21"])
    ada, nils = Client(), Client()
    ada.force_login(sealed.ada)
    nils.force_login(sealed.nils)
    assert "Ett nödkonto har använts" in ada.get("/").content.decode()
    alarm = Alarm.objects.get()
    assert ada.post(f"/larm/{alarm.pk}/kvittera/").status_code == 302
    assert "Ett nödkonto har använts" not in ada.get("/").content.decode()
    assert "Ett nödkonto har använts" in nils.get("/").content.decode()
    assert "Kvitterat av" in nils.get("/larm/").content.decode()
    services.acknowledge(by=sealed.ada, alarm=alarm)
    assert alarm.acknowledgements.count() == 1


def test_who_does_not_administer_finds_no_alarm(sealed, client):
    sign_in(client, "nod1.lst-21", sealed.passwords["nod1.lst-21"])
    alarm = Alarm.objects.get()
    for who in (sealed.lena, sealed.charlie):
        other = Client()
        other.force_login(who)
        assert other.get("/larm/").status_code == 404
        assert other.post(f"/larm/{alarm.pk}/kvittera/").status_code == 404
        with pytest.raises(Refused):
            services.acknowledge(by=who, alarm=alarm)


def test_a_session_that_goes_on_another_day_alarms_once_more_and_once_only(sealed, client):
    phone = Phone(Person.objects.get(username="nod1.lst-21"))
    sign_in(client, "nod1.lst-21", sealed.passwords["nod1.lst-21"])
    give_code(client, phone.code())
    assert client.get("/h/").status_code == 200
    assert Alarm.objects.count() == 1
    Alarm.objects.update(day=datetime.date(2020, 1, 1))
    client.get("/h/")
    client.get("/h/")
    assert [alarm.signed_in for alarm in Alarm.objects.order_by("pk")] == [True, False]


def test_without_its_alarm_there_is_no_sign_in(sealed, client, monkeypatch):
    def broken(*args, **more):
        raise DatabaseError

    monkeypatch.setattr("actors.break_glass.record", broken)
    with pytest.raises(DatabaseError):
        sign_in(client, "nod1.lst-21", sealed.passwords["nod1.lst-21"])
    assert SESSION_KEY not in client.session
    assert not Alarm.objects.exists()


def test_every_door_alarms_not_only_the_front(sealed, client):
    client.force_login(Person.objects.get(username="nod2.lst-21"))
    assert Alarm.objects.count() == 1


def test_an_account_of_nobodys_opens_no_door(sealed, client):
    lost = Person.objects.get(username="nod2.lst-21")
    lost.memberships.all().delete()
    answer = sign_in(client, "nod2.lst-21", sealed.passwords["nod2.lst-21"])
    assert answer.status_code == 409
    assert SESSION_KEY not in client.session


def test_no_administrator_gets_at_a_sealed_account(sealed, client):
    account = Person.objects.get(username="nod1.lst-21")
    client.force_login(sealed.ada)
    assert client.get(f"/aktor/lst-21/person/{account.pk}/").status_code == 404
    assert "nödkonto" in client.get("/aktor/lst-21/").content.decode()
    for act in (
        lambda: services.end_role(by=sealed.ada, membership=account.memberships.get()),
        lambda: services.close_person(by=sealed.ada, person=account, actor=sealed.board),
        lambda: services.change_person(
            by=sealed.ada, person=account, actor=sealed.board, name="x", email="ada@example.se"
        ),
    ):
        with pytest.raises(Refused):
            act()

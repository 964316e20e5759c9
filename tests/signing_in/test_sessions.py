"""A session ends in time, and what was typed outlives it."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from coordination.incidents.models import LogLine
from journal.models import Entry
from tests.conftest import end_membership
from tests.signing_in.conftest import WORDS, Phone, give_code, give_password

pytestmark = pytest.mark.django_db
LINE = "Bron vid Färila är avstängd tills vidare"


def is_in(client):
    return client.get("/h/").status_code == 200


@pytest.fixture
def signed_in(client, maria, phone):
    give_password(client)
    give_code(client, phone.code())
    assert is_in(client)
    return client


def test_after_an_hour_without_doing_anything_it_is_over(signed_in, clock):
    clock.pass_by(minutes=59)
    assert is_in(signed_in)
    clock.pass_by(minutes=59)
    assert is_in(signed_in)
    clock.pass_by(minutes=60)
    assert not is_in(signed_in)
    assert Entry.objects.get(verb="person.session_ended").data["why"] == "idle"


def test_after_twelve_hours_it_is_over_however_much_is_done(signed_in, clock):
    for _ in range(23):
        clock.pass_by(minutes=31)
        assert is_in(signed_in)
    clock.pass_by(minutes=8)
    assert not is_in(signed_in)
    assert Entry.objects.get(verb="person.session_ended").data["why"] == "absolute"


def test_what_is_done_is_noted_once_a_minute(signed_in, clock, django_assert_num_queries, monkeypatch):
    saved = []
    from django.contrib.sessions.backends.db import SessionStore

    honest = SessionStore.save
    monkeypatch.setattr(SessionStore, "save", lambda self, *a, **k: saved.append(1) or honest(self, *a, **k))
    for _ in range(5):
        is_in(signed_in)
    assert saved == []
    clock.pass_by(minutes=2)
    is_in(signed_in)
    is_in(signed_in)
    assert saved == [1]


def log_of(incident):
    return f"/h/{incident.number}/logg/"


def line_of(incident):
    ljusdal = incident.participations.get(actor__short="Ljusdal").actor_id
    return {"text": LINE, "actor": str(ljusdal)}


def sent_too_late(client, clock, incident):
    clock.pass_by(minutes=61)
    return client.post(log_of(incident), {**line_of(incident), "csrfmiddlewaretoken": "x"})


def hidden(page):
    import html

    found = re.findall(r'<textarea name="([^"]+)" hidden aria-hidden="true">\n(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in found}


def test_what_was_typed_is_sent_after_signing_in_on_the_spot(signed_in, clock, incident, phone):
    page = sent_too_late(signed_in, clock, incident)
    assert page.status_code == 401
    words = page.content.decode()
    assert "Din inloggning har gått ut" in words
    assert LINE in words
    assert 'name="next" value="/konto/fortsatt/"' in words
    assert page["Cache-Control"] == "no-store"
    give_password(signed_in, next="/konto/fortsatt/")
    answer = give_code(signed_in, phone.code(ahead=1))
    assert answer["Location"] == "/konto/fortsatt/"
    again = signed_in.get("/konto/fortsatt/").content.decode()
    fields = hidden(again)
    assert fields == line_of(incident)
    assert f'action="{log_of(incident)}"' in again
    assert LogLine.objects.filter(text=LINE).count() == 0
    assert signed_in.post(log_of(incident), fields).status_code == 302
    assert LogLine.objects.filter(text=LINE).count() == 1
    assert signed_in.get("/konto/fortsatt/")["Location"] == "/"


def test_another_person_sees_it_for_copying_and_does_not_send_it(signed_in, clock, incident, house):
    sent_too_late(signed_in, clock, incident)
    house.bo.set_password(WORDS)
    house.bo.save()
    telephone = Phone(house.bo)
    give_password(signed_in, login="bo", next="/konto/fortsatt/")
    assert give_code(signed_in, telephone.code())["Location"] == "/konto/fortsatt/"
    page = signed_in.get("/konto/fortsatt/").content.decode()
    assert LINE in page
    assert hidden(page) == {}
    assert "Skicka nu" not in page
    assert "samlad_kept" not in signed_in.session


def test_every_form_of_the_portal_keeps_what_was_typed(signed_in, clock, incident, asked):
    """Answer, log line, direction, measure, position, request: whichever the address, one rule keeps it."""
    at = f"/h/{incident.number}"
    clock.pass_by(minutes=61)
    for path in (
        f"{at}/logg/",
        f"{at}/begaran/1/svara/",
        f"{at}/begaran/ny/",
        f"{at}/inriktning/1/andra/",
        f"{at}/inriktning/1/stallning/",
        f"{at}/atgarder/ny/",
        f"{at}/rapporter/utkast/",
        f"{at}/aktorer/bjud-in/",
        f"{at}/fas/",
    ):
        page = Client().post(path, {"text": LINE})
        assert page.status_code in {401, 404}, path
        if page.status_code == 401:
            assert LINE in page.content.decode(), path


def test_many_values_of_a_name_are_kept_in_order(signed_in, clock, incident):
    clock.pass_by(minutes=61)
    signed_in.post(f"/h/{incident.number}/aktorer/bjud-in/", {"actors": ["3", "1", "2"]})
    fields = signed_in.session["samlad_kept"]["fields"]
    assert fields == [["actors", "3"], ["actors", "1"], ["actors", "2"]]


def test_no_password_is_ever_kept(signed_in, clock, incident):
    clock.pass_by(minutes=61)
    typed = {"text": LINE, "password": "x", "password1": "x", "oldpassword": "x", "code": "1", "credential": "{}"}
    signed_in.post(log_of(incident), typed)
    assert signed_in.session["samlad_kept"]["fields"] == [["text", LINE]]
    assert SESSION_KEY not in signed_in.session


def test_what_is_too_long_is_shown_but_not_kept(signed_in, clock, incident):
    clock.pass_by(minutes=61)
    page = signed_in.post(log_of(incident), {"text": "lång text " * 30_000})
    assert page.status_code == 401
    assert "lång text" in page.content.decode()
    assert "samlad_kept" not in signed_in.session


def test_a_stranger_s_form_is_shown_and_stored_nowhere(incident):
    before = Session.objects.count()
    page = Client().post(log_of(incident), {"text": LINE})
    assert page.status_code == 401
    assert LINE in page.content.decode()
    assert Session.objects.count() == before


def test_saving_while_one_types_is_told_by_a_status_and_the_text_stays_in_the_page(signed_in, clock, incident):
    clock.pass_by(minutes=61)
    answer = signed_in.post(f"/h/{incident.number}/rapporter/utkast/spara/", {"summary": LINE})
    assert answer.status_code in {401, 404}


def test_reading_too_late_leads_to_the_sign_in_and_back(signed_in, clock, incident):
    clock.pass_by(minutes=61)
    assert signed_in.get(log_of(incident))["Location"] == f"/konto/login/?next={log_of(incident)}"


def test_a_page_that_stood_open_gets_the_key_of_its_writer_only(signed_in, house):
    told = signed_in.get("/konto/nyckel/").json()
    assert f'data-writer="{told["writer"]}"' in signed_in.get("/h/").content.decode()
    other = Client()
    other.force_login(house.bo)
    assert other.get("/konto/nyckel/").json()["writer"] != told["writer"]
    assert Client().get("/konto/nyckel/").status_code == 401


def strict(who):
    client = Client(enforce_csrf_checks=True)
    client.force_login(who)
    return client


def test_a_form_with_an_old_key_keeps_what_was_typed(house, incident):
    client = strict(house.maria)
    typed = {**line_of(incident), "csrfmiddlewaretoken": "x" * 64}
    page = client.post(log_of(incident), typed, headers={"Origin": "http://testserver"})
    assert page.status_code == 403
    assert hidden(page.content.decode()) == line_of(incident)
    key = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    sent = client.post(log_of(incident), {**line_of(incident), "csrfmiddlewaretoken": key})
    assert sent.status_code == 302
    assert LogLine.objects.filter(text=LINE).exists()


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Referer": "https://evil.example/a"}, {}])
def test_another_site_s_form_gets_no_key_that_holds_and_no_button(house, incident, headers):
    page = strict(house.maria).post(log_of(incident), {"text": LINE}, headers=headers).content.decode()
    assert "Skicka igen" not in page
    assert LINE not in page
    assert LogLine.objects.filter(text=LINE).count() == 0


def test_my_sign_ins_are_listed_and_ended(maria, phone):
    mine, other = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    for n, client in enumerate((mine, other)):
        give_password(client)
        give_code(client, phone.code(ahead=n))
    page = mine.get("/konto/inloggningar/").content.decode()
    assert "Firefox på Windows" in page
    assert page.count("Senast aktiv") == 2
    theirs = UserSession.objects.get(session_key=other.session.session_key)
    assert mine.post(f"/konto/inloggningar/{theirs.pk}/avsluta/").status_code == 302
    assert not is_in(other)
    assert is_in(mine)


def test_all_others_are_ended_at_once(maria, phone):
    clients = [Client(), Client()]
    for n, client in enumerate(clients):
        give_password(client)
        give_code(client, phone.code(ahead=n))
    clients[0].post("/konto/inloggningar/")
    assert [is_in(client) for client in clients] == [True, False]


def test_nobody_ends_another_s_sign_in(signed_in, house):
    bo = Client()
    bo.force_login(house.bo)
    theirs = UserSession.objects.get(user__username="maria")
    assert bo.post(f"/konto/inloggningar/{theirs.pk}/avsluta/").status_code == 404
    assert is_in(signed_in)


def test_the_key_of_the_session_changes_at_sign_in_and_when_one_shows_again_who_one_is(client, maria, phone):
    client.get("/konto/login/")
    give_password(client)
    planted = client.session.session_key
    give_code(client, phone.code())
    first = client.session.session_key
    assert first != planted
    assert client.post("/konto/reauthenticate/", {"password": WORDS}).status_code == 302
    second = client.session.session_key
    assert second != first
    assert not Session.objects.filter(session_key__in=[planted, first]).exists()
    assert UserSession.objects.get(user=maria).session_key == second
    assert is_in(client)


def test_signing_out_clears_what_the_browser_holds(signed_in):
    answer = signed_in.post("/konto/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(signed_in)


def test_an_ended_session_leaves_drafts_in_the_browser(signed_in, clock):
    clock.pass_by(minutes=61)
    assert "Clear-Site-Data" not in signed_in.get("/h/")


def test_whoever_is_closed_is_out_at_the_next_request(signed_in):
    call_command("close_person", username="maria")
    assert not is_in(signed_in)


def test_whose_role_has_ended_sees_nothing_at_the_next_request(signed_in, incident, maria):
    assert signed_in.get(log_of(incident)).status_code == 200
    end_membership(maria)
    from actors.tasks import apply_memberships

    apply_memberships()
    assert signed_in.get(log_of(incident)).status_code == 404


def test_a_deleted_session_is_out_at_the_next_request(signed_in):
    Session.objects.all().delete()
    assert not is_in(signed_in)


def test_who_came_and_went_is_in_the_journal(signed_in, maria):
    signed_in.post("/konto/logout/")
    told = Entry.objects.filter(stream=f"person:{maria.pk}").order_by("pk")
    assert [entry.verb for entry in told] == ["person.signed_in", "person.signed_out"]
    assert told[0].data == {"method": "totp", "strong": True, "address": "127.0.0.1"}


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere_after_signing_in(maria, phone, wanted):
    client = Client()
    give_password(client, next=wanted)
    assert "evil" not in give_code(client, phone.code())["Location"]
    assert client.post("/konto/reauthenticate/", {"password": WORDS, "next": wanted})["Location"] == "/"
    assert "evil" not in client.post("/konto/logout/", {"next": wanted})["Location"]

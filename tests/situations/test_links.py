"""Answering by a link without an account, and everything that a link must not open."""

import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import Membership, Person
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.masking import WithoutSecrets
from coordination.signing_in.doors import may_enter
from coordination.situations import tasks
from coordination.situations.models import AnswerLink, Input, QuestionSet, Request
from coordination.situations.rounds import linking
from coordination.situations.services import links, requests
from coordination.situations.services.links import Address
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh
from tests.situations.test_pages_answering import LEVELS

pytestmark = pytest.mark.django_db
TAXI = Address("Bergs Taxi", "trafik@bergstaxi.example")


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


@pytest.fixture
def ask(house, incident):
    def send(by=None, addresses=(TAXI,), hours=2):
        now = now_in(incident)
        return requests.send_request(
            by=fresh(by or house.lena),
            incident=incident,
            question_set=QuestionSet.objects.first(),
            recipients=[house.ljusdal],
            purpose="Hemligt syfte",
            as_of=now,
            deadline=now + timedelta(hours=hours),
            addresses=addresses,
        )

    return send


def letters():
    """Send what waits; returns the letters that left."""
    mail.outbox.clear()
    tasks.send_links()
    return list(mail.outbox)


def path_of(letter):
    return re.search(r"https?://[^/\s]+(/l/[^/\s]+/)", letter.body)[1]


@pytest.fixture
def link(ask):
    """(the link's address, its row) for Bergs Taxi."""
    ask()
    (letter,) = letters()
    return path_of(letter), AnswerLink.objects.get()


def typed(page=None, **more):
    return {
        **LEVELS,
        "overall.trend": "worse",
        "overall.confidence": "confirmed",
        "texts.summary": "Fyra bilar står still.",
        "version": "",
        "idempotency_key": "k1",
        "do": "send",
        **more,
    }


def test_the_letter_tells_kind_number_and_where_and_nothing_else(ask, incident):
    ask()
    (letter,) = letters()
    assert letter.to == ["trafik@bergstaxi.example"]
    assert incident.number in letter.subject
    for words in ("Hemligt syfte", incident.name, "Bergs Taxi"):
        assert words not in letter.subject + letter.body
    secret = path_of(letter).split("/")[2]
    row = AnswerLink.objects.get()
    assert row.secret_hash == linking.hash_of(secret)
    assert secret not in str(list(AnswerLink.objects.values()))
    assert letters() == []


def test_a_link_lives_a_day_past_the_deadline_and_never_more_than_a_week(ask):
    ask(hours=2)
    ask(hours=24 * 20)
    near, far = AnswerLink.objects.order_by("pk")
    assert timedelta(hours=25) < near.expires_at - timezone.now() <= timedelta(hours=26)
    assert timedelta(days=6) < far.expires_at - timezone.now() <= timedelta(days=7)


def test_an_answer_is_sent_by_the_link_and_the_county_sees_how(link, client, house, incident):
    path, row = link
    shown = client.get(path)
    assert shown.status_code == 200
    assert "Bergs Taxi" in shown.content.decode()
    sent = client.post(path, typed())
    assert (sent.status_code, sent.url) == (302, path)
    answered = Input.objects.get()
    row.refresh_from_db()
    assert (answered.actor, answered.author, answered.link, answered.state) == (row.actor, row.guest, row, "submitted")
    assert row.used_at is not None
    receipt = client.get(path).content.decode()
    assert "Länsstyrelsen har ert svar" in receipt
    assert answered.number in receipt
    county = Client()
    county.force_login(house.lena)
    page = county.get(f"/h/{incident.number}/begaran/1/").content.decode()
    assert "Svarar via länk, skickad till trafik@bergstaxi.example" in page
    assert "via länk" in page


def test_a_draft_is_kept_and_checked_before_it_is_sent(link, client):
    path, _row = link
    kept = client.post(f"{path}spara/", typed(do="", **{"texts.summary": "Utkast"}))
    assert kept.status_code == 200, kept.content
    assert Input.objects.get().state == "draft"
    assert "Utkast" in client.get(path).content.decode()
    wish = client.post(path, typed(do="check", vy="full", version=kept.json()["version"]))
    assert (wish.status_code, wish.url) == (302, f"{path}granska/")
    read = client.get(wish.url)
    assert "Skicka svaret" in read.content.decode()
    token = re.search(r'name="version" value="([^"]+)"', read.content.decode())[1]
    done = client.post(wish.url, {"version": token, "idempotency_key": "k2"})
    assert (done.status_code, done.url) == (302, path)
    assert Input.objects.get().state == "submitted"


def test_what_scans_mail_uses_nothing_up(link, client):
    path, _row = link
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert client.head(path).status_code == 405
    assert not Input.objects.exists()
    assert AnswerLink.objects.get().used_at is None


def test_a_used_link_shows_the_receipt_and_takes_nothing_more(link, client):
    path, _row = link
    client.post(path, typed())
    again = client.post(path, typed(idempotency_key="k9", **{"texts.summary": "Annat"}))
    assert "Länsstyrelsen har ert svar" in again.content.decode()
    for more in ("spara/", "granska/"):
        client.post(path + more, typed(idempotency_key="k9"))
    assert Input.objects.count() == 1
    assert Input.objects.get().summary == "Fyra bilar står still."


@pytest.mark.parametrize("secret", ["a-b", "A" * 43, "%27OR%201=1", "x" * 5000])
def test_a_guessed_link_is_not_found_and_tells_nothing(link, client, incident, secret):
    found = client.get(f"/l/{secret}/")
    assert found.status_code == 404
    page = found.content.decode()
    assert "Länken leder ingenstans" in page
    for words in (incident.number, incident.name, "Bergs Taxi"):
        assert words not in page


def test_guessing_is_stopped_for_a_while(link, client):
    statuses = [client.get(f"/l/{number:043}/").status_code for number in range(32)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


def gone(client, path):
    for found in (client.get(path), client.post(path, typed()), client.post(f"{path}spara/", typed())):
        assert found.status_code == 410, found.content
    assert not Input.objects.exists()


def test_an_expired_link_is_gone(link, client):
    AnswerLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    gone(client, link[0])


def test_a_link_that_was_taken_back_is_gone_at_once_and_its_guest_holds_no_role(link, client, house):
    path, row = link
    links.revoke(by=fresh(house.lena), request=row.request, actor=row.actor)
    gone(client, path)
    assert not Membership.objects.now().filter(person=row.guest).exists()
    with pytest.raises(RuleBroken):
        links.revoke(by=fresh(house.lena), request=row.request, actor=row.actor)


def test_a_closed_request_and_a_closed_incident_take_nothing(link, client, house, incident):
    path, row = link
    requests.close_request(by=fresh(house.lena), request=row.request)
    gone(client, path)
    incidents.change_phase(by=fresh(house.lena), incident=incident, to="closed")
    gone(client, path)


def test_a_new_link_takes_the_place_of_the_old_and_lets_the_answer_be_corrected(link, client, house, incident):
    path, row = link
    client.post(path, typed())
    county = Client()
    county.force_login(house.anna)
    address = reverse("link_again", args=[incident.number, 1, row.actor.pk])
    assert county.post(address).status_code == 302
    (letter,) = letters()
    new = path_of(letter)
    assert client.get(path).status_code == 410
    page = client.get(new).content.decode()
    assert "Det du skickar nu ersätter det" in page
    token = re.search(r'name="version" value="([^"]+)"', page)[1]
    assert client.post(new, typed(version=token, idempotency_key="k2")).url == new
    assert sorted(Input.objects.values_list("state", flat=True)) == ["replaced", "submitted"]


def test_a_reminder_brings_a_link_that_works_and_the_first_one_still_does(link, client, house):
    path, row = link
    requests.remind(by=fresh(house.lena), request=row.request)
    (letter,) = letters()
    assert "Påminnelse" in letter.subject
    assert client.get(path).status_code == client.get(path_of(letter)).status_code == 200
    client.post(path, typed())
    assert "Länsstyrelsen har ert svar" in client.get(path_of(letter)).content.decode()


def test_who_was_taken_back_is_sent_no_link_by_a_reminder(link, house):
    _path, row = link
    links.revoke(by=fresh(house.lena), request=row.request, actor=row.actor)
    requests.remind(by=fresh(house.lena), request=row.request)
    assert letters() == []


def test_the_next_request_to_the_same_address_is_the_same_actor_with_another_link(link, client, ask):
    path, row = link
    second = ask()
    (letter,) = letters()
    assert set(AnswerLink.objects.values_list("actor", "guest")) == {(row.actor_id, row.guest_id)}
    assert path_of(letter) != path
    client.post(path_of(letter), typed())
    assert Input.objects.get().request == second
    assert "Hur är läget" in client.get(path).content.decode()


# --- nothing else of the portal ---


def test_no_session_is_opened_and_no_other_page_is_reached(link, client, incident):
    path, row = link
    shown = client.get(path)
    assert settings.SESSION_COOKIE_NAME not in shown.cookies
    assert "_auth_user_id" not in client.session
    number = incident.number
    for page in (
        f"/h/{number}/",
        f"/h/{number}/begaran/1/",
        f"/h/{number}/begaran/1/svara/?aktor={row.actor.pk}",
        f"/h/{number}/lagesbild/",
        f"/h/{number}/svar/",
        "/h/",
    ):
        found = client.get(page)
        assert (found.status_code, found.url.startswith(reverse("account_login"))) == (302, True), page
    assert client.get("/api/v1/incidents").status_code == 401


def test_another_requests_number_or_actor_in_what_is_sent_changes_nothing(link, client, house, asked):
    path, row = link
    client.post(path, typed(aktor=house.ljusdal.pk, k=asked.number, muntligt=house.ljusdal.pk, request=asked.pk))
    sent = Input.objects.get()
    assert (sent.actor, sent.request, sent.oral) == (row.actor, row.request, False)


def test_the_page_links_to_nothing_of_the_incident(link, client, incident):
    path, _row = link
    for address in (path, f"{path}?vy=full"):
        page = client.get(address).content.decode()
        assert f"/h/{incident.number}" not in page
    client.post(path, typed())
    assert f"/h/{incident.number}" not in client.get(path).content.decode()


def test_a_guest_comes_in_by_no_door(link):
    guest = Person.objects.get(pk=link[1].guest.pk)
    assert not may_enter(guest)
    assert not guest.has_usable_password()
    assert guest.email == ""
    Client().post("/konto/password/reset/", {"email": link[1].email})
    assert [letter for letter in mail.outbox if "/reset/key/" in letter.body] == []


def test_following_a_link_does_not_make_the_account_an_open_one(link, client):
    path, row = link
    client.get(path)
    client.post(path, typed())
    assert not Person.objects.get(pk=row.guest.pk).is_active


def test_signed_in_people_keep_their_own_session_when_they_follow_a_link(link, house, incident):
    browser = Client()
    browser.force_login(house.charlie)
    assert browser.get(link[0]).status_code == 200
    assert browser.session["_auth_user_id"] == str(house.charlie.pk)
    assert browser.get(f"/h/{incident.number}/").status_code == 404


def test_the_address_is_kept_by_nobody(link, client):
    for answer in (client.get(link[0]), client.get("/l/nothing/")):
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["Cache-Control"] == "no-store"


def test_the_log_masks_the_secret(link):
    secret = link[0].split("/")[2]
    formatter = WithoutSecrets("%(message)s")
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Gone: %s", (f"/l/{secret}/spara/",), None)
    assert secret not in formatter.format(record)
    assert formatter.format(record) == "Gone: /l/.../spara/"
    assert settings.LOGGING["formatters"]["line"]["()"] == "coordination.masking.WithoutSecrets"


def test_a_form_of_another_site_is_refused(link):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link[0], typed()).status_code == 403
    assert not Input.objects.exists()


# --- who lets in ---


def test_only_who_invites_asks_by_address(ask, house):
    with pytest.raises(Refused):
        ask(by=house.anna)
    assert not Request.objects.exists()
    assert not AnswerLink.objects.exists()


def test_addresses_are_read_one_a_line(client, house, incident):
    client.force_login(house.lena)
    new = f"/h/{incident.number}/begaran/ny/"
    now = timezone.localtime(now_in(incident))
    said = {
        "purpose": "Läget",
        "as_of": f"{now:%Y-%m-%dT%H:%M}",
        "deadline": f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "question_set": QuestionSet.objects.first().pk,
    }
    wrong = client.post(new, said | {"addresses": "Bergs Taxi, ingen adress"})
    assert wrong.status_code == 422
    assert "Det här är ingen e-postadress: Bergs Taxi, ingen adress" in wrong.content.decode()
    lines = "Bergs Taxi, trafik@bergstaxi.example\n\nVågens vägförening <vag@vagen.example>\ninfo@ensam.example\n"
    assert "3 aktörer frågas" in client.post(new, said | {"addresses": lines, "do": "read"}).content.decode()
    assert client.post(new, said | {"addresses": lines}).status_code == 302
    found = set(AnswerLink.objects.values_list("actor__name", "email"))
    assert found == {
        ("Bergs Taxi", "trafik@bergstaxi.example"),
        ("Vågens vägförening", "vag@vagen.example"),
        ("ensam.example", "info@ensam.example"),
    }
    client.force_login(house.anna)
    assert "via länk till e-post" not in client.get(new).content.decode()


def test_only_who_asks_sees_to_whom_a_link_went_and_takes_it_back(link, client, house, incident):
    _path, row = link
    for who, status in ((house.maria, 403), (house.charlie, 404)):
        client.force_login(who)
        for name in ("link_again", "link_revoke"):
            assert client.post(reverse(name, args=[incident.number, 1, row.actor.pk])).status_code == status
    client.force_login(house.maria)
    assert TAXI.email not in client.get(f"/h/{incident.number}/begaran/1/").content.decode()
    client.force_login(house.anna)
    assert client.post(reverse("link_revoke", args=[incident.number, 1, row.actor.pk])).status_code == 302
    row.refresh_from_db()
    assert row.revoked_by == house.anna


def test_a_mail_server_that_is_away_is_tried_again_with_another_secret(ask, monkeypatch):
    ask()
    before = AnswerLink.objects.get().secret_hash

    def away(*_args, **_more):
        raise OSError("away")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", away)
        assert linking.send_waiting() == 0
    row = AnswerLink.objects.get()
    assert (row.attempts, row.sent_at) == (1, None)
    assert row.secret_hash != before
    assert len(letters()) == 1

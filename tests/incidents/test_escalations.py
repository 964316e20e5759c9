"""The formal request: made of the needs, reviewed, frozen when it is sent, and never sent anywhere by the portal."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from coordination.incidents import framstallan
from coordination.incidents import services as incidents
from coordination.incidents.lacking import addressees
from coordination.incidents.models import Escalation, Incident, Quarantine
from coordination.incidents.services import Mark
from coordination.incidents.services.escalations import (
    answer_escalation,
    draft_escalation,
    edit_escalation,
    send_escalation,
)
from coordination.incidents.services.resources import answer_offer
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh as anew
from tests.conftest import signed_in
from tests.direction.house import add_storm, close, fresh
from tests.incidents.test_resources import need, offer, state

pytestmark = pytest.mark.django_db
WHOM = {"to": "higher_region", "addressee": "Mellersta civilområdet (Länsstyrelsen Örebro)"}


@pytest.fixture
def storm(house):
    return add_storm(house)


def draft(storm, needs, by=None, **more):
    said = {**WHOM, "tried": "Alla tio kommuner är tillfrågade", "legal_ground": "4 § förordningen 2017:870", **more}
    return draft_escalation(by=anew(by or storm.lena), incident=storm.incident, needs=needs, **said)


def send(storm, row, by=None):
    return send_escalation(by=anew(by or storm.lena), escalation=row)


# The text by itself.

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FACTS = {
    "id": 4, "number": 2, "actor": "Ljusdals kommun", "what": "reservkraftverk", "quantity": 5, "unit": "st",
    "agreed": 3, "from": datetime(2025, 12, 28, 18, tzinfo=STOCKHOLM).isoformat(), "until": "", "where": "Färila",
    "contact": "TiB 0651-180 00", "why": "vårdboenden",
    "offers": [
        {"id": 1, "actor": "Bollnäs kommun", "quantity": 3, "agreed": True},
        {"id": 2, "actor": "Hofors kommun", "quantity": 1, "agreed": False},
    ],
}  # fmt: skip


def composed(**more):
    said = {
        "number": 1,
        "asker": "Länsstyrelsen Gävleborg",
        "addressee": "Länsstyrelsen Dalarna",
        "incident": {"name": "Stormen", "number": "2025-041", "exercise": False},
        "needs": [FACTS],
        "at": datetime(2025, 12, 28, 9, 5, tzinfo=STOCKHOLM),
        **more,
    }
    return framstallan.compose(**said)


def test_the_text_says_who_what_when_where_and_whom_to_ring():
    text = framstallan.plain(composed(contact="TiB 010-225 10 00", tried="Alla kommuner", legal_ground="4 §"))
    for words in (
        "Framställan 1 från Länsstyrelsen Gävleborg till Länsstyrelsen Dalarna.",
        "Den gäller Stormen, händelse 2025-041.",
        "ingen order",
        "Uppgifterna gäller 28 december 2025 kl. 09.05.",
        "Ljusdals kommun behöver 5 st reservkraftverk. Det saknas 2 av 5.",
        "Behövs från 28 december 2025 kl. 18.00, slutet är inte känt.",
        "Plats: Färila. Används till: vårdboenden. Kontakt: TiB 0651-180 00.",
        "Bollnäs kommun 3 st, överenskommet; Hofors kommun 1 st, väntar på besked.",
        "Alla kommuner.",
        "Länsstyrelsen Gävleborg, TiB 010-225 10 00.",
    ):
        assert words in text
    assert "Övning" not in text


def test_what_nobody_has_written_is_not_made_up():
    body = composed(needs=[{**FACTS, "offers": [], "agreed": 0}])
    text = framstallan.plain(body)
    assert "Inget är antecknat om vad som är prövat." in text
    assert "Resursbehov 2: inget är erbjudet." in text
    assert "Lagstöd" not in [part["heading"] for part in body["parts"]]


def test_an_exercise_says_so_first_and_last():
    lines = framstallan.plain(composed(incident={"name": "S", "number": "1", "exercise": True})).split("\n")
    assert (lines[0], lines[-2]) == (framstallan.EXERCISE, framstallan.EXERCISE)


def test_other_words_have_another_fingerprint():
    assert framstallan.fingerprint(composed()) == framstallan.fingerprint(composed())
    assert framstallan.fingerprint(composed()) != framstallan.fingerprint(composed(tried="Annat"))


# Whom one may ask.


def test_whom_a_county_may_ask_comes_from_the_data(storm):
    at = datetime(2025, 12, 28, 12, tzinfo=STOCKHOLM)
    names = {kind.value: [label for _key, label in rows] for kind, rows in addressees(storm.board, at)}
    assert len(names["neighbour"]) == 20
    assert "Länsstyrelsen Gävleborg" not in names["neighbour"]
    assert set(names["neighbour"][:6]) >= {"Länsstyrelsen Dalarna", "Länsstyrelsen Uppsala"}
    assert names["higher_region"] == ["Mellersta civilområdet (Länsstyrelsen Örebro)"]
    assert names["national"] == ["Myndigheten för samhällsskydd och beredskap"]
    later = dict(addressees(storm.board, at + timedelta(days=10)))
    assert [label for _key, label in later["national"]] == ["Myndigheten för civilt försvar"]


def test_the_county_that_is_responsible_for_the_area_does_not_ask_itself(storm):
    orebro = type(storm.board).objects.get(kind="county_board", county="18")
    assert dict(addressees(orebro, timezone.now()))["higher_region"] == []


# Rules.


def test_who_writes_the_report_drafts_and_others_read_what_was_sent(storm):
    asked = need(storm)
    for person in (storm.maria, storm.carl, storm.rut):
        with pytest.raises(Refused):
            draft(storm, [asked], by=person)
    row = draft(storm, [asked])
    assert (row.number, row.state) == (1, "draft")
    assert not Escalation.objects.visible_to(anew(storm.maria)).exists()
    send(storm, row)
    assert Escalation.objects.visible_to(anew(storm.maria)).exists()


def test_a_draft_that_cannot_be_is_refused_in_words(storm):
    asked = need(storm)
    for more, words in (({"to": "moon"}, "Välj vem"), ({"addressee": " "}, "Välj vem")):
        with pytest.raises(RuleBroken, match=words):
            draft(storm, [asked], **more)
    with pytest.raises(RuleBroken, match="minst ett"):
        draft(storm, [])
    other = fresh(asked)
    other.incident_id = 0
    with pytest.raises(RuleBroken, match="annan händelse"):
        draft(storm, [other])


def test_what_lacks_nothing_is_not_asked_for_elsewhere(storm):
    asked, open_one = need(storm), need(storm)
    row = draft(storm, [asked, open_one])
    given = offer(storm, asked)
    answer_offer(by=anew(storm.maria), offer=given, accepts=True)
    with pytest.raises(RuleBroken, match="Resursbehov 1 saknar inget"):
        send(storm, row)
    with pytest.raises(RuleBroken, match="Resursbehov 1 saknar inget"):
        draft(storm, [fresh(asked)])
    edit_escalation(by=anew(storm.lena), escalation=row, needs=[open_one], **WHOM)
    assert state(send(storm, row)) == "sent"


def test_what_was_sent_is_frozen(storm):
    asked = need(storm)
    offer(storm, asked, 2)
    row = send(storm, draft(storm, [asked]))
    kept = fresh(row)
    assert kept.content_hash == framstallan.fingerprint(kept.body)
    assert kept.sent_by == storm.lena
    assert kept.body["needs"][0]["offers"][0]["actor"] == "Bollnäs kommun"
    with pytest.raises(RuleBroken, match="redan skickad"):
        edit_escalation(by=anew(storm.lena), escalation=row, needs=[asked], **WHOM)
    with pytest.raises(RuleBroken, match="redan skickad"):
        send(storm, row)
    assert fresh(row).body == kept.body


def test_an_answer_is_noted_once_it_is_sent(storm):
    row = draft(storm, [need(storm)])
    with pytest.raises(RuleBroken, match="inte skickad"):
        answer_escalation(by=anew(storm.lena), escalation=row, reply="Ja")
    send(storm, row)
    with pytest.raises(RuleBroken, match="vad svaret blev"):
        answer_escalation(by=anew(storm.lena), escalation=row, reply=" ")
    with pytest.raises(Refused):
        answer_escalation(by=anew(storm.maria), escalation=row, reply="Ja")
    answer_escalation(by=anew(storm.lena), escalation=row, reply="Två verk kommer kl. 20.")
    assert (state(row), fresh(row).reply) == ("answered", "Två verk kommer kl. 20.")


def test_nothing_is_asked_for_in_a_closed_incident(storm):
    row = draft(storm, [need(storm)])
    close(storm.incident)
    row.incident = storm.incident
    for act in (lambda: draft(storm, []), lambda: send(storm, row)):
        with pytest.raises(RuleBroken, match="Händelsen är avslutad"):
            act()


def test_it_is_marked_as_the_highest_of_its_parts(storm):
    asked = need(storm)
    row = draft(storm, [asked])
    assert row.marking == "open"
    offer(storm, asked, 1, mark=Mark("internal"))
    assert send(storm, row).marking == "internal"
    assert fresh(row).marking == "internal"
    assert "Märkning:\nIntern samverkan." in framstallan.plain(fresh(row).body)
    with pytest.raises(RuleBroken, match="lägre"):
        draft(storm, [asked], mark=Mark("open"))


def test_it_hides_with_the_words_that_it_holds(storm):
    asked = need(storm)
    given = offer(storm, asked, 1)
    row = send(storm, draft(storm, [asked]))
    held = incidents.quarantine(by=anew(storm.maria), record=given, reason="Fel uppgift")
    assert not Escalation.objects.visible_to(anew(storm.lena)).exists()
    assert signed_in(storm.lena).get(row.get_absolute_url()).status_code == 404
    incidents.lift(by=anew(storm.bo), row=held, note="Det stämde")
    assert Escalation.objects.visible_to(anew(storm.lena)).exists()
    incidents.quarantine(by=anew(storm.maria), record=asked, reason="Fel uppgift")
    assert Quarantine.objects.open().filter(kind="escalation", object_id=row.pk).exists()


def test_a_draft_about_a_hidden_need_shows_and_sends_nothing_of_it(storm):
    asked, other = need(storm), need(storm, what="dricksvatten", unit="liter")
    row = draft(storm, [asked, other])
    incidents.quarantine(by=anew(storm.maria), record=asked, reason="Fel uppgift")
    assert "reservkraftverk" not in signed_in(storm.lena).get(row.get_absolute_url()).content.decode()
    with pytest.raises(RuleBroken, match="i karantän"):
        send(storm, row)
    edit_escalation(by=anew(storm.lena), escalation=row, needs=[other], **WHOM)
    assert state(send(storm, row)) == "sent"


# Pages.


def test_the_county_writes_reviews_and_freezes_on_pages(storm):
    asked = need(storm)
    lena, base = signed_in(storm.lena), f"/h/{storm.incident.number}/framstallan/"
    page = lena.get(f"{base}ny/?behov=1").content.decode()
    assert '<optgroup label="Grannlän">' in page
    assert "5 av 5 saknas" in page
    typed = {
        "addressee": f"higher_region:{WHOM['addressee']}",
        "needs": [asked.pk],
        "tried": "Alla",
        "legal_ground": "",
    }
    made = lena.post(f"{base}ny/", typed)
    row = Escalation.objects.get()
    assert made.headers["Location"] == row.get_absolute_url()
    page = lena.get(row.get_absolute_url()).content.decode()
    assert "Portalen skickar den inte: skriv ut eller kopiera" in page
    assert "Det saknas 5 av 5." in page
    text = lena.get(f"{base}1.txt")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode().startswith("UTKAST, inte skickat.")
    assert signed_in(storm.maria).get(f"{base}1.txt").status_code == 404
    assert lena.post(f"{base}1/andra/", {**typed, "tried": "Nytt"}).status_code == 302
    assert lena.post(f"{base}1/skicka/").status_code == 302
    assert lena.get(f"{base}1/andra/").status_code == 302
    assert lena.post(f"{base}1/svar/", {"reply": "Ja, två."}).status_code == 302
    page = signed_in(storm.maria).get(row.get_absolute_url()).content.decode()
    assert "Ja, två." in page
    assert "Frys och anteckna" not in page
    assert signed_in(storm.maria).post(f"{base}1/skicka/").status_code == 403


def test_nothing_typed_is_lost_where_a_need_was_forgotten(storm):
    need(storm)
    typed = {"addressee": "", "tried": "Ringt alla tio", "legal_ground": ""}
    page = signed_in(storm.lena).post(f"/h/{storm.incident.number}/framstallan/ny/", typed)
    assert page.status_code == 422
    for words in ("Välj minst ett resursbehov.", "Ringt alla tio"):
        assert words in page.content.decode()


def test_an_exercise_follows_its_own_clock_and_says_so(storm):
    scene = datetime(2025, 12, 28, 9, tzinfo=STOCKHOLM)
    Incident.objects.update(is_exercise=True, clock_scene=scene, clock_started=None)
    storm.incident.refresh_from_db()
    row = send(storm, draft(storm, [need(storm, from_at=scene)]))
    assert row.sent_at == scene
    assert framstallan.plain(row.body).startswith("Övning, övning, övning.")

"""After a direction is fixed: its effect is judged, and actors say what they could not say then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.direction import later
from coordination.direction.effects import effects, sentence, tally
from coordination.direction.models import Assessment, Direction, LaterPosition, Stand
from coordination.direction.services import (
    announce,
    assess,
    change_position,
    draft_direction,
    fix_direction,
    take_position,
)
from coordination.direction.standings import standings_of
from coordination.incidents import services as incidents
from coordination.incidents.logbook import lines
from coordination.incidents.models import Quarantine
from coordination.incidents.services import Mark
from coordination.situations.services import afterwards
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import signed_in
from tests.direction.house import anew, close, fresh, proposed
from tests.direction.test_effect_question import ask, fix, says
from tests.situations.answers import answer

pytestmark = pytest.mark.django_db
URL = "https://ljusdal.example/ks/2025-123"


@pytest.fixture
def fixed(storm):
    """Ljusdal has said that its own body decides, two hours ago."""
    direction = proposed(storm)
    take_position(
        by=storm.maria,
        direction=direction,
        actor=storm.ljusdal,
        stand=Stand.OWN_BODY,
        own_body="kommunstyrelsen",
        own_body_at=timezone.now() - timedelta(hours=2),
    )
    take_position(by=storm.bo, direction=direction, actor=storm.bollnas, stand=Stand.BEHIND)
    fix_direction(by=storm.carl, direction=fresh(direction))
    return fresh(direction)


def page_of(direction, name="direction"):
    return reverse(name, args=[direction.incident.number, direction.number])


def change(storm, direction, **more):
    said = {"stand": "behind", "reason": "Kommunstyrelsen har beslutat.", "actor": storm.ljusdal, "by": storm.maria}
    return change_position(direction=direction, **said | more)


# --- what the actors answer ---


def test_each_actor_s_latest_answer_is_told_and_silence_is_no_yes(storm):
    direction = fix(storm)
    first = ask(storm)
    answer(storm.maria, first, storm.ljusdal, says(direction, "reached"))
    rows = effects(direction, storm.lena)
    assert [(row.actor, row.said) for row in rows] == [(storm.bollnas, "silent"), (storm.ljusdal, "reached")]
    assert sentence(rows) == "1 av 2 säger att det uppnås. Ingen säger att det inte uppnås."
    answer(storm.maria, ask(storm), storm.ljusdal, says(direction, "not", "Ingen värme."))
    rows = effects(direction, storm.lena)
    assert sentence(rows) == "1 av 2 säger att det inte uppnås."
    assert [(one["said"], one["count"]) for one in tally(rows)] == [("not", 1), ("silent", 1)]
    page = signed_in(storm.lena).get(page_of(direction)).content.decode()
    assert "1 av 2 säger att det inte uppnås." in page
    assert "Ingen värme." in page
    assert reverse("input", args=[storm.incident.number, rows[0].answer]) in page
    assert "Inget svar än" in page


def test_an_answer_that_few_read_is_told_as_such_and_not_linked(storm):
    direction = fix(storm)
    sent = answer(storm.maria, ask(storm), storm.ljusdal, says(direction, "not", "Hemligt skäl."))
    incidents.narrow(
        by=anew(storm.maria), record=sent, audience="own", reason="Känsligt", until=timezone.now() + timedelta(days=9)
    )
    mine = {row.actor: row.said for row in effects(direction, anew(storm.maria))}
    theirs = {row.actor: (row.said, row.answer, row.why) for row in effects(direction, anew(storm.bo))}
    assert mine[storm.ljusdal] == "not"
    assert theirs[storm.ljusdal] == ("withheld", None, "")
    page = signed_in(storm.bo).get(page_of(direction)).content.decode()
    assert "Hemligt skäl." not in page
    assert reverse("input", args=[storm.incident.number, sent.pk]) not in page
    assert "Svaret läses av färre" in page


def test_a_narrowed_newer_answer_does_not_let_an_older_one_speak_for_it(storm):
    direction = fix(storm)
    answer(storm.maria, ask(storm), storm.ljusdal, says(direction, "reached"))
    sent = answer(storm.maria, ask(storm), storm.ljusdal, says(direction, "not"))
    incidents.narrow(
        by=anew(storm.maria), record=sent, audience="own", reason="Känsligt", until=timezone.now() + timedelta(days=9)
    )
    told = {row.actor: row.said for row in effects(direction, anew(storm.bo))}
    assert told[storm.ljusdal] == "withheld"


def test_a_withdrawn_or_hidden_answer_is_no_answer(storm):
    direction = fix(storm)
    sent = answer(storm.maria, ask(storm), storm.ljusdal, says(direction, "not"))
    afterwards.withdraw_input(by=storm.maria, sent=fresh(sent), reason="Fel")
    assert {row.said for row in effects(direction, storm.lena)} == {"silent"}
    again = answer(storm.bo, ask(storm), storm.bollnas, says(direction, "not", "Skrivet fel."))
    incidents.quarantine(by=storm.lena, record=again, reason="Fel")
    assert {row.said for row in effects(direction, storm.lena)} == {"silent", "withheld"}
    assert "Skrivet fel." not in signed_in(storm.maria).get(page_of(direction)).content.decode()


def test_what_was_left_blank_last_is_not_filled_with_what_was_said_before(storm):
    direction = fix(storm)
    answer(storm.maria, ask(storm), storm.ljusdal, says(direction, "reached"))
    answer(storm.maria, ask(storm), storm.ljusdal)
    assert {row.said for row in effects(direction, storm.lena)} == {"silent"}


def test_the_effect_of_many_costs_as_few_statements_as_of_one(storm, django_assert_num_queries):
    direction = fix(storm)
    everybody = list(storm.municipal.values())
    incidents.invite(by=anew(storm.lena), incident=storm.incident, actors=everybody)
    asked = ask(storm, actors=everybody)
    answer(anew(storm.maria), asked, storm.ljusdal, says(direction, "reached"))
    effects(direction, storm.lena)
    with django_assert_num_queries(2):
        assert len(effects(direction, storm.lena)) == len(everybody)


# --- the county's judgement ---


def test_a_judgement_says_why_each_is_kept_and_the_newest_stands_first(storm, fixed):
    assess(by=storm.lena, direction=fixed, verdict="unclear", text="Mäts kl. 12.")
    assess(by=storm.carl, direction=fixed, verdict="partly", text="Två boenden saknar värme.")
    page = signed_in(storm.maria).get(page_of(fixed)).content.decode()
    assert page.index("Två boenden saknar värme.") < page.index("Mäts kl. 12.")
    assert "1 tidigare bedömning" in page
    assert [row.verdict for row in Assessment.objects.filter(direction=fixed)] == ["partly", "unclear"]
    told = [line.text for line in lines(storm.incident, anew(storm.maria))[0]]
    assert "Bedömning av effekten, inriktningen uppnås delvis: Inriktning 1" in told


@pytest.mark.parametrize(
    ("verdict", "text", "words"), [("nja", "Så", "Välj om"), ("not", " ", "varför"), ("not", "x" * 501, "500 tecken")]
)
def test_a_judgement_without_a_word_or_a_reason_is_refused(storm, fixed, verdict, text, words):
    with pytest.raises(RuleBroken, match=words):
        assess(by=storm.lena, direction=fixed, verdict=verdict, text=text)
    answered = signed_in(storm.lena).post(page_of(fixed, "direction_assess"), {"verdict": verdict, "text": text})
    assert answered.status_code == 422
    assert not Assessment.objects.exists()


def test_others_than_those_who_propose_judge_nothing(storm, fixed):
    with pytest.raises(Refused):
        assess(by=storm.maria, direction=fixed, verdict="not", text="Så")
    assert signed_in(storm.maria).get(page_of(fixed, "direction_assess")).status_code == 403
    assert "Bedöm effekten" not in signed_in(storm.maria).get(page_of(fixed)).content.decode()


def test_what_is_not_fixed_or_is_closed_has_no_effect_to_judge(storm):
    direction = proposed(storm)
    with pytest.raises(RuleBroken, match="inte fastställd än"):
        assess(by=storm.lena, direction=direction, verdict="not", text="Så")
    typed = {"verdict": "not", "text": "Det som skrevs"}
    answered = signed_in(storm.lena).post(page_of(direction, "direction_assess"), typed)
    assert answered.status_code == 409
    assert "Det som skrevs" in answered.content.decode()
    fix_direction(by=storm.carl, direction=fresh(direction))
    close(storm.incident)
    with pytest.raises(RuleBroken, match="avslutad"):
        assess(by=storm.lena, direction=fresh(direction), verdict="not", text="Så")


def test_a_next_direction_is_suggested_where_it_is_not_reached(storm, fixed):
    lena = signed_in(storm.lena)
    assess(by=storm.lena, direction=fixed, verdict="reached", text="Alla har värme.")
    assert "Börja nästa inriktning" not in lena.get(page_of(fixed)).content.decode()
    assess(by=storm.lena, direction=fixed, verdict="not", text="Inget boende har värme.")
    assert "Börja nästa inriktning" in lena.get(page_of(fixed)).content.decode()
    assert "Börja nästa inriktning" not in signed_in(storm.maria).get(page_of(fixed)).content.decode()
    draft_direction(by=storm.lena, incident=storm.incident)
    assert "Börja nästa inriktning" not in lena.get(page_of(fixed)).content.decode()


def test_a_replaced_direction_can_still_be_judged(storm, fixed):
    fix_direction(by=storm.carl, direction=fresh(proposed(storm)))
    assess(by=storm.lena, direction=fresh(fixed), verdict="not", text="Den nådde inte fram.")
    assert "Den nådde inte fram." in signed_in(storm.lena).get(page_of(fixed)).content.decode()


def test_a_judgement_is_marked_as_high_as_its_direction_and_can_be_hidden(storm, fixed):
    Direction.objects.filter(pk=fixed.pk).update(marking="internal")
    with pytest.raises(RuleBroken, match="lägre"):
        assess(by=storm.lena, direction=fresh(fixed), verdict="not", text="Så", mark=Mark())
    row = assess(by=storm.lena, direction=fresh(fixed), verdict="not", text="En personuppgift.")
    assert row.marking == "internal"
    incidents.quarantine(by=storm.maria, record=row, reason="Personuppgift")
    for path in (page_of(fixed), reverse("one_page", args=[storm.incident.number]), f"/h/{storm.incident.number}/"):
        assert "En personuppgift." not in signed_in(storm.bo).get(path).content.decode()
    assert not any("Bedömning av effekten" in line.text for line in lines(storm.incident, anew(storm.bo))[0])


def test_the_one_page_and_the_first_page_tell_the_effect(storm):
    direction = fix(storm)
    answer(storm.maria, ask(storm), storm.ljusdal, says(direction, "not"))
    assess(by=storm.lena, direction=direction, verdict="partly", text="Två boenden saknar värme.")
    one = signed_in(storm.lena).get(reverse("one_page", args=[storm.incident.number])).content.decode()
    assert "Två boenden saknar värme." in one
    first = signed_in(storm.lena).get(f"/h/{storm.incident.number}/").content.decode()
    for page in (one, first):
        assert "1 av 2 säger att det inte uppnås." in page
        assert "Delvis" in page


# --- positions after agreement ---


def test_both_stand_on_the_page_and_what_was_printed_is_untouched(storm, fixed):
    body = fixed.body
    change(storm, fixed, decision="KS 2025/123", decision_url=URL)
    change(storm, fixed, stand="cannot", reason="Beslutet är överklagat.")
    page = signed_in(storm.bo).get(page_of(fixed)).content.decode()
    for words in ("Vid fastställandet", "kommunstyrelsen", "KS 2025/123", f'href="{URL}"', "Beslutet är överklagat."):
        assert words in page
    assert page.index("Kommunstyrelsen har beslutat.") < page.index("Beslutet är överklagat.")
    assert fresh(fixed).body == body
    assert standings_of(fresh(fixed)) == standings_of(fixed)
    assert fresh(fixed).content_hash == fixed.content_hash
    told = [line.text for line in lines(storm.incident, anew(storm.bo))[0]]
    assert "Ny ställning, ställer sig bakom: Ljusdals kommun, Inriktning 1" in told


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": " "}, "skälet"),
        ({"stand": "kanske"}, "finns inte"),
        ({"decision": "x" * 121}, "120 tecken"),
        ({"decision_url": "javascript:alert(1)"}, "https://"),
        ({"decision_url": "file:///etc/passwd"}, "https://"),
        ({"decision_url": "ljusdal.example/beslut"}, "https://"),
        ({"decision_url": "https://x.se/" + "a" * 400}, "https://"),
    ],
)
def test_a_new_position_says_why_and_its_link_is_a_link(storm, fixed, more, words):
    with pytest.raises(RuleBroken, match=words):
        change(storm, fixed, **more)
    typed = {"stand": "behind", "reason": "Det som skrevs", "actor": storm.ljusdal.pk} | more
    answered = signed_in(storm.maria).post(page_of(fixed, "direction_later"), typed)
    assert answered.status_code == 422
    assert not LaterPosition.objects.exists()


def test_nobody_changes_another_s_position(storm, fixed):
    with pytest.raises(Refused):
        change(storm, fixed, by=storm.bo)
    with pytest.raises(Refused):
        change(storm, fixed, by=storm.rut)
    typed = {"stand": "behind", "reason": "För en annan", "actor": storm.ljusdal.pk}
    assert signed_in(storm.bo).post(page_of(fixed, "direction_later"), typed).status_code == 422
    assert signed_in(storm.charlie).get(page_of(fixed, "direction_later")).status_code == 404
    assert not LaterPosition.objects.exists()


def test_a_proposal_has_positions_and_no_later_ones(storm):
    with pytest.raises(RuleBroken, match="inte fastställd än"):
        change(storm, proposed(storm))


def test_one_who_has_left_or_a_closed_incident_changes_nothing(storm, fixed):
    storm.incident.participations.filter(actor=storm.bollnas).update(left_at=timezone.now())
    with pytest.raises((RuleBroken, Refused)):
        change(storm, fixed, by=anew(storm.bo), actor=storm.bollnas)
    close(storm.incident)
    with pytest.raises(RuleBroken, match="avslutad"):
        change(storm, fresh(fixed), by=anew(storm.maria))


def test_a_position_on_a_replaced_direction_shows_and_links_the_new_one(storm, fixed):
    newer = proposed(storm)
    fix_direction(by=storm.carl, direction=fresh(newer))
    with pytest.raises(RuleBroken, match="ersatt av inriktning 2"):
        change(storm, fresh(fixed))
    typed = {"stand": "behind", "reason": "Det som skrevs", "actor": storm.ljusdal.pk}
    for name in ("direction_later", "direction_position"):
        answered = signed_in(storm.maria).post(page_of(fixed, name), typed)
        page = answered.content.decode()
        assert answered.status_code == 409
        assert "ersatt av inriktning 2" in page
        assert f'href="{newer.get_absolute_url()}"' in page
        assert "Det som skrevs" in page
    assert not LaterPosition.objects.exists()


def test_a_position_that_came_too_late_leads_on_with_what_was_typed(storm, fixed):
    with pytest.raises(RuleBroken, match="Lämna en ny ställning med skäl"):
        take_position(by=storm.maria, direction=fixed, actor=storm.ljusdal, stand="behind")
    maria = signed_in(storm.maria)
    answered = maria.get(page_of(fixed, "direction_position"))
    assert answered.status_code == 302
    assert "/ny-stallning/" in answered.url
    typed = {"stand": "cannot", "reason": "Vi saknar fordon.", "actor": storm.ljusdal.pk}
    answered = maria.post(page_of(fixed, "direction_position"), typed)
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "Ställningen i inriktningen ändras inte. Lämna en ny ställning med skäl." in page
    assert "Vi saknar fordon." in page
    assert page_of(fixed, "direction_later") in page
    assert maria.post(page_of(fixed, "direction_later"), typed).status_code == 302
    assert LaterPosition.objects.get().reason == "Vi saknar fordon."


def test_a_later_position_can_be_hidden_and_is_marked(storm, fixed):
    row = change(storm, fixed, reason="En personuppgift.", mark=Mark("internal"))
    page = signed_in(storm.bo).get(page_of(fixed)).content.decode()
    assert "Intern samverkan" in page
    assert reverse("quarantine", args=[storm.incident.number, "ny-stallning", row.pk]) in page
    incidents.quarantine(by=storm.bo, record=row, reason="Personuppgift")
    for who in (storm.bo, storm.lena, storm.maria):
        page = signed_in(who).get(page_of(fixed)).content.decode()
        assert "En personuppgift." not in page
    assert not any("Ny ställning, ställer sig bakom" in line.text for line in lines(storm.incident, anew(storm.bo))[0])


def test_what_is_said_of_a_direction_is_hidden_with_it(storm, fixed):
    later_row = change(storm, fixed, reason="Det står ju fel namn.")
    judged = assess(by=storm.lena, direction=fixed, verdict="not", text="Fel namn i inriktningen.")
    incidents.quarantine(by=storm.bo, record=fixed, reason="Personuppgift")
    for who in (storm.maria, storm.lena):
        client = signed_in(who)
        for name in ("assessments", "later-positions"):
            assert client.get(f"/api/v1/{name}").json()["results"] == []
        assert "fel namn" not in client.get(reverse("one_page", args=[storm.incident.number])).content.decode().lower()
    assert set(Quarantine.objects.values_list("kind", "object_id")) >= {
        ("assessment", judged.pk),
        ("laterposition", later_row.pk),
    }


# --- what waits ---


def test_a_body_that_should_have_decided_stands_out_until_the_actor_says_what_it_decided(storm, fixed):
    maria, lena = signed_in(storm.maria), signed_in(storm.lena)
    for page in (maria.get(page_of(fixed)).content.decode(), lena.get(page_of(fixed)).content.decode()):
        assert "kommunstyrelsen skulle ha beslutat" in page
    assert "Säg vad er egen instans har beslutat" in maria.get("/").content.decode()
    assert "Ljusdals kommun (kommunstyrelsen)" in lena.get("/").content.decode()
    assert "Säg vad er egen instans" not in signed_in(storm.bo).get("/").content.decode()
    change(storm, fixed)
    for client in (maria, lena):
        assert "skulle ha beslutat" not in client.get(page_of(fixed)).content.decode()
        assert "skulle ha beslutat" not in client.get("/").content.decode()
    assert "Säg vad er egen instans" not in maria.get("/").content.decode()


def test_the_start_page_with_all_of_it_stays_within_its_statements(storm, fixed, django_assert_max_num_queries):
    announce(by=storm.lena, incident=storm.incident, heading="Koka vattnet", text="Vattnet är otjänligt.")
    ask(storm)
    proposed(storm)
    for who in (storm.maria, storm.lena, storm.carl):
        client = signed_in(who)
        client.get("/")
        with django_assert_max_num_queries(24):
            page = client.get("/").content.decode()
        assert "Koka vattnet" in page
        assert "kommunstyrelsen" in page


def test_nobody_is_waited_for_before_its_time(storm):
    direction = proposed(storm)
    take_position(
        by=storm.maria,
        direction=direction,
        actor=storm.ljusdal,
        stand=Stand.OWN_BODY,
        own_body="kommunstyrelsen",
        own_body_at=timezone.now() + timedelta(hours=2),
    )
    fix_direction(by=storm.carl, direction=fresh(direction))
    held = Direction.objects.with_later().get(pk=direction.pk)
    assert later.due([held], {held.incident_id: timezone.now()}) == []
    assert len(later.due([held], {held.incident_id: timezone.now() + timedelta(hours=3)})) == 1
    assert "skulle ha beslutat" not in signed_in(storm.maria).get(page_of(held)).content.decode()


def test_what_needs_my_answer_stands_on_one_page_and_goes_when_it_is_given(storm):
    path = reverse("needs_me", args=[storm.incident.number])
    direction = proposed(storm)
    ask(storm)
    maria = signed_in(storm.maria)
    page = maria.get(path).content.decode()
    assert "Ta ställning till inriktning 1" in page
    assert "Svara nu" in page
    assert f'href="{path}"' in maria.get(f"/h/{storm.incident.number}/").content.decode()
    assert "Behöver mitt svar: 2" in maria.get(f"/h/{storm.incident.number}/").content.decode()
    take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand="behind")
    assert "Ta ställning till inriktning 1" not in maria.get(path).content.decode()
    assert "Behöver mitt svar: 1" in maria.get(f"/h/{storm.incident.number}/").content.decode()
    fix_direction(by=storm.carl, direction=fresh(direction))
    assert "Läs inriktning 1" in maria.get(path).content.decode()
    # The county's own work is no answer of an actor's.
    assert "Fastställ inriktning" not in signed_in(storm.carl).get(path).content.decode()
    assert signed_in(storm.charlie).get(path).status_code == 404
    assert "Du svarar inte för någon aktör" in signed_in(storm.rut).get(path).content.decode()


def test_programs_say_it_too(storm):
    direction = fix(storm)
    answer(storm.maria, ask(storm), storm.ljusdal, says(direction, "not", "Ingen värme."))
    lena, maria = signed_in(storm.lena), signed_in(storm.maria)
    told = lena.get(f"/api/v1/directions/{direction.pk}/effects").json()
    assert [(row["actor"], row["said"], row["why"]) for row in told] == [
        (storm.ljusdal.key, "not", "Ingen värme."),
        (storm.bollnas.key, "silent", ""),
    ]
    said = {"direction": direction.pk, "actor": storm.ljusdal.key, "stand": "cannot", "reason": "Saknar fordon."}
    made = maria.post("/api/v1/later-positions", said, content_type="application/json")
    assert (made.status_code, made.json()["stand"]) == (201, "cannot")
    wrong = said | {"decision_url": "javascript:alert(1)"}
    assert maria.post("/api/v1/later-positions", wrong, content_type="application/json").status_code == 409
    judged = {"direction": direction.pk, "verdict": "partly", "text": "Två saknar värme."}
    assert lena.post("/api/v1/assessments", judged, content_type="application/json").status_code == 201
    assert maria.post("/api/v1/assessments", judged, content_type="application/json").status_code == 403
    for name in ("assessments", "later-positions"):
        assert len(maria.get(f"/api/v1/{name}").json()["results"]) == 1
        assert signed_in(storm.charlie).get(f"/api/v1/{name}").json()["results"] == []


def test_acts_of_this_kind_stand_in_the_journal_without_their_words(storm, fixed):
    change(storm, fixed, reason="Skälets egna ord.")
    assess(by=storm.lena, direction=fixed, verdict="not", text="Bedömningens egna ord.")
    told = " ".join(f"{e.label} {e.note} {e.data}" for e in Entry.objects.all())
    assert "egna ord" not in told

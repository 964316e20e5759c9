"""The loop's pages: read by all who take part, written by the county, light and with a fixed number of statements."""

import gzip
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from coordination.direction.models import Cycle, Influence, Need, Note, StepVisit, SystemIssue
from coordination.direction.services import (
    add_note,
    begin_cycle,
    close_cycle,
    edit_cycle,
    end_note,
    plan_influence,
    state_need,
)
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from tests.conftest import fresh, signed_in
from tests.counting import Statements
from tests.direction.house import close
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
STEPS = ("vardegrund", "skeende", "behov", "system", "inflytande", "syntes")
AN_HOUR = timedelta(hours=1)


def at(storm, name, *args):
    return reverse(name, args=[storm.incident.number, *args])


def read(client, path, status=200):
    found = client.get(path)
    assert found.status_code == status, found.content.decode()[:2000]
    return found.content.decode()


def section(page, kind):
    """The part of the page from a heading to the next."""
    return page.split(f'id="h-{kind}"', 1)[1].split("</section>", 1)[0]


def noted(storm, text, kind="fact", **more):
    return add_note(by=fresh(storm.lena), incident=storm.incident, kind=kind, text=text, **more)


def needed(storm, title="Reservkraft", **more):
    told = {"by": fresh(storm.lena), "incident": storm.incident, "kind": "help", "title": title} | more
    return state_need(**told)


def raised(storm, title, need=None, number=1):
    issue = SystemIssue.objects.create(
        incident=storm.incident,
        number=number,
        kind="gap",
        title=title,
        made_at=now_in(storm.incident),
        made_by=storm.lena,
    )
    if need:
        issue.needs.set([need])
    return issue


# --- the workspace ---


def test_before_the_first_cycle_the_page_says_how_to_begin(storm):
    lena = signed_in(storm.lena)
    page = read(lena, at(storm, "loop_now"))
    assert "Börja första varvet" in page
    assert lena.post(at(storm, "cycle_new")).status_code == 302
    assert "Analys, varv 1" in read(lena, at(storm, "loop_now"))
    maria = read(signed_in(storm.maria), at(storm, "loop_now"))
    assert "Börja" not in maria.replace("Började", "")
    assert signed_in(storm.maria).post(at(storm, "cycle_new")).status_code == 403


def test_every_step_opens_in_any_order_for_all_who_take_part_and_for_nobody_else(storm):
    for step in STEPS:
        for person in (storm.lena, storm.maria, storm.rut):
            page = read(signed_in(person), at(storm, "loop_step", step))
            assert 3 <= page.split('class="asks"', 1)[1].split("</ul>", 1)[0].count("<li>") <= 5
        read(signed_in(storm.charlie), at(storm, "loop_step", step), 404)
    read(signed_in(storm.lena), at(storm, "loop_step", "nagot-annat"), 404)
    read(signed_in(storm.charlie), at(storm, "loop_now"), 404)


def test_readers_are_given_no_button_that_writes(storm):
    begin_cycle(by=storm.lena, incident=storm.incident)
    noted(storm, "Vägen är avskuren")
    for step in STEPS:
        page = read(signed_in(storm.rut), at(storm, "loop_step", step)).split("<main", 1)[1].split("</main>", 1)[0]
        assert 'method="post"' not in page


def test_an_actor_finds_its_two_ways_in(storm):
    begin_cycle(by=storm.lena, incident=storm.incident)
    maria = signed_in(storm.maria)
    page = read(maria, at(storm, "loop_step", "skeende"))
    assert page.count('class="quick no-print"') == 1
    sent = maria.post(
        at(storm, "note_new") + "?slag=interpretation", {"text": "Vi ser det som värre.", "actor": storm.ljusdal.pk}
    )
    assert sent.status_code == 302
    assert "Vi ser det som värre." in section(read(maria, at(storm, "loop_step", "skeende")), "interpretation")
    assert "Ange ett hjälpbehov hos oss" in read(maria, at(storm, "loop_step", "behov"))
    sent = maria.post(
        at(storm, "need_new"), {"title": "Elverk", "actor": storm.ljusdal.pk, "priority": 2, "marking": "open"}
    )
    assert sent.status_code == 302
    assert Need.objects.get().source == "reported"
    read(maria, at(storm, "need_new") + "?slag=atgard", 403)
    read(maria, at(storm, "note_new") + "?slag=fact", 403)


def test_interpretations_that_differ_stand_side_by_side(storm):
    noted(storm, "Det är lugnt.", "interpretation", actor=storm.bollnas)
    noted(storm, "Det är illa.", "interpretation", actor=storm.ljusdal)
    part = section(read(signed_in(storm.rut), at(storm, "loop_step", "skeende")), "interpretation")
    assert part.count("<h3>") == 2
    assert storm.ljusdal.name in part


def test_a_late_question_stands_first_and_scenarios_by_outlook(storm):
    now = now_in(storm.incident)
    noted(storm, "Utan tid", "unknown")
    noted(storm, "Med tid", "unknown", needed_by=now + AN_HOUR)
    Note.objects.filter(text="Med tid").update(needed_by=now - AN_HOUR)
    noted(storm, "Om ett dygn", "scenario", outlook="worst", horizon=24)
    noted(storm, "Om sex timmar", "scenario", outlook="worst", horizon=6)
    noted(storm, "Blir det så", "scenario", outlook="likely", horizon=72)
    page = read(signed_in(storm.lena), at(storm, "loop_step", "skeende"))
    part = section(page, "unknown")
    assert part.index("Med tid") < part.index("Utan tid")
    assert "tag-late" in part
    part = section(page, "scenario")
    assert part.index("Blir det så") < part.index("Om sex timmar") < part.index("Om ett dygn")


def test_answers_since_one_last_looked_are_counted_for_each_person(house, incident, asked):
    house.incident = incident
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, summary="Mörkt."))
    lena, path = signed_in(house.lena), at(house, "loop_step", "skeende")
    assert "1 svar finns att bygga på" in read(lena, path)
    assert "svar har kommit in" not in read(lena, path)
    answer(house.bo, asked, house.bollnas, content(2, 2, 2, summary="Kallt."))
    assert "1 svar har kommit in sedan du senast tittade här" in read(lena, path)
    assert StepVisit.objects.filter(person=house.lena).count() == 1
    assert "2 svar finns att bygga på" in read(signed_in(house.anna), path)


# --- carried over ---


def test_what_holds_is_carried_over_with_one_click(storm):
    note = noted(storm, "Vägen är avskuren")
    close_cycle(by=storm.lena, cycle=Cycle.objects.get())
    lena = signed_in(storm.lena)
    lena.post(at(storm, "cycle_new"))
    part = section(read(lena, at(storm, "loop_step", "skeende")), "fact")
    assert "från varv 1" in part
    assert "Gäller än" in part
    assert lena.post(at(storm, "note_hold", note.pk)).status_code == 302
    assert "från varv 1" not in section(read(lena, at(storm, "loop_step", "skeende")), "fact")
    assert signed_in(storm.maria).post(at(storm, "note_hold", note.pk)).status_code == 403


def test_values_are_ordered_by_numbers(storm):
    begin_cycle(by=storm.lena, incident=storm.incident)
    lena, path = signed_in(storm.lena), at(storm, "cycle_edit", 1, "vardegrund")
    sent = lena.post(path, {"version": 0, "rank_environment": 2, "rank_life": 1, "principle": "Sköraste först."})
    assert sent.status_code == 302
    assert Cycle.objects.get().protection_values == ["life", "environment"]
    page = read(lena, at(storm, "loop_now"))
    assert page.index("Människors liv") < page.index("Miljö och ekonomiska")
    twice = lena.post(path, {"version": 1, "rank_environment": 1, "rank_life": 1, "forgotten": "Ensamma"})
    assert twice.status_code == 422
    assert "samma plats" in twice.content.decode()
    assert "Ensamma" in twice.content.decode()
    wrong = {"version": 1, "decided_at": "2026-01-02T10:00", "values_until": "2026-01-01T10:00"}
    assert "slutar gälla innan" in lena.post(path, wrong).content.decode()
    read(signed_in(storm.maria), path, 403)


def test_both_texts_are_kept_when_two_write(storm):
    cycle = begin_cycle(by=storm.lena, incident=storm.incident)
    edit_cycle(by=storm.anna, cycle=cycle, revision=0, principle="Annas princip")
    lena = signed_in(storm.lena)
    sent = lena.post(at(storm, "cycle_edit", 1, "vardegrund"), {"version": 0, "principle": "Lenas princip"})
    page = sent.content.decode()
    assert sent.status_code == 409
    assert "Annas princip" in page
    assert "Lenas princip" in page
    assert 'name="version" value="1"' in page
    need = needed(storm, "Först")
    Need.objects.filter(pk=need.pk).update(title="Annas behov", revision=1)
    sent = lena.post(at(storm, "need_edit", 1), {"version": 0, "title": "Lenas behov", "priority": 3})
    page = sent.content.decode()
    assert sent.status_code == 409
    assert "Annas behov" in page
    assert "Lenas behov" in page
    again = lena.post(at(storm, "need_edit", 1), {"version": 1, "title": "Gemensamt", "priority": 3})
    assert again.status_code == 302
    assert Need.objects.get().title == "Gemensamt"


def test_a_cycle_is_closed_anyway(storm):
    noted(storm, "Hur många saknar el?", "unknown")
    lena = signed_in(storm.lena)
    page = read(lena, at(storm, "cycle_close", 1))
    assert "1 fråga saknar svar." in page
    assert "Hur många saknar el?" in page
    assert re.search(r'class="btn btn-1"[^>]*>Avsluta varvet ändå', page)
    assert "redan gått" in lena.post(at(storm, "cycle_close", 1), {"next_at": "2020-01-01T10:00"}).content.decode()
    assert lena.post(at(storm, "cycle_close", 1), {}).status_code == 302
    page = read(signed_in(storm.rut), at(storm, "loop", 1))
    assert "Det här var öppet när varvet avslutades" in page
    assert "1 fråga saknar svar." in page
    read(signed_in(storm.maria), at(storm, "cycle_close", 1), 403)


def test_a_hidden_question_is_not_told_by_a_frozen_gap(storm):
    note = noted(storm, "Den hemliga frågan?", "unknown")
    close_cycle(by=storm.lena, cycle=Cycle.objects.get())
    incidents.quarantine(by=fresh(storm.lena), record=Note.objects.get(pk=note.pk), reason="Fel")
    page = read(signed_in(storm.anna), at(storm, "loop", 1))
    assert "1 fråga saknar svar." in page
    assert "hemliga" not in page


# --- promotion, and the trail both ways ---


def test_a_fact_becomes_a_need_an_issue_and_influence_and_each_tells_of_the_other(storm):
    note = noted(storm, "Vårdcentralen saknar el")
    lena = signed_in(storm.lena)
    page = read(lena, at(storm, "loop_step", "skeende"))
    link = at(storm, "need_new") + f"?notering={note.pk}"
    assert link in page
    assert 'value="Vårdcentralen saknar el"' in read(lena, link)
    sent = lena.post(link, {"title": "Reservkraft till vårdcentralen", "priority": 1})
    need = Need.objects.get()
    assert sent.url == at(storm, "need", need.number)
    assert need.note == note
    assert f"blev behov {need.number}" in read(lena, at(storm, "loop_step", "skeende"))
    assert "Det här vet vi, varv 1" in read(lena, at(storm, "need", need.number))
    assert "från notering, varv 1" in read(lena, at(storm, "loop_step", "behov"))
    issue = raised(storm, "Ingen har reservkraft", need)
    page = read(lena, at(storm, "loop_step", "system"))
    assert "från behov 1" in page
    assert "Blev systemfråga 1" in read(lena, at(storm, "need", need.number))
    link = at(storm, "influence_new") + "?fraga=1"
    assert link in page
    assert "Ingen har reservkraft</textarea>" in read(lena, link).replace("\n", "")
    sent = lena.post(link, {"means": "ask", "text": "Kan ni låna ut?", "actors": [storm.ljusdal.pk]})
    influence = Influence.objects.get()
    assert influence.issue == issue
    assert sent.url.endswith("#inflytande-1")
    assert "från systemfråga 1" in read(lena, at(storm, "loop_step", "inflytande"))
    assert "blev inflytande 1" in read(lena, at(storm, "loop_step", "system"))


def test_an_action_names_the_help_needs_that_it_meets(storm):
    needed(storm)
    lena = signed_in(storm.lena)
    path = at(storm, "need_new") + "?slag=atgard&for=1"
    assert 'name="serves" value="1"' in read(lena, path)
    lost = lena.post(path, {"title": "Kör ut elverk", "priority": 2, "serves": "1, 9"})
    assert lost.status_code == 422
    assert "inget behov med numret 9" in lost.content.decode()
    assert "Kör ut elverk" in lost.content.decode()
    assert lena.post(path, {"title": "Kör ut elverk", "priority": 2, "serves": "1"}).status_code == 302
    assert "Möts av" in read(lena, at(storm, "need", 1))
    assert "Möter" in read(lena, at(storm, "need", 2))


def test_a_note_from_an_answer_links_to_it_only_for_those_who_read_it(house, incident, asked):
    house.incident = incident
    sent = answer(house.maria, asked, house.ljusdal, content(2, 2, 2, summary="Dammen vid Edsbyn."))
    incidents.narrow(
        by=fresh(house.maria), record=sent, audience="named", actors=[house.board], reason="Känsligt",
        legal_ground="18:13", until=now_in(incident) + timedelta(days=2),
    )  # fmt: skip
    lena, bo = signed_in(house.lena), signed_in(house.bo)
    path = at(house, "note_new") + f"?slag=fact&svar={sent.number}"
    assert path.split("&", 1)[0] in read(lena, reverse("input", args=[incident.number, sent.pk]))
    page = read(lena, path)
    assert "Dammen vid Edsbyn." in page
    assert "Dammen" not in re.search(r'<input[^>]*name="text"[^>]*>', page)[0]
    assert lena.post(path, {"text": "En anläggning är berörd.", "answer": sent.number}).status_code == 302
    assert f"från svar {sent.number}" in read(lena, at(house, "loop_step", "skeende"))
    others = read(bo, at(house, "loop_step", "skeende"))
    assert "En anläggning är berörd." in others
    assert sent.number not in others
    assert "Dammen" not in others
    unknown = lena.post(path, {"text": "Min text", "answer": "2020-001-001"})
    assert unknown.status_code == 422
    assert "Min text" in unknown.content.decode()


# --- needs and influence ---


def test_the_needs_own_actor_says_how_far_it_is_met(storm):
    need = needed(storm, actor=storm.ljusdal)
    path = at(storm, "need", need.number)
    assert "Hur långt är det mött?" in read(signed_in(storm.maria), path)
    assert "Hur långt är det mött?" not in read(signed_in(storm.bo), path)
    assert signed_in(storm.maria).post(path, {"state": "covered"}).status_code == 302
    assert signed_in(storm.bo).post(path, {"state": "uncovered"}).status_code == 403
    assert signed_in(storm.lena).post(path, {"state": "done"}).status_code == 422
    assert Need.objects.get().state == "covered"


def test_needs_are_filtered_and_paged(storm):
    many(storm, needs=90, notes=0)
    lena = signed_in(storm.lena)
    first = read(lena, at(storm, "loop_step", "behov"))
    assert first.count("<tr") == 41
    assert "Visa fler behov" in first
    assert read(lena, at(storm, "loop_step", "behov") + "?sida=3").count("<tr") == 11
    Need.objects.filter(number__lte=88, kind="help").update(state="covered")
    Need.objects.filter(number__lte=88, kind="action").update(state="done")
    assert read(lena, at(storm, "loop_step", "behov") + "?visa=ingen").count("<tr") == 3
    for odd in ("?sida=0", "?sida=-1", "?sida=x", "?sida=99999999", "?visa=annat"):
        read(lena, at(storm, "loop_step", "behov") + odd)


def test_influence_from_plan_to_effect(storm):
    plan_influence(
        by=fresh(storm.lena), incident=storm.incident, means="ask", text="Kan ni låna ut?", actors=[storm.ljusdal]
    )
    lena, maria = signed_in(storm.lena), signed_in(storm.maria)
    assert at(storm, "influence_answer", 1) in read(maria, "/")
    page = read(maria, at(storm, "loop_step", "inflytande"))
    assert "Behöver mitt svar" in page
    assert "inget svar" in page
    refused = maria.post(at(storm, "influence_answer", 1), {"actor": storm.ljusdal.pk, "response": "declined"})
    assert refused.status_code == 422
    told = {"actor": storm.ljusdal.pk, "response": "declined", "text": "Vi behöver dem själva."}
    assert maria.post(at(storm, "influence_answer", 1), told).status_code == 302
    assert at(storm, "influence_answer", 1) not in read(maria, "/")
    read(signed_in(storm.bo), at(storm, "influence_answer", 1), 403)
    assert lena.post(at(storm, "influence_do", 1)).status_code == 302
    assert lena.post(at(storm, "influence_effect", 1), {"effect": "Ett elverk kom."}).status_code == 302
    page = read(lena, at(storm, "loop_step", "inflytande"))
    for words in ("Vi behöver dem själva.", "Ett elverk kom.", "Följt upp"):
        assert words in page


def test_a_note_is_ended_on_its_page_and_stays_folded(storm):
    note = noted(storm, "Vägen är avskuren")
    lena, path = signed_in(storm.lena), at(storm, "note_end", note.pk)
    assert lena.post(path, {"why": ""}).status_code == 422
    assert lena.post(path, {"why": "Den är röjd."}).status_code == 302
    assert "Den är röjd." in section(read(lena, at(storm, "loop_step", "skeende")), "fact")
    assert signed_in(storm.maria).post(path, {"why": "x"}).status_code == 403


def test_what_was_typed_comes_back_on_a_refusal(storm):
    lena = signed_in(storm.lena)
    path = at(storm, "note_new") + "?slag=unknown"
    sent = lena.post(path, {"text": "Hur många?", "needed_by": "2020-01-01T10:00"})
    assert sent.status_code == 409
    assert "redan gått" in sent.content.decode()
    assert "Hur många?" in sent.content.decode()
    sent = lena.post(at(storm, "influence_new"), {"means": "ask", "text": "Vi undrar", "due": "2020-01-01T10:00"})
    assert sent.status_code == 422
    assert "Vi undrar" in sent.content.decode()


def test_a_closed_incident_shows_the_loop_without_buttons(storm):
    noted(storm, "Vägen är avskuren")
    needed(storm)
    close(storm.incident)
    lena = signed_in(storm.lena)
    for step in STEPS:
        page = read(lena, at(storm, "loop_step", step)).split("<main", 1)[1].split("</main>", 1)[0]
        assert 'method="post"' not in page
    assert "Hur långt är det mött?" not in read(lena, at(storm, "need", 1))


# --- weight ---


def many(storm, needs, notes):
    cycle = Cycle.objects.filter(state="open").first() or begin_cycle(by=storm.lena, incident=storm.incident)
    now = now_in(storm.incident)
    kinds = ("fact", "unknown", "interpretation", "scenario", "change", "assumption", "conflict")
    last = Need.objects.count()
    said = [
        Note(
            incident=storm.incident,
            cycle=cycle,
            held_in=cycle.number,
            kind=kinds[n % 7],
            text=f"Notering {n} om vägen, elen och telefonin i kommunens norra delar",
            outlook="likely" if kinds[n % 7] == "scenario" else "",
            actor=storm.ljusdal,
            made_at=now,
            made_by=storm.lena,
        )
        for n in range(notes)
    ]
    Note.objects.bulk_create(said)
    made = Need.objects.bulk_create(
        [
            Need(
                incident=storm.incident,
                number=last + n + 1,
                kind="help" if n % 2 else "action",
                title=f"Behov {n} av reservkraft till vårdboende, vattenverk och skola i norra kommundelen",
                state="new" if n % 2 else "unfilled",
                actor=storm.ljusdal,
                note=said[n % len(said)] if said else None,
                needed_by=now + AN_HOUR,
                made_at=now,
                made_by=storm.lena,
            )
            for n in range(needs)
        ]
    )
    for n, need in enumerate(made[:40]):
        raised(storm, f"Ingen har tagit behov {n}", need, SystemIssue.objects.count() + 1)
    for _n in range(min(needs, 40) // 4):
        plan_influence(
            by=fresh(storm.lena), incident=storm.incident, means="ask", text="Fråga",
            actors=[storm.ljusdal, storm.bollnas],
        )  # fmt: skip


def asked(client, path):
    with Statements(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_pages_ask_no_more_with_two_hundred_rows_than_with_twenty(storm):
    many(storm, needs=20, notes=20)
    lena = signed_in(storm.lena)
    paths = [at(storm, "loop_now"), at(storm, "need", 3), *(at(storm, "loop_step", step) for step in STEPS)]
    for path in paths:
        read(lena, path)
    before = {path: asked(lena, path) for path in paths}
    many(storm, needs=180, notes=180)
    after = {path: asked(lena, path) for path in paths}
    print(after)
    assert after == before
    assert max(after.values()) <= 32


def test_no_page_weighs_more_than_a_hundred_kilobytes(storm):
    many(storm, needs=200, notes=100)
    lena = signed_in(storm.lena)
    paths = [at(storm, "loop_now"), *(at(storm, "loop_step", step) for step in STEPS), at(storm, "cycle_close", 1)]
    weights = {path: len(gzip.compress(lena.get(path).content)) for path in paths}
    print(weights)
    assert max(weights.values()) < 100_000


def test_english_pages_say_it_in_english(storm):
    noted(storm, "x" * 12)
    end_note(by=storm.lena, note=noted(storm, "y" * 12), why="z")
    lena = signed_in(storm.lena)
    lena.post(reverse("set_language"), {"language": "en"})
    page = read(lena, at(storm, "loop_step", "skeende"))
    assert "What we know" in page
    assert "Det här vet vi" not in page

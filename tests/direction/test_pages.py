"""The pages: what each person finds, writes and is told, and that nothing typed is lost."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordination.direction.models import Direction, Measure, Position
from coordination.direction.services import fix_direction, propose_direction, suggest_measure, take_position
from tests.direction.house import WORDS, close, fresh, proposed, written


def visit(person):
    client = Client()
    client.force_login(person)
    return client


def at(name, storm, *args):
    return reverse(name, args=[storm.incident.number, *args])


def written_out(response):
    return response.content.decode()


def test_page_without_direction_has_one_thing_to_do(storm):
    page = visit(storm.lena).get(at("directions", storm))
    assert "Skriv ett förslag till inriktning" in written_out(page)
    assert "Skriv ett förslag" not in written_out(visit(storm.maria).get(at("directions", storm)))


def test_draft_is_begun_written_checked_and_proposed(storm):
    lena = visit(storm.lena)
    begun = lena.post(at("direction_new", storm))
    assert begun.url == at("direction_edit", storm, 1)
    soon = timezone.localtime() + timedelta(hours=2)
    typed = {
        "version": 0,
        "intended": WORDS["intended"],
        "purpose": WORDS["purpose"],
        "goals": "Ett mål\n\nEtt till\n",
        "follow_up": "Vi räknar.",
        "valid_to": f"{soon + timedelta(hours=9):%Y-%m-%dT%H:%M}",
        "answer_by": f"{soon:%Y-%m-%dT%H:%M}",
        "protection_values": ["life"],
        "check": "1",
    }
    assert lena.post(begun.url, typed).url == at("direction_propose", storm, 1)
    assert fresh(Direction.objects.get()).goals == ["Ett mål", "Ett till"]
    assert "Ett till" in written_out(lena.get(at("direction_propose", storm, 1)))
    lena.post(at("direction_propose", storm, 1))
    assert Direction.objects.get().state == "proposed"


def test_check_page_links_to_what_is_missing(storm):
    lena = visit(storm.lena)
    lena.post(at("direction_new", storm))
    page = written_out(lena.get(at("direction_propose", storm, 1)))
    assert at("direction_edit", storm, 1) + "#id_goals" in page
    assert "Föreslå inriktningen" not in page


def test_stale_draft_shows_both_texts(storm):
    draft = written(storm)
    typed = {"version": draft.revision, "intended": "Hennes mening.", "goals": "Mål"}
    assert visit(storm.lena).post(at("direction_edit", storm, 1), typed).status_code == 302
    answer = visit(storm.carl).post(at("direction_edit", storm, 1), typed | {"intended": "Min mening."})
    assert answer.status_code == 409
    page = written_out(answer)
    assert "Hennes mening." in page
    assert "Min mening." in page
    newer = re.search(r'name="version" value="(\d+)"', page)[1]
    visit(storm.carl).post(at("direction_edit", storm, 1), typed | {"intended": "Vår.", "version": newer})
    assert fresh(draft).intended == "Vår."


def test_typing_is_kept_on_the_server_without_filling_the_log(storm):
    draft, lena = written(storm), visit(storm.lena)
    answer = lena.post(at("direction_autosave", storm, 1), {"version": draft.revision, "intended": "Halv men"})
    assert answer.json()["version"] == draft.revision + 1
    assert fresh(draft).intended == "Halv men"
    stale = lena.post(at("direction_autosave", storm, 1), {"version": draft.revision, "intended": "Gammal"})
    assert stale.status_code == 409


def test_wrong_times_are_told_at_the_field(storm):
    draft = written(storm)
    typed = {
        "version": draft.revision,
        "valid_from": "2026-01-02T10:00",
        "valid_to": "2026-01-01T10:00",
        "purpose": "Ett syfte som inte får försvinna",
    }
    answer = visit(storm.lena).post(at("direction_edit", storm, 1), typed)
    assert answer.status_code == 422
    assert 'id="id_valid_to_error"' in written_out(answer)
    assert "Ett syfte som inte får försvinna" in written_out(answer)


def test_actor_that_has_not_answered_is_asked_first(storm):
    proposed(storm)
    page = written_out(visit(storm.maria).get(at("direction", storm, 1)))
    assert page.index("Behöver mitt svar") < page.index("<h1>")
    assert "Behöver mitt svar" not in written_out(visit(storm.rut).get(at("direction", storm, 1)))


def test_position_is_taken_on_its_page(storm):
    proposed(storm)
    maria, there = visit(storm.maria), at("direction_position", storm, 1)
    assert "Du svarar för" in written_out(maria.get(there))
    without = maria.post(there, {"actor": storm.ljusdal.pk, "stand": "reservation", "reason": ""})
    assert without.status_code == 422
    assert 'id="id_reason_error"' in written_out(without)
    said = {"actor": storm.ljusdal.pk, "stand": "reservation", "reason": "Bara om reservkraften kommer."}
    assert maria.post(there, said).url == at("direction", storm, 1)
    page = written_out(maria.get(at("direction", storm, 1)))
    assert "Förbehåll, en del av inriktningen" in page
    assert "Bara om reservkraften kommer." in page
    assert "Behöver mitt svar" not in page


def test_own_body_asks_for_name_and_time_at_the_fields(storm):
    proposed(storm)
    answer = visit(storm.maria).post(
        at("direction_position", storm, 1), {"actor": storm.ljusdal.pk, "stand": "own_body"}
    )
    assert 'id="id_own_body_error"' in written_out(answer)
    assert 'id="id_own_body_at_error"' in written_out(answer)


def test_position_for_another_actor_is_no_choice(storm):
    proposed(storm)
    answer = visit(storm.maria).post(at("direction_position", storm, 1), {"actor": storm.bollnas.pk, "stand": "behind"})
    assert answer.status_code == 422
    assert not Position.objects.exists()


def test_chair_checks_then_fixes_and_everybody_reads_and_prints(storm):
    direction = proposed(storm)
    take_position(by=storm.bo, direction=direction, actor=storm.bollnas, stand="cannot", reason="Felsökningen styr.")
    carl, there = visit(storm.carl), at("direction_fix", storm, 1)
    page = written_out(carl.get(there))
    assert "Felsökningen styr." in page
    assert "Inget svar än" in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    assert carl.post(there, {"seen": seen}).url == at("direction", storm, 1)
    shown = written_out(visit(storm.maria).get(at("directions", storm)))
    assert WORDS["intended"] in shown
    assert "Felsökningen styr." in shown
    paper = visit(storm.maria).get(at("direction_pdf", storm, 1))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_chair_who_read_an_older_page_is_asked_to_look_again(storm):
    direction, carl = proposed(storm), visit(storm.carl)
    seen = re.search(r'name="seen" value="([^"]+)"', written_out(carl.get(at("direction_fix", storm, 1))))[1]
    take_position(by=storm.bo, direction=direction, actor=storm.bollnas, stand="behind")
    assert carl.post(at("direction_fix", storm, 1), {"seen": seen}).status_code == 409


def test_double_click_on_fix_does_no_harm(storm):
    proposed(storm)
    carl = visit(storm.carl)
    for _ in range(2):
        assert carl.post(at("direction_fix", storm, 1)).status_code == 302
    assert Direction.objects.get().state == "fixed"


def test_proposal_has_no_paper(storm):
    proposed(storm)
    assert visit(storm.maria).get(at("direction_pdf", storm, 1)).status_code == 404


def test_replaced_direction_says_so(storm):
    first = proposed(storm)
    fix_direction(by=storm.carl, direction=first)
    second = written(storm)
    assert visit(storm.maria).get(at("direction", storm, 2)).status_code == 404, "a draft is its writers' own"
    propose_direction(by=storm.lena, direction=second)
    assert "Förslag till inriktning 2" in written_out(visit(storm.maria).get(at("directions", storm)))
    fix_direction(by=storm.carl, direction=second)
    assert "gäller inte längre" in written_out(visit(storm.maria).get(at("direction", storm, 1)))


def test_measure_is_suggested_answered_and_told(storm):
    lena, maria = visit(storm.lena), visit(storm.maria)
    due = timezone.localtime() + timedelta(hours=2)
    typed = {"what": "Lista över trygghetslarm", "owner": storm.ljusdal.pk, "due": f"{due:%Y-%m-%dT%H:%M}"}
    assert lena.post(at("measure_new", storm), typed).url == at("measures", storm)
    measure = Measure.objects.get()
    assert "Behöver mitt svar" in written_out(maria.get(at("measures", storm)))
    page = written_out(maria.get(at("measure_answer", storm, measure.pk)))
    assert "Vi tar på oss det" in page
    assert "Vi tar inte på oss det" in page
    refused = maria.post(at("measure_answer", storm, measure.pk), {"state": "declined"})
    assert refused.status_code == 422
    maria.post(at("measure_answer", storm, measure.pk), {"state": "taken"})
    maria.post(at("measure_answer", storm, measure.pk), {"state": "ongoing", "remark": "4 av 6 öppna"})
    assert "4 av 6 öppna" in written_out(lena.get(at("measures", storm)))


def test_only_the_owner_has_a_form(storm):
    measure = suggest_measure(
        by=storm.lena,
        incident=storm.incident,
        owner=storm.ljusdal,
        what="Lista",
        due=timezone.now() + timedelta(hours=1),
    )
    there = at("measure_answer", storm, measure.pk)
    for person in (storm.lena, storm.carl, storm.bo):
        assert "Lämna besked" not in written_out(visit(person).get(there))
        assert visit(person).post(there, {"state": "taken"}).status_code == 403
    assert fresh(measure).state == "suggested"


def test_late_measures_stand_out_and_are_filtered(storm):
    for what in ("Sen sak", "Annan sak"):
        suggest_measure(
            by=storm.maria,
            incident=storm.incident,
            owner=storm.ljusdal,
            what=what,
            due=timezone.now() + timedelta(hours=1),
        )
    Measure.objects.filter(what="Sen sak").update(due=timezone.now() - timedelta(minutes=42, seconds=5))
    page = written_out(visit(storm.bo).get(at("measures", storm), {"visa": "sena"}))
    assert "42 min sen" in page
    assert "Annan sak" not in page
    assert "Sen sak" not in written_out(visit(storm.bo).get(at("measures", storm), {"visa": "mina"}))


def test_charlie_of_another_county_finds_nothing(storm):
    direction = proposed(storm)
    measure = suggest_measure(
        by=storm.lena,
        incident=storm.incident,
        owner=storm.ljusdal,
        what="Lista",
        due=timezone.now() + timedelta(hours=1),
    )
    charlie = visit(storm.charlie)
    pages = [at(n, storm) for n in ("directions", "measures", "measure_new")]
    pages += [at(n, storm, 1) for n in ("direction", "direction_pdf", "direction_edit", "direction_propose")]
    pages += [at(n, storm, 1) for n in ("direction_position", "direction_fix")]
    pages += [at("measure_answer", storm, measure.pk)]
    acts = [at(n, storm, 1) for n in ("direction_autosave", "direction_take_back", "direction_withdraw")]
    assert {charlie.get(page).status_code for page in pages} == {404}
    assert {charlie.post(page).status_code for page in [*acts, *pages[2:3], at("direction_new", storm)]} == {404}
    assert fresh(direction).state == "proposed"


def test_who_may_see_but_not_do_is_told_so(storm):
    proposed(storm)
    maria = visit(storm.maria)
    for name in ("direction_edit", "direction_propose", "direction_fix"):
        assert maria.get(at(name, storm, 1)).status_code == 403
    assert maria.post(at("direction_take_back", storm, 1)).status_code == 403
    assert visit(storm.rut).get(at("direction_position", storm, 1)).status_code == 403


def test_closed_incident_takes_no_position(storm):
    proposed(storm)
    close(storm.incident)
    answer = visit(storm.maria).post(
        at("direction_position", storm, 1),
        {"actor": storm.ljusdal.pk, "stand": "behind", "reason": "Ett långt skäl som finns"},
    )
    assert answer.status_code == 409
    assert "Händelsen är avslutad" in written_out(answer)
    assert "Ett långt skäl som finns" in written_out(answer)


def test_who_is_not_signed_in_is_asked_to(storm):
    assert Client().get(at("directions", storm)).status_code == 302


ORDERS = re.compile(r"beordra|ge order|ålägg|tilldela|kommender|befall|måste ni|kräv", re.IGNORECASE)


@pytest.mark.parametrize(
    "path",
    [
        *Path(settings.BASE_DIR, "templates/direction").rglob("*.html"),
        *Path(settings.BASE_DIR, "coordination/direction").rglob("*.py"),
    ],
    ids=lambda path: path.name,
)
def test_no_text_orders_anybody(path):
    assert not ORDERS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", [*Path(settings.BASE_DIR, "templates/direction").rglob("*.html")], ids=lambda path: path.name
)
def test_no_style_or_script_in_the_page(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son\w+=|<script(?! src=)", text)


def test_page_of_a_proposal_asks_the_database_sixteen_times_at_most(storm, django_assert_max_num_queries):
    proposed(storm)
    maria = visit(storm.maria)
    with django_assert_max_num_queries(16):
        maria.get(at("direction", storm, 1))


def test_many_former_directions_cost_no_more_statements(storm, django_assert_max_num_queries):
    for _ in range(4):
        fix_direction(by=storm.carl, direction=proposed(storm))
    maria = visit(storm.maria)
    with django_assert_max_num_queries(16):
        assert "Inriktning 3" in written_out(maria.get(at("direction", storm, 4)))

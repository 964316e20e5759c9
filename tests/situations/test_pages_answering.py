"""Answering in the pages: the officer at her phone, the expert at his table, two at once, and what goes wrong."""

import datetime
import uuid
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from coordination.incidents.states import Phase
from coordination.situations.models import Input, Request
from coordination.situations.services import afterwards, inputs, requests
from tests.conftest import signed_in
from tests.counting import Statements
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db

LEVELS = {"overall.works": "2", "overall.resources": "1", "overall.load": "0"}


def address(name, asked, *more) -> str:
    return reverse(name, args=[asked.incident.number, asked.number, *more])


def quick(actor, **more):
    return {
        **LEVELS,
        "overall.trend": "worse",
        "overall.confidence": "confirmed",
        "overall.grade": "",
        "overall.reason": "",
        "texts.summary": "Vattenverket går på reservkraft.",
        "numbers.households_without_power": "1 700",
        "aktor": actor.pk,
        "version": "",
        "idempotency_key": uuid.uuid4().hex,
        "do": "send",
        **more,
    }


@pytest.fixture
def maria(house):
    return signed_in(house.maria)


def page(response) -> str:
    return response.content.decode()


def test_the_quick_form_asks_three_questions_and_makes_no_draft(maria, asked, house):
    shown = maria.get(address("answer", asked))
    assert shown.status_code == 200
    assert "Kan kommunen göra det den ska?" in page(shown)
    assert page(shown).count("Vet inte") == 3
    assert not Input.objects.exists()
    assert asked.recipients.get(actor=house.ljusdal).opened_at is not None


def test_a_quick_answer_is_sent_and_its_receipt_says_so(maria, asked, house):
    sent = maria.post(address("answer", asked), quick(house.ljusdal))
    answered = Input.objects.get()
    assert sent.status_code == 302
    assert sent.url == reverse("receipt", args=[asked.incident.number, answered.pk])
    assert (answered.grade, answered.trend, answered.state) == (4, "worse", "submitted")
    assert answered.content["numbers"]["households_without_power"] == 1700
    receipt = page(maria.get(sent.url))
    assert "Länsstyrelsen har ert svar" in receipt
    assert answered.number in receipt
    assert "före sista tid" in receipt
    assert answered.content_hash[:12] in receipt


def test_the_former_answer_is_marked_and_preselected(maria, asked, house):
    answer(house.maria, asked, house.ljusdal, content(2, 1, 0, summary="Mörkt."))
    shown = page(maria.get(address("answer", asked)))
    assert shown.count("ert svar ") == 3
    assert 'name="overall.works" value="2" checked' in shown
    assert "Det du skickar nu ersätter det" in shown


def test_what_was_new_last_time_is_not_sent_as_new_again(maria, asked, house, next_request):
    answer(house.maria, asked, house.ljusdal, content(2, 1, 0, summary="Mörkt."))
    shown = page(maria.get(address("answer", next_request())))
    assert "Vad är nytt sedan" in shown
    assert "Mörkt.</textarea>" not in shown
    assert "”Mörkt.”" in shown


@pytest.fixture
def next_request(asked, house):
    def make():
        now = asked.sent_at
        return requests.send_request(
            by=house.lena,
            incident=asked.incident,
            question_set=asked.question_set,
            recipients=list(house.municipal.values()),
            purpose="Nästa",
            as_of=now,
            deadline=asked.deadline,
        )

    return make


def test_vet_inte_gives_unknown(maria, asked, house):
    maria.post(address("answer", asked), quick(house.ljusdal, **{"overall.load": "unknown"}))
    assert Input.objects.get().grade is None


def test_an_empty_quick_answer_is_asked_for_a_choice(maria, asked, house):
    empty = quick(house.ljusdal, **{"texts.summary": "Skrivet men inte valt"})
    for name in LEVELS:
        del empty[name]
    shown = maria.post(address("answer", asked), empty)
    assert shown.status_code == 422
    assert page(shown).count("Svara på frågan, eller välj Vet inte.") == 6
    assert "Skrivet men inte valt" in page(shown)
    assert "<title>Fel" in page(shown).replace("\n", "")
    assert not Input.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("numbers.households_without_power", "många", "Skriv antalet med siffror, utan ord."),
        ("texts.summary", "a\x00b", "Texten har tecken som inte kan sparas."),
        ("texts.summary", "x" * 4001, "Den får vara högst 4000."),
        ("overall.grade", "5", "Skriv skälet till att graden är en annan än den räknade."),
        ("overall.works", "9", "Välj ett av svaren."),
        ("overall.trend", "sideways", "Välj ett av svaren."),
    ],
)
def test_bad_input_is_a_sentence_at_the_field_and_nothing_is_lost(maria, asked, house, name, value, sentence):
    shown = maria.post(address("answer", asked), quick(house.ljusdal, **{"texts.summary": "Kvar.", name: value}))
    assert shown.status_code == 422
    assert page(shown).count(sentence) == 2
    assert f'href="#{name.replace("grade", "reason")}"' in page(shown)
    if name != "texts.summary":
        assert "Kvar.</textarea>" in page(shown)
    assert not Input.objects.exists()


def test_unknown_fields_and_functions_are_ignored(maria, asked, house):
    maria.post(address("answer", asked), quick(house.ljusdal, **{"functions.nonsense.works": "2", "secret": "x"}))
    assert "nonsense" not in Input.objects.get().content["functions"]


def test_an_answer_too_large_to_keep_is_refused_with_everything_typed(maria, asked, house):
    rows = {f"needs.{n}.{f}": "behov" * 200 for n in range(50) for f in ("what", "where", "consequence", "unit")}
    shown = maria.post(address("answer", asked), quick(house.ljusdal, vy="full", do="save", **rows))
    assert shown.status_code == 422
    assert "Svaret är för stort för att sparas." in page(shown)
    assert "Vattenverket går på reservkraft." in page(shown)


def test_what_the_quick_form_does_not_show_is_kept(maria, asked, house):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    raw = content(1, 1, 1, el=(2, 2, 2), needs=[{"what": "Diesel", "amount": "2", "unit": "m3"}])
    inputs.save_draft(by=house.maria, draft=draft, raw=raw, revision=0)
    maria.post(address("answer", asked), quick(house.ljusdal, version="1.1"))
    sent = Input.objects.get()
    assert sent.content["functions"]["el"]["grade"] == 5
    assert sent.content["needs"][0]["what"] == "Diesel"
    assert sent.grade == 4


def test_a_double_click_gives_one_answer_and_the_same_receipt(maria, asked, house):
    form = quick(house.ljusdal)
    first, second = (maria.post(address("answer", asked), form) for _ in range(2))
    assert first.url == second.url
    assert Input.objects.count() == 1


def test_a_late_answer_is_accepted_and_marked(maria, asked, house):
    hours = datetime.timedelta(hours=3)
    Request.objects.filter(pk=asked.pk).update(sent_at=asked.sent_at - hours, deadline=asked.deadline - hours)
    sent = maria.post(address("answer", asked), quick(house.ljusdal), follow=True)
    assert Input.objects.get().late
    assert "efter sista tid" in page(sent)
    assert "märkt som sent" in page(sent)


def test_the_full_form_shows_eleven_parts_and_every_function(maria, asked):
    shown = page(maria.get(address("answer", asked), {"vy": "full"}))
    assert shown.count('class="panel"') == 11
    assert shown.count('data-grade-out="computed"') == 9
    assert "ej ifylld" in shown
    assert not Input.objects.exists()


def test_the_full_form_saves_checks_and_sends(maria, asked, house):
    form = quick(
        house.ljusdal,
        vy="full",
        do="check",
        **{
            "functions.el.works": "2",
            "functions.el.resources": "2",
            "functions.el.load": "2",
            "functions.vagar.works": "1",
            "functions.vagar.resources": "1",
            "functions.vagar.load": "1",
            "functions.vagar.grade": "4",
            "functions.vagar.reason": "Väg 50 är enda vägen.",
            "needs.0.what": "Bandvagn",
            "needs.0.amount": "1",
            "texts.crisis_board": "active",
        },
    )
    saved = maria.post(address("answer", asked), form)
    assert "/granska/" in saved.url
    check = maria.get(saved.url)
    assert check.status_code == 200
    for words in ("Kritisk påverkan", "Väg 50 är enda vägen.", "Bandvagn", "Aktiverad", "Inget angivet"):
        assert words in page(check)
    sent = maria.post(saved.url, {"version": "1.1", "idempotency_key": "k", "aktor": house.ljusdal.pk})
    answered = Input.objects.get()
    assert sent.url == reverse("receipt", args=[asked.incident.number, answered.pk])
    assert {i.function_id: i.grade for i in answered.impacts.all()}["vagar"] == 4
    again = maria.post(saved.url, {"version": "1.1", "idempotency_key": "k", "aktor": house.ljusdal.pk})
    assert again.url == sent.url


def test_the_check_page_holds_back_what_is_wrong(maria, asked, house):
    wrong = quick(house.ljusdal, vy="full", do="check", **{"numbers.injured": "två"})
    saved = maria.post(address("answer", asked), wrong)
    shown = maria.get(saved.url)
    assert shown.status_code == 422
    assert "#numbers.injured" in page(shown)
    assert "Skicka svaret" not in page(shown)
    fixed = page(maria.get(address("answer", asked), {"vy": "full"}))
    assert 'value="två"' in fixed


def test_a_need_is_added_without_script(maria, asked, house):
    form = quick(house.ljusdal, vy="full", do="need", rader="1", **{"needs.0.what": "Diesel"})
    saved = maria.post(address("answer", asked), form)
    assert "#resurser" in saved.url
    shown = page(maria.get(saved.url))
    assert 'name="needs.2.what"' in shown
    assert 'value="Diesel"' in shown


def test_one_function_is_set_as_last_time_without_script(maria, asked, house, next_request):
    answer(house.maria, asked, house.ljusdal, content(0, 0, 0, el=(2, 1, 0)))
    after = next_request()
    form = quick(house.ljusdal, vy="full", do="same:el", **{"functions.el.works": "0"})
    maria.post(address("answer", after), form)
    draft = Input.objects.get(state="draft")
    assert draft.content["functions"]["el"]["works"] == "2"


def test_nothing_new_is_one_tap(maria, asked, house, next_request):
    answer(house.maria, asked, house.ljusdal, content(1, 1, 1))
    after = next_request()
    assert "Inget nytt sedan" in page(maria.get(address("answer", after)))
    form = {"idempotency_key": "u1", "aktor": house.ljusdal.pk}
    first, second = (maria.post(address("answer_unchanged", after), form) for _ in range(2))
    assert first.url == second.url
    assert Input.objects.get(request=after).grade == 3


def test_the_draft_is_kept_while_one_writes(maria, asked, house):
    form = quick(house.ljusdal, **{"texts.summary": "Börja", "numbers.households_without_power": "mån"})
    kept = maria.post(address("answer_autosave", asked), form)
    assert kept.status_code == 200
    assert kept.json()["version"] == "1.1"
    again = maria.post(address("answer_autosave", asked), {**form, "version": "1.1", "texts.summary": "Mer\x00"})
    assert again.json()["version"] == "1.2"
    shown = page(maria.get(address("answer", asked)))
    assert "Mer</textarea>" in shown
    assert 'value="mån"' in shown
    assert asked.recipients.get(actor=house.ljusdal).began_at is not None


def test_autosave_says_in_json_why_it_did_not_save(maria, asked, house):
    form = quick(house.ljusdal)
    maria.post(address("answer_autosave", asked), form)
    other = {**form, "version": "1.0", "texts.summary": "Något annat."}
    assert maria.post(address("answer_autosave", asked), other).status_code == 409
    assert Client().post(address("answer_autosave", asked), form).status_code == 401
    assert signed_in(house.bo).post(address("answer_autosave", asked), form).status_code == 404


def test_two_who_wrote_in_the_same_field_see_both_texts(maria, asked, house):
    maria.get(address("answer", asked))
    before = '{"texts": {}, "overall": {}}'
    maria.post(address("answer_autosave", asked), quick(house.ljusdal, **{"texts.summary": "Sex personer."}))
    mine = {"texts.summary": "Åtta personer.", "texts.contact": "TiB"}
    stale = quick(house.ljusdal, version="1.0", was=before, **mine)
    shown = maria.post(address("answer", asked), stale)
    assert shown.status_code == 409
    for words in ("Sex personer.", "Åtta personer.", "Gemensam text", "Din text"):
        assert words in page(shown)
    assert page(shown).count("<textarea") == 1
    assert 'name="texts.contact" value="TiB"' in page(shown)
    joint = {**mine, "version": "1.1", "aktor": house.ljusdal.pk, "do": "save", "texts.summary": "Sex eller åtta."}
    assert maria.post(address("answer", asked), joint).status_code == 302
    draft = Input.objects.get()
    assert (draft.content["texts"]["summary"], draft.content["texts"]["contact"]) == ("Sex eller åtta.", "TiB")


def test_two_who_wrote_in_different_fields_are_joined(maria, asked, house):
    before = '{"texts": {}, "overall": {}}'
    first = {"aktor": house.ljusdal.pk, "version": "", "texts.forecast": "Mer vind."}
    maria.post(address("answer_autosave", asked), first)
    second = {"aktor": house.ljusdal.pk, "version": "1.0", "was": before, "do": "save", "texts.contact": "TiB"}
    assert maria.post(address("answer", asked), second).status_code == 302
    assert Input.objects.get().content["texts"] == {"forecast": "Mer vind.", "contact": "TiB"}


def test_an_answer_that_a_colleague_sent_meanwhile_is_not_replaced_unseen(maria, asked, house):
    opened = quick(house.ljusdal, version="1.0", was='{"texts": {}}')
    answer(house.maria, asked, house.ljusdal, content(0, 0, 0, summary="Kollegans."))
    shown = maria.post(address("answer", asked), opened)
    assert shown.status_code == 409
    assert "Kollegans." in page(shown)
    assert Input.objects.get().state == "submitted"


def test_a_correction_is_a_new_version(maria, asked, house):
    answer(house.maria, asked, house.ljusdal, content(0, 0, 0))
    maria.post(address("answer", asked), quick(house.ljusdal, version="2.0"))
    assert list(Input.objects.order_by("version").values_list("state", flat=True)) == ["replaced", "submitted"]
    first = Input.objects.get(version=1)
    assert "ersatt av en rättelse" in page(maria.get(reverse("receipt", args=[asked.incident.number, first.pk])))


def test_the_duty_officer_notes_what_was_said(asked, house):
    lena = signed_in(house.lena)
    where = address("answer_oral", asked, house.ljusdal.pk)
    assert "Muntlig uppgift, antecknas i ditt namn" in page(lena.get(where))
    form = quick(house.ljusdal, muntligt=house.ljusdal.pk)
    del form["aktor"]
    assert lena.post(address("answer_autosave", asked), form).json()["version"] == "1.1"
    sent = lena.post(where, {**form, "version": "1.1"}, follow=True)
    noted = Input.objects.get()
    assert (noted.oral, noted.author) == (True, house.lena)
    assert "antecknad av" in page(sent)
    assert signed_in(house.bo).get(where).status_code == 403
    assert signed_in(house.charlie).get(where).status_code == 404


def test_the_actor_goes_on_with_what_was_noted(maria, asked, house):
    lena = signed_in(house.lena)
    form = quick(house.ljusdal, muntligt=house.ljusdal.pk, do="save")
    lena.post(address("answer_oral", asked, house.ljusdal.pk), form)
    maria.post(address("answer", asked), quick(house.ljusdal, version="1.1"))
    sent = Input.objects.get()
    assert (sent.oral, sent.author, sent.state) == (False, house.maria, "submitted")
    assert lena.get(address("answer_oral", asked, house.ljusdal.pk)).status_code == 200


def test_what_was_said_is_noted_beside_the_actors_own_draft(maria, asked, house):
    maria.post(address("answer_autosave", asked), quick(house.ljusdal, **{"texts.summary": "Mitt eget."}))
    lena, where = signed_in(house.lena), address("answer_oral", asked, house.ljusdal.pk)
    assert "Mitt eget." not in page(lena.get(where))
    form = quick(house.ljusdal, muntligt=house.ljusdal.pk, **{"texts.summary": "Sagt i telefon."})
    assert lena.post(where, {**form, "do": "save"}).status_code == 409
    assert lena.post(where, form).status_code == 302
    noted, own = Input.objects.order_by("version")
    assert (noted.oral, noted.state, noted.summary, noted.author) == (True, "submitted", "Sagt i telefon.", house.lena)
    assert (own.oral, own.state, own.content["texts"]["summary"]) == (False, "draft", "Mitt eget.")
    assert "Mitt eget.</textarea>" in page(maria.get(address("answer", asked)))
    assert maria.post(address("answer", asked), quick(house.ljusdal, version=f"2.{own.revision}")).status_code == 302


def test_nobody_answers_for_another(asked, house):
    bo = signed_in(house.bo)
    assert bo.get(address("answer", asked), {"aktor": house.ljusdal.pk}).status_code == 404
    assert bo.post(address("answer", asked), quick(house.ljusdal)).status_code == 404
    charlie = signed_in(house.charlie)
    for name in ("answer", "answer_check"):
        assert charlie.get(address(name, asked)).status_code == 404
    for name in ("answer", "answer_autosave", "answer_unchanged", "answer_check"):
        assert charlie.post(address(name, asked), quick(house.ljusdal)).status_code in (403, 404)
    assert signed_in(house.carl).get(address("answer", asked)).status_code == 403
    assert not Input.objects.exists()


def test_a_receipt_is_for_its_own(maria, asked, house):
    sent = answer(house.maria, asked, house.ljusdal)
    where = reverse("receipt", args=[asked.incident.number, sent.pk])
    assert signed_in(house.bo).get(where).url == sent.get_absolute_url()
    assert signed_in(house.charlie).get(where).status_code == 404
    afterwards.note_read(by=house.lena, sent=sent)
    assert "Läst av Lena" in page(maria.get(where))


def test_an_answer_is_withdrawn_with_a_reason(maria, asked, house):
    sent = answer(house.maria, asked, house.ljusdal)
    where = reverse("input_withdraw", args=[asked.incident.number, sent.pk])
    unsaid = maria.post(where, {"reason": " "})
    assert unsaid.status_code == 422
    assert "Skriv varför svaret tas tillbaka." in page(unsaid)
    assert signed_in(house.bo).post(where, {"reason": "Nej"}).status_code == 403
    assert maria.post(where, {"reason": "Fel kommun"}).status_code == 302
    sent.refresh_from_db()
    assert sent.state == "withdrawn"
    twice = maria.post(where, {"reason": "Fel kommun"})
    assert twice.status_code == 409
    assert "Fel kommun" in page(twice)


def test_a_closed_request_keeps_what_was_typed_in_sight(maria, asked, house):
    form = quick(house.ljusdal)
    requests.close_request(by=house.lena, request=asked)
    refused = maria.post(address("answer", asked), form)
    assert refused.status_code == 409
    assert "Begäran är avslutad" in page(refused)
    assert form["texts.summary"] in page(refused)
    assert "tar inte emot fler svar" in page(maria.get(address("answer", asked)))
    assert maria.post(address("answer_autosave", asked), form).status_code == 409


def test_a_closed_incident_keeps_what_was_typed_in_sight(maria, asked, house):
    form = quick(house.ljusdal)
    type(asked.incident).objects.filter(pk=asked.incident_id).update(state=Phase.CLOSED)
    refused = maria.post(address("answer", asked), form)
    assert refused.status_code == 409
    assert "Händelsen är avslutad." in page(refused)
    assert form["texts.summary"] in page(refused)


def test_a_session_that_ended_while_writing_shows_the_words_and_leads_back(maria, asked, house):
    maria.post(address("answer_autosave", asked), quick(house.ljusdal))
    maria.logout()
    sent = maria.post(address("answer", asked), quick(house.ljusdal, version="1.1", **{"texts.summary": "Bron är av."}))
    assert sent.status_code == 401
    assert "Bron är av." in page(sent)
    assert f"next={quote(address('answer', asked), safe='')}" in page(sent)
    back = signed_in(house.maria).get(address("answer", asked))
    assert "Vattenverket går på reservkraft." in page(back)


def test_a_button_pressed_after_the_session_ended_leads_back_to_the_page_it_stands_on(maria, asked, house):
    stands_on, button = address("request", asked), address("request_remind", asked)
    maria.logout()
    pressed = maria.post(button, {}, headers={"Referer": f"http://testserver{stands_on}"})
    assert pressed.status_code == 401
    assert f"next={quote(stands_on, safe='')}" in page(pressed)
    from_elsewhere = maria.post(button, {}, headers={"Referer": "https://example.com/elsewhere/"})
    assert "elsewhere" not in page(from_elsewhere)


def statements(client, verb, *args) -> list[str]:
    with Statements(connection) as captured:
        getattr(client, verb)(*args)
    return [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]


def test_sending_takes_as_many_statements_however_many_functions(maria, asked, house, next_request):
    def sending(request, functions):
        levels = {f"functions.{key}.{name}": "1" for key in functions for name in ("works", "resources", "load")}
        maria.post(address("answer_autosave", request), quick(house.ljusdal, **levels))
        return statements(maria, "post", address("answer", request), quick(house.ljusdal, version="1.1"))

    one = sending(asked, ["el"])
    eight = sending(next_request(), asked.question_set.functions)
    assert len(one) == len(eight)
    assert len(eight) <= 15, "\n".join(sql[:160] for sql in eight)


def test_sending_at_once_without_a_draft_before(maria, asked, house):
    found = statements(maria, "post", address("answer", asked), quick(house.ljusdal))
    assert len(found) <= 22, "\n".join(sql[:160] for sql in found)


def test_the_forms_are_read_with_few_statements(maria, asked, house):
    answer(house.maria, asked, house.ljusdal, content(el=(1, 1, 1)))
    maria.get(address("answer", asked))
    assert len(statements(maria, "get", address("answer", asked))) <= 10
    assert len(statements(maria, "get", address("answer", asked) + "?vy=full")) <= 10


def test_all_is_closed_to_those_not_signed_in(asked, incident):
    for name in ("answer", "answer_check"):
        assert Client().get(address(name, asked)).status_code == 302

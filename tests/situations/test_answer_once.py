"""Answer once: what another request has had answered is offered with its age, and used by one press only."""

import datetime
import uuid

import pytest
from django.urls import reverse

from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import IncidentType
from coordination.situations.models import Input
from coordination.situations.services import afterwards
from tests.conftest import signed_in
from tests.situations.answers import answer, content
from tests.situations.sets import ask

pytestmark = pytest.mark.django_db

OFFER = "Ni svarade 340 hushåll"
PATH = "numbers.households_without_power"


@pytest.fixture
def maria(house):
    return signed_in(house.maria)


@pytest.fixture
def earlier(house, asked):
    """Ljusdal has said 340 households to request 1, and since then something else to a request of other questions."""
    sent = answer(house.maria, asked, house.ljusdal, content(2, 1, 0, households=340, el=(2, 2, 2)))
    other = ask(house, asked.incident, "vag")
    answer(house.maria, other, house.ljusdal, content())
    return sent


def form_of(client, asked, view="full"):
    return client.get(reverse("answer", args=[asked.incident.number, asked.number]) + f"?vy={view}").content.decode()


def press(client, asked, house, pk, path=PATH, **typed):
    where = reverse("answer", args=[asked.incident.number, asked.number])
    return client.post(where, {"aktor": house.ljusdal.pk, "vy": "full", "do": f"use:{pk}:{path}", **typed})


def test_what_was_answered_is_offered_with_its_age_and_not_filled_in(maria, house, earlier):
    again = ask(house, earlier.incident, "lagesrapport")
    shown = form_of(maria, again)
    assert OFFER in shown
    assert "i begäran 1." in shown
    assert 'name="numbers.households_without_power" type="text" inputmode="numeric" value=""' in shown
    assert OFFER in form_of(maria, again, "snabb")


def test_one_press_puts_it_in_the_draft_and_the_answer_says_where_from(maria, house, earlier):
    again = ask(house, earlier.incident, "lagesrapport")
    pressed = press(maria, again, house, earlier.pk, **{"texts.forecast": "Redan skrivet."})
    draft = Input.objects.get(state="draft")
    assert pressed.url.endswith(f"#{PATH}")
    assert draft.content["numbers"]["households_without_power"] == 340
    assert draft.content["texts"]["forecast"] == "Redan skrivet."
    assert draft.content["reused"] == {PATH: earlier.pk}
    assert OFFER not in form_of(maria, again)
    sent = answer(house.maria, again, house.ljusdal, draft.content)
    assert f"från svar {earlier.number}" in maria.get(sent.get_absolute_url()).content.decode()


def test_a_grade_is_offered_and_taken_whole(maria, house, earlier):
    again = ask(house, earlier.incident, "lagesrapport")
    assert f'value="use:{earlier.pk}:functions.el"' in form_of(maria, again)
    press(maria, again, house, earlier.pk, "functions.el")
    kept = Input.objects.get(state="draft").content
    assert kept["functions"]["el"]["grade"] == 5
    assert kept["reused"] == {"functions.el": earlier.pk}


def test_what_is_changed_afterwards_is_no_longer_taken_over(maria, house, earlier):
    again = ask(house, earlier.incident, "lagesrapport")
    press(maria, again, house, earlier.pk)
    token = Input.objects.get(state="draft").revision
    typed = {"aktor": house.ljusdal.pk, "vy": "full", "do": "save", "version": f"1.{token}", PATH: "350"}
    maria.post(reverse("answer", args=[again.incident.number, again.number]), typed)
    assert Input.objects.get(state="draft").content["reused"] == {}


def test_what_a_page_says_of_where_it_was_taken_from_is_not_believed(maria, house, earlier):
    again = ask(house, earlier.incident, "lagesrapport")
    where = reverse("answer_autosave", args=[again.incident.number, again.number])
    was = '{"reused": {"numbers.injured": 1}, "numbers": {"injured": 3}}'
    maria.post(where, {"aktor": house.ljusdal.pk, "numbers.injured": "3", "was": was, "reused": "1"})
    assert Input.objects.get(state="draft").content["reused"] == {}


def test_old_words_are_not_offered(maria, house, earlier):
    again = ask(house, earlier.incident, "lagesrapport")
    old = now_in(again.incident) - datetime.timedelta(hours=4 * 6, minutes=1)
    Input.objects.filter(pk=earlier.pk).update(submitted_at=old)
    shown = form_of(maria, again)
    assert OFFER not in shown
    assert press(maria, again, house, earlier.pk).status_code == 302
    assert Input.objects.get(state="draft").content["numbers"].get("households_without_power") is None


def test_what_was_taken_back_is_not_offered(maria, house, earlier):
    afterwards.withdraw_input(by=house.maria, sent=earlier, reason="Fel siffra.")
    again = ask(house, earlier.incident, "lagesrapport")
    assert OFFER not in form_of(maria, again)


def test_another_actors_answer_is_never_offered(house, earlier):
    again = ask(house, earlier.incident, "lagesrapport")
    assert OFFER not in form_of(signed_in(house.bo), again)


def other_incident(house, **more):
    opened = incidents.open_incident(
        by=house.lena,
        type=IncidentType.objects.get(key="storm"),
        name="Stormen Två",
        lead=house.board,
        counties=[house.county],
        municipalities=house.municipalities,
        **more,
    )
    incidents.invite(by=house.lena, incident=opened, actors=list(house.municipal.values()))
    return opened


def test_it_is_offered_in_another_incident_with_the_incidents_name(maria, house, earlier):
    again = ask(house, other_incident(house), "lagesrapport")
    assert "i begäran 1 i Stormen Prov." in form_of(maria, again)


def test_nothing_of_reality_is_offered_in_an_exercise(maria, house, earlier):
    again = ask(house, other_incident(house, is_exercise=True), "lagesrapport")
    assert OFFER not in form_of(maria, again)


def test_a_guarded_field_keeps_its_readers(maria, house, asked):
    raw = {**content(households=340), "guards": {"numbers": {"households_without_power": "own"}}}
    sent = answer(house.maria, asked, house.ljusdal, raw)
    answer(house.maria, ask(house, asked.incident, "vag"), house.ljusdal, content())
    again = ask(house, asked.incident, "lagesrapport")
    press(maria, again, house, sent.pk)
    draft = Input.objects.get(state="draft")
    assert draft.content["guards"]["numbers"]["households_without_power"] == "own"
    lena = signed_in(house.lena)
    oral = reverse("answer_oral", args=[again.incident.number, again.number, house.ljusdal.pk])
    assert OFFER not in lena.get(oral).content.decode()


def test_the_form_asks_the_same_number_of_times_however_much_was_answered(
    maria, house, earlier, django_assert_max_num_queries
):
    again = ask(house, earlier.incident, "lagesrapport")
    form_of(maria, again)
    with django_assert_max_num_queries(40) as few:
        form_of(maria, again)
    for _more in range(4):
        one = ask(house, earlier.incident, "lagesrapport")
        answer(house.maria, one, house.ljusdal, content(households=341), key=uuid.uuid4().hex)
        answer(house.maria, ask(house, earlier.incident, "vag"), house.ljusdal, content())
    with django_assert_max_num_queries(len(few)):
        form_of(maria, again)

"""What the steward has decided follows answers that say the same again, and is asked anew where they do not."""

import datetime
import uuid

import pytest
from django.utils import timezone

from coordination.situations.models import Dispute, Input
from coordination.situations.services import inputs, stewarding
from journal.models import Entry
from tests.conftest import fresh, signed_in
from tests.situations.answers import answer, content
from tests.situations.sets import ask
from tests.situations.test_desk import apart, compiled, energy, to, with_injured

__all__ = ["apart", "energy"]
pytestmark = pytest.mark.django_db


def unchanged(who, request, actor):
    return inputs.submit_unchanged(by=fresh(who), request=request, actor=actor, key=uuid.uuid4().hex)


@pytest.fixture
def settled(house, incident, apart):
    _body, dispute, town, _company = apart
    stewarding.settle(by=house.anna, dispute=dispute, reason="Kommunen är på plats.", holds=town)
    compiled(house, incident)
    return dispute


def test_nothing_new_does_not_open_what_was_settled(house, incident, asked, settled, energy):
    again = unchanged(energy.person, asked, energy)
    town = unchanged(house.maria, asked, house.ljusdal)
    (told,) = compiled(house, incident)["disputed"]
    assert (told["state"], told["reason"], told["holds"]) == ("settled", "Kommunen är på plats.", town.pk)
    assert told["before"] is None
    settled.refresh_from_db()
    assert (settled.state, settled.holds_id) == ("settled", town.pk)
    assert set(settled.sides.values_list("input_id", flat=True)) == {town.pk, again.pk}
    assert Dispute.objects.count() == 1
    compiled(house, incident)
    assert Entry.objects.filter(verb="dispute.follows").count() == 1


def test_what_was_settled_for_one_still_leaves_the_other_out_of_the_sum(house, incident, asked, settled, energy):
    again = unchanged(energy.person, asked, energy)
    injured = next(number for number in compiled(house, incident)["numbers"] if number["key"] == "injured")
    assert injured["total"] == 2
    (company,) = [row for row in injured["not_counted"] if row["input"] == again.pk]
    assert company["value"] == 3


def test_shown_as_it_is_stays_so_when_the_same_is_said_again(house, incident, asked, apart, energy):
    stewarding.show_both(by=house.anna, dispute=apart[1])
    compiled(house, incident)
    unchanged(energy.person, asked, energy)
    (told,) = compiled(house, incident)["disputed"]
    assert told["state"] == "shown"
    assert Dispute.objects.get().state == "shown"


def test_a_correction_of_something_else_does_not_open_it(house, incident, asked, settled, energy):
    answer(energy.person, asked, energy, with_injured(3, summary="Ny text."))
    assert compiled(house, incident)["disputed"][0]["state"] == "settled"


def test_a_corrected_value_opens_it_and_says_what_was_decided(house, incident, asked, settled, energy):
    answer(energy.person, asked, energy, with_injured(5))
    for _again in range(2):
        (told,) = compiled(house, incident)["disputed"]
        assert told["state"] == "open"
        assert told["before"] == {"reason": "Kommunen är på plats.", "holds": "Ljusdal"}
    assert Entry.objects.filter(verb="dispute.reopened", note="Kommunen är på plats.").count() == 1
    page = signed_in(house.anna).get(to("steward", incident)).content.decode()
    assert "Frågan är öppen igen: en uppgift har ändrats sedan den avgjordes." in page
    assert "Ljusdal gäller. Kommunen är på plats." in page


def weighed(house, sent):
    stewarding.weigh(by=house.anna, sent=sent, weighed="unconfirmed", note="Motsägs av polisen.")


def test_how_certain_it_is_follows_a_correction_that_says_the_same(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900))
    weighed(house, sent)
    corrected = answer(fresh(house.maria), asked, house.ljusdal, content(2, 1, 1, households=900))
    corrected.refresh_from_db()
    assert (corrected.version, corrected.weighed, corrected.weighed_note) == (2, "unconfirmed", "Motsägs av polisen.")
    assert (corrected.weighed_by, compiled(house, incident)["answered"][0]["weighed"]) == (house.anna, "unconfirmed")
    page = signed_in(house.maria).get(to("input", incident, corrected.pk)).content.decode()
    assert "vägdes före rättelsen" in page


def test_where_the_correction_says_something_else_the_desk_asks_for_a_new_look(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900))
    weighed(house, sent)
    corrected = answer(fresh(house.maria), asked, house.ljusdal, content(2, 1, 1, households=700))
    corrected.refresh_from_db()
    assert (corrected.weighed, corrected.weighed_by) == ("", None)
    client = signed_in(house.anna)
    words = "Vägdes före rättelsen: obekräftad. Svaret har ändrats, så väg det på nytt."
    assert words in client.get(to("steward", incident)).content.decode()
    stewarding.weigh(by=house.anna, sent=corrected, weighed="likely", note="")
    assert words not in client.get(to("steward", incident)).content.decode()


def test_told_twice_follows_while_the_figures_are_the_same(house, incident, asked):
    town = answer(house.maria, asked, house.ljusdal, content(households=900))
    other = answer(house.bo, asked, house.bollnas, content(households=900))
    stewarding.mark_same(by=house.anna, sent=other, other=town)
    answer(fresh(house.bo), asked, house.bollnas, content(1, 1, 1, households=900, summary="Ny text."))
    assert compiled(house, incident)["numbers"][0]["total"] == 900
    answer(fresh(house.bo), asked, house.bollnas, content(1, 1, 1, households=400))
    assert compiled(house, incident)["numbers"][0]["total"] == 1300
    page = signed_in(house.anna).get(to("steward", incident)).content.decode()
    assert "Var hopfört med Ljusdal före rättelsen. Siffrorna har ändrats." in page


def test_confirmed_unchanged_to_the_next_request_it_is_as_certain_as_before(house, incident, asked):
    weighed(house, answer(house.maria, asked, house.ljusdal, content(2, 1, 1)))
    Input.objects.update(weighed_at=timezone.now() - datetime.timedelta(minutes=1))
    again = unchanged(house.maria, ask(house, incident, "lagesrapport"), house.ljusdal)
    again.refresh_from_db()
    assert again.weighed == "unconfirmed"
    page = signed_in(house.maria).get(to("input", incident, again.pk)).content.decode()
    assert "vägdes innan svaret bekräftades" in page

"""Who lacks what, who offers it, and what the need's state becomes of it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from coordination.incidents import services as incidents
from coordination.incidents.models import Incident, IncidentType, Notice, Quarantine, ResourceNeed, ResourceOffer
from coordination.incidents.services import Mark
from coordination.incidents.services.resources import (
    answer_offer,
    cancel_resource,
    need_resource,
    note_delivered,
    note_returned,
    offer_resource,
    withdraw_offer,
)
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.conftest import fresh as anew
from tests.conftest import signed_in
from tests.direction.house import add_storm, close, fresh

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def storm(house):
    add_storm(house)
    house.sofia = house.bo
    return house


def need(storm, by=None, actor=None, **more):
    said = {
        "what": "reservkraftverk 100 kVA",
        "quantity": 5,
        "unit": "st",
        "from_at": timezone.now(),
        "where": "Färila",
        "contact": "TiB 0651-180 00",
        **more,
    }
    return need_resource(by=anew(by or storm.maria), incident=storm.incident, actor=actor or storm.ljusdal, **said)


def offer(storm, to, quantity=5, by=None, actor=None, **more):
    said = {"from_at": timezone.now(), "contact": "VB 0278-250 00", **more}
    return offer_resource(by=anew(by or storm.bo), need=to, actor=actor or storm.bollnas, quantity=quantity, **said)


def state(row):
    return fresh(row).state


def test_a_need_is_numbered_and_told_to_the_county_and_nobody_else(storm):
    first, second = need(storm), need(storm)
    assert (first.number, second.number) == (1, 2)
    assert first.state == "requested"
    told = Notice.objects.filter(kind="resource")
    assert {(one.actor, one.path) for one in told} == {
        (storm.board, first.get_absolute_url()),
        (storm.board, second.get_absolute_url()),
    }


def test_nobody_says_what_another_actor_needs_but_the_county_told_by_telephone(storm):
    with pytest.raises(Refused, match="svara för"):
        need(storm, by=storm.bo)
    with pytest.raises(Refused, match="roll"):
        need(storm, by=storm.rut)
    told = need(storm, by=storm.lena)
    assert (told.origin, told.actor) == ("phone", storm.ljusdal)
    assert need(storm).origin == ""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"quantity": 0}, "minst 1"),
        ({"until": timezone.now() - HOUR}, "före början"),
        ({"from_at": timezone.now() - 3 * HOUR, "until": timezone.now() - HOUR}, "redan gått"),
    ],
)
def test_a_need_that_cannot_be_is_refused_in_words(storm, wrong, words):
    with pytest.raises(RuleBroken, match=words):
        need(storm, **wrong)
    assert not ResourceNeed.objects.exists()


def test_who_has_left_neither_asks_nor_offers_nor_is_accepted(storm):
    asked = need(storm)
    given = offer(storm, asked)
    storm.incident.participations.filter(actor=storm.bollnas).update(left_at=timezone.now())
    for act in (
        lambda: need(storm, by=storm.lena, actor=storm.bollnas),
        lambda: answer_offer(by=anew(storm.maria), offer=given, accepts=True),
    ):
        with pytest.raises(RuleBroken, match="deltar inte"):
            act()
    answer_offer(by=anew(storm.maria), offer=given, accepts=False)
    with pytest.raises(RuleBroken, match="deltar inte"):
        offer(storm, asked, by=storm.bo)


def test_nothing_is_done_in_a_closed_incident(storm):
    asked = need(storm)
    given = offer(storm, asked)
    close(storm.incident)
    asked.incident = given.incident = storm.incident
    for act in (
        lambda: need(storm),
        lambda: offer(storm, asked),
        lambda: answer_offer(by=anew(storm.maria), offer=given, accepts=True),
        lambda: withdraw_offer(by=anew(storm.bo), offer=given),
        lambda: cancel_resource(by=anew(storm.maria), need=asked, note="Löst"),
    ):
        with pytest.raises(RuleBroken, match="Händelsen är avslutad"):
            act()


def test_the_state_follows_the_offers(storm):
    asked = need(storm)
    given = offer(storm, asked, 3)
    assert (asked.state, state(asked)) == ("offered", "offered")
    answer_offer(by=anew(storm.maria), offer=given, accepts=True, note="Tack")
    assert state(asked) == "requested"
    assert (fresh(given).state, fresh(given).reply) == ("accepted", "Tack")
    rest = offer(storm, asked, 2)
    answer_offer(by=anew(storm.maria), offer=rest, accepts=True)
    assert state(asked) == "agreed"
    withdraw_offer(by=anew(storm.bo), offer=rest, note="Går sönder")
    assert state(asked) == "requested"
    again = offer(storm, asked, 2)
    withdraw_offer(by=anew(storm.bo), offer=again)
    assert state(asked) == "requested"
    verbs = [one.verb for one in Entry.objects.filter(subject=f"resourceneed:{asked.pk}").order_by("pk")]
    assert verbs[:4] == [
        "resourceneed.told", "resourceneed.offered", "resourceneed.requested", "resourceneed.offered",
    ]  # fmt: skip


def test_an_accepted_offer_taken_back_leaves_the_others_and_is_told(storm):
    asked = need(storm, quantity=2)
    kept = offer(storm, asked, 2)
    answer_offer(by=anew(storm.maria), offer=kept, accepts=True)
    offer(storm, asked, 2, by=storm.lena, actor=storm.board)
    assert state(asked) == "agreed"
    withdraw_offer(by=anew(storm.bo), offer=fresh(kept))
    assert state(asked) == "offered"
    assert Notice.objects.filter(kind="resource", actor=storm.ljusdal, subject=f"resourceoffer:{kept.pk}").exists()


def test_who_needs_it_is_told_of_an_offer_and_who_offers_of_the_answer(storm):
    given = offer(storm, need(storm))
    assert [one.actor for one in Notice.objects.filter(kind="offer")] == [storm.ljusdal]
    answer_offer(by=anew(storm.maria), offer=given, accepts=False)
    assert {one.actor for one in Notice.objects.filter(kind="offer")} == {storm.ljusdal, storm.bollnas}


def test_an_offer_that_cannot_be_is_refused_in_words(storm):
    now = timezone.now()
    asked = need(storm, from_at=now + HOUR, until=now + 3 * HOUR)
    for wrong, words in (
        ({"quantity": 0}, "minst 1"),
        ({"from_at": now + 2 * HOUR, "until": now + HOUR}, "före början"),
        ({"from_at": now + 4 * HOUR}, "när behovet är slut"),
        ({"until": now + HOUR / 2}, "innan behovet börjar"),
    ):
        with pytest.raises(RuleBroken, match=words):
            offer(storm, asked, **wrong)
    with pytest.raises(RuleBroken, match="ert eget"):
        offer(storm, asked, by=storm.maria, actor=storm.ljusdal)
    with pytest.raises(Refused, match="svara för"):
        offer(storm, asked, by=storm.lena)
    offer(storm, asked)
    with pytest.raises(RuleBroken, match="väntar på besked"):
        offer(storm, asked)
    assert ResourceOffer.objects.count() == 1


def test_a_second_offer_is_refused_also_when_the_first_is_in_quarantine(storm):
    asked = need(storm)
    incidents.quarantine(by=anew(storm.maria), record=offer(storm, asked), reason="Fel uppgift")
    with pytest.raises(RuleBroken, match="väntar på besked"):
        offer(storm, asked)


def test_more_than_is_needed_is_taken_only_knowingly(storm):
    asked = need(storm)
    first, second = offer(storm, asked, 4), offer(storm, asked, 4, by=storm.lena, actor=storm.board)
    answer_offer(by=anew(storm.maria), offer=first, accepts=True)
    with pytest.raises(RuleBroken, match="8 av 5"):
        answer_offer(by=anew(storm.maria), offer=second, accepts=True)
    assert state(second) == "offered"
    answer_offer(by=anew(storm.maria), offer=second, accepts=True, anyway=True)
    assert (state(second), state(asked)) == ("accepted", "agreed")


def test_only_who_needs_it_answers_and_only_who_offers_takes_back(storm):
    given = offer(storm, need(storm))
    for person in (storm.bo, storm.lena, storm.rut):
        with pytest.raises(Refused):
            answer_offer(by=anew(person), offer=given, accepts=True)
    for person in (storm.maria, storm.lena, storm.rut):
        with pytest.raises(Refused):
            withdraw_offer(by=anew(person), offer=given)
    assert state(given) == "offered"


def test_an_answer_that_came_second_is_told_so(storm):
    given = offer(storm, need(storm))
    stale = fresh(given)
    withdraw_offer(by=anew(storm.bo), offer=given)
    with pytest.raises(MovedOn):
        answer_offer(by=anew(storm.maria), offer=stale, accepts=True)


def test_delivered_returned_and_no_longer_needed_are_said_by_who_got_it(storm):
    asked = need(storm)
    given = offer(storm, asked, 3)
    answer_offer(by=anew(storm.maria), offer=given, accepts=True)
    with pytest.raises(RuleBroken, match="3 av 5"):
        note_delivered(by=anew(storm.maria), need=fresh(asked))
    rest = offer(storm, asked, 2)
    answer_offer(by=anew(storm.maria), offer=rest, accepts=True)
    late = offer(storm, asked, 1)
    with pytest.raises(Refused):
        note_delivered(by=anew(storm.bo), need=fresh(asked))
    note_delivered(by=anew(storm.maria), need=asked, note="Alla på plats")
    assert (state(asked), fresh(asked).remark) == ("delivered", "Alla på plats")
    assert (state(late), fresh(late).reply) == ("declined", "Behövs inte längre.")
    with pytest.raises(RuleBroken, match="avslutat: levererad"):
        offer(storm, asked, by=storm.lena, actor=storm.board)
    with pytest.raises(RuleBroken, match="redan levererad"):
        withdraw_offer(by=anew(storm.bo), offer=fresh(rest))
    with pytest.raises(RuleBroken, match="Det steget finns inte"):
        cancel_resource(by=anew(storm.maria), need=asked, note="Nej")
    note_returned(by=anew(storm.maria), need=asked)
    assert state(asked) == "returned"


def test_what_is_not_needed_says_why(storm):
    asked = need(storm)
    with pytest.raises(RuleBroken, match="varför"):
        cancel_resource(by=anew(storm.maria), need=asked, note=" ")
    with pytest.raises(Refused):
        cancel_resource(by=anew(storm.lena), need=asked, note="Löst")
    cancel_resource(by=anew(storm.maria), need=asked, note="Elen är tillbaka")
    assert state(asked) == "cancelled"
    told = need(storm, by=storm.lena)
    cancel_resource(by=anew(storm.lena), need=told, note="Ringde igen")
    assert state(told) == "cancelled"


def test_an_offer_is_marked_no_lower_than_its_need(storm):
    asked = need(storm, mark=Mark("internal"))
    assert offer(storm, asked).marking == "internal"
    with pytest.raises(RuleBroken, match="lägre"):
        offer(storm, asked, by=storm.lena, actor=storm.board, mark=Mark("open"))


def test_a_hidden_offer_counts_for_nothing_and_comes_back(storm):
    asked = need(storm)
    given = offer(storm, asked)
    answer_offer(by=anew(storm.maria), offer=given, accepts=True)
    row = incidents.quarantine(by=anew(storm.maria), record=given, reason="Fel uppgift")
    assert state(asked) == "requested"
    incidents.lift(by=anew(storm.bo), row=row, note="Det stämde")
    assert state(asked) == "agreed"


def test_a_hidden_need_takes_its_offers_with_it(storm):
    asked = need(storm)
    given = offer(storm, asked)
    incidents.quarantine(by=anew(storm.bo), record=asked, reason="Fel uppgift")
    held = set(Quarantine.objects.open().values_list("kind", "object_id"))
    assert held == {("resourceneed", asked.pk), ("resourceoffer", given.pk)}
    assert not ResourceNeed.objects.visible_to(anew(storm.maria)).exists()
    assert "reservkraftverk" not in signed_in(storm.maria).get(f"/h/{storm.incident.number}/logg/").content.decode()
    assert need(storm).number == 2
    with pytest.raises(MovedOn, match="visas inte"):
        cancel_resource(by=anew(storm.maria), need=asked, note="Löst")


# Two at once, each in a transaction of its own.


@pytest.fixture
def two(transactional_db, house):
    IncidentType.objects.get_or_create(key="storm", defaults={"name_sv": "Storm", "name_en": "Storm"})
    return add_storm(house)


def at_once(*acts):
    gate, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait(5)
            act()
            outcomes.append("ok")
        except RuleBroken as refused:
            outcomes.append(refused.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_is_told_that_it_becomes_too_many(two):
    asked = need(two)
    first, second = offer(two, asked, 3), offer(two, asked, 3, by=two.lena, actor=two.board)
    said = at_once(
        lambda: answer_offer(by=anew(two.maria), offer=fresh(first), accepts=True),
        lambda: answer_offer(by=anew(two.maria), offer=fresh(second), accepts=True),
    )
    assert said[1] == "ok"
    assert "6 av 5" in said[0]
    assert sorted([state(first), state(second)]) == ["accepted", "offered"]
    assert state(asked) == "offered"


@pytest.mark.django_db(transaction=True)
def test_two_who_offer_at_once_both_stand(two):
    asked = need(two)
    said = at_once(
        lambda: offer(two, fresh(asked), 4),
        lambda: offer(two, fresh(asked), 4, by=two.lena, actor=two.board),
    )
    assert said == ["ok", "ok"]
    assert (ResourceOffer.objects.count(), state(asked)) == (2, "offered")
    page = signed_in(two.maria).get(asked.get_absolute_url()).content.decode()
    assert "erbjudet 8, behövs 5" in page
    assert Incident.objects.count() == 1

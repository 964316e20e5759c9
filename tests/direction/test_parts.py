"""What an actor is to a need: thought by others, said by itself."""

import pytest

from coordination.direction.models import NeedRole
from coordination.direction.services import answer_part, give_part, take_away_part
from coordination.incidents.models import Notice
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.direction.house import close, fresh
from tests.direction.needs import need, role


def verbs(of):
    return list(Entry.objects.filter(subject=f"need:{of.pk}").order_by("pk").values_list("verb", flat=True))


def leave(storm, actor):
    storm.incident.participations.filter(actor=actor).update(left_at=storm.incident.opened_at)


def test_what_the_county_thinks_waits_for_the_actors_own_word(storm):
    warmth = need(storm)
    row = give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    assert (row.confirmed_at, row.declined_at, row.said_by) == (None, None, storm.lena)
    notice = Notice.objects.get(kind="need")
    assert (notice.actor, notice.path) == (storm.ljusdal, f"/h/{storm.incident.number}/behov/1/roller/")
    assert verbs(warmth) == ["need.part_thought"]


@pytest.mark.parametrize(("part", "told"), [("responsible", 1), ("supports", 1), ("affected", 0), ("missing", 0)])
def test_only_who_is_to_do_something_is_asked(storm, part, told):
    give_part(by=storm.lena, need=need(storm), actor=storm.ljusdal, part=part)
    assert Notice.objects.filter(kind="need").count() == told


def test_ones_own_word_holds_at_once(storm):
    warmth = need(storm)
    row = give_part(by=storm.maria, need=warmth, actor=storm.ljusdal, part="responsible")
    assert row.confirmed_at is not None
    assert row.answered_by == storm.maria
    assert not Notice.objects.filter(kind="need").exists()
    assert verbs(warmth) == ["need.part_own"]


def test_nobody_speaks_for_another(storm):
    warmth = need(storm)
    for by, actor in ((storm.maria, storm.bollnas), (storm.rut, storm.ljusdal), (storm.bo, storm.ljusdal)):
        with pytest.raises(Refused):
            give_part(by=by, need=warmth, actor=actor, part="responsible")
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    for by in (storm.lena, storm.bo, storm.rut):
        with pytest.raises(Refused):
            answer_part(by=by, need=warmth, actor=storm.ljusdal, takes=True)
    assert NeedRole.objects.get().confirmed_at is None


def test_the_actor_confirms_and_says_no_with_its_reason(storm):
    warmth = need(storm)
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    assert answer_part(by=storm.maria, need=warmth, actor=storm.ljusdal, takes=True).confirmed_at
    with pytest.raises(RuleBroken, match="varför det inte är ni"):
        answer_part(by=storm.maria, need=warmth, actor=storm.ljusdal, takes=False, reason="  ")
    row = answer_part(by=storm.maria, need=warmth, actor=storm.ljusdal, takes=False, reason="Regionens ansvar.")
    assert (row.confirmed_at, row.reason) == (None, "Regionens ansvar.")
    assert verbs(warmth)[-2:] == ["need.part_confirmed", "need.part_declined"]
    assert answer_part(by=storm.maria, need=warmth, actor=storm.ljusdal, takes=True).reason == ""


def test_said_twice_is_as_said_once(storm):
    warmth = need(storm)
    for _again in range(2):
        give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    answer_part(by=storm.maria, need=warmth, actor=storm.ljusdal, takes=True)
    answer_part(by=storm.maria, need=warmth, actor=storm.ljusdal, takes=True)
    assert verbs(warmth) == ["need.part_thought", "need.part_confirmed"]


def test_own_word_confirms_what_others_thought(storm):
    warmth = need(storm)
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="supports")
    row = give_part(by=storm.maria, need=warmth, actor=storm.ljusdal, part="responsible")
    assert (row.part, NeedRole.objects.count()) == ("responsible", 1)
    assert row.confirmed_at


def test_what_the_actor_has_said_stands(storm):
    warmth = need(storm)
    give_part(by=storm.maria, need=warmth, actor=storm.ljusdal, part="supports")
    with pytest.raises(RuleBroken, match="själv sagt sin roll"):
        give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    with pytest.raises(RuleBroken, match="själv sagt sin roll"):
        take_away_part(by=storm.lena, need=warmth, actor=storm.ljusdal)
    take_away_part(by=storm.maria, need=warmth, actor=storm.ljusdal)
    assert not NeedRole.objects.exists()
    assert verbs(warmth)[-1] == "need.part_away"


def test_a_no_is_not_asked_about_again_but_another_part_may_be(storm):
    warmth = need(storm)
    role(storm, warmth, storm.ljusdal, said=False)
    with pytest.raises(RuleBroken, match="redan sagt att det inte är den"):
        give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    with pytest.raises(RuleBroken, match="själv sagt sin roll"):
        take_away_part(by=storm.lena, need=warmth, actor=storm.ljusdal)
    assert give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="supports").declined_at is None


def test_the_county_takes_away_what_it_thought(storm):
    warmth = need(storm)
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    with pytest.raises(Refused):
        take_away_part(by=storm.bo, need=warmth, actor=storm.ljusdal)
    take_away_part(by=storm.lena, need=warmth, actor=storm.ljusdal)
    take_away_part(by=storm.lena, need=warmth, actor=storm.ljusdal)
    assert verbs(warmth) == ["need.part_thought", "need.part_away"]
    # Asked anew, it is told anew.
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    assert Notice.objects.filter(kind="need").count() == 2


def test_nothing_to_answer_is_said(storm):
    with pytest.raises(RuleBroken, match="Ingen har sagt att Ljusdals kommun har en roll"):
        answer_part(by=storm.maria, need=need(storm), actor=storm.ljusdal, takes=True)


def test_lacking_is_nothing_that_one_is(storm):
    warmth = need(storm)
    with pytest.raises(RuleBroken, match="Säg vilken roll"):
        give_part(by=storm.maria, need=warmth, actor=storm.ljusdal, part="missing")
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="missing")
    with pytest.raises(RuleBroken, match="Säg vilken roll"):
        answer_part(by=storm.maria, need=warmth, actor=storm.ljusdal, takes=True)
    assert answer_part(by=storm.maria, need=warmth, actor=storm.ljusdal, takes=False, reason="Nej.").declined_at


def test_who_is_not_there_has_no_part(storm):
    warmth = need(storm)
    with pytest.raises(RuleBroken, match="deltar inte i händelsen"):
        give_part(by=storm.lena, need=warmth, actor=storm.other, part="responsible")
    role(storm, warmth, storm.ljusdal)
    leave(storm, storm.ljusdal)
    with pytest.raises(RuleBroken, match="deltar inte längre"):
        give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="supports")
    take_away_part(by=storm.lena, need=warmth, actor=storm.ljusdal)
    assert not NeedRole.objects.exists()


def test_a_part_that_does_not_exist_is_refused(storm):
    with pytest.raises(RuleBroken, match="Den rollen finns inte"):
        give_part(by=storm.lena, need=need(storm), actor=storm.ljusdal, part="boss")


def test_nothing_is_said_in_a_closed_incident(storm):
    warmth = need(storm)
    role(storm, warmth, storm.ljusdal)
    close(storm.incident)
    warmth = fresh(warmth)
    for act in (
        lambda: give_part(by=storm.lena, need=warmth, actor=storm.bollnas, part="responsible"),
        lambda: answer_part(by=storm.maria, need=warmth, actor=storm.ljusdal, takes=True),
        lambda: take_away_part(by=storm.lena, need=warmth, actor=storm.ljusdal),
    ):
        with pytest.raises(RuleBroken, match="Händelsen är avslutad"):
            act()

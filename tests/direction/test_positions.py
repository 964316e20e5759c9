"""What an actor says, and for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.direction.models import Position
from coordination.direction.services import fix_direction, take_position
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.direction.house import fresh, proposed, written


@pytest.mark.parametrize("stand", ["reservation", "cannot"])
def test_reservation_and_cannot_need_their_reason(storm, stand):
    direction = proposed(storm)
    with pytest.raises(RuleBroken, match="Skriv skälet"):
        take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand=stand, reason="  ")
    assert not Position.objects.exists()


def test_own_body_has_name_and_time(storm):
    direction, at = proposed(storm), timezone.now() + timedelta(hours=2)
    with pytest.raises(RuleBroken, match="instans"):
        take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand="own_body", own_body="Nämnden")
    said = take_position(
        by=storm.maria, direction=direction, actor=storm.ljusdal, stand="own_body", own_body="Nämnden", own_body_at=at
    )
    assert (said.own_body, said.own_body_at) == ("Nämnden", at)


def test_position_may_be_changed_until_it_is_fixed_and_the_journal_keeps_each(storm):
    direction = proposed(storm)
    take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand="cannot", reason="Saknar folk.")
    take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand="behind")
    assert Position.objects.get().stand == "behind"
    verbs = Entry.objects.filter(subject=f"position:{Position.objects.get().pk}").order_by("pk")
    assert [(e.verb, e.note, e.by_name) for e in verbs] == [
        ("position.cannot", "Saknar folk.", "Maria"),
        ("position.behind", "", "Maria"),
    ]
    fix_direction(by=storm.carl, direction=direction)
    with pytest.raises(RuleBroken, match="Lämna en ny ställning"):
        take_position(by=storm.maria, direction=fresh(direction), actor=storm.ljusdal, stand="behind")


def test_nobody_answers_for_another(storm):
    direction = proposed(storm)
    for person in (storm.maria, storm.carl, storm.lena):
        with pytest.raises(Refused):
            take_position(by=person, direction=direction, actor=storm.bollnas, stand="behind")


def test_reader_and_charlie_take_no_position(storm):
    direction = proposed(storm)
    for person, actor in ((storm.rut, storm.ljusdal), (storm.charlie, storm.other)):
        with pytest.raises(Refused):
            take_position(by=person, direction=direction, actor=actor, stand="behind")


def test_draft_asks_nobody(storm):
    with pytest.raises(RuleBroken, match="inget förslag"):
        take_position(by=storm.maria, direction=written(storm), actor=storm.ljusdal, stand="behind")


def test_unknown_position_is_refused(storm):
    with pytest.raises(RuleBroken):
        take_position(by=storm.maria, direction=proposed(storm), actor=storm.ljusdal, stand="abstain")

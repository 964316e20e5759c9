"""Who reads an answer: the owner always, the others by what the owner said, and nobody outside."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.incidents.models import Incident, LogLine, Narrowing, Share
from coordination.incidents.services import lacking, narrow, widen, write_line
from coordination.situations.board import picture
from coordination.situations.models import Input
from coordination.situations.services import inputs
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh
from tests.sharing.conftest import CANARY, only, soon
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


def readers(record, house, nation):
    everybody = {
        "owner": house.maria,
        "participant": house.bo,
        "county": house.lena,
        "foreign county": house.charlie,
        "nation": nation,
    }
    rows = type(record).objects
    return {who for who, person in everybody.items() if rows.visible_to(fresh(person)).filter(pk=record.pk).exists()}


def test_wide_by_default_for_those_who_take_part_and_nobody_else(house, ljusdal_said, nation):
    assert readers(ljusdal_said, house, nation) == {"owner", "participant", "county"}


def test_only_the_owner(house, ljusdal_said, nation):
    only(ljusdal_said, house.maria, "own")
    assert readers(ljusdal_said, house, nation) == {"owner"}


def test_named_actors_and_not_the_county_unless_it_is_named(house, ljusdal_said, nation):
    only(ljusdal_said, house.maria, actors=[house.bollnas])
    assert readers(ljusdal_said, house, nation) == {"owner", "participant"}
    only(ljusdal_said, house.maria, actors=[house.board])
    assert readers(ljusdal_said, house, nation) == {"owner", "county"}


def test_national_is_also_for_the_national_level_and_still_for_no_other_county(house, ljusdal_said, nation):
    widen(by=house.maria, record=ljusdal_said, audience="national", reason="Behövs nationellt")
    assert readers(ljusdal_said, house, nation) == {"owner", "participant", "county", "nation"}


def test_after_the_end_date_all_who_take_part_read_again(house, ljusdal_said, nation):
    only(ljusdal_said, house.maria, "own")
    Input.objects.update(audience_until=timezone.now() - datetime.timedelta(seconds=1))
    assert readers(ljusdal_said, house, nation) == {"owner", "participant", "county"}


def test_a_share_that_has_ended_is_no_share(house, ljusdal_said, nation):
    only(ljusdal_said, house.maria, actors=[house.bollnas])
    Share.objects.update(until=timezone.now() - datetime.timedelta(seconds=1))
    assert readers(ljusdal_said, house, nation) == {"owner"}


def test_a_log_line_is_shared_in_the_same_way_and_its_words_never_change(house, incident, nation):
    line = write_line(by=house.maria, incident=incident, actor=house.ljusdal, text=CANARY)
    only(line, house.maria, actors=[house.board])
    assert readers(line, house, nation) == {"owner", "county"}
    with pytest.raises(Exception, match="written once"):
        LogLine.objects.filter(pk=line.pk).update(text="annat")


def test_a_draft_is_only_its_owner_s(house, asked, nation):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    assert readers(draft, house, nation) == {"owner"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "Skriv varför"),
        ({"until": None}, "slutdatum"),
        ({"until": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}, "redan varit"),
        ({"audience": "participants"}, "Välj vilka"),
        ({"audience": "named", "actors": []}, "minst en aktör"),
        ({"legal_ground": "99"}, "lagrum"),
    ],
)
def test_narrowing_asks_for_reason_and_end(house, ljusdal_said, change, words):
    asked_for = {"audience": "own", "actors": [], "reason": "Skäl", "until": soon()} | change
    with pytest.raises(RuleBroken, match=words):
        narrow(by=house.maria, record=ljusdal_said, **asked_for)
    assert not Narrowing.objects.exists()


def test_an_end_date_is_at_most_a_year_away(house, ljusdal_said):
    with pytest.raises(RuleBroken, match="inom ett år"):
        narrow(by=house.maria, record=ljusdal_said, audience="own", reason="x", until=soon(400))


def test_what_is_sensitive_needs_a_legal_ground_to_be_narrowed(house, asked):
    mark = {"marking": {"marking": "sensitive", "reference": "18:13", "reason": "Nät"}}
    sent = answer(house.maria, asked, house.ljusdal, raw={**content(), **mark})
    with pytest.raises(RuleBroken, match="lagrum"):
        only(sent, house.maria, "own")
    assert only(sent, house.maria, "own", legal_ground="18:13").legal_ground == "18:13"


def test_only_the_owner_decides(house, ljusdal_said):
    for other in (house.bo, house.lena):
        with pytest.raises(Refused):
            only(ljusdal_said, other, "own")


def test_those_outside_cannot_be_named(house, ljusdal_said):
    with pytest.raises(RuleBroken, match="Deltar inte"):
        only(ljusdal_said, house.maria, actors=[house.other])


def test_who_will_lack_it_is_counted_before_it_is_saved(client, house, ljusdal_said):
    client.force_login(house.maria)
    where = reverse("readers", args=[ljusdal_said.incident.number, "svar", ljusdal_said.pk])
    page = client.get(where).content.decode()
    assert f'value="{house.board.pk}"' in page
    day = (timezone.localdate() + datetime.timedelta(days=9)).isoformat()
    typed = {"audience": "named", "actors": [house.board.pk], "reason": "Skyddsvärt", "until": day}
    page = client.post(where, {**typed, "do": "look"}).content.decode()
    assert "9 aktörer kommer inte att se detta." in page
    assert "Bollnäs" in page
    assert Input.objects.get().audience == "participants"
    client.post(where, {**typed, "do": "save"})
    assert Input.objects.get().audience == "named"
    assert Narrowing.objects.get().lacking == 9
    assert len(lacking(ljusdal_said, "named", [house.board])) == 9


def test_the_page_is_the_owner_s_alone(client, house, ljusdal_said):
    where = reverse("readers", args=[ljusdal_said.incident.number, "svar", ljusdal_said.pk])
    for person, status in ((house.bo, 403), (house.lena, 403), (house.charlie, 404)):
        client.force_login(person)
        assert client.get(where).status_code == status


def test_a_correction_is_read_by_those_who_read_what_it_corrects(house, asked, ljusdal_said, nation):
    only(ljusdal_said, house.maria, actors=[house.bollnas])
    corrected = answer(house.maria, asked, house.ljusdal)
    assert readers(corrected, house, nation) == {"owner", "participant"}


def test_a_draft_begun_before_the_narrowing_is_sent_narrow(house, asked, ljusdal_said, nation):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    only(ljusdal_said, house.maria, "own")
    draft.refresh_from_db()
    sent = inputs.submit_input(by=house.maria, draft=draft, key="k", raw=content())
    assert readers(sent, house, nation) == {"owner"}


def test_nothing_new_keeps_the_audience(house, asked, ljusdal_said, nation):
    only(ljusdal_said, house.maria, "own")
    again = inputs.submit_unchanged(by=house.maria, request=asked, actor=house.ljusdal, key="again")
    assert readers(again, house, nation) == {"owner"}


def test_the_log_tells_that_it_was_narrowed_and_not_why(client, house, ljusdal_said):
    only(ljusdal_said, house.maria, "own")
    entry = Entry.objects.get(verb="narrowing.narrowed")
    assert entry.note == ""
    assert "Skyddsvärt" not in str(entry.data)
    client.force_login(house.bo)
    page = client.get(reverse("log", args=[ljusdal_said.incident.number])).content.decode()
    assert f"Läses av färre: Svar {ljusdal_said.number}" in page
    assert "Svar kom: Ljusdals kommun" not in page


@pytest.mark.parametrize("name", ["board", "inputs", "log", "requests", "incident", "start"])
def test_no_page_says_to_another_what_is_not_shared_with_it(client, house, ljusdal_said, name):
    write_line(by=house.maria, incident=ljusdal_said.incident, actor=house.ljusdal, text=CANARY)
    only(LogLine.objects.get(), house.maria, "own")
    only(ljusdal_said, house.maria, "own")
    address = reverse(name, args=[ljusdal_said.incident.number] if name != "start" else [])
    for person in (house.bo, house.lena):
        client.force_login(person)
        assert CANARY not in client.get(address).content.decode()
    client.force_login(house.maria)
    shown = {"inputs", "log", "start", "incident"}
    assert (CANARY in client.get(address).content.decode()) == (name in shown)


def test_the_answer_itself_is_not_there_for_who_may_not_read_it(client, house, ljusdal_said):
    only(ljusdal_said, house.maria, "own")
    client.force_login(house.lena)
    for name in ("input", "receipt"):
        assert client.get(reverse(name, args=[ljusdal_said.incident.number, ljusdal_said.pk])).status_code == 404


def test_the_duty_officer_who_notes_spoken_words_does_not_find_what_is_not_shared(client, house, asked, ljusdal_said):
    only(ljusdal_said, house.maria, "own")
    client.force_login(house.lena)
    where = reverse("answer_oral", args=[asked.incident.number, asked.number, house.ljusdal.pk])
    page = client.get(where + "?vy=full").content.decode()
    assert CANARY not in page
    assert "Vattnet räcker" not in page


def seen_by(person, incident):
    return picture.newest_request(incident, person).print


def test_who_reads_the_same_has_the_same_board_and_who_does_not_has_another(house, incident, ljusdal_said):
    assert seen_by(house.bo, incident) == seen_by(house.lena, incident) == seen_by(house.maria, incident)
    only(ljusdal_said, house.maria, actors=[house.board])
    assert seen_by(house.lena, incident) == seen_by(house.maria, incident) != seen_by(house.bo, incident)
    only(ljusdal_said, house.maria, "own")
    assert seen_by(house.lena, incident) == seen_by(house.bo, incident) != seen_by(house.maria, incident)


def test_a_kept_board_is_never_shown_to_one_who_may_not_read_what_is_in_it(client, house, incident, ljusdal_said):
    only(ljusdal_said, house.maria, "own")
    for person, reads in ((house.maria, True), (house.bo, False), (house.lena, False), (house.maria, True)):
        client.force_login(person)
        page = client.get(f"/h/{incident.number}/lagesbild/").content.decode()
        assert ("delas inte med er" not in page) is reads


def test_another_incident_s_narrowed_answers_are_not_counted(house, incident, ljusdal_said):
    only(ljusdal_said, house.maria, "own")
    assert Input.objects.withheld_from(house.bo).exclude(incident=incident).count() == 0
    assert Incident.objects.count() == 1

"""The steward's desk: what goes apart is settled with a reason or shown as it is, and what is unsure is weighed."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, Municipality
from coordination.incidents import services as incidents
from coordination.incidents.models import Notice
from coordination.situations.compiled import compiling
from coordination.situations.models import Compilation, Dispute, Input, QuestionSet, Remark, Standing
from coordination.situations.press import rendering
from coordination.situations.services import afterwards, reports, requests, stewarding
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh, person, signed_in
from tests.counting import Statements
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
SOON = timezone.now() + datetime.timedelta(days=30)


def to(name, incident, *more):
    return reverse(name, args=[incident.number, *more])


def compiled(house, incident):
    reports.compile_now(by=fresh(house.lena), incident=incident)
    return compiling.compile_incident(incident.pk).body


def with_injured(count, **more):
    raw = content(1, 0, 0, households=100, **more)
    return {**raw, "numbers": {**raw["numbers"], "injured": count}}


@pytest.fixture
def energy(house, incident, asked):
    """A company of Ljusdal's own, asked as the municipality is."""
    place = Municipality.objects.get(pk=house.ljusdal.municipality_id)
    company = Actor.objects.create(
        key="ljusdal-energi", name="Ljusdal Energi AB", short="Ljusdal Energi", sort_name="ljusdal energi",
        kind="other", municipality=place,
    )  # fmt: skip
    company.person = person("eva", company)
    incidents.invite(by=house.lena, incident=incident, actors=[company])
    requests_to(asked, company)
    return company


def requests_to(asked, actor):
    asked.recipients.create(actor=actor)


@pytest.fixture
def apart(house, incident, asked, energy):
    """Ljusdal says two injured, its company says three."""
    town = answer(house.maria, asked, house.ljusdal, with_injured(2))
    company = answer(energy.person, asked, energy, with_injured(3))
    body = compiled(house, incident)
    return body, Dispute.objects.get(), town, company


def test_answers_that_differ_become_a_dispute_with_both_sides(apart):
    body, dispute, town, company = apart
    assert (dispute.rule_id, dispute.about, dispute.state) == ("injured", "2161", "open")
    (told,) = body["disputed"]
    assert (told["about_name"], told["state"], told["holds"]) == ("Ljusdal", "open", None)
    assert [(side["short"], side["said"], side["input"]) for side in told["sides"]] == [
        ("Ljusdal", 2, town.pk),
        ("Ljusdal Energi", 3, company.pk),
    ]
    assert all(side["source"] for side in told["sides"])
    assert Entry.objects.filter(verb="dispute.found").count() == 1


def test_compiling_the_same_answers_again_leaves_the_dispute_as_it_is(house, incident, apart):
    compiled(house, incident)
    assert Dispute.objects.get().pk == apart[1].pk
    assert Dispute.objects.get().sides.count() == 2


def test_it_is_gone_when_the_answers_go_together(house, incident, asked, apart, energy):
    answer(energy.person, asked, energy, with_injured(2))
    assert compiled(house, incident)["disputed"] == []
    assert Dispute.objects.get().state == "gone"


def test_settled_with_a_reason_the_other_figure_is_read_and_not_counted(house, incident, apart):
    _body, dispute, town, company = apart
    stewarding.settle(by=house.anna, dispute=dispute, reason="Räddningstjänsten har räknat tre.", holds=company)
    body = compiled(house, incident)
    injured = next(number for number in body["numbers"] if number["key"] == "injured")
    apart_from = {row["input"]: (row["value"], row["why"]) for row in injured["not_counted"]}
    assert apart_from[town.pk] == (2, "disputed")
    assert injured["total"] is None
    (told,) = body["disputed"]
    assert (told["state"], told["holds"], told["reason"]) == (
        "settled",
        company.pk,
        "Räddningstjänsten har räknat tre.",
    )


def test_a_settlement_stands_only_as_long_as_the_same_answers_stand(house, incident, asked, apart, energy):
    _body, dispute, town, _company = apart
    stewarding.settle(by=house.anna, dispute=dispute, reason="Kommunen är på plats.", holds=town)
    compiled(house, incident)
    dispute.refresh_from_db()
    assert dispute.state == "settled"
    answer(energy.person, asked, energy, with_injured(5))
    (told,) = compiled(house, incident)["disputed"]
    assert (told["state"], told["reason"]) == ("open", "")
    assert told["before"] == {"reason": "Kommunen är på plats.", "holds": "Ljusdal"}
    assert sorted(Dispute.objects.values_list("state", flat=True)) == ["gone", "open"]


def test_nothing_is_settled_without_a_reason_or_by_an_answer_that_is_no_side(house, incident, asked, apart):
    _body, dispute, *_ = apart
    stranger = answer(house.bo, asked, house.bollnas)
    with pytest.raises(RuleBroken):
        stewarding.settle(by=house.anna, dispute=dispute, reason="  ", holds=None)
    with pytest.raises(RuleBroken):
        stewarding.settle(by=house.anna, dispute=dispute, reason="Så är det.", holds=stranger)
    for outsider in (house.maria, house.charlie):
        with pytest.raises(Refused):
            stewarding.settle(by=outsider, dispute=dispute, reason="Så är det.", holds=None)


def test_shown_as_disputed_it_stays_so_in_the_next_picture_and_can_be_settled_later(house, incident, apart):
    _body, dispute, town, _company = apart
    stewarding.show_both(by=house.anna, dispute=dispute)
    assert compiled(house, incident)["disputed"][0]["state"] == "shown"
    dispute.refresh_from_db()
    stewarding.settle(by=house.lena, dispute=dispute, reason="Ett och samma fall räknat två gånger.", holds=town)
    stewarding.open_again(by=house.lena, dispute=dispute)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.holds_id) == ("open", None)


def test_what_only_some_may_read_is_held_against_nobody(house, incident, asked, energy):
    town = answer(house.maria, asked, house.ljusdal, with_injured(2))
    answer(energy.person, asked, energy, with_injured(3))
    incidents.narrow(by=house.maria, record=town, audience="own", reason="Utreds.", until=SOON)
    assert compiled(house, incident)["disputed"] == []
    assert not Dispute.objects.exists()


def test_the_desk_shows_both_sides_and_takes_a_decision(house, incident, apart):
    _body, dispute, town, _company = apart
    client = signed_in(house.anna)
    page = client.get(to("steward", incident)).content.decode()
    assert "Ljusdal Energi" in page
    assert "Skadade: olika antal för samma kommun" in page
    url = to("dispute_settle", incident, dispute.pk)
    refused = client.post(url, {"holds": town.pk, "reason": ""})
    assert refused.status_code == 422
    assert "Skriv varför den uppgiften gäller." in refused.content.decode()
    assert client.post(url, {"holds": town.pk, "reason": "Kommunen är på plats."}).status_code == 302
    dispute.refresh_from_db()
    assert (dispute.state, dispute.holds_id, dispute.settled_by) == ("settled", town.pk, house.anna)
    assert client.post(to("dispute_reopen", incident, dispute.pk)).status_code == 302
    assert client.post(to("dispute_show", incident, dispute.pk)).status_code == 302
    assert "Visas som olika uppgifter" in client.get(to("steward", incident)).content.decode()


def test_one_press_asks_both_sides_what_holds(house, incident, apart):
    _body, dispute, town, company = apart
    client = signed_in(house.anna)
    client.post(to("dispute_ask", incident, dispute.pk), {"side": [town.pk, company.pk]})
    asked_of = Remark.objects.filter(asks=True)
    assert {row.input_id for row in asked_of} == {town.pk, company.pk}
    assert "Ljusdal: 2; Ljusdal Energi: 3" in asked_of[0].text
    assert Notice.objects.filter(kind="returned").count() == 2


def test_a_side_that_is_not_one_is_not_asked(house, incident, asked, apart):
    stranger = answer(house.bo, asked, house.bollnas)
    answered = signed_in(house.anna).post(to("dispute_ask", incident, apart[1].pk), {"side": [stranger.pk]})
    assert answered.status_code == 409
    assert not Remark.objects.exists()


def test_the_desk_is_for_those_who_write_the_report(house, incident, asked):
    assert signed_in(house.maria).get(to("steward", incident)).status_code == 403
    assert signed_in(house.charlie).get(to("steward", incident)).status_code == 404
    empty = signed_in(house.anna).get(to("steward", incident)).content.decode()
    assert "Inget att bedöma" in empty
    assert "Att bedöma" not in signed_in(house.maria).get(to("board", incident)).content.decode()


def test_the_desk_says_why_each_answer_is_there(house, incident, asked, energy):
    sent = answer(house.maria, asked, house.ljusdal, with_injured(2, summary="Strömmen är borta i hela tätorten nu."))
    Input.objects.filter(pk=sent.pk).update(late=True, submitted_at=timezone.now() - datetime.timedelta(days=2))
    answer(energy.person, asked, energy, with_injured(0, summary="Strömmen är borta i hela tätorten nu."))
    page = signed_in(house.anna).get(to("steward", incident)).content.decode()
    for why in (
        "Ingen har läst det.",
        "Det kom efter svarstiden.",
        "uppgifter är äldre än sin gräns:",
        "Säger ordagrant samma sak som Ljusdal",
    ):
        assert why in page, why


def test_two_who_say_the_same_without_a_figure_are_agreed_and_not_looked_at(house, incident, asked, energy):
    for by, actor in ((house.maria, house.ljusdal), (energy.person, energy)):
        answer(by, asked, actor, content(1, 0, 0, households=0, summary="Vi når alla patienter och brukare nu."))
    assert "Säger ordagrant samma sak" not in signed_in(house.anna).get(to("steward", incident)).content.decode()


def test_a_read_and_weighed_answer_leaves_the_desk(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal)
    Input.objects.filter(pk=sent.pk).update(late=True)
    client = signed_in(house.lena)
    assert "Det kom efter svarstiden." in client.get(to("steward", incident)).content.decode()
    client.get(to("input", incident, sent.pk))
    client.post(to("input_weigh", incident, sent.pk), {"weighed": "likely", "note": "Stämmer med elbolaget."})
    assert "Inget att bedöma" in client.get(to("steward", incident)).content.decode()


def test_the_boards_word_stands_beside_the_actors_own_and_in_the_body(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal)
    stewarding.weigh(by=house.anna, sent=sent, weighed="unconfirmed", note="Motsägs av polisen.")
    page = signed_in(house.maria).get(to("input", incident, sent.pk)).content.decode()
    assert "Länsstyrelsens bedömning:" in page
    assert "Motsägs av polisen." in page
    body = compiled(house, incident)
    assert (body["answered"][0]["confidence"], body["answered"][0]["weighed"]) == ("confirmed", "unconfirmed")
    with pytest.raises(RuleBroken):
        stewarding.weigh(by=house.anna, sent=sent, weighed="säkert", note="")
    with pytest.raises(Refused):
        stewarding.weigh(by=house.maria, sent=sent, weighed="confirmed", note="")


def test_figures_told_in_anothers_answer_are_counted_once(house, incident, asked):
    town = answer(house.maria, asked, house.ljusdal, content(households=900))
    other = answer(house.bo, asked, house.bollnas, content(households=900))
    signed_in(house.anna).post(to("input_same", incident, other.pk), {"other": town.pk})
    number = compiled(house, incident)["numbers"][0]
    assert number["total"] == 900
    assert [(row["short"], row["why"], row["told_in"]) for row in number["not_counted"]] == [
        ("Bollnäs", "same_as", "Ljusdal")
    ]
    town.refresh_from_db()
    other.refresh_from_db()
    with pytest.raises(RuleBroken):
        stewarding.mark_same(by=house.anna, sent=town, other=other)
    signed_in(house.anna).post(to("input_same", incident, other.pk), {"other": ""})
    assert compiled(house, incident)["numbers"][0]["total"] == 1800


def test_the_actor_answers_in_the_thread_and_the_board_is_told(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal)
    afterwards.ask_back(by=house.lena, sent=sent, question="Vilken tätort?")
    maria = signed_in(house.maria)
    for page in ("input", "receipt"):
        shown = maria.get(to(page, incident, sent.pk)).content.decode()
        assert "Vilken tätort?" in shown
        assert "Svara länsstyrelsen" in shown
    answered = maria.post(to("input_reply", incident, sent.pk), {"text": "Färila.", "till": "kvitto"})
    assert answered.headers["Location"] == to("receipt", incident, sent.pk)
    sent.refresh_from_db()
    assert (sent.question_back, sent.question_at) == ("", None)
    assert Notice.objects.get(kind="replied").actor == house.board
    assert "Färila." in signed_in(house.lena).get(to("input", incident, sent.pk)).content.decode()
    assert [row.asks for row in Remark.objects.all()] == [True, False]


def test_nobody_else_reads_or_writes_in_the_thread(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal)
    afterwards.ask_back(by=house.lena, sent=sent, question="Vilken tätort?")
    assert "Vilken tätort?" not in signed_in(house.bo).get(to("input", incident, sent.pk)).content.decode()
    assert signed_in(house.bo).post(to("input_reply", incident, sent.pk), {"text": "Hej"}).status_code == 403
    assert signed_in(house.charlie).post(to("input_reply", incident, sent.pk), {"text": "Hej"}).status_code == 404
    with pytest.raises(RuleBroken):
        afterwards.reply(by=house.maria, sent=sent, text=" ")


def test_the_desk_asks_as_many_statements_however_many_answers_there_are(house, incident, asked, apart):
    client = signed_in(house.anna)
    client.get(to("steward", incident))
    with Statements(connection) as few:
        client.get(to("steward", incident))
    towns = [town for town in house.municipal.values() if town != house.ljusdal]
    for n, town in enumerate(towns):
        answer(person(f"till{n}", town), asked, town, with_injured(n))
    compiled(house, incident)
    with Statements(connection) as many:
        page = client.get(to("steward", incident)).content.decode()
    assert all(town.short in page for town in towns)
    assert len(many) == len(few) <= 15, "\n".join(query["sql"][:140] for query in many.captured_queries)


def test_the_desk_goes_on_by_key(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal)
    key = f"{sent.submitted_at.isoformat()}_{sent.pk}"
    page = signed_in(house.anna).get(to("steward", incident), {"fore": key}).content.decode()
    assert "Till de nyaste" in page
    assert "Inget på den här sidan." in page


SAME = "Strömmen är borta i hela tätorten nu.\nReservkraft är på väg."


def test_of_many_who_say_the_same_the_one_who_said_it_first_is_named(house, incident, asked, energy):
    towns = [house.bollnas, house.ljusdal, energy]
    people = [house.bo, house.maria, energy.person]
    for who, town in zip(people, towns, strict=True):
        answer(who, asked, town, with_injured(0, summary=SAME))
    page = signed_in(house.anna).get(to("steward", incident)).content.decode()
    assert page.count("Säger ordagrant samma sak som Bollnäs") == 2
    assert page.count("Säger ordagrant samma sak som") == 2


def test_what_an_actor_said_before_its_latest_answer_is_nobodys_twin(house, incident, asked, energy):
    first = answer(house.bo, asked, house.bollnas, with_injured(0, summary=SAME))
    answer(house.maria, asked, house.ljusdal, with_injured(0, summary=SAME))
    newer = answer(house.bo, asked, house.bollnas, with_injured(0, summary="Strömmen är tillbaka överallt hos oss."))
    assert Standing.objects.get(actor=house.bollnas).input_id == newer.pk != first.pk
    assert "Säger ordagrant samma sak" not in signed_in(house.anna).get(to("steward", incident)).content.decode()


def test_short_words_that_are_alike_are_not_told_as_the_same(house, incident, asked, energy):
    for who, town in ((house.bo, house.bollnas), (house.maria, house.ljusdal)):
        answer(who, asked, town, with_injured(0, summary="Inget nytt."))
    assert "Säger ordagrant samma sak" not in signed_in(house.anna).get(to("steward", incident)).content.decode()


def test_what_is_stored_is_what_was_composed_letter_by_letter(house, incident, asked):
    odd = 'Å "citat" \\ snedstreck, 100 % och 🌊\nny rad; DROP'
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=10, el=(2, 2, 2), summary=odd))
    body = compiled(house, incident)
    stored = Compilation.objects.ready().latest("pk")
    assert stored.body == body
    assert stored.body["texts"][0]["answers"][0]["text"] == odd
    assert list(stored.sources.values_list("input", "number")) == [(row["input"], row["n"]) for row in body["sources"]]


def test_a_compilation_takes_fifteen_statements(house, incident, asked):
    for town, who in ((house.ljusdal, house.maria), (house.bollnas, house.bo)):
        answer(who, asked, town, content(2, 1, 1, households=10, el=(2, 2, 2), summary="Mörkt."))
    reports.compile_now(by=house.lena, incident=incident)
    with Statements(connection) as seen:
        made = compiling.compile_incident(incident.pk)
    assert made.state == "ready"
    assert len(seen) <= 15, "\n".join(query["sql"][:160] for query in seen.captured_queries)


def test_a_road_open_and_closed_in_answers_to_different_requests_is_found(house, incident, asked):
    police = answer(house.bo, asked, house.bollnas)
    said = {
        **police.content,
        "rows": {"roads": [{"road": "E 4", "state": "closed", "vehicles_stuck": 100, "since": "14"}]},
    }
    Input.objects.filter(pk=police.pk).update(content=said)
    later = requests.send_request(
        by=fresh(house.lena), incident=incident, question_set=QuestionSet.objects.first(),
        recipients=list(house.municipal.values()), purpose="Nästa läge", as_of=timezone.now(),
        deadline=timezone.now() + datetime.timedelta(hours=2),
    )  # fmt: skip
    agency = answer(fresh(house.maria), later, house.ljusdal)
    open_road = {**agency.content, "rows": {"roads": [{"road": "väg E4", "state": "open"}]}}
    Input.objects.filter(pk=agency.pk).update(content=open_road)
    (told,) = compiled(house, incident)["disputed"]
    assert (told["about"], told["state"]) == ("E4", "open")
    assert {side["input"]: side["source"] for side in told["sides"]} == {police.pk: None, agency.pk: 1}
    page = signed_in(house.anna).get(to("steward", incident)).content.decode()
    assert "E 4, stängd, 100 fordon sitter fast, sedan 14" in page


def test_a_side_that_is_narrowed_takes_the_compilation_with_it(house, incident, asked, apart):
    _body, _dispute, town, _company = apart
    assert Standing.objects.filter(input=town).exists()
    incidents.narrow(by=house.maria, record=town, audience="own", reason="Utreds.", until=SOON)
    assert not Compilation.objects.ready().exists()
    assert compiled(house, incident)["disputed"] == []
    assert Dispute.objects.get().state == "gone"


def test_the_published_report_tells_what_goes_apart_and_what_was_settled(house, incident, asked, apart):
    _body, dispute, town, _company = apart
    stewarding.settle(by=house.anna, dispute=dispute, reason="Kommunen är på plats.", holds=town)
    compiled(house, incident)
    report = reports.open_report(by=house.anna, incident=incident)
    reports.save_words(by=house.anna, report=report, revision=0, words={"summary": "Läget."})
    reports.send_to_review(by=house.anna, report=report)
    reports.publish_report(by=house.lena, report=report, revision=report.revision)
    page = signed_in(house.bo).get(to("report", incident, report.number)).content.decode()
    assert "Avgjort: Ljusdal gäller. Kommunen är på plats." in page
    assert rendering.printed(report, "sv").data[:4] == b"%PDF"
    english = signed_in(house.bo)
    english.cookies["django_language"] = "en"
    assert (
        "Injured: different numbers for one municipality"
        in english.get(to("report", incident, report.number)).content.decode()
    )

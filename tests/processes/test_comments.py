"""The reviewer comments, the county answers, the reviewer settles. Who may do which, and what stands afterwards."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, Letter, Person
from actors.roles import Role
from actors.services import give_role
from coordination.exercises import accounts, county_process
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from processes import services
from processes.models import CommentReply, ResultApproval, ReviewComment
from processes.services import comments
from tests.conftest import fresh, signed_in

SWEDISH = {"accept-language": "sv"}


def page(who, address):
    return signed_in(who).get(address, headers=SWEDISH).content.decode()


def test_a_comment_is_answered_asked_about_again_and_settled(rut, petra, said):
    comments.answer_comment(by=petra, comment=said, text="Kommunerna övar i internat 3.")
    assert said.state == "answered"
    comments.reopen(by=rut, comment=said, text="Alla kommuner?")
    assert said.state == "open"
    comments.answer_comment(by=petra, comment=said, text="Ja, alla tio.")
    comments.settle(by=rut, comment=said)
    assert ReviewComment.objects.get().state == "settled"
    turns = list(CommentReply.objects.values_list("from_county", "text"))
    assert turns == [(True, "Kommunerna övar i internat 3."), (False, "Alla kommuner?"), (True, "Ja, alla tio.")]
    verbs = Entry.objects.of(said.journal_stream()).filter(subject=said.journal_subject()).order_by("pk")
    assert [one.verb.split(".")[1] for one in verbs] == ["made", "answered", "open", "answered", "settled"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": "  "}, "Skriv kommentaren"),
        ({"yardstick": "elegans"}, "Välj vilket kriterium"),
        ({"heading": "pengar"}, "inte en av de sju"),
    ],
)
def test_a_comment_that_says_too_little_is_refused(rut, process, run, wrong, sentence):
    right = {"yardstick": "relevans", "heading": "", "text": "Bra."}
    with pytest.raises(RuleBroken, match=sentence):
        comments.comment(by=rut, process=process, run=run, **{**right, **wrong})
    assert not ReviewComment.objects.exists()


def test_who_leads_the_process_is_written_to_once_a_day(rut, petra, process, run):
    Person.objects.filter(pk=petra.pk).update(email="petra@example.se")
    for text in ("Först.", "Sedan."):
        comments.comment(by=rut, process=process, run=run, yardstick="relevans", text=text)
    assert list(Letter.objects.values_list("person", "kind")) == [(petra.pk, "process")]
    Letter.objects.update(made_at=timezone.now() - datetime.timedelta(days=1))
    comments.comment(by=rut, process=process, run=run, yardstick="relevans", text="Nästa dag.")
    assert Letter.objects.count() == 2


def test_a_comment_is_on_a_run_of_its_own_county(rut, process, run):
    other = type(process).objects.get(county_id="20")
    with pytest.raises(RuleBroken, match="ett annat läns process"):
        comments.comment(by=rut, process=other, run=run, yardstick="relevans", text="Bra.")


def test_who_holds_a_role_at_the_countys_board_does_not_review_it(rut, petra, process, run, said):
    give_role(person=rut, actor=Actor.objects.get(key="lst-21"), role=Role.READER, starts=datetime.date(2020, 1, 1))
    rut = fresh(rut)
    for act in (
        lambda: comments.comment(by=rut, process=process, yardstick="relevans", text="Bra."),
        lambda: comments.settle(by=rut, comment=said, text="Klart."),
        lambda: comments.reopen(by=rut, comment=said, text="Mer?"),
        lambda: comments.approve_result(by=rut, run=run, words="Bra."),
    ):
        with pytest.raises(RuleBroken, match="Någon utan den rollen granskar länets process"):
            act()
    assert "Någon utan den rollen" in page(rut, "/granskning/X/")
    # Another county is hers to review as before.
    other = type(process).objects.get(county_id="20")
    assert comments.comment(by=rut, process=other, yardstick="relevans", text="Bra.").pk


def test_the_one_does_not_speak_for_the_other(nils, petra, pelle, lena, rut, process, said):
    for who in (nils, petra, lena):
        with pytest.raises(Refused):
            comments.comment(by=who, process=process, yardstick="relevans", text="Bra.")
        with pytest.raises(Refused):
            comments.settle(by=who, comment=said, text="Klart.")
    for who in (rut, lena, pelle):
        with pytest.raises(Refused):
            comments.answer_comment(by=who, comment=said, text="Ja.")
    assert ReviewComment.objects.get().state == "open"


def test_without_the_countys_answer_it_is_settled_with_a_reason(rut, said):
    with pytest.raises(RuleBroken, match="Länet har inte svarat"):
        comments.settle(by=rut, comment=said)
    comments.settle(by=rut, comment=said, text="Frågan är löst i strategin.")
    assert said.state == "settled"
    assert CommentReply.objects.get().from_county is False


def test_of_two_answers_at_once_one_stands(petra, said):
    meanwhile = ReviewComment.objects.get()
    comments.answer_comment(by=petra, comment=said, text="Först.")
    with pytest.raises(MovedOn):
        comments.answer_comment(by=petra, comment=meanwhile, text="Sist.")
    assert CommentReply.objects.get().text == "Först."


def test_the_county_reads_what_waits_and_answers(rut, petra, lena, said):
    assert "(1 väntar på svar)" in page(petra, "/lan/X/process/")
    assert "1 kommentar väntar på länets svar" in page(petra, "/lan/X/granskning/")
    address = reverse("comment_answer", args=["X", said.pk])
    assert address in page(petra, "/lan/X/granskning/")
    assert address not in page(lena, "/lan/X/granskning/")
    assert signed_in(lena).post(address, {"text": "Ja."}).status_code == 403
    empty = signed_in(petra).post(address, {"text": ""})
    assert empty.status_code == 422
    assert signed_in(petra).post(address, {"text": "I internat 3."}).status_code == 302
    late = signed_in(petra).post(address, {"text": "En gång till."}, headers=SWEDISH)
    assert (late.status_code, "En gång till." in late.content.decode()) == (409, True)
    assert "Inget väntar på länets svar" in page(petra, "/lan/X/granskning/")


def test_the_reviewer_comments_on_a_heading_and_settles_by_pages(rut, petra, process, run):
    services.edit_run(by=petra, run=run, revision=run.revision, record={"utgangslage": "Egna planer."})
    shown = page(rut, "/granskning/X/")
    assert "Egna planer." in shown
    assert "?rubrik=utgangslage" in shown
    form = signed_in(rut).get("/granskning/X/kommentera/?rubrik=utgangslage", headers=SWEDISH).content.decode()
    assert '<option value="utgangslage" selected>' in form
    sent = {"yardstick": "uthallighet", "heading": "utgangslage", "text": "Vem förvaltar?", "asks_change": "on"}
    assert signed_in(rut).post("/granskning/X/kommentera/", sent).status_code == 302
    row = ReviewComment.objects.get()
    assert (row.run_id, row.asks_change, row.heading) == (run.pk, True, "utgangslage")
    settled = signed_in(rut).post(reverse("comment_act", args=["X", row.pk, "klar"]), {"text": "Löst."})
    assert settled.status_code == 302
    again = signed_in(rut).post(reverse("comment_act", args=["X", row.pk, "fraga-igen"]), {"text": "Eller?"})
    assert again.status_code == 302
    assert signed_in(rut).get(reverse("comment_act", args=["X", row.pk, "nonsens"])).status_code == 404
    shown = page(rut, "/granskning/X/")
    assert "Löst." in shown
    assert "Kommentar, uthållighet" in shown


def test_another_county_gets_nothing(pelle, said):
    for address in (
        "/granskning/X/",
        "/granskning/X/kommentera/",
        "/lan/X/granskning/",
        reverse("comment_answer", args=["X", said.pk]),
        reverse("comment_act", args=["X", said.pk, "klar"]),
        reverse("result_approve", args=["X", 1]),
    ):
        assert signed_in(pelle).get(address).status_code == 404
    assert not ReviewComment.objects.visible_to(pelle).exists()
    # Nor under her own county's address.
    assert signed_in(pelle).get(reverse("comment_answer", args=["W", said.pk])).status_code == 404


def test_who_may_read_and_not_write_is_told_so(nils, lena, said):
    assert signed_in(nils).get("/granskning/X/kommentera/").status_code == 403
    assert signed_in(lena).get("/granskning/X/kommentera/").status_code == 403
    assert signed_in(nils).get("/lan/X/granskning/").status_code == 200


def adopted(petra, run, day):
    services.decide(
        by=petra,
        run=run,
        kind="adoption",
        title="Strategin fastställs",
        body="Rådet",
        decided_on=day(-5),
        review_on=day(300),
    )


def test_a_result_is_approved_once_when_nothing_is_left(rut, petra, run, said, day):
    with pytest.raises(RuleBroken, match="Strategin är inte fastställd"):
        comments.approve_result(by=rut, run=run, words="Bra.")
    adopted(petra, run, day)
    with pytest.raises(RuleBroken, match="begäran om ändring är inte klar"):
        comments.approve_result(by=rut, run=run, words="Bra.")
    comments.settle(by=rut, comment=said, text="Löst.")
    with pytest.raises(RuleBroken, match="Skriv vad godkännandet gäller"):
        comments.approve_result(by=rut, run=run, words=" ")
    with pytest.raises(Refused):
        comments.approve_result(by=petra, run=run, words="Bra.")
    address = reverse("result_approve", args=["X", run.number])
    assert address in page(rut, "/granskning/X/")
    assert signed_in(rut).post(address, {"words": "Strategin håller."}).status_code == 302
    assert ResultApproval.objects.get().words == "Strategin håller."
    with pytest.raises(RuleBroken, match="redan godkänt"):
        comments.approve_result(by=rut, run=run, words="Bra.")
    shown = page(petra, "/granskning/X/")
    assert "Strategin håller." in shown
    assert address not in page(rut, "/granskning/X/")


def test_the_api_reads_comments_with_their_answers(client, rut, petra, pelle, said):
    comments.answer_comment(by=petra, comment=said, text="I internat 3.")
    for who in (petra, rut):
        client.force_login(who)
        (row,) = client.get("/api/v1/review-comments?state=answered").json()["results"]
        assert (row["county"], row["yardstick"], row["asks_change"]) == ("21", "effektivitet", True)
        assert [(one["from_county"], one["text"]) for one in row["replies"]] == [(True, "I internat 3.")]
        assert client.post("/api/v1/review-comments", {}).status_code in (403, 405)
    client.force_login(pelle)
    assert client.get("/api/v1/review-comments").json()["results"] == []
    assert client.get(f"/api/v1/review-comments/{said.pk}").status_code == 404


def test_the_demonstration_has_a_comment_of_every_kind(settings, process):
    settings.DEMO = True
    accounts.make_accounts()
    county_process.load()
    rows = ReviewComment.objects.filter(process=process)
    assert set(rows.values_list("yardstick", flat=True)) == {"relevans", "effektivitet", "uthallighet"}
    assert set(rows.values_list("state", flat=True)) == {"open", "answered", "settled"}
    assert rows.filter(asks_change=True, state="open").count() == 1

"""The walk of one answer, from the officer's form to the published report, through services alone."""

import pytest

from coordination.incidents.models import Notice
from coordination.situations.compiled import compiling
from coordination.situations.models import Compilation, Input, Rendering, Report
from coordination.situations.services import afterwards, inputs, reports, requests
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


def compile_all(lena, incident):
    reports.compile_now(by=lena, incident=incident)
    return compiling.compile_incident(incident.pk)


def test_an_answer_reaches_the_published_report(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, el=(2, 2, 2), summary="Mörkt."))
    assert sent.number == f"{incident.number}-001"
    assert sent.grade == 4
    compiled = compile_all(house.lena, incident)
    body = compiled.body
    assert body["invited"] == 10
    assert [a["short"] for a in body["answered"]] == ["Ljusdal"]
    assert len(body["silent"]) == 9
    assert body["functions"][0]["worst"] == 5
    assert body["numbers"][0]["total"] == 900
    report = reports.open_report(by=house.anna, incident=incident)
    reports.save_words(by=house.anna, report=report, revision=0, words={"summary": "Ljusdal är utan el. [1]"})
    reports.send_to_review(by=house.anna, report=report)
    with pytest.raises(Refused):
        reports.publish_report(by=house.anna, report=report, revision=report.revision)
    reports.publish_report(by=house.lena, report=report, revision=report.revision)
    assert report.number == 1
    assert Rendering.objects.filter(report=report).count() == 3
    assert b"Ljusdal" in bytes(Rendering.objects.get(report=report, kind="html", language="sv").data)
    assert Notice.objects.filter(kind="report").count() == 11
    assert Report.objects.visible_to(house.maria).get() == report
    assert not Report.objects.visible_to(house.charlie).exists()
    assert Entry.objects.filter(verb="report.published", by=house.lena).count() == 1


def test_a_second_report_takes_the_place_of_the_first(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(1, 0, 0, el=(1, 0, 0)))
    for expected in (1, 2):
        compile_all(house.lena, incident)
        report = reports.open_report(by=house.lena, incident=incident)
        reports.save_words(by=house.lena, report=report, revision=0, words={"summary": "Läget."})
        reports.send_to_review(by=house.lena, report=report)
        reports.publish_report(by=house.lena, report=report, revision=1)
        assert report.number == expected
        answer(house.maria, asked, house.ljusdal, content(2, 0, 0, el=(2, 2, 2)))
    assert list(Report.objects.order_by("number").values_list("state", flat=True)) == ["superseded", "published"]
    assert report.body["changes"][0]["before"] == 2
    assert report.body["changes"][0]["after"] == 5
    assert report.body["compared_to"] == 1


def test_a_correction_replaces_and_both_stay_readable(house, incident, asked):
    first = answer(house.maria, asked, house.ljusdal)
    second = answer(house.maria, asked, house.ljusdal, content(2, 2, 2))
    first.refresh_from_db()
    assert (first.state, second.version, second.grade) == ("replaced", 2, 5)
    assert compile_all(house.lena, incident).body["overall"]["worst"] == 5


def test_the_same_key_gives_the_same_receipt(house, asked):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    once = inputs.submit_input(by=house.maria, draft=draft, key="k1", raw=content())
    again = inputs.submit_input(by=house.maria, draft=Input.objects.get(pk=draft.pk), key="k1", raw=content())
    assert once.number == again.number
    assert Input.objects.filter(state="submitted").count() == 1


def test_nothing_new_confirms_the_last_answer_as_of_now(house, asked):
    with pytest.raises(RuleBroken):
        inputs.submit_unchanged(by=house.maria, request=asked, actor=house.ljusdal, key="k0")
    answer(house.maria, asked, house.ljusdal, content(1, 1, 1, households=7))
    sent = inputs.submit_unchanged(by=house.maria, request=asked, actor=house.ljusdal, key="k2")
    assert (sent.grade, sent.version, sent.content["numbers"]["households_without_power"]) == (3, 2, 7)
    assert sent.unchanged_from is not None


def test_nobody_answers_for_another(house, asked):
    with pytest.raises(Refused):
        inputs.open_draft(by=house.bo, request=asked, actor=house.ljusdal)
    with pytest.raises(Refused):
        inputs.open_draft(by=house.charlie, request=asked, actor=house.ljusdal)


def test_what_was_said_on_the_telephone_is_noted_in_the_duty_officers_name(house, asked):
    draft = inputs.open_draft(by=house.lena, request=asked, actor=house.ljusdal, oral=True)
    sent = inputs.submit_input(by=house.lena, draft=draft, key="k3", raw=content(2, 0, 0))
    assert sent.oral
    assert sent.author == house.lena
    with pytest.raises(Refused):
        inputs.open_draft(by=house.bo, request=asked, actor=house.ljusdal, oral=True)


def test_a_withdrawn_answer_no_longer_counts(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(2, 2, 2))
    afterwards.withdraw_input(by=house.maria, sent=sent, reason="Fel kommun")
    body = compile_all(house.lena, incident).body
    assert body["answered"] == []
    assert asked.recipients.get(actor=house.ljusdal).answered_at is None


def test_a_colleague_who_wrote_meanwhile_is_never_overwritten(house, asked):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    other = Input.objects.select_related("incident", "request").get(pk=draft.pk)
    inputs.save_draft(by=house.maria, draft=draft, raw=content(summary="Min text"), revision=0)
    with pytest.raises(MovedOn):
        inputs.save_draft(by=house.maria, draft=other, raw=content(summary="Annan text"), revision=0)


def test_ten_answers_in_a_minute_make_one_compilation(house, incident, asked):
    Compilation.objects.all().delete()
    for short, actor in house.municipal.items():
        who = {"Ljusdal": house.maria, "Bollnäs": house.bo}.get(short)
        if who:
            answer(who, asked, actor)
        else:
            draft = inputs.open_draft(by=house.lena, request=asked, actor=actor, oral=True)
            inputs.submit_input(by=house.lena, draft=draft, key=short, raw=content())
    assert Compilation.objects.count() == 1
    assert compile_all(house.lena, incident).body["silent"] == []


def test_reminding_tells_only_the_silent(house, incident, asked):
    answer(house.maria, asked, house.ljusdal)
    told = requests.remind(by=house.lena, request=asked)
    assert house.ljusdal not in told
    assert len(told) == 9

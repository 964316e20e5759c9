"""Quarantine: who reads a thing hides it from all, at once and everywhere; its owner or the security officer lifts."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from actors.roles import Role
from coordination.direction.models import Direction, Measure
from coordination.direction.services import suggest_measure
from coordination.incidents.clock import now_in
from coordination.incidents.models import LogLine, Quarantine
from coordination.incidents.services import lift, quarantine, write_line
from coordination.situations.board import picture
from coordination.situations.compiled import compiling
from coordination.situations.models import Compilation, Input, Report, Request
from coordination.situations.services import inputs, reports
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.api.calling import call
from tests.conftest import fresh, person
from tests.sharing.conftest import CANARY, compiled, only, published
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


def hide(record, by):
    return quarantine(by=by, record=record, reason="Hör inte hemma här")


def everything(client, house, incident, report=None):
    """All that anybody gets to read of the incident, as text: pages, API, JSON, PDF."""
    n = incident.number
    pages = [reverse(name, args=[n]) for name in ("incident", "board", "inputs", "log", "requests", "reports")]
    pages += [reverse(name, args=[n]) for name in ("directions", "measures", "participants", "quarantines")] + ["/"]
    pages += [reverse(name, args=[n, one.pk]) for one in Input.objects.all() for name in ("input", "receipt")]
    pages += [
        reverse("request", args=[n, 1]),
        reverse("answer", args=[n, 1]),
        reverse("answer", args=[n, 1]) + "?vy=full",
    ]
    pages += [reverse("report_write", args=[n]), reverse("report_check", args=[n])]
    if report is not None:
        pages += [reverse("report", args=[n, report.number])]
        pages += [f"/h/{n}/rapporter/{report.number}.{kind}" for kind in ("json", "pdf")]
    said = []
    for who in (house.lena, house.maria, house.bo, house.carl):
        client.force_login(fresh(who))
        for address in pages:
            said.append(read(client.get(address, follow=True)))
        caller = call(fresh(who))
        for path in ("/inputs", "/reports", "/requests", "/measures", "/directions", f"/incidents/{n}/log"):
            said.append(caller.get(path).content.decode())
        if report is not None:
            said.append(read(caller.get(f"/reports/{report.pk}")))
    return "\n".join(said)


def read(response):
    if response.get("Content-Type", "").startswith("application/pdf"):
        return " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(response.content)).pages)
    return response.content.decode()


def test_afterwards_it_occurs_nowhere(client, house, incident, ljusdal_said, bollnas_said):
    report = published(house, incident, summary=f"Ljusdal uppger: {CANARY}")
    draft = inputs.open_draft(by=house.maria, request=ljusdal_said.request, actor=house.ljusdal)
    inputs.save_draft(by=house.maria, draft=draft, raw=content(summary=CANARY), revision=draft.revision)
    compiled(house, incident)
    reports.open_report(by=house.lena, incident=incident)
    before = everything(client, house, incident, report)
    assert before.count(CANARY) > 10
    hide(ljusdal_said, house.bo)
    compiling.compile_incident(incident.pk)
    after = everything(client, house, incident, report)
    assert after.count(CANARY) == 0
    assert "i karantän" in after
    assert "Rapporten hålls inne" in after


def test_the_report_that_holds_it_is_withheld_until_a_new_version_replaces_it(client, house, incident, ljusdal_said):
    report = published(house, incident)
    hide(ljusdal_said, house.bo)
    report.refresh_from_db()
    assert report.state == "withheld"
    entry = Entry.objects.get(verb="report.withheld")
    assert entry.by is None
    client.force_login(house.maria)
    assert client.get(report.get_absolute_url()).status_code == 410
    for kind in ("pdf", "json"):
        answer_ = client.get(f"/h/{incident.number}/rapporter/1.{kind}")
        assert answer_.status_code == 409
        assert "hålls inne" in answer_.content.decode()
    nr2 = published(house, incident)
    assert (nr2.number, nr2.state, nr2.replaces) == (2, "published", report)
    assert nr2.body["report"]["replaces"] == 1
    assert nr2.body["withheld"] == 1
    assert "ersatt av nr 2" in client.get(report.get_absolute_url()).content.decode()


def test_a_superseded_report_that_holds_it_is_withheld_too(house, incident, ljusdal_said):
    first, second = published(house, incident), published(house, incident)
    hide(ljusdal_said, house.bo)
    assert {report.state for report in Report.objects.filter(pk__in=[first.pk, second.pk])} == {"withheld"}
    lift(by=house.maria, row=Quarantine.objects.get(), note="Misstag")
    states = dict(Report.objects.values_list("number", "state"))
    assert states == {1: "superseded", 2: "published"}


def test_a_report_stays_withheld_while_it_holds_anything_else(house, incident, ljusdal_said, bollnas_said):
    report = published(house, incident)
    hide(ljusdal_said, house.bo)
    hide(bollnas_said, house.maria)
    lift(by=house.maria, row=Quarantine.objects.get(object_id=ljusdal_said.pk), note="Misstag")
    report.refresh_from_db()
    assert report.state == "withheld"
    lift(by=house.bo, row=Quarantine.objects.get(object_id=bollnas_said.pk), note="Misstag")
    report.refresh_from_db()
    assert report.state == "published"


def test_a_report_that_is_still_written_is_changed_and_not_hidden(client, house, incident, ljusdal_said):
    compiled(house, incident)
    draft = reports.open_report(by=house.lena, incident=incident)
    client.force_login(house.lena)
    page = client.get(reverse("quarantine", args=[incident.number, "rapport", draft.pk]))
    assert page.status_code == 409
    assert "inte publicerad" in page.content.decode()


def test_who_may_not_read_it_may_not_hide_it(house, ljusdal_said, nation):
    only(ljusdal_said, house.maria, "own")
    for other in (house.bo, house.lena, house.charlie, nation):
        with pytest.raises(Refused):
            hide(ljusdal_said, other)


def test_a_reader_without_any_other_right_may_hide(house, ljusdal_said):
    rut = person("rut", house.bollnas, Role.READER)
    assert hide(ljusdal_said, rut).actor == house.ljusdal


def test_only_the_owner_or_the_security_officer_lifts(house, ljusdal_said):
    row = hide(ljusdal_said, house.bo)
    for other in (house.bo, house.anna, house.charlie):
        with pytest.raises(Refused):
            lift(by=fresh(other), row=row, note="Nej")
    lift(by=fresh(house.lena), row=row, note="Prövat")
    assert Input.objects.visible_to(house.bo).exists()
    with pytest.raises(RuleBroken, match="redan hävd"):
        lift(by=fresh(house.maria), row=row, note="Igen")


def test_twice_is_told_and_leaves_one(house, ljusdal_said):
    hide(ljusdal_said, house.bo)
    with pytest.raises(Refused):
        hide(ljusdal_said, house.lena)
    assert Quarantine.objects.count() == 1


def test_reason_and_note_are_asked_for(house, ljusdal_said):
    with pytest.raises(RuleBroken, match="Skriv varför"):
        quarantine(by=house.bo, record=ljusdal_said, reason=" ")
    row = hide(ljusdal_said, house.bo)
    with pytest.raises(RuleBroken, match="Skriv varför"):
        lift(by=house.maria, row=row, note="")


def test_a_share_does_not_open_what_is_in_quarantine(house, ljusdal_said):
    only(ljusdal_said, house.maria, actors=[house.bollnas])
    hide(ljusdal_said, house.bo)
    for who in (house.maria, house.bo, house.lena):
        assert not Input.objects.visible_to(fresh(who)).exists()


def test_the_same_words_sent_again_are_hidden_with_it(house, asked, ljusdal_said):
    again = inputs.submit_unchanged(by=house.maria, request=asked, actor=house.ljusdal, key="again")
    hide(again, house.bo)
    assert not Input.objects.visible_to(house.bo).exists()
    lift(by=house.maria, row=Quarantine.objects.get(part_of__isnull=True), note="Misstag")
    assert Input.objects.visible_to(house.bo).count() == 2


def test_the_actor_can_answer_again_and_does_not_find_the_old_words(client, house, asked, ljusdal_said):
    hide(ljusdal_said, house.bo)
    client.force_login(house.maria)
    where = reverse("answer", args=[asked.incident.number, asked.number]) + f"?aktor={house.ljusdal.pk}&vy=full"
    assert CANARY not in client.get(where).content.decode()
    new = answer(house.maria, asked, house.ljusdal, raw=content(summary="Rättat svar"))
    assert new.version == 2
    assert list(Input.objects.visible_to(house.bo).standing()) == [new]


def test_a_compilation_under_way_does_not_bring_it_back(house, incident, ljusdal_said, bollnas_said):
    reports.compile_now(by=house.lena, incident=incident)
    taken = compiling.claim(incident.pk)
    body, used = compiling.gather(taken)
    assert CANARY in str(body)
    hide(ljusdal_said, house.bo)
    compiling.store(taken, body, used)
    assert Compilation.objects.get(pk=taken.pk).body == {}
    made = compiling.compile_incident(incident.pk)
    assert CANARY not in str(Compilation.objects.get(pk=made.pk).body)


def test_a_line_of_the_log_disappears_for_all(client, house, incident):
    line = write_line(by=house.maria, incident=incident, actor=house.ljusdal, text=CANARY)
    client.force_login(house.bo)
    where = reverse("quarantine", args=[incident.number, "loggrad", line.pk])
    assert client.get(where).status_code == 200
    assert client.post(where, {"reason": "Fel"}).status_code == 302
    assert everything(client, house, incident).count(CANARY) == 0 if Request.objects.exists() else True
    for who in (house.maria, house.bo, house.lena):
        assert not LogLine.objects.visible_to(who).exists()


def test_a_measure_and_what_was_printed_of_it(house, incident):
    import datetime

    due = now_in(incident) + datetime.timedelta(hours=2)
    measure = suggest_measure(by=house.maria, incident=incident, owner=house.ljusdal, what=CANARY, due=due)
    frozen = Direction.objects.create(
        incident=incident,
        number=1,
        state="fixed",
        made_at=due,
        fixed_at=due,
        fixed_by=house.carl,
        content_hash="a" * 64,
        body={"measures": [{"what": CANARY, "note": ""}], "positions": []},
    )
    hide(measure, house.bo)
    assert not Measure.objects.visible_to(house.maria).exists()
    assert not Direction.objects.visible_to(house.maria).filter(pk=frozen.pk).exists()
    assert {row.label for row in Quarantine.objects.all()} == {f"Åtgärd {measure.pk}", "Inriktning 1"}


def test_a_request_in_quarantine_is_asked_of_nobody(client, house, asked):
    hide(asked, house.bo)
    client.force_login(house.maria)
    n = asked.incident.number
    assert client.get(reverse("answer", args=[n, asked.number])).status_code == 404
    assert client.get(reverse("request", args=[n, asked.number])).status_code == 404
    assert "Hur är läget hos er?" not in client.get("/").content.decode()
    assert picture.board(asked.incident, person=house.maria).request is None


def test_a_published_report_can_itself_be_hidden(house, incident, ljusdal_said):
    report = published(house, incident)
    row = hide(report, house.bo)
    report.refresh_from_db()
    assert report.state == "withheld"
    lift(by=fresh(house.lena), row=row, note="Prövat")
    report.refresh_from_db()
    assert report.state == "published"


def test_drafts_are_changed_not_hidden(house, incident, asked):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    with pytest.raises(RuleBroken, match="Ändra det"):
        hide(draft, house.maria)


def test_the_list_is_for_those_it_concerns_and_the_journal_has_no_words(client, house, ljusdal_said):
    hide(ljusdal_said, house.bo)
    address = reverse("quarantines", args=[ljusdal_said.incident.number])
    seen = {}
    for name in ("maria", "bo", "lena", "anna"):
        client.force_login(getattr(house, name))
        page = client.get(address).content.decode()
        seen[name] = (ljusdal_said.number in page, "Häv karantänen" in page)
    assert seen == {"maria": (True, True), "bo": (True, False), "lena": (True, True), "anna": (False, False)}
    entry = Entry.objects.get(verb="quarantine.set")
    assert entry.label == f"Svar {ljusdal_said.number}"
    assert "Hör inte" not in entry.note + str(entry.data)


def test_the_national_level_hides_what_it_reads(client, house, incident, ljusdal_said, nation):
    report = published(house, incident)
    client.force_login(nation)
    where = reverse("quarantine", args=[incident.number, "rapport", report.pk])
    assert where in client.get(report.get_absolute_url()).content.decode()
    assert client.post(where, {"reason": "Fel"}, follow=True).status_code == 200
    report.refresh_from_db()
    assert report.state == "withheld"

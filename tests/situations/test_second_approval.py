"""Two people behind a report, where the county has said so: one approves exactly what another publishes."""

import pytest
from django.urls import reverse

from actors.models import Actor
from actors.roles import Role
from actors.services import set_second_approval
from coordination.situations.models import Report
from coordination.situations.services import reports, seconding
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.conftest import fresh, person
from tests.situations.answers import answer, content
from tests.situations.test_pages_reports import (  # noqa: F401
    answered,
    compile_all,
    draft,
    in_review,
    publish_form,
    signed_in,
    to,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(house, in_review):  # noqa: F811
    """A report in review where the county asks for two."""
    Actor.objects.filter(pk=house.board.pk).update(second_approval=True)
    in_review.incident.lead.refresh_from_db()
    return in_review


def second_form(report):
    return {"report": report.pk, "version": report.revision}


def test_nothing_is_published_before_another_has_approved_it(house, two):
    lena = signed_in(house.lena)
    refused = lena.post(to("report_check", two.incident), publish_form(two))
    assert refused.status_code == 409
    assert "Be en kollega godkänna den först" in refused.content.decode()
    assert "Väntar på att en kollega godkänner" in refused.content.decode()
    anna = signed_in(house.anna)
    assert "Godkänn det du har läst" in anna.get(to("report_check", two.incident)).content.decode()
    assert anna.post(to("report_second", two.incident), second_form(two)).status_code == 302
    assert "Godkänd av Anna" in lena.get(to("report_check", two.incident)).content.decode()
    assert lena.post(to("report_check", two.incident), publish_form(two)).status_code == 302
    two.refresh_from_db()
    assert (two.state, two.seconded_by) == ("published", house.anna)
    assert Entry.objects.get(verb="report.seconded").by_name == "Anna"


def test_who_has_approved_does_not_also_publish(house, two):
    seconding.second_report(by=fresh(house.lena), report=two, revision=two.revision)
    with pytest.raises(RuleBroken, match="En annan än du publicerar"):
        reports.publish_report(by=fresh(house.lena), report=two, revision=two.revision)
    assert not Report.objects.published().exists()


def test_a_change_of_words_or_answers_ends_the_approval(house, two, asked):
    seconding.second_report(by=fresh(house.anna), report=two, revision=two.revision)
    answer(house.bo, asked, house.bollnas, content(1, 1, 1))
    compile_all(house, two.incident)
    reports.take_newer(by=fresh(house.anna), report=two)
    with pytest.raises(RuleBroken, match="har ändrats efter att den godkändes"):
        reports.publish_report(by=fresh(house.lena), report=two, revision=two.revision)
    page = signed_in(house.lena).get(to("report_check", two.incident)).content.decode()
    assert "Anna godkände en tidigare text" in page
    reports.return_report(by=fresh(house.lena), report=two, note="Kortare")
    words = {"summary": "Kort. [1]"}
    reports.save_words(by=fresh(house.anna), report=two, revision=two.revision, words=words)
    reports.send_to_review(by=fresh(house.anna), report=two)
    assert not seconding.is_seconded(two)
    seconding.second_report(by=fresh(house.anna), report=two, revision=two.revision)
    assert reports.publish_report(by=fresh(house.lena), report=two, revision=two.revision).number == 1


def test_only_what_was_read_is_approved(house, two):
    with pytest.raises(MovedOn):
        seconding.second_report(by=fresh(house.anna), report=two, revision=two.revision - 1)
    old = signed_in(house.anna).post(to("report_second", two.incident), {**second_form(two), "version": 0})
    assert old.status_code == 409
    assert "Läs den igen" in old.content.decode()
    two.refresh_from_db()
    assert two.seconded_by is None


def test_a_draft_is_not_approved_and_who_takes_no_part_or_writes_nothing_approves_nothing(house, two):
    for who, status in ((house.maria, 403), (house.charlie, 404)):
        assert signed_in(who).post(to("report_second", two.incident), second_form(two)).status_code == status
    reports.return_report(by=fresh(house.lena), report=two, note="Kortare")
    with pytest.raises(RuleBroken, match="skrivs fortfarande"):
        seconding.second_report(by=fresh(house.anna), report=two, revision=two.revision)


def test_where_one_publishes_nobody_is_asked_for(house, in_review):  # noqa: F811
    with pytest.raises(RuleBroken, match="publicerar en person"):
        seconding.second_report(by=fresh(house.anna), report=in_review, revision=in_review.revision)
    page = signed_in(house.anna).get(to("report_check", in_review.incident)).content.decode()
    assert "Två står bakom" not in page


# --- the county's choice ---


@pytest.fixture
def ada(house):
    return person("ada", house.board, Role.ACTOR_ADMIN)


def test_the_county_s_administrator_decides_on_the_organisation_s_page(house, ada):
    client = signed_in(ada)
    page, path = reverse("actor", args=[house.board.key]), reverse("second_approval", args=[house.board.key])
    assert "Kräv att två står bakom" in client.get(page).content.decode()
    assert client.post(path, {"two": "1"}).status_code == 302
    house.board.refresh_from_db()
    assert house.board.second_approval
    assert "Låt en person publicera" in client.get(page).content.decode()
    assert (
        "Två publicerar lägesrapporter" in client.get(reverse("actor_changes", args=[house.board.key])).content.decode()
    )
    client.post(path, {"two": "0"})
    house.board.refresh_from_db()
    assert not house.board.second_approval


def test_nobody_else_decides_it_and_a_municipality_has_no_such_choice(house, ada):
    path = reverse("second_approval", args=[house.board.key])
    assert "Kräv att två" not in signed_in(house.lena).get(reverse("actor", args=[house.board.key])).content.decode()
    assert signed_in(house.lena).post(path, {"two": "1"}).status_code == 403
    assert signed_in(house.charlie).post(path, {"two": "1"}).status_code == 404
    with pytest.raises(Refused):
        set_second_approval(by=fresh(house.lena), actor=house.board, wanted=True)
    mayor = person("mats", house.ljusdal, Role.ACTOR_ADMIN)
    with pytest.raises(RuleBroken):
        set_second_approval(by=fresh(mayor), actor=house.ljusdal, wanted=True)
    house.board.refresh_from_db()
    assert not house.board.second_approval

"""The yearly report: every number is counted from what is dated."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from processes import services, yearly
from processes.models import NeedsAnalysis, ProcessRun, ReviewComment
from processes.services import comments, packs
from tests.conftest import signed_in

SWEDISH = {"accept-language": "sv"}


def where(found, process):
    return next(one for one in found.stood if one.process.pk == process.pk)


def test_where_a_county_stood_follows_its_runs(rut, petra, process, run, today, day):
    now = where(yearly.of(rut, today.year, today), process)
    assert (now.step, now.run) == ("now", run)
    services.decide(by=petra, run=run, kind="adoption", title="F", body="Rådet", decided_on=today, review_on=day(300))
    assert where(yearly.of(rut, today.year, today), process).word == "En fastställd strategi gällde"
    # Years before it began it had no process here: the page that was read is told of, with its day.
    before = where(yearly.of(rut, 2016, today), process)
    assert (before.step, before.run) == ("todo", None)
    assert "2015-05-11" in before.why


def test_what_happened_in_the_year_is_counted(rut, petra, process, run, said, published, today, day):
    comments.answer_comment(by=petra, comment=said, text="Ja.")
    comments.comment(by=rut, process=process, yardstick="relevans", text="Bra.")
    old = comments.comment(by=rut, process=process, yardstick="relevans", text="Förr.")
    ReviewComment.objects.filter(pk=old.pk).update(at=timezone.now() - datetime.timedelta(days=800))
    ProcessRun.objects.filter(pk=run.pk).update(review_on=datetime.date(today.year, 1, 1))
    pack = packs.keep_pack(by=petra, process=process, covers_from=day(-10), covers_to=today, figures={})
    packs.hand_over(by=petra, pack=pack)
    NeedsAnalysis.objects.create(
        process=process, number=1, state="delivered", area="El", delivered_at=timezone.now(), made_at=timezone.now(),
        made_by=petra,
    )  # fmt: skip
    found = yearly.of(rut, today.year, datetime.date(today.year, 12, 31))
    counted = {row.yardstick: (row.made, row.answered, row.open) for row in found.comments}
    assert counted == {"Relevans": (1, 0, 1), "Effektivitet": (1, 1, 1), "Uthållighet": (0, 0, 0)}
    assert [one.pk for one in found.documents] == [published.pk]
    assert [one.pk for one in found.expired] == [run.pk]
    assert ([one.pk for one in found.packs], found.delivered, found.answered, found.lessons) == ([pack.pk], 1, 0, 0)
    page = signed_in(rut).get(reverse("yearly_report", args=[today.year]), headers=SWEDISH).content.decode()
    assert "Strategi för samverkan" in page
    assert reverse("evidence_pack", args=["X", 1]) in page


@pytest.mark.parametrize("year", [2010, 2999])
def test_there_is_no_report_of_other_years(rut, year):
    assert signed_in(rut).get(reverse("yearly_report", args=[year])).status_code == 404


def test_it_is_the_national_levels(nils, petra, today):
    assert signed_in(nils).get(reverse("yearly_report", args=[today.year])).status_code == 200
    assert signed_in(petra).get(reverse("yearly_report", args=[today.year])).status_code == 403

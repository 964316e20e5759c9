"""The source page as data: exact counts, twice as once, and no more said than is known."""

import datetime
from io import StringIO

from django.core.management import call_command

from journal.models import Entry
from processes import seed
from processes.facts import national_agency, standing_of
from processes.models import (
    CountyProcess,
    CountyProcessGroupRight,
    LegalText,
    PageDate,
    ProcessDocument,
    Publication,
    PublicationKind,
    Status,
)

AWAITING = {"Jönköping", "Kronoberg", "Skåne", "Värmland", "Västra Götaland"}


def test_sixteen_counties_are_done_and_five_await_publication():
    found = standing_of(CountyProcess.objects.public().as_listed())
    assert (found.counties, found.done, found.awaiting, found.documents) == (21, 16, 5, 17)
    waiting = CountyProcess.objects.filter(status=Status.AWAITING)
    assert set(waiting.values_list("county__short", flat=True)) == AWAITING


def test_vasterbotten_alone_has_an_annex():
    annex = ProcessDocument.objects.get(kind="annex")
    assert annex.process.county.short == "Västerbotten"
    assert annex.link_text == "Länsstyrelsen Västerbottens län Bilaga"
    assert annex.title == "Bilaga till strategin, Västerbottens län"
    assert annex.process.documents.count() == 2


def test_titles_are_the_same_where_the_page_was_not():
    titles = set(ProcessDocument.objects.filter(kind="main").values_list("title", flat=True))
    assert {"Strategi, Gävleborgs län", "Strategi, Blekinge län", "Strategi, Kalmar län"} <= titles
    assert len(titles) == 16


def test_those_who_await_have_no_document():
    assert not ProcessDocument.objects.filter(process__status=Status.AWAITING).exists()


def test_nothing_is_known_that_the_page_did_not_say():
    for document in ProcessDocument.objects.all():
        assert (document.address, document.language) == ("", "")
        assert (document.size, document.dated, document.accessible) == (None, None, None)
        assert document.format == "pdf"


def test_status_is_that_of_the_page_with_its_date():
    assert {one.status_reviewed for one in CountyProcess.objects.all()} == {datetime.date(2015, 5, 11)}


def test_three_publications_with_price_and_two_that_the_page_only_linked():
    priced = Publication.objects.exclude(price=None)
    assert set(priced.values_list("number", flat=True)) == {"MSB337", "MSB432", "MSB615"}
    assert {(one.price, one.in_stock) for one in priced} == {(0, False)}
    linked = Publication.objects.filter(price=None, in_stock=None)
    assert {one.kind for one in linked} == {PublicationKind.EVALUATION, PublicationKind.RESEARCH}
    assert Publication.objects.count() == 5


def test_both_wordings_of_the_law_stand_and_the_present_one_is_found():
    assert LegalText.objects.count() == 2
    printed = LegalText.objects.get(amended_by="")
    assert printed.quote.startswith("Länsstyrelsen ska avseende krisberedskap vara sammanhållande")
    now = LegalText.objects.wording("samordningsansvar", datetime.date(2026, 11, 22))
    assert now.amended_by == "2025:1150"
    assert now.quote.startswith("Länsstyrelsen ska vara sammanhållande för krisberedskapen")


def test_no_wording_is_claimed_for_a_day_before_it_was_read():
    assert LegalText.objects.wording("samordningsansvar", datetime.date(2020, 1, 1)) is None


def test_the_true_history_of_the_page_is_kept():
    dates = {one.event: (one.on, one.only_year) for one in PageDate.objects.all()}
    assert dates["published"] == (datetime.date(2010, 10, 7), False)
    assert dates["reviewed"] == (datetime.date(2015, 5, 11), False)
    assert dates["written"] == (datetime.date(2017, 1, 1), True)


def test_loading_twice_is_as_loading_once():
    counts = [model.objects.count() for model in (CountyProcess, ProcessDocument, CountyProcessGroupRight, Entry)]
    again = seed.load_all()
    assert all((change.added, change.changed) == (0, 0) for change in again)
    assert counts == [
        model.objects.count() for model in (CountyProcess, ProcessDocument, CountyProcessGroupRight, Entry)
    ]


def test_loading_again_leaves_what_the_portal_has_learnt():
    process = CountyProcess.objects.get(county_id="14")
    process.status, process.status_source = Status.DONE, "länsstyrelsen"
    process.save()
    ProcessDocument.objects.filter(process__county_id="21").update(address="https://example.se/strategi.pdf")
    seed.load_all()
    process.refresh_from_db()
    assert process.status == Status.DONE
    assert ProcessDocument.objects.get(process__county_id="21").address


def test_the_journal_says_where_each_status_was_read():
    process = CountyProcess.objects.get(county_id="21")
    entry = Entry.objects.of(process.journal_stream()).get()
    assert (entry.verb, entry.to_state, entry.by) == ("countyprocess.read", "done", None)
    assert "2015-05-11" in entry.note


def test_the_command_tells_what_it_did():
    out = StringIO()
    call_command("load_processes", stdout=out)
    assert "countyprocess: 0 added, 0 corrected, 21 as they were" in out.getvalue()


def test_the_agency_has_the_name_of_the_day():
    before, after = national_agency(datetime.date(2025, 12, 31)), national_agency(datetime.date(2026, 1, 1))
    assert (before.now.abbreviation, before.before) == ("MSB", None)
    assert (after.now.abbreviation, after.before.abbreviation) == ("MCF", "MSB")

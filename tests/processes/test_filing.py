"""Documents of a process: filed and versioned by its leader, judged by the reviewer, never written over."""

import datetime
import threading
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from actors.models import Actor
from actors.roles import Role
from actors.services import give_role
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from processes.models import LARGEST_DOCUMENT, CountyProcess, Document, DocumentVersion, Status
from processes.services import filing
from tests.conftest import person
from tests.counting import Statements
from tests.processes import papers
from tests.processes.conftest import publish

SWEDISH = {"accept-language": "sv"}


def add(leda, document, data=None, **more):
    return filing.add_version(by=leda, document=document, name="strategi.pdf", data=data or papers.pdf(), **more)


def sent(data=None, name="strategi.pdf"):
    return SimpleUploadedFile(name, papers.pdf() if data is None else data, content_type="application/pdf")


def test_the_address_is_given_once_and_never_twice(leda, gavleborg, strategy):
    again = filing.file_document(by=leda, process=gavleborg, kind="annex", title="Strategi för samverkan")
    assert (strategy.slug, again.slug) == ("strategi-for-samverkan", "strategi-for-samverkan-2")
    assert strategy.get_absolute_url() == "/dokument/X/strategi-for-samverkan"
    strategy.title = "Något annat"
    strategy.save()
    assert Document.objects.get(pk=strategy.pk).slug == "strategi-for-samverkan"


@pytest.mark.parametrize(("kind", "title", "words"), [("strategy", "  ", "heter"), ("film", "Strategi", "slags")])
def test_a_document_has_a_title_and_a_kind(leda, gavleborg, kind, title, words):
    with pytest.raises(RuleBroken, match=words):
        filing.file_document(by=leda, process=gavleborg, kind=kind, title=title)


def test_only_the_process_leader_files(gavleborg, strategy, rut, county_officer):
    reader = person("lasare", Actor.objects.get(key="lst-21"), Role.READER)
    for other in (rut, county_officer, reader):
        with pytest.raises(Refused):
            filing.file_document(by=other, process=gavleborg, kind="other", title="Annat")
        with pytest.raises(Refused):
            add(other, strategy)


def test_versions_are_numbered_and_say_what_was_found(leda, strategy):
    first, second = add(leda, strategy), add(leda, strategy, papers.pdf(tagged=False, pages=2, language="en"))
    assert (first.number, second.number) == (1, 2)
    assert (first.accessible, second.accessible) == (True, False)
    assert (first.language, second.language, second.pages) == ("sv-SE", "en", 2)
    assert first.state == "stored"


def test_the_language_that_is_stated_goes_before_that_of_the_file(leda, strategy):
    assert add(leda, strategy, language="fi").language == "fi"
    assert add(leda, strategy, papers.pdf(pages=2), language="<script>").language == "sv-SE"


def test_the_same_file_is_not_a_new_version(leda, strategy):
    data = papers.pdf()
    add(leda, strategy, data)
    with pytest.raises(RuleBroken, match="redan upplagd, som version 1"):
        add(leda, strategy, data)
    assert strategy.versions.count() == 1


def test_a_refused_file_leaves_nothing(leda, strategy):
    with pytest.raises(RuleBroken, match="skript"):
        add(leda, strategy, papers.pdf(change=papers.with_javascript))
    assert not strategy.versions.exists()


def test_nothing_is_published_without_the_reviewer(leda, rut, strategy):
    version = add(leda, strategy)
    with pytest.raises(RuleBroken):
        filing.judge_version(by=rut, version=version, publish=True)
    filing.submit_version(by=leda, version=version)
    with pytest.raises(Refused):
        filing.judge_version(by=leda, version=version, publish=True)
    assert not DocumentVersion.objects.public().exists()
    filing.judge_version(by=rut, version=version, publish=True)
    version.refresh_from_db()
    assert (version.state, version.judged_by) == ("published", rut)
    assert version.published_on is not None


def test_a_national_reader_judges_nothing(leda, nils, strategy):
    version = add(leda, strategy)
    filing.submit_version(by=leda, version=version)
    with pytest.raises(Refused):
        filing.judge_version(by=nils, version=version, publish=False, words="Nej")


def test_a_reviewer_with_a_role_in_the_countys_board_is_refused_in_words(leda, strategy, agency):
    both = person("bada", agency, Role.REVIEWER)
    seat_in_board(both, "lst-21")
    version = add(leda, strategy)
    filing.submit_version(by=leda, version=version)
    with pytest.raises(RuleBroken, match="egen länsstyrelse"):
        filing.judge_version(by=both, version=version, publish=True)


def test_a_reviewer_with_a_role_in_another_board_may(leda, strategy, agency):
    elsewhere = person("annan", agency, Role.REVIEWER)
    seat_in_board(elsewhere, "lst-20")
    version = add(leda, strategy)
    filing.submit_version(by=leda, version=version)
    filing.judge_version(by=elsewhere, version=version, publish=True)
    assert version.state == "published"


def seat_in_board(whom, key):
    board = Actor.objects.get(key=key)
    give_role(person=whom, actor=board, role=Role.READER, starts=datetime.date(2020, 1, 1))


def test_a_return_says_what_to_change_and_the_county_may_submit_again(leda, rut, strategy):
    version = add(leda, strategy)
    filing.submit_version(by=leda, version=version)
    with pytest.raises(RuleBroken, match="vad länet behöver ändra"):
        filing.judge_version(by=rut, version=version, publish=False, words="  ")
    filing.judge_version(by=rut, version=version, publish=False, words="Tagga rubrikerna.")
    assert (version.state, version.judgement) == ("returned", "Tagga rubrikerna.")
    filing.submit_version(by=leda, version=version)
    assert version.state == "submitted"


def test_what_waits_can_be_taken_back_until_it_is_judged(leda, rut, strategy):
    version = add(leda, strategy)
    filing.submit_version(by=leda, version=version)
    filing.take_back_version(by=leda, version=version)
    assert version.state == "stored"
    with pytest.raises(RuleBroken):
        filing.judge_version(by=rut, version=version, publish=True)


def test_publishing_replaces_and_keeps_the_former(leda, rut, strategy, published):
    before = bytes(published.data)
    second = publish(leda, rut, strategy, papers.pdf(pages=2))
    published.refresh_from_db()
    assert (published.state, second.state) == ("replaced", "published")
    assert bytes(published.data) == before
    assert strategy.versions.public().count() == 2


def test_an_older_version_does_not_replace_a_newer(leda, rut, strategy):
    old, new = add(leda, strategy), add(leda, strategy, papers.pdf(pages=2))
    for version in (old, new):
        filing.submit_version(by=leda, version=version)
    filing.judge_version(by=rut, version=new, publish=True)
    with pytest.raises(RuleBroken, match="Version 2 är redan publicerad"):
        filing.judge_version(by=rut, version=old, publish=True)
    filing.take_back_version(by=leda, version=old)
    with pytest.raises(RuleBroken, match="Version 2 är redan publicerad"):
        filing.submit_version(by=leda, version=old)
    new.refresh_from_db()
    assert new.state == "published"


def test_who_judges_second_is_told_that_it_moved_on(leda, rut, strategy):
    version = add(leda, strategy)
    filing.submit_version(by=leda, version=version)
    stale = DocumentVersion.objects.get(pk=version.pk)
    filing.judge_version(by=rut, version=version, publish=False, words="Ändra.")
    with pytest.raises(MovedOn):
        filing.judge_version(by=rut, version=stale, publish=True)
    assert DocumentVersion.objects.get(pk=version.pk).state == "returned"


def test_the_database_holds_one_published_version(strategy, published, leda):
    other = add(leda, strategy, papers.pdf(pages=2))
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentVersion.objects.filter(pk=other.pk).update(state="published", judged_at=published.judged_at)


def test_a_published_strategy_makes_a_county_done_and_the_journal_remembers(rut):
    skane = CountyProcess.objects.get(county_id="12")
    leader = person("skane", Actor.objects.get(key="lst-12"), Role.PROCESS_LEADER)
    annex = filing.file_document(by=leader, process=skane, kind="annex", title="Bilaga")
    publish(leader, rut, annex, papers.pdf(pages=2))
    skane.refresh_from_db()
    assert skane.status == Status.AWAITING
    strategy = filing.file_document(by=leader, process=skane, kind="strategy", title="Strategi")
    publish(leader, rut, strategy, papers.pdf())
    skane.refresh_from_db()
    assert skane.status == Status.DONE
    entry = Entry.objects.of(skane.journal_stream()).get(verb="countyprocess.done")
    assert (entry.from_state, entry.to_state, entry.by) == ("awaiting", "done", rut)


def test_every_act_stands_in_the_processs_journal(leda, rut, gavleborg, strategy, published):
    verbs = list(Entry.objects.of(gavleborg.journal_stream()).order_by("pk").values_list("verb", flat=True))
    assert verbs[1:] == [
        "document.filed",
        "documentversion.added",
        "documentversion.submitted",
        "documentversion.published",
        # The county was done by the word of the page that was read; now it is by the portal's own.
        "countyprocess.done",
    ]


# The pages.


def documents(letter="X"):
    return reverse("process_documents", args=[letter])


def test_the_leader_uploads_and_sees_what_was_found(client, leda, gavleborg):
    client.force_login(leda)
    data = papers.pdf(tagged=False, title="", pages=2)
    said = {"title": "Strategi", "kind": "strategy", "language": "", "file": sent(data)}
    answer = client.post(documents(), said, headers=SWEDISH, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == "/lan/X/dokument/strategi/"
    assert "en skärmläsare får ingen ordning" in page
    assert "Skriv en titel i dokumentets egenskaper" in page
    assert "2 sidor" in page
    assert "Lämna till granskaren" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Hej", "Innehållet är inte en PDF"),
        (b"", "Filen är tom"),
        (papers.locked(), "skyddad med lösenord"),
        (papers.pdf(change=papers.with_javascript), "har skript"),
    ],
)
def test_a_bad_file_is_told_at_its_field_and_what_was_typed_stays(client, leda, data, words):
    client.force_login(leda)
    said = {"title": "Min långa titel", "kind": "annex", "language": "sv", "file": sent(data)}
    answer = client.post(documents(), said, headers=SWEDISH)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Min långa titel" in page
    assert 'href="#id_file"' in page
    # Neither the document nor a version: the two are made together.
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client, leda, monkeypatch):
    monkeypatch.setattr("processes.forms_filing.LARGEST_DOCUMENT", 1000)
    monkeypatch.setattr(filing.inspecting, "inspect", lambda data: pytest.fail("was read"))
    client.force_login(leda)
    said = {"title": "Strategi", "kind": "strategy", "file": sent(b"%PDF-" + b"0" * 2000)}
    answer = client.post(documents(), said, headers=SWEDISH)
    assert answer.status_code == 422
    assert "högst 25 MB" in answer.content.decode()
    assert LARGEST_DOCUMENT == 25 * 1024 * 1024


def test_who_reads_sees_no_form_and_cannot_post(client, strategy):
    reader = person("lasare", Actor.objects.get(key="lst-21"), Role.READER)
    client.force_login(reader)
    page = client.get(documents(), headers=SWEDISH).content.decode()
    assert "Strategi för samverkan" in page
    assert "Lägg upp och kontrollera" not in page
    assert client.post(documents(), {"title": "x", "kind": "other", "file": sent()}).status_code == 403


def test_another_county_sees_nothing_of_it(client, leda, strategy, county_officer):
    version = add(leda, strategy)
    client.force_login(county_officer)
    for name, args in (
        ("process_documents", ["X"]),
        ("process_document_versions", ["X", strategy.slug]),
        ("process_version_file", ["X", strategy.slug, 1]),
        ("document_judge", [version.pk]),
        ("process_document", ["X", strategy.slug]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name
    assert client.post(reverse("process_version_submit", args=["X", strategy.slug, 1])).status_code == 404
    assert client.get(reverse("documents_to_judge")).status_code == 403


def test_from_upload_to_publication_through_the_pages(client, leda, rut, strategy):
    client.force_login(leda)
    client.post(reverse("process_document_versions", args=["X", strategy.slug]), {"file": sent(), "language": ""})
    submitted = client.post(reverse("process_version_submit", args=["X", strategy.slug, 1]), headers=SWEDISH)
    assert submitted.status_code == 302
    version = strategy.versions.get()
    client.force_login(rut)
    assert "Strategi för samverkan" in client.get(reverse("documents_to_judge")).content.decode()
    judge = reverse("document_judge", args=[version.pk])
    seen = client.get(judge, headers=SWEDISH).content.decode()
    assert "ja: rubriker och läsordning finns" in seen
    assert client.get(reverse("process_version_file", args=["X", strategy.slug, 1])).status_code == 200
    refused = client.post(judge, {"judgement": "return", "words": ""}, headers=SWEDISH)
    assert refused.status_code == 422
    assert "vad länet behöver ändra" in refused.content.decode()
    assert client.post(judge, {"judgement": "publish", "words": "Bra."}).status_code == 302
    version.refresh_from_db()
    assert version.state == "published"
    client.logout()
    assert client.get(strategy.get_absolute_url()).status_code == 200


def test_the_leader_takes_back_through_the_page(client, leda, strategy):
    version = add(leda, strategy)
    filing.submit_version(by=leda, version=version)
    client.force_login(leda)
    client.post(reverse("process_version_take_back", args=["X", strategy.slug, 1]))
    version.refresh_from_db()
    assert version.state == "stored"


def test_the_leader_cannot_judge(client, leda, strategy):
    version = add(leda, strategy)
    filing.submit_version(by=leda, version=version)
    client.force_login(leda)
    judge = reverse("document_judge", args=[version.pk])
    assert client.get(judge).status_code == 403
    assert client.post(judge, {"judgement": "publish"}).status_code == 403
    version.refresh_from_db()
    assert version.state == "submitted"


@pytest.mark.parametrize("name", ["process_documents", "documents_to_judge"])
def test_statements_do_not_grow_with_the_documents(client, leda, rut, gavleborg, name):
    def asked():
        client.force_login(rut)
        address = reverse(name, args=["X"] if name == "process_documents" else [])
        with Statements(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    def one_more(number):
        made = filing.file_document(by=leda, process=gavleborg, kind="other", title=f"Dokument {number}")
        version = add(leda, made, papers.pdf(pages=number))
        filing.submit_version(by=leda, version=version)

    one_more(1)
    few = asked()
    for number in range(2, 7):
        one_more(number)
    assert asked() == few


def test_a_list_never_reads_the_bytes(client, leda, rut, strategy):
    add(leda, strategy)
    client.force_login(rut)
    with Statements(connection) as found:
        client.get(documents())
        client.get(reverse("process_document_versions", args=["X", strategy.slug]))
    assert not [query for query in found.captured_queries if '"processes_documentversion"."data"' in query["sql"]]


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_the_newer_version_stands(leda, rut, agency, strategy):
    """One waits for the other. Whichever is first, no version is lost and exactly one is published: the newer."""
    other = person("rune", agency, Role.REVIEWER)
    old, new = add(leda, strategy), add(leda, strategy, papers.pdf(pages=2))
    for version in (old, new):
        filing.submit_version(by=leda, version=version)
    said = []

    def judge(by, pk):
        try:
            filing.judge_version(by=by, version=DocumentVersion.objects.get(pk=pk), publish=True)
            said.append("ok")
        except RuleBroken as refused:
            said.append(refused.sentence)
        finally:
            connection.close()

    both = [threading.Thread(target=judge, args=args) for args in ((rut, old.pk), (other, new.pk))]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert said.count("ok") in (1, 2)
    states = {one.number: one.state for one in strategy.versions.all()}
    assert states[2] == "published"
    assert states[1] in ("replaced", "submitted")


class Stream:
    """Two hundred megabytes that nobody holds: made as they are read."""

    def __init__(self, head, tail, zeros):
        self.parts, self.left = [head, tail], zeros
        self.length = len(head) + zeros + len(tail)

    def read(self, most=65536):
        if len(self.parts) == 2 and self.parts[0]:
            given, self.parts[0] = self.parts[0][:most], self.parts[0][most:]
            return given
        if self.left:
            given = min(most, self.left)
            self.left -= given
            return bytes(given)
        given, self.parts[1] = self.parts[1][:most], self.parts[1][most:]
        return given

    readline = read


def test_two_hundred_megabytes_are_refused_in_a_sentence_and_are_never_held(client, leda):
    client.force_login(leda)
    fields = {"title": "Min långa titel", "kind": "annex", "language": "sv"}
    head = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    )
    head += '--x\r\nContent-Disposition: form-data; name="file"; filename="film.pdf"\r\n\r\n%PDF-1.7\n'
    body = Stream(head.encode(), b"\r\n--x--\r\n", 200 * 1024 * 1024)
    client.get(documents())
    tracemalloc.start()
    answer = client.request(
        PATH_INFO=documents(),
        REQUEST_METHOD="POST",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(body.length),
        **{"wsgi.input": body},
    )
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Filen är för stor. Den får vara högst 25 MB." in page
    assert "Min långa titel" in page
    assert not Document.objects.exists()
    assert held < 20 * 1024 * 1024

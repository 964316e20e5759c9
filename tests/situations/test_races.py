"""What happens when several come at once: real PostgreSQL, real threads, real commits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from coordination.incidents.models import Incident
from coordination.situations.compiled import compiling
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import Compilation, Input, Report
from coordination.situations.services import inputs, reports
from coordination.situations.states import CompilationState
from journal.models import Entry
from journal.refusals import RuleBroken
from tests.conftest import fresh
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """Run the jobs in threads of their own that start together. Returns results and errors, in order."""
    gate = threading.Barrier(len(jobs))

    def run(job):
        gate.wait(timeout=20)
        try:
            return job()
        except RuleBroken as broken:
            return broken
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs, timeout=60))


def gather_now():
    Compilation.objects.filter(state="queued").update(gather_until="2020-01-01T00:00:00Z")


def test_an_answer_sent_while_a_worker_claims_is_never_lost(house, incident, asked):
    """The claim waits for the answer's row lock: either it is in this compilation, or a new one is queued for it."""
    answer(house.bo, asked, house.bollnas)
    gather_now()
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    holding, claimed = threading.Event(), {}

    def submit_slowly():
        with transaction.atomic():
            inputs.submit_input(by=fresh(house.maria), draft=draft, key="slow", raw=content())
            gather_now()
            holding.set()
            threading.Event().wait(0.6)

    def claim():
        holding.wait(timeout=20)
        claimed["row"] = compiling.claim(incident.pk)
        return claimed["row"]

    at_once(submit_slowly, claim)
    row = claimed["row"] or compiling.claim(incident.pk)
    body, _ = compiling.gather(row)
    compiling.store(row, body, [])
    seen = {a["short"] for a in body["answered"]}
    waiting = Compilation.objects.filter(state="queued").exists()
    assert "Ljusdal" in seen or waiting
    assert "Bollnäs" in seen


def test_an_answer_after_the_claim_is_queued_anew(house, incident, asked):
    gather_now()
    row = compiling.claim(incident.pk)
    answer(house.maria, asked, house.ljusdal)
    assert Compilation.objects.filter(state=CompilationState.QUEUED).count() == 1
    compiling.store(row, *compiling.gather(row))
    gather_now()
    second = compiling.compile_incident(incident.pk)
    assert [a["short"] for a in second.body["answered"]] == ["Ljusdal"]


def test_of_eight_claims_one_wins(incident, asked):
    gather_now()
    won = [row for row in at_once(*[lambda: compiling.claim(incident.pk)] * 8) if row is not None]
    assert len(won) == 1
    assert Entry.objects.filter(verb="compilation.compiling").count() == 1


def test_of_eight_who_queue_all_share_one_row(incident, asked):
    Compilation.objects.all().delete()

    def queue():
        with transaction.atomic():
            return queue_compilation(Incident.objects.get(pk=incident.pk)).pk

    assert len(set(at_once(*[queue] * 8))) == 1


def test_a_report_published_twice_at_once_is_published_once(house, incident, asked):
    answer(house.maria, asked, house.ljusdal)
    gather_now()
    compiling.compile_incident(incident.pk)
    report = reports.open_report(by=house.anna, incident=incident)
    reports.save_words(by=house.anna, report=report, revision=0, words={"summary": "Läget."})
    reports.send_to_review(by=house.anna, report=report)

    def publish():
        mine = Report.objects.select_related("incident__lead", "compilation").get(pk=report.pk)
        return reports.publish_report(by=fresh(house.lena), report=mine, revision=1)

    results = at_once(publish, publish)
    assert sum(isinstance(r, RuleBroken) for r in results) == 1
    assert Report.objects.filter(number__isnull=False).count() == 1


def test_twenty_writers_in_one_draft_lose_nothing_unseen(house, asked):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)

    def write(text):
        mine = Input.objects.select_related("incident", "request", "actor").get(pk=draft.pk)
        return inputs.save_draft(by=fresh(house.maria), draft=mine, raw=content(summary=text), revision=0)

    results = at_once(*[lambda n=n: write(f"text {n}") for n in range(20)])
    assert sum(not isinstance(r, RuleBroken) for r in results) == 1
    assert Input.objects.get(pk=draft.pk).revision == 1


def test_a_double_click_gives_one_answer_and_one_receipt(house, asked):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)

    def send():
        mine = Input.objects.select_related("incident", "request__question_set", "actor").get(pk=draft.pk)
        return inputs.submit_input(by=fresh(house.maria), draft=mine, key="once", raw=content())

    results = at_once(*[send] * 4)
    assert len({r.number for r in results}) == 1
    assert Input.objects.sent().count() == 1


def test_receipts_of_ten_answers_at_once_are_ten_numbers(house, incident, asked):
    def send(actor):
        draft = inputs.open_draft(by=fresh(house.lena), request=asked, actor=actor, oral=True)
        return inputs.submit_input(by=fresh(house.lena), draft=draft, key=actor.key, raw=content()).number

    numbers = at_once(*[lambda a=a: send(a) for a in house.municipal.values()])
    assert sorted(numbers) == [f"{incident.number}-{n:03d}" for n in range(1, 11)]


def test_the_database_itself_holds_one_open_and_one_published_report(incident):
    constraints = connection.introspection.get_constraints(connection.cursor(), "situations_report")
    assert {"one_open_report", "one_published_report", "published_is_frozen"} <= set(constraints)

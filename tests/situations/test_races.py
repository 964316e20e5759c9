"""What happens when several come at once: real PostgreSQL, real threads, real commits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, connections, transaction

from coordination.incidents.holding import hold
from coordination.incidents.models import Incident
from coordination.situations.compiled import compiling
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import Compilation, Input, Report, Request
from coordination.situations.services import inputs, reports, requests
from coordination.situations.states import CompilationState
from journal.models import Entry
from journal.refusals import MovedOn, RuleBroken
from tests.conftest import fresh, signed_in
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


def test_an_answer_sent_while_its_request_is_closed_is_refused_and_kept(house, incident, asked):
    """Whoever closes holds the incident. The answer waits for it at its receipt number, and then asks again."""
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    inputs.save_draft(by=house.maria, draft=draft, raw=content(summary="Mörkt."), revision=0)
    closing = threading.Event()

    def close_slowly():
        with transaction.atomic():
            hold(incident.pk)
            closing.set()
            threading.Event().wait(0.6)
            requests.close_request(by=fresh(house.anna), request=Request.objects.get(pk=asked.pk))

    def send():
        mine = Input.objects.select_related("incident", "request__question_set", "actor").get(pk=draft.pk)
        closing.wait(timeout=20)
        return inputs.submit_input(by=fresh(house.maria), draft=mine, key="late", raw=content(summary="Mörkt."))

    _closed, refused = at_once(close_slowly, send)
    assert "avslutad" in refused.sentence
    kept = Input.objects.get(pk=draft.pk)
    assert (kept.state, kept.content["texts"]["summary"]) == ("draft", "Mörkt.")
    assert kept.impacts.count() == 0


def test_what_a_colleague_saved_in_the_same_moment_is_not_written_over(house, asked):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    stale = Input.objects.select_related("incident", "request__question_set", "actor").get(pk=draft.pk)
    inputs.save_draft(by=house.maria, draft=draft, raw=content(summary="Kollegans ord."), revision=0)
    with pytest.raises(MovedOn):
        inputs.submit_input(by=fresh(house.maria), draft=stale, key="mine", raw=content(summary="Mina ord."))
    assert Input.objects.get(pk=draft.pk).content["texts"]["summary"] == "Kollegans ord."


def test_a_form_sent_twice_at_once_leads_to_one_receipt(house, asked):
    """Nothing was saved before, so both begin the same draft: the second finds what the first has sent."""
    at = f"/h/{asked.incident.number}/begaran/{asked.number}/svara/"
    typed = {
        "do": "send",
        "idempotency_key": "twice",
        "overall.works": "1",
        "overall.resources": "1",
        "overall.load": "1",
    }
    windows = [signed_in(house.maria) for _window in range(4)]
    answers = at_once(*[partial(window.post, at, typed) for window in windows])
    assert {a.status_code for a in answers} == {302}, [a.content.decode()[:400] for a in answers]
    assert len({a.headers["Location"] for a in answers}) == 1
    assert Input.objects.sent().count() == 1


def test_many_answer_at_once_while_somebody_touches_their_former_answers(house, incident, asked):
    """Nobody waits in a circle: all are taken, each with a receipt of its own."""
    pairs = [(house.maria, house.ljusdal), (house.bo, house.bollnas)]
    for person, actor in pairs:
        answer(person, asked, actor)

    def touch():
        with transaction.atomic():
            hold(incident.pk)
            threading.Event().wait(0.2)
            for sent in Input.objects.standing():
                Input.objects.filter(pk=sent.pk).update(summary="x")

    def correct(person, actor):
        return answer(fresh(person), Request.objects.get(pk=asked.pk), actor, content(2, 2, 2))

    at_once(touch, *[lambda pair=pair: correct(*pair) for pair in pairs])
    assert Input.objects.standing().count() == 2
    assert Input.objects.sent().count() == 4
    assert Input.objects.sent().values("number").distinct().count() == 4

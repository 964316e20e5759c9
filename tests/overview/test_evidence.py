"""Evidence packs: every figure counts what happened, exercises apart; and every number leads to its rows.

Petra leads Gävleborg's process, Rut reviews, Charlie is of another county.
"""

import datetime
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, ActorKind
from actors.roles import Role
from coordination.direction.models import Measure, Reception
from coordination.direction.services import fix_direction
from coordination.exercises.drilling.chain import LINKS
from coordination.exercises.models import Drill, DrillResult
from coordination.incidents.models import Incident, IncidentType
from coordination.incidents.services import invite, open_incident
from coordination.overview.evidence import figures, telling
from coordination.overview.evidence.making import count, make_pack
from coordination.overview.evidence.period import Period
from coordination.situations.models import QuestionSet, Reading, Recipient
from coordination.situations.services.requests import send_request
from journal.refusals import Refused, RuleBroken
from processes import seed, services
from processes.models import CountyProcess, EvidencePack, Lesson, ProcessTemplate, WorkItem
from processes.services.packs import hand_over
from tests.conftest import fresh, person, signed_in
from tests.direction.house import WORDS, proposed
from tests.direction.house import fresh as anew
from tests.sharing.conftest import published

pytestmark = pytest.mark.django_db
SWEDISH = {"accept-language": "sv"}
TODAY = timezone.localdate()
LAST_YEAR = TODAY - datetime.timedelta(days=365)


@pytest.fixture
def county(db, house):
    seed.load_all()
    house.process = CountyProcess.objects.select_related("county").get(county_id="21")
    house.petra = person("petra", house.board, Role.PROCESS_LEADER)
    house.rut = person("rut", Actor.objects.get(kind=ActorKind.NATIONAL_AGENCY), Role.REVIEWER)
    return house


def happened(county, name, *, is_exercise=False):
    """An incident with a row of each kind: one actor answered in time and acts, the other is silent."""
    incident = open_incident(
        by=fresh(county.lena),
        type=IncidentType.objects.get(key="storm"),
        name=name,
        lead=county.board,
        counties=[county.county],
        is_exercise=is_exercise,
    )
    invite(by=fresh(county.lena), incident=incident, actors=[county.ljusdal, county.bollnas])
    now = timezone.now()
    asked = send_request(
        by=fresh(county.lena),
        incident=incident,
        question_set=QuestionSet.objects.first(),
        recipients=[county.ljusdal, county.bollnas],
        purpose="Hemligt syfte",
        as_of=now,
        deadline=now + datetime.timedelta(hours=1),
    )
    soon = asked.sent_at + datetime.timedelta(minutes=20)
    Recipient.objects.filter(request=asked, actor=county.ljusdal).update(answered_at=soon)
    report = published(county, incident, "Hemlig text")
    Reading.objects.create(person=county.maria, report=report, at=now)
    of_it = SimpleNamespace(lena=fresh(county.lena), carl=fresh(county.carl), incident=incident)
    direction = proposed(of_it)
    fix_direction(by=of_it.carl, direction=anew(direction))
    when = {"seen_at": now, "understood_at": now, "acting_at": now}
    Reception.objects.update_or_create(direction=direction, actor=county.ljusdal, defaults=when)
    # Due within the day, at whatever hour the test is run: the first just in time, the other late.
    for state, late in (("done", 0), ("taken", -1)):
        Measure.objects.create(
            incident=incident, owner=county.ljusdal, what="Hemlig åtgärd", state=state, noted_at=now, made_at=now,
            due=now + datetime.timedelta(hours=late), made_by=county.lena,
        )  # fmt: skip
    return incident


def between(county):
    """A row of each kind that a county makes between crises."""
    by, process, now = county.petra, county.process, timezone.now()
    run = services.start_run(
        by=by, process=process, template=ProcessTemplate.objects.first(), title="P", starts_on=LAST_YEAR
    )
    stage = run.stages.select_related("run").first()
    services.begin_stage(by=by, stage=stage, on=TODAY - datetime.timedelta(days=20))
    for one in stage.criteria.all():
        services.meet_criterion(by=by, criterion=one, evidence="Dnr 1")
    services.close_stage(by=by, stage=stage, on=TODAY - datetime.timedelta(days=10))
    services.decide(by=by, run=run, kind="other", title="Vi börjar", body="Ledningen", decided_on=LAST_YEAR)
    day = TODAY - datetime.timedelta(days=15)
    seminar = services.add_seminar(by=by, stage=stage, title="Internat", starts_on=day, ends_on=day)
    there = services.invite(by=by, seminar=seminar, actor=county.ljusdal, function="TiB")
    services.invite(by=by, seminar=seminar, actor=county.bollnas, function="TiB")
    services.note_days(by=by, seminar=seminar, days={there.pk: 1})
    for number, (state, is_exercise) in enumerate((("observed", False), ("observed", True)), 1):
        Lesson.objects.create(
            process=process, number=number, source="other", is_exercise=is_exercise, observation="Hemlig lärdom",
            state=state, made_at=now, made_by=by,
        )  # fmt: skip
    WorkItem.objects.create(
        process=process, title="Öva larmvägen", owner=county.board, due_on=day, made_at=now, made_by=by
    )
    drilled = happened(county, "Provet", is_exercise=True)
    drill = Drill.objects.create(
        owner=county.board,
        incident=drilled,
        starts_at=now,
        state="measured",
        measured_at=now,
        made_at=now,
        made_by=by,
        figures={
            "asked": 2,
            "whole_chain": 1,
            "reachable": 0,
            "begun": now.isoformat(),
            "until": now.isoformat(),
            **dict.fromkeys(LINKS, 1),
        },
    )
    minute = datetime.timedelta(minutes=1)
    steps = dict.fromkeys(("signed_in_at", "answered_at", "read_at", "acknowledged_at"), now + minute)
    DrillResult.objects.create(drill=drill, actor=county.ljusdal, told_at=now, **steps)
    DrillResult.objects.create(drill=drill, actor=county.bollnas, told_at=now)
    return run


@pytest.fixture
def made(county):
    """A real storm and an exercise, everything between crises, and a pack made over it through the page."""
    county.real = happened(county, "Hemliga stormen")
    county.practised = happened(county, "Hemliga övningen", is_exercise=True)
    county.run = between(county)
    sent = {"covers_from": LAST_YEAR.isoformat(), "covers_to": TODAY.isoformat()}
    assert signed_in(county.petra).post("/lan/X/underlag/nytt/", sent).status_code == 302
    county.pack = EvidencePack.objects.select_related("process__county").get()
    return county


def said(pack, key):
    one = figures.BY_KEY[key]
    return [
        (part.exercise, [value for _label, value in part.counts]) for part in telling.parts_of(one, pack.figures[key])
    ]


def test_every_figure_counts_and_exercises_stand_apart(made):
    both = [False, True]
    once = {
        "svarstider": ["1 av 2", "1 av 2", "20 min"],
        "rapporter": ["1", "1 av 3"],
        "mottagande": ["1 av 3", "1 av 3", "1 av 3"],
        "atgarder": ["1 av 2", "1 av 2", "1"],
        "lardomar": ["1", "0", "0"],
    }
    for key, counts in once.items():
        assert said(made.pack, key) == [(part, counts) for part in both], key
    answered, functions = said(made.pack, "tackning")[0][1]
    assert (answered, functions.split()[0]) == ("0 av 2", "0")
    assert said(made.pack, "internat") == [(False, ["1 av 2", "1 av 2", "1"])]
    assert said(made.pack, "etapper") == [(False, ["1", "1 av 1", "2 av 2"])]
    assert said(made.pack, "beslut") == [(False, ["1", "0 av 1"])]
    assert said(made.pack, "arbetsplan") == [(False, ["0 av 1", "1"])]
    assert said(made.pack, "prov") == [(True, ["1", "1 av 2", "1 av 2"])]


def test_no_word_of_an_incident_is_in_the_pack(made):
    kept = str(made.pack.figures)
    assert "Hemlig" not in kept
    assert WORDS["intended"] not in kept
    assert made.real.number in kept
    assert "Ljusdal" in kept


def test_every_figure_has_a_page_of_its_rows_and_each_link_answers(made):
    hand_over(by=made.petra, pack=made.pack)
    leader, reviewer = signed_in(made.petra), signed_in(made.rut)
    followed = set()
    for one in figures.FIGURES:
        address = reverse("evidence_figure", args=["X", 1, one.key])
        for browser, inside in ((leader, True), (reviewer, False)):
            answer = browser.get(address, headers=SWEDISH)
            assert answer.status_code == 200, address
            rows = answer.context["rows"]
            assert len(rows) == len(made.pack.figures[one.key]), address
            assert any(row.url.startswith("/h/") for row in rows) is (inside and rows[0].incident != ""), address
            assert "Hemlig" not in answer.content.decode()
            followed |= {(browser, row.url) for row in rows if row.url}
    built = {(browser, url) for browser, url in followed if url.startswith(("/h/", "/lan/X/process/"))}
    assert len(built) >= 10
    for browser, url in built:
        assert browser.get(url).status_code == 200, url


def test_a_pack_is_the_boards_until_it_is_handed_over(made):
    address = reverse("evidence_pack", args=["X", 1])
    reviewer = signed_in(made.rut)
    assert reviewer.get(address).status_code == 404
    assert not EvidencePack.objects.visible_to(made.rut).exists()
    assert "Lämna till granskaren" in signed_in(made.petra).get(address, headers=SWEDISH).content.decode()
    assert signed_in(made.lena).get(address).status_code == 200
    assert signed_in(made.lena).post(f"{address}lamna/").status_code == 403
    assert signed_in(made.petra).post(f"{address}lamna/").status_code == 302
    assert reviewer.get(address).status_code == 200
    assert address in reviewer.get("/granskning/X/").content.decode()
    assert signed_in(made.petra).post(f"{address}lamna/").status_code == 409
    for path in (address, "/lan/X/underlag/", reverse("evidence_figure", args=["X", 1, "prov"])):
        assert signed_in(made.charlie).get(path).status_code == 404


def test_the_api_gives_a_pack_to_the_same_readers(made, client):
    for who, packs in ((made.petra, 1), (made.rut, 0), (made.charlie, 0)):
        client.force_login(who)
        assert len(client.get("/api/v1/evidence-packs").json()["results"]) == packs
    hand_over(by=made.petra, pack=made.pack)
    client.force_login(made.rut)
    (row,) = client.get("/api/v1/evidence-packs").json()["results"]
    assert (row["county"], row["number"], len(row["figures"])) == ("21", 1, len(figures.FIGURES))


def test_a_pack_is_frozen(made):
    before = EvidencePack.objects.get().figures
    Recipient.objects.all().update(answered_at=None)
    assert EvidencePack.objects.get().figures == before
    second = make_pack(by=made.petra, process=made.process, covers_from=LAST_YEAR, covers_to=TODAY)
    assert second.number == 2
    assert said(second, "svarstider")[0][1][0] == "0 av 2"


def test_the_database_keeps_what_was_counted_and_hands_it_over_once(made):
    packs = EvidencePack.objects.filter(pk=made.pack.pk)
    for change in ({"figures": {}}, {"covers_to": LAST_YEAR}, {"made_at": timezone.now()}):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            packs.update(**change)
    hand_over(by=made.petra, pack=made.pack)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        packs.update(handed_over_at=None)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        packs.delete()


def test_who_leads_the_process_makes_packs_of_what_has_been(county):
    with pytest.raises(Refused):
        make_pack(by=county.lena, process=county.process, covers_from=LAST_YEAR, covers_to=TODAY)
    with pytest.raises(RuleBroken, match="före den dag då den börjar"):
        make_pack(by=county.petra, process=county.process, covers_from=TODAY, covers_to=LAST_YEAR)
    tomorrow = TODAY + datetime.timedelta(days=1)
    with pytest.raises(RuleBroken, match="i framtiden"):
        make_pack(by=county.petra, process=county.process, covers_from=TODAY, covers_to=tomorrow)
    sent = {"covers_from": TODAY.isoformat(), "covers_to": tomorrow.isoformat()}
    refused = signed_in(county.petra).post("/lan/X/underlag/nytt/", sent)
    assert (refused.status_code, tomorrow.isoformat() in refused.content.decode()) == (409, True)
    assert signed_in(county.lena).get("/lan/X/underlag/nytt/").status_code == 403
    assert not EvidencePack.objects.exists()


def test_where_nothing_was_done_the_page_says_so(county):
    make_pack(by=county.petra, process=county.process, covers_from=TODAY, covers_to=TODAY)
    page = signed_in(county.petra).get("/lan/X/underlag/1/", headers=SWEDISH).content.decode()
    assert "Inga prov" in page
    assert page.count("Inget att räkna") == len(figures.FIGURES) - 1
    assert signed_in(county.petra).get("/lan/X/underlag/1/nonsens/").status_code == 404


def test_an_exercise_belongs_to_the_days_when_it_was_held(county):
    """Its story may be of another year."""
    incident = happened(county, "Övning", is_exercise=True)
    long_ago = timezone.now() - datetime.timedelta(days=3000)
    Incident.objects.filter(pk=incident.pk).update(
        opened_at=long_ago, clock_scene=long_ago, clock_started=timezone.now()
    )
    assert count(county.process, Period(TODAY, TODAY))["svarstider"]
    then = timezone.localdate(long_ago)
    assert not count(county.process, Period(then, then))["svarstider"]


def test_a_drill_is_counted_as_a_drill_and_not_as_an_exercise(county):
    incident = happened(county, "Prov", is_exercise=True)
    Drill.objects.create(
        owner=county.board, incident=incident, starts_at=timezone.now(), made_at=timezone.now(), made_by=county.petra
    )
    assert count(county.process, Period(TODAY, TODAY))["svarstider"] == []


def test_another_boards_incidents_are_not_the_countys(county):
    incident = happened(county, "Grannens")
    Incident.objects.filter(pk=incident.pk).update(lead=county.other)
    assert count(county.process, Period(TODAY, TODAY))["atgarder"] == []


@pytest.mark.parametrize(
    ("kind", "value", "word"),
    [("yes", False, "nej"), ("yes", True, "ja"), ("time", None, ""), ("day", "2026-01-02", "2026-01-02")],
)
def test_values_are_said_in_words(kind, value, word):
    assert telling.say(figures.Column("x", "X", kind), value) == word


def test_rows_come_fifty_at_a_time(county):
    row = {"incident": "", "exercise": False, "url": "", "name": "B", "body": "R", "on": "2026-01-02", "registered": ""}
    EvidencePack.objects.create(
        process=county.process, number=1, covers_from=TODAY, covers_to=TODAY, figures={"beslut": [row] * 51},
        made_at=timezone.now(), made_by=county.petra,
    )  # fmt: skip
    browser, address = signed_in(county.petra), reverse("evidence_figure", args=["X", 1, "beslut"])
    assert len(browser.get(address).context["rows"]) == 50
    assert len(browser.get(address, {"sida": 2}).context["rows"]) == 1
    assert "51" in browser.get(address, headers=SWEDISH).content.decode()


def test_the_demonstrations_pack_asks_for_the_demonstration(county, settings):
    settings.DEMO = False
    with pytest.raises(Exception, match="demonstration mode"):
        call_command("load_evidence", verbosity=0)
    assert not EvidencePack.objects.exists()


def test_counts_of_no_rows_are_nothing():
    assert all(one.of([]) == [] for one in figures.FIGURES)
    assert SimpleNamespace(**figures.BY_KEY).prov.nothing == "inga prov"

"""Several counties' reports as one picture: the same rules as within one."""

import copy
import datetime
import json
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models import Actor, County
from actors.roles import Role
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import IncidentType
from coordination.situations.compiled import compiling
from coordination.situations.compiled.compose import (
    MUNICIPALITY,
    OTHER,
    Answer,
    Asked,
    Grade,
    Outline,
    compare,
    compose,
)
from coordination.situations.compiled.grading import distribution
from coordination.situations.compiled.rollup import Awaited, Told, roll_up
from coordination.situations.models import QuestionSet
from coordination.situations.services import inputs, reports, requests
from tests.conftest import person
from tests.counting import Statements

OUTLINE = Outline(
    functions=[("el", "El"), ("vatten", "Dricksvatten")],
    numbers=[{"key": "households", "name": "Hushåll utan el", "unit": "hushåll"}],
    texts=[],
)
grades = st.one_of(st.none(), st.integers(1, 5))


def report(number: str, at: int, answers: dict[int, tuple[int | None, int | None]], asked: list[int]) -> Told:
    """A published body: actor -> grade of El and households. Actors over 90 are no municipalities."""
    body = compose(
        [
            Answer(actor=a, input=a, number=str(a), at="x", overall=Grade(g), functions={"el": Grade(g)},
                   numbers={"households": n})
            for a, (g, n) in answers.items()
        ],
        [Asked(a, f"Kommun {a}", f"K{a}", OTHER if a > 90 else MUNICIPALITY, f"k{a:03d}") for a in asked],
        OUTLINE,
    )  # fmt: skip
    frame = {
        "incident": {"number": number, "name": "Storm", "owner": f"Länsstyrelsen {number}", "county": number},
        "report": {"number": 1, "published_at": f"2025-12-28T{at:02d}:00:00+00:00", "next_at": None},
        "words": {"summary": ""},
    }
    return Told({**compare(body, None), **frame})


@st.composite
def counties(draw):
    found = []
    for n in range(draw(st.integers(1, 4))):
        asked = draw(st.lists(st.integers(1, 12), min_size=1, max_size=8, unique=True))
        who = draw(st.lists(st.sampled_from(asked), unique=True))
        answers = {a: (draw(grades), draw(st.one_of(st.none(), st.integers(0, 900)))) for a in who}
        found.append(report(f"2025-{n:03d}", draw(st.integers(0, 20)), answers, asked))
    return found


@given(counties(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_reports_come_never_matters(told, chance):
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert roll_up(told) == roll_up(shuffled)


@given(counties())
@settings(max_examples=100, deadline=None)
def test_each_municipality_counts_once_however_many_reports_it_stands_in(told):
    body = roll_up(told)
    asked = {a["actor"] for one in told for a in [*one.body["answered"], *one.body["silent"]]}
    assert len(body["overall"]["distribution"]) == len(asked)
    for function in body["functions"]:
        assert len(function["distribution"]) == len(asked)
    (number,) = body["numbers"]
    newest: dict[int, int] = {}
    for one in sorted(told, key=lambda t: (t.newest_first, t.where["incident"])):
        newest |= {part["actor"]: part["value"] for part in one.body["numbers"][0]["parts"]}
    assert number["total"] == (sum(newest.values()) if newest else None)


@given(counties())
@settings(max_examples=100, deadline=None)
def test_no_county_is_shown_better_than_it_says_itself(told):
    body = roll_up(told)
    for one in told:
        for function in one.body["functions"]:
            rolled = next(f for f in body["functions"] if f["key"] == function["key"])
            assert (rolled["worst"] or 0) >= (function["worst"] or 0)


def test_one_report_rolled_up_says_what_it_said():
    one = report("2025-001", 8, {1: (4, 100), 2: (2, 50)}, [1, 2, 3, 95])
    body = roll_up([one], [Awaited("2025-002", "Storm", "Länsstyrelsen 2")], ["Skåne"])
    assert body["overall"] == one.body["overall"]
    assert body["functions"][0]["distribution"] == distribution([4, 2, None])
    assert body["numbers"][0]["total"] == 150
    assert body["numbers"][0]["missing"] == ["K3"]
    assert [a["owner"] for a in body["silent"]] == ["Länsstyrelsen 2"]
    assert body["quiet"] == ["Skåne"]


def test_two_reports_of_one_county_are_told_apart_by_the_incident():
    first, second = (report(f"2025-00{n}", n, {1: (2, 10)}, [1]) for n in (1, 2))
    for one in (first, second):
        one.body["incident"]["owner"] = "Länsstyrelsen X"
    assert roll_up([first])["several"] == []
    together = roll_up([first, second])
    assert together["several"] == ["Länsstyrelsen X"]
    assert {part["name"] for part in together["functions"][0]["parts"]} == {"Storm"}


def test_a_grade_older_than_its_limit_is_unknown_here_too():
    one = report("2025-001", 8, {1: (1, None)}, [1])
    body = copy.deepcopy(dict(one.body))
    body["functions"][0]["cells"][0]["stale"] = True
    assert roll_up([Told(body)])["functions"][0]["worst"] is None


def publish(house, lead: Actor, who, county: County, town: Actor, officer, households: int) -> str:
    incident = incidents.open_incident(
        by=who, type=IncidentType.objects.get(key="storm"), name=f"Storm i {county.short}", lead=lead,
        counties=[county], municipalities=[town.municipality],
    )  # fmt: skip
    incidents.invite(by=who, incident=incident, actors=[town])
    now = now_in(incident)
    request = requests.send_request(
        by=who, incident=incident, question_set=QuestionSet.objects.filter(key="lagesrapport").first(),
        recipients=[town], purpose="Läge", as_of=now, deadline=now + datetime.timedelta(hours=1),
    )  # fmt: skip
    draft = inputs.open_draft(by=officer, request=request, actor=town)
    severe = {"works": 2, "resources": 1, "load": 1}
    said = {"overall": severe, "functions": {"el": severe}, "numbers": {"households_without_power": households}}
    inputs.submit_input(by=officer, draft=draft, key=uuid4().hex, raw=said)
    reports.compile_now(by=who, incident=incident)
    compiling.compile_incident(incident.pk)
    made = reports.open_report(by=who, incident=incident)
    made = reports.save_words(by=who, report=made, revision=made.revision, words={"summary": f"Läget i {county.short}"})
    reports.send_to_review(by=who, report=made)
    reports.publish_report(by=who, report=made, revision=made.revision)
    return incident.number


@pytest.fixture
def two_counties(house):
    mora = Actor.objects.get(short="Mora", kind="municipality")
    maud = person("maud", mora)
    return (
        publish(house, house.board, house.lena, house.county, house.ljusdal, house.maria, 900),
        publish(house, house.other, house.charlie, mora.municipality.county, mora, maud, 340),
    )


@pytest.fixture
def reviewer(house):
    return person("rut", Actor.objects.get(kind="national_agency"), Role.NATIONAL_READER)


@pytest.mark.django_db
def test_the_national_reader_sees_both_counties_as_one_picture(two_counties, reviewer, client):
    client.force_login(reviewer)
    page = client.get(reverse("rollup")).content.decode()
    assert "Läget i Gävleborg" in page
    assert "Läget i Dalarna" in page
    assert "1\u00a0240" in page
    told = json.loads(client.get(reverse("rollup_json")).content)
    assert told["numbers"][0]["total"] == 1240
    assert {part["value"] for part in told["numbers"][0]["parts"]} == {900, 340}
    assert "Skåne" in told["quiet"]


@pytest.mark.django_db
def test_a_county_sees_its_own_and_no_word_of_the_other(house, two_counties, client):
    client.force_login(house.lena)
    page = client.get(reverse("rollup")).content.decode()
    assert "Läget i Gävleborg" in page
    assert "Läget i Dalarna" not in page
    assert two_counties[1] not in page
    chosen = json.loads(client.get(reverse("rollup_json"), {"h": two_counties[1]}).content)
    assert [one["incident"] for one in chosen["reports"]] == [two_counties[0]]


@pytest.mark.django_db
def test_an_area_and_an_exercise_narrow_the_picture(house, two_counties, reviewer, client):
    client.force_login(reviewer)
    area = house.county.civil_area_id
    inside = json.loads(client.get(reverse("rollup_json"), {"omrade": area}).content)
    assert len(inside["reports"]) == County.objects.filter(civil_area=area, code__in=["20", "21"]).count()
    played = json.loads(client.get(reverse("rollup_json"), {"ovning": "1"}).content)
    assert played["reports"] == []
    unknown = client.get(reverse("rollup"), {"omrade": "nowhere"})
    assert unknown.status_code == 200


@pytest.mark.django_db
def test_the_picture_of_two_counties_takes_as_many_statements_as_of_one(two_counties, reviewer, client):
    client.force_login(reviewer)
    client.get(reverse("rollup"))
    with Statements(connection) as both:
        client.get(reverse("rollup"))
    with Statements(connection) as one:
        client.get(reverse("rollup"), {"h": two_counties[0]})
    assert len(both) == len(one)

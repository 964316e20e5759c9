"""The pages of capability, the work plan and needs analyses: what is read, what is done, and who gets neither."""

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, ActorName
from coordination.exercises import accounts, county_process
from processes import services
from processes.models import Component, NeedsAnalysis, Rating, WorkItem
from processes.services.analyses import TEXTS
from processes.services.rating import rating_print
from tests.processes.test_assess import deliver, whole
from tests.processes.test_run_pages import page_of, send

pytestmark = pytest.mark.django_db
ABLE, PLAN, ANALYSES = "/lan/X/formaga/", "/lan/X/arbetsplan/", "/lan/X/behovsanalys/"
TO_ANSWER = "/granskning/behovsanalyser/"


@pytest.fixture
def ljusdal(loaded):
    return Actor.objects.get(key="kommun-2161")


@pytest.fixture
def item(petra, process, ljusdal, day):
    return services.plan_work(by=petra, process=process, title="Larmprov", owner=ljusdal, due_on=day(-3))


@pytest.fixture
def analysis(petra, process):
    return services.begin_analysis(by=petra, process=process, area="Reservkraft")


def test_empty_pages_say_what_to_do(client, petra, lena, rut, process):
    for path, words in ((ABLE, "Starta en process"), (PLAN, "Till förmågan"), (ANALYSES, "Ny behovsanalys")):
        assert words in page_of(client, petra, path)
    for path in (ABLE, PLAN, ANALYSES):
        assert "Länets processledare" in page_of(client, lena, path)
    assert "Ingen behovsanalys väntar på svar." in page_of(client, rut, TO_ANSWER)


def test_a_component_is_rated_and_becomes_work(client, petra, lena, run, ljusdal, day):
    path = reverse("rating", args=["X", run.number, "larm"])
    assert "Når länet alla aktörers kontaktpunkter" in page_of(client, petra, path)
    said = {"before": "2", "before_why": "Övat.", "after": "4", "after_why": "Prövat.", "priority": "1", "was": ""}
    assert send(client, petra, path, **{**said, "before_why": ""}).status_code == 409
    answer = send(client, petra, path, **said)
    assert (answer.status_code, answer.url) == (302, f"{ABLE}?process=1")
    page = page_of(client, petra, ABLE)
    assert "Stigit 2 → 4" in page
    assert "Prövat." in page
    assert "1 av 9" in page
    new = reverse("work_item_new", args=["X"]) + "?komponent=larm"
    assert new in page
    assert '<option value="larm" selected>' in page_of(client, petra, new)
    work = {"title": "Larmprov", "owner": ljusdal.pk, "due_on": day(5).isoformat(), "component": "larm"}
    assert send(client, petra, new, **work).status_code == 302
    assert WorkItem.objects.get().component_id == "larm"
    assert WorkItem.objects.get().run == run
    page = page_of(client, lena, ABLE)
    assert "1 öppen post i arbetsplanen" in page
    assert "Ändra skattningen" not in page
    assert "komponent=larm" not in page


def test_what_somebody_else_rated_meanwhile_stands_beside_ones_own(client, petra, run):
    larm = Component.objects.get(key="larm")
    services.rate(by=petra, run=run, component=larm, before=2, before_why="Hennes ord.")
    path = reverse("rating", args=["X", run.number, "larm"])
    said = {"before": "3", "before_why": "Mina ord.", "was": ""}
    answer = send(client, petra, path, **said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hennes ord." in page
    assert "Mina ord." in page
    again = {**said, "was": rating_print(Rating.objects.get())}
    assert send(client, petra, path, **again).status_code == 302


def test_each_run_has_its_own_ratings(client, petra, lena, run, process, template, day):
    services.rate(by=petra, run=run, component=Component.objects.get(key="larm"), before=2, before_why="Gammalt.")
    services.break_off(by=petra, run=run, why="Slut.")
    services.start_run(by=petra, process=process, template=template, title="Ny", starts_on=day(0))
    page = page_of(client, lena, ABLE)
    assert "Gammalt." not in page
    assert f"{ABLE}?process=1" in page
    old = page_of(client, petra, f"{ABLE}?process=1")
    assert "Gammalt." in old
    assert "Ändra skattningen" not in old
    for wrong in ("7", "x", "99999999"):
        page_of(client, lena, f"{ABLE}?process={wrong}", 404)


def test_the_plan_shows_what_is_late_and_is_narrowed_to_a_state(client, petra, lena, run, process, item, ljusdal, day):
    done = services.plan_work(by=petra, process=process, title="Telefonlista", owner=ljusdal, due_on=day(9))
    services.move_work(by=petra, item=done, to="done")
    page = page_of(client, lena, PLAN)
    assert "1 post har passerat sin dag." in page
    assert "3 dagar sen" in page
    assert "Ny post" not in page
    late = page_of(client, lena, f"{PLAN}?lage=late")
    assert "Larmprov" in late
    assert "Telefonlista" not in late
    assert "1 post av 2 visas." in late
    assert "Inga poster svarar mot urvalet." in page_of(client, lena, f"{PLAN}?lage=standby")
    assert "Telefonlista" in page_of(client, lena, f"{PLAN}?lage=okant")
    assert "Larmprov" in page_of(client, petra, run.get_absolute_url())


def test_the_plan_costs_as_much_for_twenty(client, petra, process, item, ljusdal, day, django_assert_max_num_queries):
    client.force_login(petra)
    client.get(PLAN)
    with django_assert_max_num_queries(40) as one:
        client.get(PLAN)
    for n in range(20):
        services.plan_work(by=petra, process=process, title=f"P{n}", owner=ljusdal, due_on=day(n))
    with django_assert_max_num_queries(len(one)):
        client.get(PLAN)


def test_an_item_is_moved_on_its_page_and_keeps_its_history(client, petra, lena, item, day):
    path = item.get_absolute_url()
    answer = send(client, petra, path, to="delayed", remark="")
    assert answer.status_code == 409
    assert "Skriv varför." in answer.content.decode()
    assert send(client, petra, path, to="delayed", remark="Snöstorm.").status_code == 302
    edit = reverse("work_item_edit", args=["X", item.pk])
    said = {"title": "Larmprov", "owner": item.owner_id, "due_on": day(8).isoformat()}
    assert send(client, petra, edit, **said, was="gammalt").status_code == 409
    form = client.get(edit).context["form"]
    assert send(client, petra, edit, **said, was=form["was"].value()).status_code == 302
    page = page_of(client, lena, path)
    assert "Snöstorm." in page
    assert "Posten försenades" in page
    assert f"{day(-3)} → {day(8)}" in page
    assert "Spara läget" not in page
    assert send(client, lena, path, to="done").status_code == 403
    assert send(client, petra, path, to="planned_").status_code == 422


def test_an_analysis_goes_from_draft_to_answer_in_the_pages(client, petra, rut, nils, ljusdal, day, process):
    begun = send(client, petra, reverse("needs_analysis_new", args=["X"]), area="Reservkraft")
    edit = reverse("needs_analysis_edit", args=["X", 1])
    assert (begun.status_code, begun.url) == (302, edit)
    page = page_of(client, petra, f"{ANALYSES}1/")
    assert "Det här saknas först:" in page
    assert "Minst en åtgärd" in page
    said = dict.fromkeys(TEXTS, "Så är det.") | {"area": "Reservkraft", "revision": "0"}
    year = timezone.localdate().year
    assert send(client, petra, edit, **said, horizon_year=year - 1).status_code == 409
    assert send(client, petra, edit, **said, horizon_year=year + 3).status_code == 302
    measure = {"title": "Provdag", "owner": ljusdal.pk, "priority": "1", "cost": "60000", "revision": "1"}
    days = {"starts_on": day(9).isoformat(), "ends_on": day(3).isoformat()}
    new = reverse("analysis_measure_new", args=["X", 1])
    wrong = send(client, petra, new, **measure, **days)
    assert wrong.status_code == 409
    assert "inte sluta före" in wrong.content.decode()
    assert send(client, petra, new, **measure).status_code == 302
    page = page_of(client, petra, f"{ANALYSES}1/")
    assert "60\N{NO-BREAK SPACE}000 kr" in page
    assert send(client, petra, f"{ANALYSES}1/lamna/", revision="2").status_code == 302
    waiting = page_of(client, petra, f"{ANALYSES}1/")
    assert "Ta tillbaka analysen" in waiting
    assert "ta-bort" not in waiting
    assert "Behovsanalyser att besvara</dt><dd><strong>1</strong>" in page_of(client, rut, "/granskning/")
    pk = NeedsAnalysis.objects.get().pk
    answering = f"{TO_ANSWER}{pk}/"
    assert answering in page_of(client, rut, TO_ANSWER)
    assert answering in page_of(client, rut, f"{ANALYSES}1/")
    assert answering not in page_of(client, nils, f"{ANALYSES}1/")
    page_of(client, nils, answering, 403)
    old = send(client, rut, answering, response="Till det förra.", revision="1")
    assert old.status_code == 409
    assert "Till det förra." in old.content.decode()
    assert send(client, rut, answering, response="Vi hjälper till.", revision="2").status_code == 302
    page = page_of(client, petra, f"{ANALYSES}1/")
    assert "Vi hjälper till." in page
    agency = ActorName.objects.filter(actor__kind="national_agency", ends=None).get()
    assert f"Svar från {agency.name}" in page


def test_measures_are_changed_and_removed_while_it_is_a_draft(client, petra, analysis, ljusdal):
    whole(petra, analysis, ljusdal)
    one = analysis.measures.get()
    path = reverse("analysis_measure", args=["X", 1, one.pk])
    said = {"title": "Två provdagar", "owner": ljusdal.pk, "priority": "3"}
    stale = send(client, petra, path, **said, revision="1")
    assert stale.status_code == 409
    assert "Provdag" in stale.content.decode()
    assert send(client, petra, path, **said, revision="2").status_code == 302
    assert analysis.measures.get().title == "Två provdagar"
    assert f'action="{path}ta-bort/"' in page_of(client, petra, f"{ANALYSES}1/")
    assert send(client, petra, f"{path}ta-bort/").status_code == 302
    assert not analysis.measures.exists()


def test_it_is_taken_back_and_delivered_only_from_its_page(client, petra, lena, rut, analysis, ljusdal):
    deliver(petra, whole(petra, analysis, ljusdal))
    back = f"{ANALYSES}1/ta-tillbaka/"
    for by in (lena, rut):
        assert send(client, by, back).status_code == 403
        assert send(client, by, f"{ANALYSES}1/lamna/", revision="2").status_code == 403
    assert send(client, petra, back).status_code == 302
    answer = send(client, rut, f"{TO_ANSWER}{analysis.pk}/", response="För sent.", revision="2")
    assert answer.status_code == 409
    assert "För sent." in answer.content.decode()
    assert send(client, petra, f"{ANALYSES}1/lamna/").status_code == 409


def test_another_county_finds_nothing_and_readers_change_nothing(
    client, pelle, county_officer, lena, rut, run, petra, item, analysis, ljusdal
):
    deliver(petra, whole(petra, analysis, ljusdal))
    measure = analysis.measures.get().pk
    read = [ABLE, PLAN, ANALYSES, item.get_absolute_url(), f"{ANALYSES}1/"]
    write = [
        reverse("rating", args=["X", 1, "larm"]),
        reverse("work_item_new", args=["X"]),
        reverse("work_item_edit", args=["X", item.pk]),
        reverse("needs_analysis_new", args=["X"]),
        reverse("needs_analysis_edit", args=["X", 1]),
        reverse("analysis_measure_new", args=["X", 1]),
        reverse("analysis_measure", args=["X", 1, measure]),
    ]
    for by in (pelle, county_officer):
        for path in (*read, *write, f"{TO_ANSWER}{analysis.pk}/"):
            page_of(client, by, path, 404)
        page_of(client, by, TO_ANSWER, 403)
    for by in (lena, rut):
        for path in read:
            page_of(client, by, path)
        for path in write:
            page_of(client, by, path, 403)
            assert send(client, by, path).status_code == 403


def test_systems_read_it_and_write_nothing(client, lena, pelle, petra, run, item, analysis, ljusdal):
    services.rate(by=petra, run=run, component=Component.objects.get(key="larm"), before=2, before_why="A")
    whole(petra, analysis, ljusdal)
    client.force_login(lena)
    rating = client.get("/api/v1/ratings?component=larm").json()["results"][0]
    assert (rating["county"], rating["component"], rating["before"], rating["after"]) == ("21", "larm", 2, None)
    work = client.get("/api/v1/work-items?state=planned").json()["results"][0]
    assert (work["title"], work["owner"]) == ("Larmprov", "kommun-2161")
    found = client.get(f"/api/v1/needs-analyses/{analysis.pk}").json()
    assert found["measures"][0]["title"] == "Provdag"
    assert client.post("/api/v1/work-items", {}).status_code in {403, 405}
    client.force_login(pelle)
    for name in ("ratings", "work-items", "needs-analyses"):
        assert client.get(f"/api/v1/{name}").json()["results"] == []


def test_the_demonstration_has_something_on_each_page(settings, process):
    settings.DEMO = True
    accounts.make_accounts()
    assert "is loaded" in county_process.load()
    states = set(WorkItem.objects.values_list("state", flat=True))
    assert states == {"planned", "ongoing", "delayed", "standby", "done", "dropped"}
    assert set(NeedsAnalysis.objects.values_list("state", flat=True)) == {"draft", "delivered", "answered"}
    assert Rating.objects.filter(before__isnull=False, after__isnull=False).count() >= 6

"""The pages of a county's own process: what its people see, what its leader does there, and who gets neither."""

import pytest
from django.urls import reverse
from icalendar import Calendar

from actors.models import Actor
from coordination.exercises import accounts, county_process
from processes import services
from processes.models import CountyProcess, Criterion, Decision, Deviation, ProcessRun, Seminar, Stage
from processes.services.seminars import fingerprint
from tests.processes.test_running import adopt, fresh_of, stage_of

pytestmark = pytest.mark.django_db
SWEDISH = {"accept-language": "sv"}
HOME = "/lan/X/process/"


def page_of(client, by, path, status=200):
    client.force_login(by)
    answer = client.get(path, headers=SWEDISH)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, by, path, **said):
    client.force_login(by)
    return client.post(path, said, headers=SWEDISH)


def act_path(stage, do):
    return reverse("process_stage_act", args=["X", stage.run.number, stage.pk, do])


def test_a_county_without_a_process_is_told_how_to_begin(client, petra, lena):
    assert reverse("process_start", args=["X"]) in page_of(client, petra, HOME)
    page = page_of(client, lena, HOME)
    assert "Länets processledare startar den." in page
    assert "/starta/" not in page


def test_it_is_started_from_the_page(client, petra, template, today):
    said = {"template": template.pk, "title": "Vår process", "starts_on": today.isoformat()}
    answer = send(client, petra, reverse("process_start", args=["X"]), **said)
    assert (answer.status_code, answer.url) == (302, HOME)
    page = page_of(client, petra, HOME)
    assert "Vår process" in page
    assert "Internat 1: Ledning i komplexa system" in page


def test_a_second_one_comes_back_with_what_was_typed(client, petra, template, run, today):
    said = {"template": template.pk, "title": "En till process", "starts_on": today.isoformat()}
    answer = send(client, petra, reverse("process_start", args=["X"]), **said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Länet har redan en pågående process: Revidering av strategin." in page
    assert 'value="En till process"' in page


def test_what_is_wrong_in_the_form_is_told_above_it(client, petra, template):
    answer = send(
        client, petra, reverse("process_start", args=["X"]), template=template.pk, title="A", starts_on="i fjol"
    )
    assert answer.status_code == 422
    assert "Skriv dagen så här" in answer.content.decode()


def test_the_page_shows_how_each_stage_stands_and_where_it_deviates(client, lena, petra, run, day):
    late = stage_of(run)
    services.plan_stage(by=petra, stage=late, planned_start=day(-20), planned_end=day(-3), responsible="Enheten")
    services.begin_stage(by=petra, stage=late, on=day(-20))
    services.rename_stage(by=petra, stage=stage_of(run, 2), name="Nuläge", reason="Kortare.")
    services.drop_stage(by=petra, stage=stage_of(run, 12), reason="Görs nationellt.")
    services.set_review(by=petra, run=run, on=day(92))
    services.add_seminar(by=petra, stage=stage_of(run, 3), title="Järvsö", starts_on=day(10), ends_on=day(11))
    page = page_of(client, lena, run.get_absolute_url())
    assert "Försenad 3 dagar" in page
    assert "Hette Förberedelser och nuläge" in page
    assert "Kortare." in page
    assert "Regional behovsanalys är borttagen" in page
    assert "Görs nationellt." in page
    assert "om 3 månader" in page
    assert "om 10 dagar" in page
    assert "0 av 2" in page
    assert "/andra/" not in page


def test_a_review_that_has_passed_stands_out(client, petra, run, day):
    ProcessRun.objects.update(review_on=day(-2))
    page = page_of(client, petra, HOME)
    assert "försenad 2 dagar" in page
    assert 'class="foryou"' in page


def test_another_countys_people_find_no_page(client, pelle, county_officer, run):
    stage = stage_of(run)
    paths = [
        HOME,
        run.get_absolute_url(),
        stage.get_absolute_url(),
        reverse("process_calendar", args=["X", run.number]),
        reverse("process_ical", args=["X", run.number]),
        reverse("process_start", args=["X"]),
        act_path(stage, "borja"),
        reverse("process_criterion", args=["X", run.number, stage.criteria.first().pk]),
    ]
    for by in (pelle, county_officer):
        for path in paths:
            page_of(client, by, path, 404)


def test_one_countys_number_is_not_found_below_anothers_letter(client, pelle, petra, run, template, day):
    other = services.start_run(
        by=pelle, process=CountyProcess.objects.get(county_id="20"), template=template, title="B", starts_on=day(0)
    )
    page_of(client, petra, f"/lan/X/process/1/etapp/{stage_of(other).pk}/", 404)
    page_of(client, pelle, f"/lan/W/process/1/etapp/{stage_of(run).pk}/", 404)
    page_of(client, petra, "/lan/X/process/7/", 404)


def test_who_reads_and_does_not_lead_is_refused_every_form(client, lena, rut, petra, run, day):
    stage = stage_of(run)
    seminar = services.add_seminar(by=petra, stage=stage, title="J", starts_on=day(1), ends_on=day(1))
    names = ("process_edit", "process_review", "process_end", "process_decide", "process_stage_add")
    paths = [reverse(name, args=["X", 1]) for name in names]
    paths += [act_path(stage, "flytta"), reverse("process_seminar_add", args=["X", 1, stage.pk])]
    paths += [reverse(name, args=["X", 1, seminar.pk]) for name in ("process_seminar", "process_invite")]
    for by in (lena, rut):
        for path in paths:
            page_of(client, by, path, 403)
            assert send(client, by, path).status_code == 403


def test_a_stage_is_led_from_its_page_step_by_step(client, petra, run, today):
    stage = stage_of(run)
    plan = {"planned_start": "2026-01-01", "planned_end": "2027-01-01", "responsible": "Enheten"}
    assert send(client, petra, act_path(stage, "planera"), **plan).status_code == 302
    assert send(client, petra, act_path(stage, "borja"), on=today.isoformat()).status_code == 302
    row = stage.criteria.first()
    tick = reverse("process_criterion", args=["X", 1, row.pk])
    assert send(client, petra, tick, evidence="Dnr 450-1", url="https://example.se/1").status_code == 302
    page = page_of(client, petra, stage.get_absolute_url())
    assert "Dnr 450-1" in page
    assert 'href="https://example.se/1"' in page
    close = act_path(stage, "avsluta")
    assert "1 kriterium är inte uppfyllt" in page_of(client, petra, close)
    refused = send(client, petra, close, on=today.isoformat(), why="")
    assert refused.status_code == 422
    assert "Skriv varför etappen avslutas fast kriterier saknas." in refused.content.decode()
    assert send(client, petra, close, on=today.isoformat(), why="Utses i mars.").status_code == 302
    page = page_of(client, petra, stage.get_absolute_url())
    assert "Utses i mars." in page
    assert "Avslutad utan kriterierna" in page
    assert fresh_of(stage).state == "done"
    refused = send(client, petra, tick, unmeet="1")
    assert refused.status_code == 409
    assert "Öppna den först" in refused.content.decode()


def test_the_countys_own_way_is_made_in_the_pages(client, petra, run):
    first, second = stage_of(run), stage_of(run, 2)
    assert send(client, petra, act_path(first, "byt-namn"), name="Start", reason="Så säger vi.").status_code == 302
    assert send(client, petra, act_path(second, "flytta"), to="5", reason="Senare.").status_code == 302
    gone = send(client, petra, act_path(stage_of(run, 13), "ta-bort"), reason="Görs inte.")
    assert gone.url == run.get_absolute_url()
    merged = send(client, petra, act_path(stage_of(run, 6), "sla-ihop"), into=stage_of(run, 7).pk, reason="Räcker.")
    assert merged.url == run.get_absolute_url()
    add = {"name": "Remiss", "reason": "Rådet vill.", "criteria": "Svar inne\n\nSvar lästa", "after": first.pk}
    assert send(client, petra, reverse("process_stage_add", args=["X", 1]), **add).status_code == 302
    kinds = sorted(Deviation.objects.values_list("kind", flat=True))
    assert kinds == ["added", "dropped", "merged", "moved", "renamed"]
    assert list(Criterion.objects.filter(stage__name="Remiss").values_list("text", flat=True)) == [
        "Svar inne",
        "Svar lästa",
    ]


def test_a_reason_that_is_missing_loses_nothing(client, petra, run):
    answer = send(client, petra, act_path(stage_of(run), "byt-namn"), name="Ett nytt namn", reason="")
    assert answer.status_code == 422
    assert "Ett nytt namn" in answer.content.decode()


def test_a_seminar_with_its_participants_and_days(client, petra, run, day):
    stage = stage_of(run, 3)
    add = {"title": "Järvsö", "starts_on": day(-2).isoformat(), "ends_on": day(-1).isoformat(), "place": "Järvsö"}
    assert send(client, petra, reverse("process_seminar_add", args=["X", 1, stage.pk]), **add).status_code == 302
    seminar = Seminar.objects.get()
    ljusdal = Actor.objects.get(key="kommun-2161")
    invited = send(
        client, petra, reverse("process_invite", args=["X", 1, seminar.pk]), actor=ljusdal.pk, function="TiB"
    )
    assert invited.status_code == 302
    row = seminar.attendances.get()
    there = reverse("process_attendance", args=["X", 1, seminar.pk])
    assert send(client, petra, there, **{f"days-{row.pk}": "5"}).status_code == 422
    assert send(client, petra, there, **{f"days-{row.pk}": "1"}).status_code == 302
    page = page_of(client, petra, stage.get_absolute_url())
    assert "Ljusdals kommun, TiB" in page
    assert "1 av 2" in page
    kept = send(client, petra, reverse("process_uninvite", args=["X", 1, row.pk]))
    assert kept.status_code == 409
    edit = {**add, "notes": "Öppna frågor kvar", "programme": "Dag 1"}
    assert send(client, petra, reverse("process_seminar", args=["X", 1, seminar.pk]), **edit).status_code == 302
    assert "Öppna frågor kvar" in page_of(client, petra, stage.get_absolute_url())


def test_an_adoption_with_its_review_and_the_next_process(client, petra, run, day):
    path = reverse("process_decide", args=["X", 1])
    said = {"kind": "adoption", "title": "Strategin", "body": "Rådet", "decided_on": day(0).isoformat()}
    refused = send(client, petra, path, **said)
    assert refused.status_code == 409
    assert "Ange också när strategin ska ses över" in refused.content.decode()
    assert not Decision.objects.exists()
    assert send(client, petra, path, **said, review_on=day(100).isoformat()).status_code == 302
    page = page_of(client, petra, HOME)
    assert "Strategin förvaltas" in page
    assert "Starta en ny process" in page


def test_two_who_tell_at_once_both_keep_their_words(client, petra, run):
    path = reverse("process_edit", args=["X", 1])
    said = {"title": run.title, "starts_on": run.starts_on.isoformat(), "revision": "0"}
    assert send(client, petra, path, **said, utgangslage="Deras ord").status_code == 302
    second = send(client, petra, path, **said, utgangslage="Mina ord")
    page = second.content.decode()
    assert second.status_code == 409
    assert "Deras ord" in page
    assert "Mina ord" in page
    assert 'name="revision" value="1"' in page
    assert send(client, petra, path, **{**said, "revision": "1"}, utgangslage="Mina ord").status_code == 302
    assert fresh_of(run).record["utgangslage"] == "Mina ord"


def test_two_who_write_the_notes_of_a_seminar_both_keep_their_words(client, petra, run, day):
    seminar = services.add_seminar(by=petra, stage=stage_of(run, 3), title="J", starts_on=day(1), ends_on=day(1))
    path = reverse("process_seminar", args=["X", 1, seminar.pk])
    said = {"title": "J", "starts_on": day(1).isoformat(), "ends_on": day(1).isoformat(), "was": fingerprint(seminar)}
    assert send(client, petra, path, **said, notes="Deras ord").status_code == 302
    second = send(client, petra, path, **said, notes="Mina ord")
    page = second.content.decode()
    assert second.status_code == 409
    assert "Deras ord" in page
    assert "Mina ord" in page
    now = fingerprint(fresh_of(seminar))
    assert f'value="{now}"' in page
    assert send(client, petra, path, **{**said, "was": now}, notes="Mina ord").status_code == 302
    assert fresh_of(seminar).notes == "Mina ord"


def test_it_is_broken_off_with_a_reason(client, petra, run):
    path = reverse("process_end", args=["X", 1])
    assert send(client, petra, path, why="").status_code == 422
    assert send(client, petra, path, why="Resurserna räcker inte.").status_code == 302
    page = page_of(client, petra, run.get_absolute_url())
    assert "Resurserna räcker inte." in page
    assert "/ny-etapp/" not in page


def test_the_calendar_in_order_and_as_a_file(client, lena, petra, run, day):
    services.plan_stage(by=petra, stage=stage_of(run), planned_start=day(-9), planned_end=day(-2), responsible="")
    seminar = services.add_seminar(by=petra, stage=stage_of(run, 3), title="Järvsö", starts_on=day(8), ends_on=day(9))
    adopt(petra, run, day)
    page = page_of(client, lena, reverse("process_calendar", args=["X", 1]))
    assert page.index("Försenat") < page.index("Järvsö") < page.index("Översyn")
    client.force_login(lena)
    answer = client.get(reverse("process_ical", args=["X", 1]))
    assert answer["Content-Type"].startswith("text/calendar")
    events = {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert len(events) == 4
    found = next(event for uid, event in events.items() if uid.startswith(f"process-seminar-{seminar.pk}@"))
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (day(8), day(10))


def test_the_menu_leads_a_boards_people_to_their_process(client, lena, petra, rut, run):
    for by in (lena, petra):
        assert f'<a href="{HOME}"' in page_of(client, by, reverse("start"))
    assert HOME not in page_of(client, rut, reverse("start"))
    client.force_login(petra)
    assert client.get(reverse("my_process")).url == HOME
    page_of(client, rut, reverse("my_process"), 404)


def test_the_national_level_reads(client, nils, run):
    page = page_of(client, nils, HOME)
    assert "Revidering av strategin" in page
    assert "Anteckna ett beslut" not in page


def test_statements_do_not_grow_with_stages_and_deviations(client, petra, lena, run, django_assert_max_num_queries):
    for place in range(2, 12):
        services.rename_stage(by=petra, stage=stage_of(run, place), name=f"Etapp {place}", reason="x")
    client.force_login(lena)
    client.get(run.get_absolute_url())
    with django_assert_max_num_queries(17):
        client.get(run.get_absolute_url())
    with django_assert_max_num_queries(17):
        client.get(stage_of(run, 3).get_absolute_url())


def test_the_api_reads_what_the_person_sees(client, petra, pelle, run):
    services.rename_stage(by=petra, stage=stage_of(run), name="Start", reason="x")
    client.force_login(petra)
    runs = client.get("/api/v1/process-runs").json()["results"]
    assert [one["title"] for one in runs] == ["Revidering av strategin"]
    stages = client.get(f"/api/v1/process-stages?run={run.pk}").json()["results"]
    assert len(stages) == 13
    first = next(one for one in stages if one["order"] == 1)
    assert (first["name"], first["deviations"][0]["kind"], len(first["criteria"])) == ("Start", "renamed", 2)
    client.force_login(pelle)
    assert client.get("/api/v1/process-runs").json()["results"] == []
    assert client.get(f"/api/v1/process-stages/{Stage.objects.first().pk}").status_code == 404
    assert client.post("/api/v1/process-runs", {}).status_code in (403, 405)


def test_the_demonstration_has_a_process_in_all_its_states(settings, process):
    settings.DEMO = True
    accounts.make_accounts()
    assert "is loaded" in county_process.load()
    assert "already loaded" in county_process.load()
    second = ProcessRun.objects.get(process=process, state="active")
    assert (second.number, second.title) == (2, "Revidering av strategin")
    assert set(second.stages.values_list("state", flat=True)) == {"done", "ongoing", "not_started"}
    assert second.deviations.count() == 2
    assert Seminar.objects.filter(stage__run=second).count() == 2
    assert Stage.objects.filter(run=second, state="ongoing", planned_end__lt=second.made_at).exists()
    assert second.decisions.count() == 1

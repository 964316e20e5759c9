"""After loading, the board, the reports and the clock are those of the pictures at 08:42."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from actors.models import Actor, ContactPoint, Person
from coordination.direction.models import Direction, Measure
from coordination.exercises import accounts, clocks
from coordination.incidents.clock import now_in
from coordination.incidents.models import AccessRequest, Incident, LogLine, Notice
from coordination.situations.board import picture
from coordination.situations.models import Input, Recipient, Report
from coordination.situations.services import reports
from journal import chain
from journal.models import Entry

pytestmark = pytest.mark.django_db
SUNDAY = datetime.datetime(2025, 12, 28, 8, 42, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
MINUTE = datetime.timedelta(minutes=1)


def rows_of(board):
    return {row.recipient.actor.short: row for row in board.rows + board.others}


def clock(at):
    return timezone.localtime(at).strftime("%H:%M")


def test_the_board_is_that_of_the_picture(storm):
    board = picture.board(storm)
    assert (board.answered, board.asked, board.answered_others, board.asked_others) == (8, 10, 3, 3)
    assert board.total == 8350
    grades = {spread["name"]: spread["distribution"] for spread in board.sums}
    unknown = [None, None]
    assert board.overall["distribution"] == [4, 4, 4, 4, 3, 3, 2, 2, *unknown]
    assert grades["El"] == [5, 5, 4, 4, 4, 3, 2, 2, *unknown]
    assert grades["Dricksvatten"] == [4, 3, 3, 3, 2, 2, 2, 1, *unknown]
    assert grades["Tele och data"] == [4, 4, 3, 3, 3, 3, 2, 2, *unknown]
    assert grades["Vård och omsorg"] == [4, 4, 3, 3, 3, 3, 2, 2, *unknown]
    assert grades["Vägar och spår"] == [4, 4, 3, 3, 3, 3, 3, 3, *unknown]
    assert grades["Värme"] == [4, 4, 4, 3, 3, 2, 2, 2, *unknown]
    assert grades["Mat och drivmedel"] == [3, 2, 2, 2, 2, 2, 1, None, *unknown]
    assert grades["Skola, barnomsorg"] == [3, 3, 2, 2, 2, 1, 1, None, *unknown]


def test_answers_came_when_the_picture_says(storm):
    rows = rows_of(picture.board(storm))
    came = {short: clock(row.answer.submitted_at) for short, row in rows.items() if row.answer}
    assert came == {
        "Bollnäs": "07:41",
        "Gävle": "07:36",
        "Hudiksvall": "07:58",
        "Nordanstig": "08:12",
        "Ockelbo": "08:19",
        "Ovanåker": "07:50",
        "Sandviken": "07:44",
        "Söderhamn": "07:52",
        "Region Gävleborg": "07:55",
        "Polisen": "07:30",
        "Elnät Gävleborg": "08:40",
    }
    assert rows["Nordanstig"].answer.oral
    assert rows["Ockelbo"].answer.late
    assert rows["Elnät Gävleborg"].count == 9300
    assert rows["Söderhamn"].answer.impacts.get(function="vagar").reason


def test_the_silent_are_silent_in_their_own_way(storm):
    rows = rows_of(picture.board(storm))
    ljusdal, hofors = rows["Ljusdal"], rows["Hofors"]
    assert clock(ljusdal.former.submitted_at) == "03:14"
    assert ljusdal.former_count == 900
    assert [cell.last for cell in ljusdal.cells] == [4, 3, 4, 4, 4, 3, 2, 1]
    assert ljusdal.recipient.opened_at is None
    assert hofors.former is None
    assert clock(hofors.recipient.reminded_at) == "08:20"
    assert clock(Input.objects.get(actor__short="Hofors", state="draft").saved_at) == "08:38"


def test_two_reports_are_published_and_a_third_is_half_written(storm):
    first, second = Report.objects.filter(incident=storm, number__isnull=False).order_by("number")
    assert (first.state, second.state) == ("superseded", "published")
    assert clock(second.published_at) == "04:30"
    assert second.body["numbers"][0]["total"] == 6900
    draft = Report.objects.open().get(incident=storm)
    body = draft.compilation.body
    assert draft.summary
    assert draft.assessment
    assert not draft.message
    assert clock(datetime.datetime.fromisoformat(body["compiled_at"])) == "08:30"
    assert body["numbers"][0]["total"] == 8350
    assert len(body["answered"]) == 11
    assert sum(change["after"] > change["before"] for change in body["changes"]) == 9
    assert sum(change["after"] < change["before"] for change in body["changes"]) == 2


def test_every_source_in_the_draft_is_one_of_the_compilation(storm):
    draft = Report.objects.open().get(incident=storm)
    bollnas = next(s for s in draft.compilation.body["sources"] if s["short"] == "Bollnäs")
    assert f"Bollnäs [{bollnas['n']}]" in draft.summary


def test_an_answer_has_come_after_the_draft(storm):
    draft, newest = Report.objects.open().get(incident=storm), reports.newest(storm)
    assert newest != draft.compilation
    used, now = ({s["input"] for s in c.body["sources"]} for c in (draft.compilation, newest))
    assert [Input.objects.get(pk=pk).actor.short for pk in now - used] == ["Elnät Gävleborg"]


def test_a_direction_is_written_and_not_yet_proposed(storm):
    direction = Direction.objects.get(incident=storm)
    assert direction.state == "draft"
    assert direction.intended == "Ingen som behöver omsorg ska vara utan värme längre än sex timmar."
    assert len(direction.goals) == 3
    assert not Measure.objects.filter(incident=storm).late(now_in(storm, storm.clock_started)).exists()
    assert Measure.objects.filter(incident=storm).count() == 6


def test_it_says_that_it_is_an_exercise_and_made_up(storm):
    assert storm.is_exercise
    assert storm.is_fictitious
    assert storm.phase_label == "Hantering"
    assert storm.level == "activated"
    said = LogLine.objects.filter(incident=storm).values_list("text", flat=True)
    assert all(text.startswith(("Övning: ", "Enligt rapporteringen: ")) for text in said)
    assert Actor.objects.get(key="elnat-gavleborg").fictitious
    phones = ContactPoint.objects.values_list("phone", flat=True)
    assert all("070-174 06 05" <= phone <= "070-174 06 99" for phone in phones)


def test_months_later_it_is_still_that_morning(storm):
    real = datetime.datetime(2026, 8, 1, 12, tzinfo=datetime.UTC)
    clocks.at(storm, SUNDAY)
    clocks.let_run(storm, real)
    bollnas = Input.objects.standing().get(request__incident=storm, request__number=3, actor__short="Bollnäs")
    assert now_in(storm, real) - bollnas.submitted_at == 61 * MINUTE
    assert now_in(storm, real + 3 * MINUTE) == SUNDAY + 3 * MINUTE


def test_after_loading_the_clock_runs_from_the_picture(storm):
    assert now_in(storm, storm.clock_started) == SUNDAY
    assert storm.clock_speed == 1


def test_the_clock_stood_still_while_the_portal_was_down(storm):
    clocks.at(storm, SUNDAY)
    clocks.let_run(storm, timezone.now() - datetime.timedelta(days=40))
    nothing_done = timezone.now()
    clocks.resume_all(nothing_done)
    storm.refresh_from_db()
    assert now_in(storm, nothing_done) == SUNDAY
    clocks.resume_all(nothing_done + 10 * MINUTE)
    storm.refresh_from_db()
    assert now_in(storm, nothing_done + 10 * MINUTE) == SUNDAY


def test_the_clock_goes_on_from_the_last_thing_done(storm):
    began = timezone.now() - datetime.timedelta(hours=9)
    clocks.at(storm, SUNDAY)
    clocks.let_run(storm, began)
    Recipient.objects.filter(request__incident=storm).update(reminded_at=None)
    entry = Entry.objects.of(storm.journal_stream()).newest_first()[0]
    later = SUNDAY + 25 * MINUTE
    chain.append(Entry(stream=entry.stream, subject=entry.subject, verb="input.submitted", happened_at=later))
    call_command("resume_exercises", verbosity=0)
    storm.refresh_from_db()
    assert storm.clock_scene == SUNDAY + 25 * MINUTE
    assert now_in(storm, storm.clock_started) == SUNDAY + 25 * MINUTE


def test_what_the_story_sent_is_not_sent_again(storm):
    assert not Notice.objects.filter(sent_at__isnull=True).exists()
    assert Notice.objects.filter(incident=storm, kind="report").exists()


def counts():
    return {model.__name__: model.objects.count() for model in (Incident, Input, Report, Entry, Person, Actor, Notice)}


def test_a_second_load_changes_nothing(storm, settings, capsys):
    settings.DEMO = True
    before, started = counts(), storm.clock_started
    call_command("load_exercise")
    storm.refresh_from_db()
    assert counts() == before
    assert storm.clock_started == started
    assert "0 accounts made, 26 were there." in capsys.readouterr().out


def test_outside_demonstration_it_is_refused_and_nothing_is_made(settings):
    settings.DEMO = False
    before = counts()
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_exercise")
    with pytest.raises(Exception, match="DEMO=1"):
        accounts.make_accounts()
    assert counts() == before


def test_one_answer_is_narrowed_with_a_copy_and_somebody_asks_to_read_it(storm):
    narrowed = Input.objects.get(audience="named")
    assert (narrowed.actor.short, narrowed.request.number) == ("Elnät Gävleborg", 2)
    assert narrowed.redacted.struck == ["texts.forecast"]
    region = Person.objects.get(username="region.gavleborg")
    assert not Input.objects.visible_to(region).filter(pk=narrowed.pk).exists()
    assert AccessRequest.objects.waiting().get(incident=storm).asker.key == "region-21"
    assert set(LogLine.objects.filter(incident=storm).values_list("marking", flat=True)) == {
        "open",
        "internal",
        "sensitive",
    }

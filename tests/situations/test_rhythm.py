"""A request that comes again by itself: at its times, once, whatever the clocks and the machine do."""

import datetime
import itertools
from datetime import UTC, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models import ContactPoint
from coordination.incidents import notices
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.situations import tasks
from coordination.situations.models import QuestionSet, Request, Rhythm
from coordination.situations.rounds import rhythm
from coordination.situations.rounds.rhythm import Beat, following, later
from coordination.situations.rounds.rhythm_words import in_words
from coordination.situations.services import rhythms
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh, signed_in
from tests.situations.answers import answer

SWEDEN = ZoneInfo("Europe/Stockholm")
DAILY = tuple(range(7))
moments = st.datetimes(datetime.datetime(2025, 1, 1), datetime.datetime(2028, 1, 1), timezones=st.just(UTC))
weekly = st.builds(
    Beat,
    st.just("weekly"),
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
hourly = st.builds(Beat, st.just("hours"), every_hours=st.integers(1, 48))


def local(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=SWEDEN).astimezone(UTC)


def run_of(beat, first, number):
    times = [first]
    while len(times) < number:
        times.append(following(beat, times[-1], times[-1]))
    return times


@given(weekly, moments)
def test_a_weekly_time_is_the_next_of_its_days_and_nothing_lies_between(beat, after):
    found = following(beat, after, after)
    assert after < found <= after + timedelta(days=7, hours=1)
    assert found.astimezone(SWEDEN).weekday() in beat.weekdays
    # Any moment between leads to the same time: none is skipped, and none comes twice.
    assert following(beat, after + (found - after) / 2, after) == found
    assert following(beat, found, after) > found


@given(weekly, moments)
def test_each_day_of_a_weekly_rhythm_is_sent_once(beat, after):
    days = [at.astimezone(SWEDEN).date() for at in run_of(beat, following(beat, after, after), 20)]
    assert len(set(days)) == len(days)
    assert all((b - a).days <= 7 for a, b in itertools.pairwise(days))


@given(hourly, moments, st.integers(0, 10_000))
def test_hours_are_counted_as_they_pass_from_where_they_began(beat, since, minutes):
    after = since + timedelta(minutes=minutes)
    found = following(beat, after, since)
    assert after < found <= after + timedelta(hours=beat.every_hours)
    assert (found - since) % timedelta(hours=beat.every_hours) == timedelta()


@given(weekly, moments, st.integers(1, 3 * 24 * 60))
def test_weekly_lengths_are_counted_on_the_wall(beat, after, minutes):
    sent = following(beat, after, after)
    due = later(beat, sent, minutes).astimezone(SWEDEN).replace(tzinfo=None)
    wanted = sent.astimezone(SWEDEN).replace(tzinfo=None) + timedelta(minutes=minutes)
    # An hour that the clocks jump over is told as the hour after it.
    assert due in (wanted, wanted + timedelta(hours=1))


def test_thirteen_is_thirteen_in_summer_and_winter():
    at_one = Beat("weekly", DAILY, time(13))
    times = run_of(at_one, local("2026-03-28T13:00"), 3)
    assert [f"{t:%d %H:%M}" for t in times] == ["28 12:00", "29 11:00", "30 11:00"]


def test_half_past_two_on_the_spring_night_is_sent_once_when_the_clocks_have_jumped():
    beat = Beat("weekly", DAILY, time(2, 30))
    times = run_of(beat, local("2026-03-28T02:30"), 3)
    assert [f"{t.astimezone(SWEDEN):%d %H:%M}" for t in times] == ["28 02:30", "29 03:30", "30 02:30"]


def test_half_past_two_on_the_autumn_night_is_sent_the_first_time_only():
    beat = Beat("weekly", DAILY, time(2, 30))
    times = run_of(beat, local("2026-10-24T02:30"), 3)
    assert [f"{t:%d %H:%M}" for t in times] == ["24 00:30", "25 00:30", "26 01:30"]


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28T18:00", 6), ("2026-10-24T18:00", 6)])
def test_every_sixth_hour_is_six_hours_also_across_the_nights(night, hours):
    times = run_of(Beat("hours", every_hours=hours), local(night), 5)
    assert {b - a for a, b in itertools.pairwise(times)} == {timedelta(hours=6)}


@pytest.mark.parametrize(
    ("beat", "words"),
    [
        (Beat("weekly", (0, 1, 2, 3, 4), time(13)), "Varje vardag kl. 13.00"),
        (Beat("weekly", (2,), time(8)), "Onsdagar kl. 08.00"),
        (Beat("weekly", (0, 3), time(8, 5)), "Måndagar och torsdagar kl. 08.05"),
        (Beat("weekly", DAILY, time(6)), "Varje dag kl. 06.00"),
        (Beat("hours", every_hours=6), "Var sjätte timme"),
        (Beat("hours", every_hours=5), "Var 5:e timme"),
    ],
)
def test_a_rhythm_is_told_as_people_say_it(beat, words):
    assert in_words(beat) == words


# --- sending ---

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(house, incident):
    def made(beat=None, first=None, by=None, **more):
        beat = beat or Beat("hours", every_hours=1)
        return rhythms.make_rhythm(
            by=fresh(by or house.anna),
            incident=incident,
            question_set=QuestionSet.objects.first(),
            recipients=more.pop("recipients", None) or [house.ljusdal, house.bollnas],
            purpose="Lägesbild varje timme",
            beat=beat,
            first=first or now_in(incident) + timedelta(hours=1),
            answer_minutes=more.pop("answer_minutes", 30),
            **more,
        )

    return made


def due(row, ago=timedelta(seconds=20)):
    """The row's time has come, that long ago."""
    at = timezone.now() - ago
    Rhythm.objects.filter(pk=row.pk).update(next_at=at)
    return at


def test_what_is_due_is_sent_once_in_the_countys_name(make, house, incident):
    row = make()
    at = due(row)
    tasks.rhythms()
    tasks.rhythms()
    sent = Request.objects.get()
    assert (sent.rhythm, sent.asker, sent.sent_by) == (row, house.board, house.anna)
    assert sent.deadline == at + timedelta(minutes=30)
    assert sent.as_of == at
    assert {r.actor for r in sent.recipients.all()} == {house.ljusdal, house.bollnas}
    assert sent.incident.notices.filter(kind="request").count() == 2
    row.refresh_from_db()
    assert row.next_at == at + timedelta(hours=1)
    assert Entry.objects.filter(verb="request.sent").get().by is None


def test_nothing_is_sent_before_its_time(make):
    make()
    tasks.rhythms()
    assert not Request.objects.exists()


def test_a_machine_that_stood_still_for_a_day_sends_one_and_gives_the_whole_time(make):
    row = make()
    at = due(row, timedelta(hours=24, minutes=10))
    tasks.rhythms()
    tasks.rhythms()
    sent = Request.objects.get()
    assert timedelta(minutes=29) < sent.deadline - timezone.now() <= timedelta(minutes=30)
    row.refresh_from_db()
    assert row.next_at == at + timedelta(hours=25)


def test_a_closed_incident_sends_nothing_also_not_at_once_when_it_opens_again(make, house, incident):
    row = make()
    incidents.change_phase(by=fresh(house.lena), incident=incident, to="closed")
    due(row)
    tasks.rhythms()
    incidents.change_phase(by=fresh(house.lena), incident=incident, to="wind_down")
    tasks.rhythms()
    assert not Request.objects.exists()
    row.refresh_from_db()
    assert row.next_at > timezone.now()


def test_a_stopped_rhythm_sends_nothing(make, house):
    row = make()
    rhythms.stop_rhythm(by=fresh(house.lena), row=row)
    due(row)
    tasks.rhythms()
    assert not Request.objects.exists()
    with pytest.raises(RuleBroken):
        rhythms.stop_rhythm(by=fresh(house.lena), row=row)


def test_who_has_left_is_not_asked(make, house, incident):
    row = make()
    incident.participations.filter(actor=house.bollnas).update(left_at=timezone.now())
    due(row)
    tasks.rhythms()
    assert [r.actor for r in Request.objects.get().recipients.all()] == [house.ljusdal]


def test_the_next_is_put_off_once_and_those_after_it_keep_their_times(make, house):
    row = make()
    before = row.next_at
    put = rhythms.put_off(by=fresh(house.anna), row=row, to=before + timedelta(minutes=30), note="Chefen är i möte")
    assert rhythm.next_times(put, 3) == [
        before + timedelta(minutes=30),
        before + timedelta(hours=1),
        before + timedelta(hours=2),
    ]
    shift = timedelta(hours=1, minutes=30, seconds=20)
    Rhythm.objects.filter(pk=row.pk).update(next_at=put.next_at - shift, postponed_from=before - shift)
    tasks.rhythms()
    row.refresh_from_db()
    assert Request.objects.count() == 1
    assert (row.next_at, row.postponed_from, row.postponed_note) == (before - shift + timedelta(hours=1), None, "")


def test_who_was_to_be_asked_is_told_that_it_comes_later(make, house, incident, mailoutbox):
    row = make()
    ContactPoint.objects.create(actor=house.ljusdal, function="TiB", email="tib@ljusdal.example")
    to = row.next_at + timedelta(minutes=30)
    rhythms.put_off(by=fresh(house.anna), row=row, to=to, note="Chefen är i möte")
    told = incident.notices.filter(kind="put_off")
    assert {notice.actor for notice in told} == {house.ljusdal, house.bollnas}
    notices.send_waiting()
    (mail,) = [one for one in mailoutbox if "Begäran kommer senare" in one.subject]
    assert "tib@ljusdal.example" in mail.to
    assert "Chefen" not in mail.body
    path = f"/h/{incident.number}/begaran/"
    assert path in mail.body
    page = signed_in(house.maria).get(path).content.decode()
    assert "Nästa begäran kommer" in page
    assert "Chefen är i möte" in page
    assert timezone.localtime(to).strftime("%H:%M") in page


def test_put_off_once_more_they_are_told_once_more(make, house, incident):
    row = make()
    for minutes in (20, 40):
        by = fresh(house.anna)
        rhythms.put_off(by=by, row=row, to=row.next_at + timedelta(minutes=minutes), note="Chefen är i möte")
    assert incident.notices.filter(kind="put_off", actor=house.ljusdal).count() == 2


def test_putting_off_says_why_and_stays_within_the_rhythm(make, house):
    row = make()
    by = fresh(house.anna)
    for to, note in ((timedelta(minutes=10), " "), (timedelta(hours=1), "Skäl"), (timedelta(minutes=-10), "Skäl")):
        with pytest.raises(RuleBroken):
            rhythms.put_off(by=by, row=row, to=row.next_at + to, note=note)


def test_wednesdays_for_thursday_at_ten(make, incident):
    row = make(Beat("weekly", (2,), time(8)), local("2027-01-06T08:00"), answer_minutes=7 * 60, as_of_minutes=26 * 60)
    as_of, deadline = rhythm.times_of(row, row.next_at + timedelta(seconds=30))
    assert deadline == local("2027-01-06T15:00")
    assert as_of == local("2027-01-07T10:00")


@settings(max_examples=200, deadline=None)
@given(weekly, moments, st.integers(1, 2880), st.integers(0, 4000))
def test_there_is_always_time_to_answer(beat, after, minutes, late):
    row = Rhythm(
        kind="weekly",
        weekdays=list(beat.weekdays),
        at=beat.at,
        answer_minutes=minutes,
        next_at=following(beat, after, after),
    )
    now = row.next_at + timedelta(seconds=late)
    assert rhythm.times_of(row, now)[1] > now


def test_only_who_asks_makes_a_rhythm(make, house):
    with pytest.raises(Refused):
        make(by=house.maria)


def test_a_rhythm_without_a_day_is_refused(make):
    with pytest.raises((RuleBroken, ValidationError, ValueError)):
        make(Beat("weekly", (), None))


# --- reminding ---


@pytest.fixture
def planned(make, house):
    """A request that came by its rhythm, to be reminded of 20 and 10 minutes before its deadline."""
    row = make(reminders=[20, 10])
    due(row)
    tasks.rhythms()
    return Request.objects.get()


def pass_time(request, **much):
    """As if the request had been sent so much earlier."""
    request.refresh_from_db()
    Request.objects.filter(pk=request.pk).update(
        sent_at=request.sent_at - timedelta(**much), deadline=request.deadline - timedelta(**much)
    )


def reminded(request):
    return {row.actor.short for row in request.recipients.exclude(reminded_at=None).select_related("actor")}


def test_the_plan_reminds_who_is_silent_once_a_step(planned, house):
    answer(fresh(house.bo), planned, house.bollnas)
    tasks.rhythms()
    assert reminded(planned) == set()
    pass_time(planned, minutes=12)
    tasks.rhythms()
    tasks.rhythms()
    assert reminded(planned) == {"Ljusdal"}
    assert planned.incident.notices.filter(kind="reminder").count() == 1


def test_steps_missed_while_the_machine_stood_still_are_one_reminder(planned):
    pass_time(planned, minutes=29)
    tasks.rhythms()
    tasks.rhythms()
    assert planned.incident.notices.filter(kind="reminder").count() == 2  # one each for the two silent
    planned.refresh_from_db()
    assert planned.reminders_sent == 2


def test_who_has_said_that_it_comes_later_is_not_reminded_before(planned, house):
    planned.recipients.filter(actor=house.ljusdal).update(postponed_to=timezone.now() + timedelta(hours=2))
    pass_time(planned, minutes=25)
    tasks.rhythms()
    assert reminded(planned) == {"Bollnäs"}


def test_a_closed_request_reminds_nobody(planned):
    Request.objects.filter(pk=planned.pk).update(state="closed")
    pass_time(planned, minutes=25)
    tasks.rhythms()
    assert reminded(planned) == set()


# --- pages ---


def typed(house, **more):
    return {
        "purpose": "Lägesbild",
        "kind": "weekly",
        "weekdays": ["2"],
        "at": "08:00",
        "answer_minutes": "420",
        "as_of_day": "1",
        "as_of_at": "10:00",
        "question_set": QuestionSet.objects.first().pk,
        "whom": "all",
        "reminders": ["30"],
        **more,
    }


def test_five_times_are_read_before_the_rhythm_is_saved(client, house, incident):
    client.force_login(house.lena)
    address = f"/h/{incident.number}/begaran/rytmer/ny/"
    assert client.get(address).status_code == 200
    shown = client.post(address, typed(house) | {"do": "read"})
    page = shown.content.decode()
    assert "Onsdagar kl. 08.00" in page
    assert page.count(" 15:00<") == 5
    assert page.count(" 10:00<") == 5
    assert not Rhythm.objects.exists()
    kept = {}
    for name, value in shown.context["fields"]:
        kept.setdefault(name, []).append(value)
    saved = client.post(address, kept | {"do": "save"})
    row = Rhythm.objects.get()
    assert saved.status_code == 302
    assert (row.weekdays, row.answer_minutes, row.as_of_minutes, row.reminders) == ([2], 420, 26 * 60, [30])
    assert "Onsdagar kl. 08.00" in client.get(saved.url).content.decode()


def test_what_is_missing_is_said_at_its_field(client, house, incident):
    client.force_login(house.lena)
    address = f"/h/{incident.number}/begaran/rytmer/ny/"
    wrong = client.post(address, typed(house, weekdays=[], at="", as_of_at="") | {"do": "read"})
    assert wrong.status_code == 422
    assert {"weekdays", "at", "as_of_at"} <= set(wrong.context["form"].errors)
    hours = client.post(address, typed(house, kind="hours", every_hours="", first="") | {"do": "read"})
    assert {"every_hours", "first"} <= set(hours.context["form"].errors)


def test_recipients_read_why_the_next_is_put_off(client, house, incident, make):
    row = make()
    client.force_login(house.lena)
    address = f"/h/{incident.number}/begaran/rytmer/{row.pk}/skjut-upp/"
    to = timezone.localtime(row.next_at + timedelta(minutes=30))
    assert client.get(address).status_code == 200
    assert client.post(address, {"to": f"{to:%Y-%m-%dT%H:%M}", "note": ""}).status_code == 422
    assert client.post(address, {"to": f"{to:%Y-%m-%dT%H:%M}", "note": "Vi väntar på SMHI"}).status_code == 302
    client.force_login(house.maria)
    assert "Vi väntar på SMHI" in client.get(f"/h/{incident.number}/begaran/").content.decode()
    assert client.get(address).status_code == 403


def test_others_stop_no_rhythm_and_another_county_sees_none(client, house, incident, make):
    row = make()
    stop = f"/h/{incident.number}/begaran/rytmer/{row.pk}/stoppa/"
    client.force_login(house.maria)
    assert client.post(stop).status_code == 403
    client.force_login(house.charlie)
    assert client.post(stop).status_code == 404
    client.force_login(house.anna)
    assert client.post(stop).status_code == 302
    assert Rhythm.objects.get().stopped_by == house.anna

"""Pages of resource needs: what stands first, what each may press, what it costs, and what nobody loses."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from coordination.incidents import services as incidents
from coordination.incidents.models import Quarantine, ResourceNeed
from coordination.incidents.services.resources import answer_offer
from coordination.situations.models import Input
from coordination.situations.needing import begins, moment
from tests.conftest import fresh as anew
from tests.conftest import signed_in
from tests.counting import Statements
from tests.direction.house import add_storm, close, fresh
from tests.incidents.test_resources import need, offer, state
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def storm(house):
    return add_storm(house)


def base(storm):
    return f"/h/{storm.incident.number}/resurser/"


def page(who, address):
    return signed_in(who).get(address).content.decode()


def typed(**more):
    return {
        "what": "elverk",
        "quantity": "2",
        "unit": "st",
        "from_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "where": "Färila",
        "contact": "TiB",
        **more,
    }


def waited(row, minutes):
    ResourceNeed.objects.filter(pk=row.pk).update(made_at=timezone.now() - timedelta(minutes=minutes))


def test_what_nobody_has_answered_for_half_an_hour_stands_first_and_says_so(storm):
    new, old = need(storm, what="vatten"), need(storm, what="elverk")
    waited(old, 47)
    waited(new, 29)
    shown = page(storm.bo, base(storm))
    assert "obesvarat i 47 min" in shown
    assert "obesvarat i 29 min" not in shown
    assert shown.index("elverk") < shown.index("vatten")
    assert "vatten" not in page(storm.bo, base(storm) + "?visa=obesvarade")
    offer(storm, old)
    assert "obesvarat" not in page(storm.bo, base(storm))


def test_how_much_is_covered_is_said_in_numbers(storm):
    asked = need(storm)
    given = offer(storm, asked, 3)
    answer_offer(by=anew(storm.maria), offer=given, accepts=True)
    shown = page(storm.lena, base(storm))
    assert "3 av 5" in shown
    assert 'class="cover"' in shown


def test_each_has_the_button_of_her_role(storm):
    asked = need(storm)
    offer(storm, asked)
    theirs, ours, readers = (page(who, asked.get_absolute_url()) for who in (storm.bo, storm.maria, storm.rut))
    assert "Vi kan hjälpa</a>" in theirs
    assert "Ta tillbaka erbjudandet" in theirs
    assert "Tacka ja" not in theirs
    assert "Tacka ja</button>" in ours
    assert "Vi kan hjälpa</a>" not in ours
    assert ours[ours.index("<main") : ours.index("</main")].count("btn-1") == 1
    assert [one for one in ("Tacka ja", "Vi kan hjälpa</a>", "Behövs inte längre") if one in readers] == []


def test_an_officer_writes_a_need_and_finds_her_last_words_next_time(storm):
    assert signed_in(storm.maria).post(base(storm) + "ny/", typed(actor=storm.ljusdal.pk)).status_code == 302
    made = ResourceNeed.objects.get()
    assert (made.actor, made.quantity, made.origin) == (storm.ljusdal, 2, "")
    again = page(storm.maria, base(storm) + "ny/")
    assert 'value="Färila"' in again
    assert 'value="TiB"' in again


def test_the_county_notes_what_was_told_by_telephone(storm):
    blank = page(storm.lena, base(storm) + "ny/")
    assert "Välj aktör" in blank
    assert 'name="contact" maxlength="200" required' in blank
    assert 'name="contact" value=' not in blank
    data = typed(actor=storm.ljusdal.pk)
    assert signed_in(storm.lena).post(base(storm) + "ny/", data).status_code == 302
    assert "Berättat per telefon för Ljusdals kommun." in page(storm.bo, ResourceNeed.objects.get().get_absolute_url())


def test_what_was_typed_comes_back_with_what_is_wrong(storm):
    data = typed(actor=storm.ljusdal.pk, until="2020-01-01T10:00", quantity="0", why="äldreboendet")
    answered = signed_in(storm.maria).post(base(storm) + "ny/", data)
    shown = answered.content.decode()
    assert answered.status_code == 422
    assert "Slutet ligger före början." in shown
    assert "äldreboendet" in shown
    assert signed_in(storm.rut).get(base(storm) + "ny/").status_code == 403


def test_offering_answering_and_ending_on_pages(storm):
    asked = need(storm)
    there = asked.get_absolute_url()
    bo, maria = signed_in(storm.bo), signed_in(storm.maria)
    assert 'value="5"' in bo.get(there + "erbjud/").content.decode()
    data = {
        "actor": storm.bollnas.pk,
        "quantity": "8",
        "from_at": typed()["from_at"],
        "contact": "VB",
        "note": "Med förare",
    }
    assert bo.post(there + "erbjud/", data).status_code == 302
    given = asked.offers.get()
    shown = maria.get(there).content.decode()
    assert "Med det här blir det 8 av 5" in shown
    refused = maria.post(f"{there}erbjudande/{given.pk}/", {"do": "yes", "note": "Tack så mycket"})
    assert refused.status_code == 409
    assert "8 av 5" in refused.content.decode()
    assert "Tack så mycket" in refused.content.decode()
    assert maria.post(f"{there}erbjudande/{given.pk}/", {"do": "anyway"}).status_code == 302
    assert bo.post(f"{there}besked/", {"do": "delivered"}).status_code == 403
    assert maria.post(f"{there}besked/", {"do": "delivered", "note": "På plats"}).status_code == 302
    assert maria.post(f"{there}besked/", {"do": "returned"}).status_code == 302
    assert state(asked) == "returned"
    assert maria.post(f"{there}besked/", {"do": "fly"}).status_code == 404
    assert maria.post(f"{there}erbjudande/{given.pk}/", {"do": "fly"}).status_code == 404
    assert signed_in(storm.maria).get(there + "erbjud/").status_code == 403


def test_a_unit_that_is_markup_is_text_also_in_the_help(storm):
    asked = need(storm, unit="<script>alert(1)</script>")
    shown = page(storm.bo, asked.get_absolute_url() + "erbjud/")
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_another_county_finds_nothing(storm):
    asked = need(storm)
    client = signed_in(storm.charlie)
    for address in (base(storm), base(storm) + "ny/", asked.get_absolute_url(), asked.get_absolute_url() + "erbjud/"):
        assert client.get(address).status_code == 404


def test_a_closed_incident_has_no_buttons(storm):
    asked = need(storm)
    close(storm.incident)
    shown = page(storm.bo, asked.get_absolute_url())
    assert "Vi kan hjälpa</a>" not in shown
    assert "Anteckna ett behov" not in page(storm.bo, base(storm))


def test_the_list_costs_the_same_for_five_and_for_a_hundred(storm):
    first = need(storm)
    offer(storm, first)
    row = {name: getattr(first, name) for name in ("incident", "actor", "what", "unit", "where", "contact", "made_by")}

    def fill(upto):
        numbers = range(ResourceNeed.objects.count() + 1, upto + 1)
        ResourceNeed.objects.bulk_create(
            [
                ResourceNeed(**row, number=n, quantity=n, from_at=timezone.now(), made_at=timezone.now() - HOUR)
                for n in numbers
            ]
        )

    client = signed_in(storm.lena)
    counted = []
    client.get(base(storm))
    for many in (5, 100):
        fill(many)
        with Statements(connection) as asked:
            answered = client.get(base(storm))
        counted.append(len(asked.captured_queries))
    assert counted[0] == counted[1]
    assert counted[1] <= 8
    assert answered.content.decode().count("reservkraftverk") >= 100
    assert len(gzip.compress(answered.content)) <= 100_000


# What waits on the start page.


def test_the_start_page_tells_of_offers_to_answer_and_of_needs_that_nobody_has_answered(storm):
    asked = need(storm)
    assert "har inte fått svar" not in page(storm.lena, "/")
    waited(asked, 47)
    assert "Ljusdals kommun har inte fått svar på ett behov" in page(storm.lena, "/")
    assert "obesvarat i 47 min" in page(storm.lena, "/")
    assert "har inte fått svar" not in page(storm.bo, "/")
    given = offer(storm, asked)
    assert "har inte fått svar" not in page(storm.lena, "/")
    assert "1 erbjudande väntar på ert ja eller nej" in page(storm.maria, "/")
    answer_offer(by=anew(storm.maria), offer=given, accepts=True)
    assert "erbjudande väntar" not in page(storm.maria, "/")


# A need told in an answer.


@pytest.fixture
def told(house, incident, asked):
    house.incident = incident
    raw = content()
    empty = {"what": "", "amount": "", "unit": "", "where": "", "needed_by": "", "consequence": ""}
    raw["needs"] = [
        {**empty, "what": "Reservkraft till vårdboende", "amount": "ca 3", "unit": "st", "where": "Färila"},
        {**empty, "what": "Personal", "amount": "några", "needed_by": "i kväll"},
    ]
    house.sent = answer(house.maria, asked, house.ljusdal, raw)
    house.ljusdal.contact_points.create(function="TiB", phone="0651-180 00")
    return house


def test_a_need_of_an_answer_becomes_a_resource_need_by_one_press(told):
    there = told.sent.get_absolute_url()
    assert page(told.lena, there).count("Gör till resursbehov") == 2
    lena = signed_in(told.lena)
    assert lena.post(there + "behov/0/", {"do": "at-once"}).status_code == 302
    made = ResourceNeed.objects.get()
    assert (made.quantity, made.unit, made.where, made.contact) == (3, "st", "Färila", "TiB 0651-180 00")
    assert (made.actor, made.origin) == (told.ljusdal, f"input:{told.sent.pk}")
    shown = page(told.lena, there)
    assert shown.count("Gör till resursbehov") == 1
    assert "Resursbehov 1" in shown
    again = lena.post(there + "behov/0/", {"do": "at-once"})
    assert again.status_code == 409
    assert "resursbehov 1" in again.content.decode()


def test_what_an_answer_does_not_say_is_asked_for(told):
    there = told.sent.get_absolute_url() + "behov/1/"
    lena = signed_in(told.lena)
    missing = lena.post(there, {"do": "at-once"})
    assert missing.status_code == 422
    assert "Behövs: i kväll." in missing.content.decode()
    assert not ResourceNeed.objects.exists()
    whole = typed(what="Personal", actor=told.ljusdal.pk)
    assert lena.post(there, whole).status_code == 302
    assert ResourceNeed.objects.get().what == "Personal"


def test_only_the_actor_and_the_county_make_a_need_of_an_answer(told):
    there = told.sent.get_absolute_url()
    assert "Gör till resursbehov" not in page(told.bo, there)
    assert signed_in(told.bo).post(there + "behov/0/", {"do": "at-once"}).status_code == 403
    assert signed_in(told.maria).post(there + "behov/0/", {"do": "at-once"}).status_code == 302
    assert signed_in(told.maria).get(there + "behov/9/").status_code == 404
    assert signed_in(told.charlie).post(there + "behov/1/").status_code == 404


def test_what_fewer_read_does_not_become_what_all_read(told):
    until = timezone.now() + timedelta(days=3)
    incidents.narrow(
        by=anew(told.maria), record=told.sent, audience="named", actors=[told.board], reason="Känsligt", until=until
    )
    there = told.sent.get_absolute_url()
    assert "Gör till resursbehov" not in page(told.lena, there)
    refused = signed_in(told.lena).post(there + "behov/0/", {"do": "at-once"})
    assert refused.status_code == 409
    assert "läses inte av alla" in refused.content.decode()
    assert signed_in(told.bo).post(there + "behov/0/").status_code == 404


def test_the_way_back_to_the_answer_is_for_who_reads_it(told):
    signed_in(told.lena).post(told.sent.get_absolute_url() + "behov/0/", {"do": "at-once"})
    made = ResourceNeed.objects.get()
    assert told.sent.get_absolute_url() in page(told.bo, made.get_absolute_url())
    until = timezone.now() + timedelta(days=3)
    sent = Input.objects.get(pk=told.sent.pk)
    incidents.narrow(by=anew(told.maria), record=sent, audience="own", reason="Känsligt", until=until)
    assert told.sent.get_absolute_url() not in page(told.bo, made.get_absolute_url())
    assert told.sent.number not in page(told.bo, made.get_absolute_url())


def test_a_need_is_hidden_with_the_answer_that_it_was_made_of(told):
    signed_in(told.lena).post(told.sent.get_absolute_url() + "behov/0/", {"do": "at-once"})
    made = ResourceNeed.objects.get()
    row = incidents.quarantine(by=anew(told.bo), record=fresh(told.sent), reason="Fel uppgift")
    assert signed_in(told.bo).get(made.get_absolute_url()).status_code == 404
    incidents.lift(by=anew(told.maria), row=row, note="Det stämde")
    assert signed_in(told.bo).get(made.get_absolute_url()).status_code == 200


def test_times_and_amounts_are_read_only_where_they_are_clear():
    now = timezone.make_aware(timezone.datetime(2025, 12, 28, 9))
    assert moment("", now) == moment("Nu!", now) == now
    assert moment("kl. 14.30", now) == now.replace(hour=14, minute=30)
    assert moment("2025-12-30 08:00", now) == now.replace(day=30, hour=8)
    assert moment("i kväll", now) is None
    assert moment("2025-13-30 08:00", now) is None
    for said, found in (("3", "3"), ("ca 10 personer", "10"), ("2,5 ton", ""), ("några", "")):
        assert begins({"what": "x", "amount": said, "needed_by": ""}, now)["quantity"] == found


# The same past row-level security, as the web server is: what follows by rule reaches what the finder need not read.


def hide(who, incident, slug, row):
    answered = signed_in(who).post(f"/h/{incident.number}/karantan/{slug}/{row.pk}/", {"reason": "Fel uppgift"})
    assert answered.status_code == 302


def test_an_offer_that_is_hidden_on_its_page_counts_for_nothing(storm):
    asked = need(storm)
    given = offer(storm, asked)
    answer_offer(by=anew(storm.maria), offer=given, accepts=True)
    hide(storm.lena, storm.incident, "erbjudande", given)
    assert state(asked) == "requested"
    assert "0 av 5" in page(storm.bo, asked.get_absolute_url())
    row = Quarantine.objects.get()
    lifted = signed_in(storm.bo).post(f"/h/{storm.incident.number}/karantan/{row.pk}/hav/", {"note": "Det stämde"})
    assert lifted.status_code == 302
    assert state(asked) == "agreed"


def test_an_answer_hidden_by_another_actor_takes_its_need_and_the_offers_to_it(told):
    signed_in(told.lena).post(told.sent.get_absolute_url() + "behov/0/", {"do": "at-once"})
    made = ResourceNeed.objects.get()
    given = offer(told, made, 3)
    hide(told.bo, told.incident, "svar", told.sent)
    held = set(Quarantine.objects.open().values_list("kind", "object_id"))
    assert held >= {("resourceneed", made.pk), ("resourceoffer", given.pk)}
    assert signed_in(told.lena).get(made.get_absolute_url()).status_code == 404

"""Which measures wait for which, and whose owner is no longer there."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from coordination.direction.models import Measure
from coordination.direction.services import depend, stop_depending, suggest_measure, update_measure
from coordination.incidents.models import Incident
from coordination.incidents.services import quarantine
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.direction.house import anew, close, fresh
from tests.direction.needs import need


def suggest(storm, what="Köra ut värmare", hours=1.0, **more):
    return suggest_measure(
        by=more.pop("by", storm.lena),
        incident=storm.incident,
        owner=more.pop("owner", storm.ljusdal),
        what=what,
        due=timezone.now() + timedelta(hours=hours),
        **more,
    )


def on(measure):
    return list(measure.depends_on.all())


def foreign(storm):
    now = timezone.now()
    other = Incident.objects.create(
        number="2025-999", name="En annan", type=storm.incident.type, lead=storm.board, opened_at=now
    )
    return Measure.objects.create(
        incident=other, owner=storm.board, what="Annat", due=now, made_at=now, made_by=storm.lena
    )


def test_a_measure_serves_a_need_and_waits_for_another(storm):
    warmth, first = need(storm), suggest(storm, "Skaffa värmare")
    second = suggest(storm, need=warmth, depends_on=[first])
    assert (second.need, on(second)) == (warmth, [first])
    entry = Entry.objects.get(subject=f"measure:{second.pk}", verb="measure.waits")
    assert entry.data == {"on": [first.pk]}


def test_a_need_of_another_incident_is_refused(storm):
    away = foreign(storm)
    with pytest.raises(RuleBroken, match="Behovet hör till en annan"):
        suggest(storm, need=need(storm, incident=away.incident))


def test_it_is_never_marked_lower_than_its_need(storm):
    assert suggest(storm, need=need(storm, marking="internal")).marking == "internal"


def test_author_owner_and_county_say_what_it_waits_for(storm):
    first = suggest(storm)
    for by in (storm.lena, storm.maria):
        measure = suggest(storm, by=storm.bo)
        depend(by=by, measure=measure, on=first)
        depend(by=by, measure=measure, on=first)
        assert on(measure) == [first]
    for by in (storm.bo, storm.rut):
        with pytest.raises(Refused):
            depend(by=by, measure=first, on=suggest(storm))
    stop_depending(by=storm.maria, measure=measure, on=first)
    assert on(measure) == []
    verbs = Entry.objects.filter(subject=f"measure:{measure.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[1:] == ["measure.waits", "measure.waits_no_more"]


def test_what_is_of_another_incident_is_not_waited_for(storm):
    away = foreign(storm)
    with pytest.raises(RuleBroken, match="Åtgärden hör till en annan händelse"):
        depend(by=storm.lena, measure=suggest(storm), on=away)
    with pytest.raises(RuleBroken, match="Åtgärden hör till en annan händelse"):
        suggest(storm, depends_on=[away])


def test_nothing_waits_in_a_circle(storm):
    first, second, third = suggest(storm), suggest(storm), suggest(storm)
    with pytest.raises(RuleBroken, match="vänta på sig själv"):
        depend(by=storm.lena, measure=first, on=first)
    depend(by=storm.lena, measure=first, on=second)
    depend(by=storm.lena, measure=second, on=third)
    with pytest.raises(RuleBroken, match="väntar redan på den här"):
        depend(by=storm.lena, measure=third, on=first)
    # Also where the way round goes through what nobody sees.
    quarantine(by=storm.lena, record=second, reason="Fel.")
    with pytest.raises(RuleBroken, match="väntar redan på den här"):
        depend(by=storm.lena, measure=third, on=first)
    assert on(third) == []


@pytest.mark.django_db(transaction=True)
def test_two_that_tie_each_the_other_way_at_once_make_no_circle(storm):
    first, second = suggest(storm), suggest(storm)
    start, outcomes = threading.Barrier(2), []

    def tie(one, other):
        try:
            mine, theirs, by = fresh(one), fresh(other), anew(storm.lena)
            start.wait(timeout=30)
            depend(by=by, measure=mine, on=theirs)
            outcomes.append("tied")
        except RuleBroken:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=tie, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["refused", "tied"]
    assert len(on(first)) + len(on(second)) == 1


def test_nothing_is_tied_in_a_closed_incident(storm):
    first, second = suggest(storm), suggest(storm)
    close(storm.incident)
    for act in (depend, stop_depending):
        with pytest.raises(RuleBroken, match="Händelsen är avslutad"):
            act(by=storm.lena, measure=fresh(first), on=second)


def test_who_left_is_given_nothing_new(storm):
    storm.incident.participations.filter(actor=storm.ljusdal).update(left_at=timezone.now())
    with pytest.raises(RuleBroken, match="deltar inte längre i händelsen"):
        suggest(storm)


def page(client, storm, person, name, *args):
    client.force_login(person)
    return client.get(reverse(name, args=[storm.incident.number, *args])).content.decode()


def test_pages_say_what_waits_in_vain(client, storm):
    warmth, first = need(storm), suggest(storm, "Skaffa värmare")
    second = suggest(storm, need=warmth, depends_on=[first])
    update_measure(by=storm.maria, measure=first, to="declined", note="Vi har inga.")
    assert "ingen tar på sig den" in page(client, storm, storm.maria, "measures")
    shown = page(client, storm, storm.maria, "measure_answer", second.pk)
    assert "Skaffa värmare" in shown
    assert "ingen tar på sig den" in shown
    assert "Behov 1: Värme till Källbacken" in shown
    assert "Väntar på den här" in page(client, storm, storm.maria, "measure_answer", first.pk)
    Measure.objects.filter(pk=first.pk).update(state="taken", due=timezone.now() - timedelta(hours=1))
    assert "den är sen" in page(client, storm, storm.maria, "measures")
    Measure.objects.filter(pk=first.pk).update(due=timezone.now() + timedelta(hours=9))
    assert "den ska vara klar senare" in page(client, storm, storm.maria, "measures")
    Measure.objects.filter(pk=first.pk).update(state="done")
    assert "Väntar på:" not in page(client, storm, storm.maria, "measures")


def test_what_is_hidden_is_not_named_by_what_waits_for_it(client, storm):
    first = suggest(storm, "Skaffa värmare")
    second = suggest(storm, depends_on=[first])
    quarantine(by=storm.lena, record=first, reason="Fel.")
    for name, args in (("measures", ()), ("measure_answer", (second.pk,))):
        assert "Skaffa värmare" not in page(client, storm, storm.maria, name, *args)


def test_the_county_sees_first_what_has_no_owner_any_more(client, storm):
    suggest(storm)
    assert "Ägaren deltar inte längre" not in page(client, storm, storm.lena, "measures")
    storm.incident.participations.filter(actor=storm.ljusdal).update(left_at=timezone.now())
    shown = page(client, storm, storm.lena, "measures")
    assert "Ägaren deltar inte längre" in shown
    assert shown.count("ägaren deltar inte längre") == 1
    assert "Föreslå dem för en annan aktör" not in page(client, storm, storm.bo, "measures")


def test_tied_and_untied_by_the_page(client, storm):
    first, second = suggest(storm, "Skaffa värmare"), suggest(storm)
    client.force_login(storm.maria)
    address = reverse("measure_waits", args=[storm.incident.number, second.pk])
    assert client.post(address, {"on": first.pk}).status_code == 302
    assert on(second) == [first]
    assert client.post(address, {"on": first.pk, "bort": "1"}).status_code == 302
    assert on(second) == []
    assert client.post(address, {"on": "999999"}).status_code == 404
    assert client.post(address, {"on": second.pk}).status_code == 409


def test_a_measure_begun_from_a_need(client, storm):
    warmth = need(storm)
    client.force_login(storm.maria)
    address = reverse("measure_new", args=[storm.incident.number])
    assert '<option value="1" selected>' in client.get(f"{address}?behov=1").content.decode()
    due = (timezone.localtime() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    typed = {"what": "Köra ut", "owner": storm.ljusdal.pk, "due": due, "need": "1"}
    assert client.post(address, typed).status_code == 302
    assert Measure.objects.get().need == warmth
    assert client.post(address, typed | {"need": "77"}).status_code == 422

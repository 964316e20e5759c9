"""System issues: raised by a person, never by the machine; moved on; what was found is judged once."""

import pytest
from django.utils import timezone

from coordination.direction.models import Cycle, SystemIssue
from coordination.direction.services import dismiss_finding, give_part, move_issue, raise_issue
from coordination.direction.system import findings
from coordination.incidents.models import Incident
from coordination.incidents.services import Mark, quarantine
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.direction.house import close, fresh
from tests.direction.needs import need


def issue(storm, **more):
    words = {"kind": "gap", "title": "Ingen har värmen i norr."}
    return raise_issue(by=more.pop("by", storm.lena), incident=storm.incident, **(words | more))


def test_the_county_raises_an_issue(storm):
    warmth = need(storm)
    one = issue(storm, needs=[warmth], actors=[storm.ljusdal, storm.other], proposal="Ta upp det i ISF.")
    assert (one.number, one.state, one.urgency, one.forum) == (1, "open", "today", "isf")
    assert list(one.needs.all()) == [warmth]
    assert set(one.actors.all()) == {storm.ljusdal, storm.other}
    assert issue(storm).number == 2
    assert Entry.objects.filter(subject=f"systemissue:{one.pk}").get().verb == "systemissue.made"


def test_others_do_not_raise_move_or_dismiss(storm):
    need(storm)
    one, (found,) = issue(storm), findings(storm.incident)
    for person in (storm.maria, storm.rut, storm.bo):
        for act in (
            lambda by: issue(storm, by=by),
            lambda by: move_issue(by=by, issue=one, to="raised"),
            lambda by: dismiss_finding(by=by, incident=storm.incident, rule=found.rule, rule_key=found.key, why="Nej"),
        ):
            with pytest.raises(Refused):
                act(person)
    assert SystemIssue.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": "  "}, "i en mening"),
        ({"kind": "trouble"}, "Välj slag"),
        ({"urgency": "never"}, "Välj slag"),
        ({"forum": "pub"}, "Välj slag"),
        ({"rule": "hunch", "rule_key": "1"}, "Den regeln finns inte"),
    ],
)
def test_what_cannot_be_is_refused_in_words(storm, wrong, words):
    with pytest.raises(RuleBroken, match=words):
        issue(storm, **wrong)
    assert not SystemIssue.objects.exists()


def test_a_need_of_another_incident_is_refused(storm):
    other = Incident.objects.create(
        number="2025-999", name="En annan", type=storm.incident.type, lead=storm.board, opened_at=timezone.now()
    )
    with pytest.raises(RuleBroken, match="annan händelse"):
        issue(storm, needs=[need(storm, incident=other)])


def test_it_is_never_marked_lower_than_its_needs(storm):
    warmth = need(storm, marking="internal")
    assert issue(storm, needs=[warmth]).marking == "internal"
    with pytest.raises(RuleBroken, match="Märkningen kan inte vara lägre"):
        issue(storm, needs=[warmth], mark=Mark("open"))


def test_it_belongs_to_the_cycle_that_is_open(storm):
    now = timezone.now()
    Cycle.objects.create(incident=storm.incident, number=3, started_at=now, started_by=storm.lena)
    assert (issue(storm).cycle.number, SystemIssue.objects.get().held_in) == (3, 3)


def test_its_life(storm):
    one = issue(storm)
    move_issue(by=storm.lena, issue=one, to="raised")
    with pytest.raises(RuleBroken, match="hur frågan löstes"):
        move_issue(by=storm.lena, issue=one, to="settled", outcome=" ")
    move_issue(by=storm.lena, issue=one, to="settled", outcome="Regionen tog det.")
    assert (fresh(one).state, fresh(one).outcome) == ("settled", "Regionen tog det.")
    move_issue(by=storm.lena, issue=one, to="open")
    assert (fresh(one).state, fresh(one).outcome) == ("open", "")
    with pytest.raises(RuleBroken, match="varför frågan avfärdas"):
        move_issue(by=storm.lena, issue=one, to="dismissed")
    with pytest.raises(RuleBroken, match="högst 300 tecken"):
        move_issue(by=storm.lena, issue=one, to="dismissed", outcome="x" * 301)
    verbs = Entry.objects.filter(subject=f"systemissue:{one.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[1:] == ["systemissue.raised", "systemissue.settled", "systemissue.open"]


def test_who_comes_second_is_told(storm):
    one = issue(storm)
    late = fresh(one)
    move_issue(by=storm.lena, issue=one, to="raised")
    with pytest.raises(MovedOn):
        move_issue(by=storm.carl, issue=late, to="settled", outcome="Löst.")


def test_what_was_found_becomes_an_issue_and_is_not_found_again(storm):
    warmth = need(storm)
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    (found,) = findings(storm.incident)
    one = issue(storm, kind=found.kind, title=found.title, needs=found.needs, rule=found.rule, rule_key=found.key)
    assert findings(storm.incident) == []
    with pytest.raises(MovedOn, match="redan bedömt: se systemfråga 1"):
        issue(storm, rule=found.rule, rule_key=found.key)
    # Hidden, it is still judged; and its number is not given again.
    quarantine(by=storm.lena, record=one, reason="Fel.")
    assert findings(storm.incident) == []
    with pytest.raises(MovedOn, match="redan bedömt"):
        dismiss_finding(by=storm.lena, incident=storm.incident, rule=found.rule, rule_key=found.key, why="Nej.")
    assert issue(storm).number == 2


def test_what_is_nothing_is_kept_with_its_reason_and_may_be_opened(storm):
    warmth = need(storm)
    (found,) = findings(storm.incident)
    at = {"incident": storm.incident, "rule": found.rule, "rule_key": found.key}
    with pytest.raises(RuleBroken, match="varför frågan avfärdas"):
        dismiss_finding(by=storm.lena, **at, why=" ")
    one = dismiss_finding(by=storm.lena, **at, why="Boendet är stängt.")
    assert (one.state, one.outcome, list(one.needs.all())) == ("dismissed", "Boendet är stängt.", [warmth])
    assert findings(storm.incident) == []
    with pytest.raises(MovedOn, match="redan bedömt"):
        dismiss_finding(by=storm.carl, **at, why="Också jag.")
    move_issue(by=storm.lena, issue=one, to="open")
    assert fresh(one).state == "open"
    assert findings(storm.incident) == []


def test_what_is_no_longer_so_is_not_dismissed(storm):
    warmth = need(storm)
    (found,) = findings(storm.incident)
    give_part(by=storm.maria, need=warmth, actor=storm.ljusdal, part="responsible")
    with pytest.raises(MovedOn, match="inte så längre"):
        dismiss_finding(by=storm.lena, incident=storm.incident, rule=found.rule, rule_key=found.key, why="Nej.")
    assert not SystemIssue.objects.exists()


def test_nothing_is_written_in_a_closed_incident(storm):
    need(storm)
    one, (found,) = issue(storm), findings(storm.incident)
    close(storm.incident)
    one = fresh(one)
    for act in (
        lambda: issue(storm),
        lambda: move_issue(by=storm.lena, issue=one, to="raised"),
        lambda: dismiss_finding(
            by=storm.lena, incident=storm.incident, rule=found.rule, rule_key=found.key, why="Nej."
        ),
    ):
        with pytest.raises(RuleBroken, match="Händelsen är avslutad"):
            act()

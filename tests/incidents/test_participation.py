"""Who comes in from nowhere, who leaves, who comes back; and that rights follow at once."""

import datetime

import pytest
from django.utils import timezone

from actors import services as people
from actors.models import Actor, ActorGroup, Membership, Person
from actors.roles import Role
from coordination.incidents import participation, rights, services
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, IncidentGroupRight, IncidentType, LogLine, Notice
from coordination.incidents.permissions import QUARANTINE, READ_REPORTS, VIEW
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh, person

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def newcomer(**more):
    return participation.Newcomer(
        **{
            "name": "Bergs vägsamfällighet",
            "kind": "other",
            "function": "Kontakt",
            "phone": "0651-100",
            "email": "",
            "username": "berg.vag",
            "person_name": "Vägen i Berg",
            "person_email": "vag@example.se",
            "ends": timezone.localdate() + 30 * DAY,
            **more,
        }
    )


def bring_in(house, incident, by=None, **more):
    return participation.bring_in(by=by or house.lena, incident=incident, newcomer=newcomer(**more))


def release(house, incident, actor, by=None, reason="Behövs inte längre."):
    participation.end_participation(by=by or house.lena, incident=incident, actor=actor, reason=reason)


def second_incident(house):
    return services.open_incident(
        by=house.lena,
        type=IncidentType.objects.get(key="fire"),
        name="Branden Prov",
        lead=house.board,
        counties=[house.county],
    )


class TestBroughtIn:
    def test_takes_part_at_once_and_says_that_it_is_temporary(self, house, incident, client):
        actor = bring_in(house, incident)
        assert actor.temporary
        assert actor.county == house.county
        who = Person.objects.get(username="berg.vag")
        held = who.memberships.get()
        assert (held.role, held.ends) == (Role.REPORTER, timezone.localdate() + 30 * DAY)
        services.write_line(by=who, incident=incident, actor=actor, text="Vägen är öppen.")
        client.force_login(house.lena)
        page = client.get(f"/h/{incident.number}/aktorer/").content.decode()
        assert "Bergs vägsamfällighet" in page
        assert "tillfällig" in page
        assert Entry.objects.filter(verb="incident.brought_in", by=house.lena).exists()

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"kind": "county_board"}, "finns i registret"),
            ({"kind": "national_agency"}, "finns i registret"),
            ({"kind": "kung"}, "finns i registret"),
            ({"phone": ""}, "telefonnummer"),
            ({"ends": datetime.date(2020, 1, 1)}, "inom ett halvår"),
            ({"ends": datetime.date(2099, 1, 1)}, "inom ett halvår"),
            ({"username": "charlie"}, "Användarnamnet går inte"),
            ({"person_email": ""}, "e-postadress"),
        ],
    )
    def test_what_cannot_be_leaves_nothing_behind(self, house, incident, more, sentence):
        before = Actor.objects.count(), Person.objects.count()
        with pytest.raises(RuleBroken, match=sentence):
            bring_in(house, incident, **more)
        assert (Actor.objects.count(), Person.objects.count()) == before

    @pytest.mark.parametrize("who", ["anna", "carl", "maria", "charlie"])
    def test_only_who_invites_brings_in(self, house, incident, who):
        with pytest.raises(Refused):
            bring_in(house, incident, by=getattr(house, who))

    def test_its_rights_end_when_the_incident_closes_and_what_it_wrote_stays(self, house, incident):
        actor = bring_in(house, incident)
        who = Person.objects.get(username="berg.vag")
        services.write_line(by=who, incident=incident, actor=actor, text="Vägen är öppen.")
        services.change_phase(by=house.lena, incident=incident, to="closed")
        assert not Incident.objects.visible_to(fresh(who)).exists()
        assert not Membership.objects.now().filter(person=who).exists()
        assert not fresh(who).is_active
        assert LogLine.objects.filter(actor=actor).exists()
        services.change_phase(by=house.lena, incident=incident, to="wind_down")
        assert not Incident.objects.visible_to(fresh(who)).exists()
        assert Incident.objects.visible_to(fresh(house.maria)).exists()

    def test_or_on_its_day(self, house, incident):
        bring_in(house, incident)
        who = Person.objects.get(username="berg.vag")
        assert Incident.objects.visible_to(who).exists()
        who.memberships.update(starts=timezone.localdate() - 9 * DAY, ends=timezone.localdate() - DAY)
        assert not Incident.objects.visible_to(who).exists()

    def test_in_two_incidents_it_stays_until_the_second_closes(self, house, incident):
        actor, other = bring_in(house, incident), second_incident(house)
        services.invite(by=house.lena, incident=other, actors=[actor])
        who = Person.objects.get(username="berg.vag")
        services.change_phase(by=house.lena, incident=incident, to="closed")
        assert list(Incident.objects.visible_to(fresh(who))) == [other]
        release(house, other, actor)
        assert not Membership.objects.now().filter(person=who).exists()

    def test_no_other_county_learns_of_it(self, house, incident, client):
        actor = bring_in(house, incident)
        client.force_login(house.charlie)
        assert client.get(f"/api/v1/actors/{actor.key}").status_code == 404
        assert "vägsamfällighet" not in client.get("/api/v1/actors?q=Berg").content.decode()
        own = services.open_incident(
            by=house.charlie,
            type=IncidentType.objects.get(key="fire"),
            name="Branden",
            lead=house.other,
            counties=[house.other.county],
        )
        assert "vägsamfällighet" not in client.get(f"/h/{own.number}/aktorer/?sok=Bergs").content.decode()
        client.post(f"/h/{own.number}/aktorer/bjud-in/", {"actors": [actor.pk]})
        assert not own.participations.filter(actor=actor).exists()

    def test_two_of_the_same_name_are_two(self, house, incident):
        first = bring_in(house, incident)
        second = bring_in(house, incident, username="berg.vag2")
        assert first.key != second.key

    def test_the_form_keeps_what_was_typed(self, house, incident, client):
        client.force_login(house.lena)
        address = f"/h/{incident.number}/aktorer/ny/"
        form = {**newcomer(username="charlie").__dict__, "temporary": "", "key": "lst-21", "is_superuser": "on"}
        wrong = client.post(address, form)
        assert wrong.status_code == 422
        assert "Bergs vägsamfällighet" in wrong.content.decode()
        assert client.post(address, {**form, "username": "berg.vag"}).status_code == 302
        assert Actor.objects.get(name="Bergs vägsamfällighet").temporary
        assert not Person.objects.get(username="berg.vag").is_superuser
        client.force_login(house.maria)
        assert client.get(address).status_code == 403


class TestLeaving:
    def test_a_released_actor_reads_no_more_on_the_next_request_and_its_lines_stay(self, house, incident, client):
        services.write_line(by=house.maria, incident=incident, actor=house.ljusdal, text="Vattnet är tillbaka.")
        client.force_login(house.maria)
        assert client.get(f"/h/{incident.number}/").status_code == 200
        release(house, incident, house.ljusdal)
        assert client.get(f"/h/{incident.number}/").status_code == 404
        assert not IncidentGroupRight.objects.filter(
            content_object=incident, group__role_group__actor=house.ljusdal
        ).exists()
        client.force_login(house.lena)
        assert "Vattnet är tillbaka." in client.get(f"/h/{incident.number}/logg/").content.decode()
        page = client.get(f"/h/{incident.number}/aktorer/").content.decode()
        assert "Deltar inte längre" in page
        assert Entry.objects.get(verb="incident.left").note == "Ljusdal. Behövs inte längre."

    def test_an_actor_leaves_by_its_own_decision_and_no_other_leaves_for_it(self, house, incident, client):
        tib = person("tib", house.ljusdal, Role.DUTY_OFFICER)
        for by in (house.maria, house.bo, house.charlie, house.anna):
            with pytest.raises(Refused):
                release(house, incident, house.ljusdal, by=by)
        client.force_login(tib)
        address = f"/h/{incident.number}/aktorer/kommun-2161/lamna/"
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": "Vi är inte berörda."}).status_code == 302
        assert not Incident.objects.visible_to(fresh(tib)).exists()
        client.force_login(house.bo)
        assert client.get(f"/h/{incident.number}/aktorer/kommun-2161/lamna/").status_code == 403

    def test_refusals(self, house, incident):
        with pytest.raises(RuleBroken, match="kan inte lämna"):
            release(house, incident, house.board)
        with pytest.raises(RuleBroken, match="deltar inte"):
            release(house, incident, house.other)
        with pytest.raises(RuleBroken, match="varför"):
            release(house, incident, house.ljusdal, reason=" ")
        services.change_phase(by=house.lena, incident=incident, to="closed")
        with pytest.raises(RuleBroken, match="avslutad"):
            release(house, incident, house.ljusdal)

    def test_a_new_invitation_brings_it_back_and_tells_it(self, house, incident):
        release(house, incident, house.ljusdal)
        assert services.invite(by=house.lena, incident=incident, actors=[house.ljusdal, house.bollnas]) == [
            house.ljusdal
        ]
        assert Incident.objects.visible_to(fresh(house.maria)).exists()
        row = incident.participations.get(actor=house.ljusdal)
        assert row.left_at is None
        assert row.invited_at <= now_in(incident)
        assert Notice.objects.filter(actor=house.ljusdal, kind="invited").count() == 2

    def test_who_has_left_answers_no_more(self, house, incident, asked, client):
        release(house, incident, house.ljusdal)
        client.force_login(house.maria)
        assert client.get(f"/h/{incident.number}/begaran/{asked.number}/svara/").status_code == 404
        assert "Hur är läget hos er?" not in client.get("/").content.decode()

    def test_the_national_agency_that_leaves_reads_published_reports_as_before(self, house, incident):
        nation = Actor.objects.get(kind="national_agency")
        reader = person("riks", nation, Role.NATIONAL_READER)
        services.invite(by=house.lena, incident=incident, actors=[nation])
        release(house, incident, nation)
        assert Incident.objects.reports_visible_to(reader).exists()
        assert not Incident.objects.visible_to(reader).exists()


class TestGroups:
    def test_a_group_is_invited_with_one_tick(self, house, client):
        other = second_incident(house)
        group = people.save_group(by=house.lena, owner=house.board, name="Norr", members=[house.ljusdal, house.bollnas])
        client.force_login(house.lena)
        assert "Norr" in client.get(f"/h/{other.number}/aktorer/").content.decode()
        client.post(f"/h/{other.number}/aktorer/bjud-in/", {"groups": [group.pk], "actors": [house.ljusdal.pk]})
        assert other.participations.filter(left_at__isnull=True).count() == 3

    def test_another_boards_group_is_not_to_be_had(self, house, incident, client):
        foreign = people.save_group(by=house.charlie, owner=house.other, name="Deras", members=[house.ljusdal])
        client.force_login(house.lena)
        page = client.get(f"/h/{incident.number}/aktorer/").content.decode()
        assert "Deras" not in page
        client.post(f"/h/{incident.number}/aktorer/bjud-in/", {"groups": [foreign.pk]})
        assert incident.participations.count() == 11

    def test_every_board_starts_with_the_two_that_everybody_asks_for(self, house):
        from django.core.management import call_command

        call_command("load_groups", verbosity=0)
        groups = {group.name: group for group in ActorGroup.objects.filter(owner=house.board)}
        assert groups["Alla kommuner i länet"].members.count() == 10
        assert "region-21" in groups["Region, polis och räddningstjänst"].members.values_list("key", flat=True)
        before = ActorGroup.objects.count()
        call_command("load_groups", verbosity=0)
        assert ActorGroup.objects.count() == before


class TestRights:
    def test_the_boards_security_officer_sees_and_lifts_quarantine_and_does_nothing_else(self, house, incident):
        sara = person("sara", house.board, Role.SECURITY_OFFICER)
        assert access_of(sara, incident) == {VIEW, QUARANTINE}
        assert access_of(person("olle", house.ljusdal, Role.SECURITY_OFFICER), incident) == {VIEW}
        assert access_of(person("mia", house.other, Role.SECURITY_OFFICER), incident) == set()
        assert access_of(person("ada", house.board, Role.ACTOR_ADMIN), incident) == set()
        with pytest.raises(Refused):
            services.write_line(by=sara, incident=incident, actor=house.board, text="x")

    def test_a_role_that_the_tables_learn_later_reaches_open_incidents(self, house, incident):
        sara = person("sara", house.board, Role.SECURITY_OFFICER)
        IncidentGroupRight.objects.filter(group__role_group__role=Role.SECURITY_OFFICER).delete()
        assert access_of(sara, incident) == set()
        assert rights.bring_up_to_date() > 0
        assert access_of(sara, incident) == {VIEW, QUARANTINE}
        assert rights.bring_up_to_date() == 0

    def test_a_right_that_the_tables_lose_is_taken_back(self, house, incident, monkeypatch):
        monkeypatch.setitem(rights.PARTICIPANT, Role.REPORTER, (VIEW,))
        rights.bring_up_to_date()
        assert access_of(house.maria, incident) == {VIEW}

    def test_who_has_left_and_who_never_came_gain_nothing(self, house, incident):
        release(house, incident, house.ljusdal)
        rights.bring_up_to_date()
        assert access_of(house.maria, incident) == set()
        assert access_of(house.charlie, incident) == set()
        nation = person("riks", Actor.objects.get(kind="national_agency"), Role.NATIONAL_READER)
        assert access_of(nation, incident) == {READ_REPORTS}

    def test_as_many_statements_for_many_incidents_as_for_one(self, house, incident, django_assert_max_num_queries):
        rights.bring_up_to_date()
        for _number in range(3):
            second_incident(house)
        with django_assert_max_num_queries(8):
            rights.bring_up_to_date()


def access_of(who, incident):
    from actors import access

    return set(access.rights(fresh(who), incident))

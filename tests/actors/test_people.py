"""An actor's administrator keeps its people; nobody takes more than she was given."""

import datetime

import pytest
from django.utils import timezone

from actors import access, services
from actors.letters import send_waiting
from actors.models import Actor, ActorKind, Letter, Membership, Person
from actors.permissions import ROLES_OF_KIND
from actors.roles import Role
from actors.services.people import PersonOf
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh, person

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def admit(by, actor, role=Role.REPORTER, username="ny.person", **more):
    return services.admit(
        by=by,
        actor=actor,
        username=username,
        name="Ny Person",
        email="ny@example.se",
        role=role,
        starts=more.pop("starts", today()),
        **more,
    )


def appoint(by, who, actor, role, **more):
    return services.appoint(by=by, person=who, actor=actor, role=role, starts=more.pop("starts", today()), **more)


def membership(who, role):
    return Membership.objects.get(person=who, role=role, ended_at__isnull=True)


def test_a_new_person_gets_a_link_that_says_only_that_there_is_an_account(staffed, mailoutbox, client):
    made = admit(staffed.lina, staffed.ljusdal)
    assert not made.has_usable_password()
    assert send_waiting() == 1
    assert send_waiting() == 0
    mail = mailoutbox[0]
    assert mail.to == ["ny@example.se"]
    assert "ny.person" in mail.body
    assert "Ljusdal" not in mail.subject + mail.body
    link = next(word for word in mail.body.split() if "/konto/password/reset/key/" in word)
    path = link.split("localhost:8000")[-1]
    form = client.get(path, follow=True)
    answer = client.post(
        form.request["PATH_INFO"], {"password1": "en-lang-mening-17", "password2": "en-lang-mening-17"}
    )
    assert answer.status_code == 302
    assert fresh(made).check_password("en-lang-mening-17")
    assert "token_fail" in client.get(path, follow=True).context


def test_what_was_done_stands_in_the_actors_journal(staffed):
    made = admit(staffed.lina, staffed.ljusdal)
    appoint(staffed.lina, made, staffed.ljusdal, Role.DUTY_OFFICER)
    services.close_person(by=staffed.lina, person=made, actor=staffed.ljusdal)
    verbs = list(
        Entry.objects.of(staffed.ljusdal.journal_stream()).filter(by=staffed.lina).values_list("verb", flat=True)
    )
    given, ended = ["membership.given"] * 2, ["membership.ended"] * 2
    assert sorted(verbs) == sorted(["person.admitted", *given, *ended, "person.closed"])
    assert PersonOf(made, staffed.ljusdal).journal_subject() == f"person:{made.pk}"


@pytest.mark.parametrize("name", ["maria", "MARIA ", "api.kommun-2161.x", "nod1.lst-21", "a b", "<script>", ""])
def test_a_name_that_cannot_be_used_does_not_tell_whose_it_is(staffed, name):
    with pytest.raises(RuleBroken, match="Användarnamnet går inte att använda"):
        admit(staffed.lina, staffed.ljusdal, username=name)
    assert not Person.objects.filter(name="Ny Person").exists()


@pytest.mark.parametrize("who", ["maria", "lena", "charlie", "ada", "nils", "bo"])
def test_nobody_but_its_own_administrator_keeps_an_actor_that_has_one(staffed, who):
    by = getattr(staffed, who)
    with pytest.raises(Refused):
        admit(by, staffed.ljusdal)
    for act in (
        lambda: appoint(by, staffed.maria, staffed.ljusdal, Role.EDITOR),
        lambda: services.end_role(by=by, membership=membership(staffed.maria, Role.REPORTER)),
        lambda: services.close_person(by=by, person=staffed.maria, actor=staffed.ljusdal),
        lambda: services.change_person(by=by, person=staffed.maria, actor=staffed.ljusdal, name="x", email="x@x.se"),
        lambda: services.invite_again(by=by, person=staffed.maria, actor=staffed.ljusdal),
        lambda: services.save_contact(by=by, actor=staffed.ljusdal, function="TiB", phone="1"),
    ):
        with pytest.raises(Refused):
            act()
    assert membership(staffed.maria, Role.REPORTER).holds


def test_the_county_board_keeps_those_of_its_county_without_an_administrator(staffed):
    made = admit(staffed.ada, staffed.bollnas, Role.ACTOR_ADMIN)
    assert access.acts_for(made, staffed.bollnas, Role.ACTOR_ADMIN)
    with pytest.raises(Refused):
        admit(staffed.ada, staffed.bollnas, username="en.till")
    elsewhere = Actor.objects.filter(kind="municipality", county_id="20").first()
    with pytest.raises(Refused):
        admit(staffed.ada, elsewhere, username="en.till")
    with pytest.raises(Refused):
        admit(staffed.ada, staffed.other, Role.ACTOR_ADMIN, username="en.till")


def test_the_national_agency_appoints_a_boards_first_administrator_and_no_more(staffed):
    with pytest.raises(Refused):
        admit(staffed.nils, staffed.other, Role.DUTY_OFFICER)
    with pytest.raises(Refused):
        services.close_person(by=staffed.nils, person=staffed.charlie, actor=staffed.other)
    admit(staffed.nils, staffed.other, Role.ACTOR_ADMIN)
    with pytest.raises(Refused):
        admit(staffed.nils, staffed.other, Role.ACTOR_ADMIN, username="en.till")
    with pytest.raises(Refused):
        admit(staffed.nils, staffed.bollnas, Role.ACTOR_ADMIN, username="en.till")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.NATIONAL_READER, Role.ANALYST, Role.CHAIR])
def test_a_municipality_gives_no_role_of_another_kind_of_actor(staffed, role):
    with pytest.raises(RuleBroken, match="finns inte hos"):
        appoint(staffed.lina, staffed.maria, staffed.ljusdal, role)


def test_every_kind_of_actor_has_its_roles_and_only_the_nation_reviews():
    assert set(ROLES_OF_KIND) == set(ActorKind.values)
    reviewing = {kind for kind, roles in ROLES_OF_KIND.items() if {Role.REVIEWER, Role.NATIONAL_READER} & set(roles)}
    assert reviewing == {ActorKind.NATIONAL_AGENCY}
    convening = {kind for kind, roles in ROLES_OF_KIND.items() if {Role.ANALYST, Role.CHAIR} & set(roles)}
    assert convening == {ActorKind.COUNTY_BOARD}


def test_nobody_gives_herself_a_role(staffed):
    with pytest.raises(Refused, match="Ingen ger sig själv"):
        appoint(staffed.lina, staffed.lina, staffed.ljusdal, Role.DUTY_OFFICER)


def test_nobody_gives_a_role_to_somebody_elses_people(staffed):
    with pytest.raises(Refused, match="hör inte till"):
        appoint(staffed.lina, staffed.bo, staffed.ljusdal, Role.READER)
    with pytest.raises(Refused, match="hör inte till"):
        services.close_person(by=staffed.lina, person=staffed.charlie, actor=staffed.ljusdal)


def test_the_last_administrator_stays_until_another_is_there(staffed):
    second = admit(staffed.lina, staffed.ljusdal, Role.ACTOR_ADMIN)
    services.end_role(by=second, membership=membership(staffed.lina, Role.ACTOR_ADMIN))
    with pytest.raises(RuleBroken, match="sista administratören"):
        services.end_role(by=second, membership=membership(second, Role.ACTOR_ADMIN))
    with pytest.raises(RuleBroken, match="sista administratören"):
        services.end_role(by=second, membership=membership(second, Role.ACTOR_ADMIN), ends=today() + 3 * DAY)
    assert access.acts_for(second, staffed.ljusdal, Role.ACTOR_ADMIN)


def test_a_closed_administrator_does_not_count(staffed):
    second = admit(staffed.lina, staffed.ljusdal, Role.ACTOR_ADMIN)
    Person.objects.filter(pk=staffed.lina.pk).update(is_active=False)
    with pytest.raises(RuleBroken, match="sista administratören"):
        services.end_role(by=second, membership=membership(second, Role.ACTOR_ADMIN))


def test_dates_must_make_sense(staffed):
    for starts, ends, sentence in (
        (today() - DAY, None, "tidigast i dag"),
        (today() + DAY, today(), "sluta innan"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            appoint(staffed.lina, staffed.maria, staffed.ljusdal, Role.EDITOR, starts=starts, ends=ends)
    appoint(staffed.lina, staffed.maria, staffed.ljusdal, Role.EDITOR, ends=today() + 5 * DAY)
    with pytest.raises(RuleBroken, match="redan rollen till och med"):
        appoint(staffed.lina, staffed.maria, staffed.ljusdal, Role.EDITOR, starts=today() + 5 * DAY)
    appoint(staffed.lina, staffed.maria, staffed.ljusdal, Role.EDITOR, starts=today() + 6 * DAY)
    with pytest.raises(RuleBroken, match="redan rollen"):
        appoint(staffed.lina, staffed.maria, staffed.ljusdal, Role.REPORTER)


def test_an_end_is_never_moved_later(staffed):
    held = appoint(staffed.lina, staffed.maria, staffed.ljusdal, Role.EDITOR, ends=today() + 5 * DAY)
    services.end_role(by=staffed.lina, membership=held, ends=today() + 2 * DAY)
    with pytest.raises(RuleBroken, match="slutar redan"):
        services.end_role(by=staffed.lina, membership=held, ends=today() + 3 * DAY)
    with pytest.raises(RuleBroken, match="från och med i dag"):
        services.end_role(by=staffed.lina, membership=held, ends=today() - DAY)
    services.end_role(by=staffed.lina, membership=held)
    with pytest.raises(RuleBroken, match="redan avslutad"):
        services.end_role(by=staffed.lina, membership=held)


def test_a_role_that_ended_today_can_be_given_anew_today(staffed):
    held = appoint(staffed.lina, staffed.maria, staffed.ljusdal, Role.EDITOR)
    services.end_role(by=staffed.lina, membership=held)
    appoint(staffed.lina, staffed.maria, staffed.ljusdal, Role.EDITOR)
    assert access.acts_for(staffed.maria, staffed.ljusdal, Role.EDITOR)


def test_who_leaves_is_out_of_this_actor_and_only_loses_her_account_with_her_last_role(staffed):
    services.give_role(person=staffed.maria, actor=staffed.bollnas, role=Role.READER, starts=today())
    services.close_person(by=staffed.lina, person=staffed.maria, actor=staffed.ljusdal)
    assert fresh(staffed.maria).is_active
    assert not access.acts_for(staffed.maria, staffed.ljusdal, Role.READER)
    assert access.acts_for(staffed.maria, staffed.bollnas, Role.READER)
    services.close_person(by=staffed.ada, person=staffed.maria, actor=staffed.bollnas)
    assert not fresh(staffed.maria).is_active


def test_nobody_closes_herself_or_the_last_administrator(staffed):
    with pytest.raises(Refused, match="stänger sig själv"):
        services.close_person(by=staffed.lina, person=staffed.lina, actor=staffed.ljusdal)
    deputy = admit(staffed.lina, staffed.ljusdal)
    services.appoint_deputy(
        by=staffed.lina,
        membership=membership(staffed.lina, Role.ACTOR_ADMIN),
        person=deputy,
        starts=today(),
        ends=today() + DAY,
    )
    with pytest.raises(RuleBroken, match="sista administratören"):
        services.close_person(by=deputy, person=staffed.lina, actor=staffed.ljusdal)
    assert access.acts_for(staffed.lina, staffed.ljusdal, Role.ACTOR_ADMIN)


def test_a_session_of_before_does_not_come_to_life_when_a_person_is_opened_again(staffed, client):
    staffed.maria.set_password("en-lang-mening-17")
    staffed.maria.email = "maria@example.se"
    staffed.maria.save()
    client.force_login(staffed.maria)
    assert client.get("/h/").status_code == 200
    services.close_person(by=staffed.lina, person=staffed.maria, actor=staffed.ljusdal)
    old = client.cookies["samlad"].value
    assert client.get("/h/").status_code == 302
    services.reopen_person(
        by=staffed.lina, person=fresh(staffed.maria), actor=staffed.ljusdal, role=Role.READER, starts=today()
    )
    client.cookies["samlad"] = old
    assert client.get("/h/").status_code == 302
    assert Letter.objects.filter(person=staffed.maria, kind="invited").exists()


def test_only_who_is_closed_is_opened(staffed):
    with pytest.raises(RuleBroken, match="inte stängd"):
        services.reopen_person(
            by=staffed.lina, person=staffed.maria, actor=staffed.ljusdal, role=Role.READER, starts=today()
        )
    services.close_person(by=staffed.lina, person=staffed.maria, actor=staffed.ljusdal)
    with pytest.raises(RuleBroken, match="Öppna personen igen"):
        appoint(staffed.lina, fresh(staffed.maria), staffed.ljusdal, Role.READER)


def test_an_address_is_a_way_in_so_it_is_not_changed_for_who_acts_for_others_too(staffed):
    services.change_person(
        by=staffed.lina, person=staffed.maria, actor=staffed.ljusdal, name="Maria M", email="m@example.se"
    )
    assert fresh(staffed.maria).name == "Maria M"
    services.give_role(person=staffed.maria, actor=staffed.bollnas, role=Role.READER, starts=today())
    with pytest.raises(RuleBroken, match="den som driver portalen"):
        services.change_person(
            by=staffed.lina, person=staffed.maria, actor=staffed.ljusdal, name="Maria M", email="lina@example.se"
        )


def test_links_are_not_sent_in_floods(staffed):
    made = admit(staffed.lina, staffed.ljusdal)
    with pytest.raises(RuleBroken, match="Vänta tio minuter"):
        services.invite_again(by=staffed.lina, person=made, actor=staffed.ljusdal)
    Letter.objects.update(made_at=timezone.now() - datetime.timedelta(hours=1))
    services.invite_again(by=staffed.lina, person=made, actor=staffed.ljusdal)
    with pytest.raises(RuleBroken, match="ingen e-postadress"):
        services.invite_again(by=staffed.lina, person=staffed.maria, actor=staffed.ljusdal)


def test_a_mail_server_that_is_away_loses_no_letter(staffed, monkeypatch, mailoutbox):
    admit(staffed.lina, staffed.ljusdal)

    def away(self, *args, **more):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", away)
        assert send_waiting() == 0
    assert send_waiting() == 1
    assert len(mailoutbox) == 1


class TestDeputies:
    def stand_in(self, house, by, who, **dates):
        dates = {"starts": today(), "ends": today() + 7 * DAY, **dates}
        held = membership(house.lena, Role.DUTY_OFFICER)
        return services.appoint_deputy(by=by, membership=held, person=who, **dates)

    def test_the_holder_appoints_a_colleague_who_has_the_role_for_those_days(self, staffed):
        made = self.stand_in(staffed, staffed.lena, staffed.anna)
        assert made.deputy_for.person == staffed.lena
        assert access.acts_for(staffed.anna, staffed.board, Role.DUTY_OFFICER)
        services.end_role(by=staffed.lena, membership=made)
        assert not access.acts_for(staffed.anna, staffed.board, Role.DUTY_OFFICER)

    def test_the_administrator_appoints_for_one_who_is_away_and_never_herself(self, staffed):
        self.stand_in(staffed, staffed.ada, staffed.carl)
        with pytest.raises(Refused, match="Ingen ger sig själv"):
            self.stand_in(staffed, staffed.ada, staffed.ada)

    def test_a_colleague_or_a_stranger_appoints_nobody(self, staffed):
        for by in (staffed.anna, staffed.charlie, staffed.maria):
            with pytest.raises(Refused, match="Ersättare utses av"):
                self.stand_in(staffed, by, staffed.carl)

    @pytest.mark.parametrize(("who", "sentence"), [("maria", "redan en roll hos"), ("lena", "själv|någon annan")])
    def test_a_deputy_is_a_colleague_and_somebody_else(self, staffed, who, sentence):
        with pytest.raises((RuleBroken, Refused), match=sentence):
            self.stand_in(staffed, staffed.ada, getattr(staffed, who))

    def test_the_days_are_few_and_within_the_role(self, staffed):
        with pytest.raises(RuleBroken, match="tre månader"):
            self.stand_in(staffed, staffed.lena, staffed.anna, ends=today() + 200 * DAY)
        services.end_role(
            by=staffed.ada, membership=membership(staffed.lena, Role.DUTY_OFFICER), ends=today() + 3 * DAY
        )
        with pytest.raises(RuleBroken, match="ersättaren med den"):
            self.stand_in(staffed, staffed.ada, staffed.anna)

    def test_a_deputy_has_no_deputy_and_goes_with_the_one_she_stands_in_for(self, staffed):
        made = self.stand_in(staffed, staffed.lena, staffed.anna)
        with pytest.raises(RuleBroken, match="kan inte ersättas"):
            services.appoint_deputy(
                by=staffed.ada, membership=made, person=staffed.carl, starts=today(), ends=today() + DAY
            )
        services.end_role(by=staffed.ada, membership=membership(staffed.lena, Role.DUTY_OFFICER))
        assert not access.acts_for(staffed.anna, staffed.board, Role.DUTY_OFFICER)

    def test_a_later_end_of_the_role_shortens_the_deputys_days(self, staffed):
        made = self.stand_in(staffed, staffed.lena, staffed.anna)
        services.end_role(
            by=staffed.ada, membership=membership(staffed.lena, Role.DUTY_OFFICER), ends=today() + 2 * DAY
        )
        made.refresh_from_db()
        assert made.ends == today() + 2 * DAY


class TestContacts:
    def test_a_number_is_changed_and_the_day_it_was_tried(self, staffed):
        point = services.save_contact(by=staffed.lina, actor=staffed.ljusdal, function="TiB", phone="0651-100")
        services.save_contact(
            by=staffed.lina,
            actor=staffed.ljusdal,
            function="TiB",
            phone="0651-200",
            verified=today(),
            point=point,
        )
        assert staffed.ljusdal.contact_points.get(function="TiB").phone == "0651-200"
        services.remove_contact(by=staffed.lina, point=point)
        assert not staffed.ljusdal.contact_points.filter(function="TiB").exists()

    def test_refusals_are_sentences(self, staffed):
        save = services.save_contact
        with pytest.raises(RuleBroken, match="framtiden"):
            save(by=staffed.lina, actor=staffed.ljusdal, function="ISK", phone="1", verified=today() + DAY)
        with pytest.raises(RuleBroken, match="telefonnummer"):
            save(by=staffed.lina, actor=staffed.ljusdal, function="ISK")
        save(by=staffed.lina, actor=staffed.ljusdal, function="ISK", phone="1")
        with pytest.raises(RuleBroken, match="finns redan"):
            save(by=staffed.lina, actor=staffed.ljusdal, function="ISK", phone="2")
        foreign = staffed.bollnas.contact_points.create(function="TiB", phone="1")
        with pytest.raises(RuleBroken, match="annan aktör"):
            save(by=staffed.lina, actor=staffed.ljusdal, function="TiB", phone="2", point=foreign)


def test_people_of_the_command_line_are_in_the_journal_too(house):
    made = person("sven", house.ljusdal, Role.READER)
    entry = Entry.objects.get(verb="membership.given", subject=f"membership:{made.memberships.get().pk}")
    assert entry.by is None


def test_a_system_is_not_made_an_officer_by_a_click(staffed):
    from actors.integrations import make_integration

    token = make_integration(actor=staffed.ljusdal, name="Drift", role=Role.REPORTER, starts=today())
    with pytest.raises(RuleBroken, match="inte besluta"):
        appoint(staffed.lina, token.user, staffed.ljusdal, Role.DUTY_OFFICER)
    services.close_person(by=staffed.lina, person=token.user, actor=staffed.ljusdal)
    assert not fresh(token.user).is_active


def test_nobody_who_has_left_is_written_to(staffed, mailoutbox):
    made = admit(staffed.lina, staffed.ljusdal)
    services.close_person(by=staffed.lina, person=made, actor=staffed.ljusdal)
    assert send_waiting() == 0
    assert mailoutbox == []

"""The pages of an actor's people: for its administrator, seen by colleagues, unknown to others."""

import datetime

import pytest
from django.utils import timezone

from actors import services
from actors.models import ActorGroup, Letter, Membership, Person
from actors.roles import Role
from tests.conftest import fresh, person

pytestmark = pytest.mark.django_db
HOME = "/aktor/kommun-2161/"


@pytest.fixture
def lina(staffed, client):
    client.force_login(staffed.lina)
    return client


def day(offset=0):
    return (timezone.localdate() + datetime.timedelta(days=offset)).isoformat()


def typed(**more):
    return {
        "name": "Ny Person",
        "username": "ny.person",
        "email": "ny@example.se",
        "role": "reporter",
        "starts": day(),
        "ends": "",
        **more,
    }


def test_the_role_that_ends_first_stands_first(staffed, lina):
    for name, ends in (("sen", 20), ("snart", 3)):
        services.give_role(
            person=person(name),
            actor=staffed.ljusdal,
            role=Role.READER,
            starts=timezone.localdate(),
            ends=timezone.localdate() + datetime.timedelta(days=ends),
        )
    page = lina.get(HOME).content.decode()
    assert page.index("Snart") < page.index("Sen<") < page.index("Maria")
    assert "3 dagar kvar" in page


def test_a_person_is_added_in_one_step(staffed, lina):
    assert lina.post(f"{HOME}person/ny/", typed()).status_code == 302
    made = Person.objects.get(username="ny.person")
    assert [m.role for m in made.memberships.all()] == ["reporter"]
    assert Letter.objects.filter(person=made).count() == 1


def test_what_is_posted_beside_the_form_changes_nothing(staffed, lina):
    more = {"is_superuser": "on", "is_staff": "on", "is_active": "", "actor": staffed.board.pk, "is_break_glass": "on"}
    lina.post(f"{HOME}person/ny/", typed(**more, password="x", groups="1", deputy_for="1"))
    made = Person.objects.get(username="ny.person")
    assert (made.is_superuser, made.is_staff, made.is_active, made.is_break_glass) == (False, False, True, False)
    assert not made.has_usable_password()
    assert [m.actor for m in made.memberships.all()] == [staffed.ljusdal]
    change = {"name": "Maria", "email": "m@example.se", "username": "root", "is_superuser": "1", "actor": 1}
    lina.post(f"{HOME}person/{staffed.maria.pk}/uppgifter/", change)
    assert (fresh(staffed.maria).username, fresh(staffed.maria).is_superuser) == ("maria", False)


@pytest.mark.parametrize("role", ["reviewer", "national_reader", "chair", "superuser", ""])
def test_a_role_that_is_not_in_the_list_is_not_taken(staffed, lina, role):
    answer = lina.post(f"{HOME}person/ny/", typed(role=role))
    assert answer.status_code == 422
    assert "Ny Person" in answer.content.decode()
    assert not Person.objects.filter(username="ny.person").exists()


def test_a_taken_name_is_a_sentence_and_nothing_typed_is_lost(staffed, lina):
    answer = lina.post(f"{HOME}person/ny/", typed(username="charlie"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Användarnamnet går inte att använda" in page
    assert "ny@example.se" in page


@pytest.mark.parametrize("who", ["ada", "nils", "charlie", "bo", "lena"])
def test_for_others_there_is_no_such_page(staffed, client, who):
    client.force_login(getattr(staffed, who))
    held = staffed.maria.memberships.get()
    point = staffed.ljusdal.contact_points.create(function="TiB", phone="1")
    someone = f"{HOME}person/{staffed.maria.pk}/"
    for page in ("", "andringar/", "utan-administrator/", "person/ny/", "kontakt/ny/", f"kontakt/{point.pk}/"):
        assert client.get(HOME + page).status_code == 404, page
    assert client.get(someone).status_code == 404
    assert client.get(f"{HOME}roll/{held.pk}/ersattare/").status_code == 404
    for post in (
        f"{someone}roll/",
        f"{someone}uppgifter/",
        f"{someone}lank/",
        f"{someone}stang/",
        f"{HOME}roll/{held.pk}/avsluta/",
        f"{HOME}kontakt/{point.pk}/ta-bort/",
        f"{HOME}person/ny/",
    ):
        assert client.post(post, typed()).status_code == 404, post
    assert fresh(staffed.maria).is_active
    assert not Person.objects.filter(username="ny.person").exists()


def test_nested_numbers_of_others_are_no_way_in(staffed, lina):
    """One's own actor in the address, somebody else's person, role, or telephone behind it."""
    bo = staffed.bo
    held, point = bo.memberships.get(), staffed.bollnas.contact_points.create(function="TiB", phone="1")
    assert lina.get(f"{HOME}person/{bo.pk}/").status_code == 404
    for post in (
        f"person/{bo.pk}/roll/",
        f"person/{bo.pk}/uppgifter/",
        f"person/{bo.pk}/lank/",
        f"person/{bo.pk}/stang/",
        f"roll/{held.pk}/avsluta/",
        f"roll/{held.pk}/ersattare/",
        f"kontakt/{point.pk}/",
        f"kontakt/{point.pk}/ta-bort/",
    ):
        assert lina.post(HOME + post, typed()).status_code == 404, post
    assert fresh(bo).is_active
    assert held.holds


def test_a_colleague_reads_who_holds_what_and_changes_nothing(staffed, client):
    client.force_login(staffed.maria)
    page = client.get(HOME).content.decode()
    assert "Lina" in page
    assert "Lägg till person" not in page
    someone = f"{HOME}person/{staffed.lina.pk}/"
    assert client.get(someone).status_code == 403
    assert client.get(f"{HOME}andringar/").status_code == 403
    assert client.post(f"{HOME}person/ny/", typed()).status_code == 403
    assert client.post(f"{someone}stang/").status_code == 403
    assert client.post(f"{HOME}roll/{staffed.lina.memberships.get().pk}/avsluta/").status_code == 403


def test_signed_out_leads_to_sign_in(staffed, client):
    assert client.get(HOME).status_code == 302
    assert client.get("/larm/").status_code == 302


def test_a_role_is_given_and_ended_on_the_persons_page(staffed, lina):
    someone = f"{HOME}person/{staffed.maria.pk}/"
    lina.post(f"{someone}roll/", {"role": "editor", "starts": day(), "ends": day(9)})
    held = Membership.objects.get(person=staffed.maria, role="editor")
    wrong = lina.post(f"{HOME}roll/{held.pk}/avsluta/", {"ends": day(30)})
    assert wrong.status_code == 422
    assert "Rollen slutar redan" in wrong.content.decode()
    assert lina.post(f"{HOME}roll/{held.pk}/avsluta/", {"ends": "igår"}).status_code == 422
    lina.post(f"{HOME}roll/{held.pk}/avsluta/", {"ends": ""})
    held.refresh_from_db()
    assert held.ended_at is not None
    page = lina.get(f"{HOME}andringar/").content.decode()
    assert "Maria fick rollen redaktör" in page
    assert "Rollen redaktör slutar för Maria" in page


def test_somebody_leaves_and_comes_back(staffed, lina):
    Person.objects.filter(pk=staffed.maria.pk).update(email="maria@example.se")
    someone = f"{HOME}person/{staffed.maria.pk}/"
    lina.post(f"{someone}stang/")
    assert not fresh(staffed.maria).is_active
    assert "Stängda konton" in lina.get(HOME).content.decode()
    lina.post(f"{someone}roll/", {"role": "reporter", "starts": day(), "ends": ""})
    assert fresh(staffed.maria).is_active


def test_the_holder_finds_the_page_for_her_deputy(staffed, client):
    client.force_login(staffed.lena)
    held = Membership.objects.get(person=staffed.lena)
    page = f"/aktor/lst-21/roll/{held.pk}/ersattare/"
    assert page in client.get("/aktor/lst-21/").content.decode()
    client.post(page, {"person": staffed.anna.pk, "starts": day(), "ends": day(7)})
    assert "ersättare för tjänsteman i beredskap (TiB), Lena" in client.get("/aktor/lst-21/").content.decode()
    foreign = client.post(page, {"person": staffed.bo.pk, "starts": day(), "ends": day(7)})
    assert foreign.status_code == 422
    assert Membership.objects.filter(deputy_for__isnull=False).count() == 1


def test_the_county_board_sees_who_lacks_an_administrator(staffed, client):
    client.force_login(staffed.ada)
    page = client.get("/aktor/lst-21/utan-administrator/").content.decode()
    assert "Bollnäs" in page
    assert "Ljusdal" not in page
    assert "Lägg till person" in client.get("/aktor/kommun-2183/").content.decode()


def test_the_nation_appoints_a_boards_first_administrator_and_sees_no_people(staffed, client):
    client.force_login(staffed.nils)
    page = client.get("/aktor/lst-20/").content.decode()
    assert "Utse administratör" in page
    assert "Charlie" not in page
    assert client.get(f"/aktor/lst-20/person/{staffed.charlie.pk}/").status_code == 403
    assert client.post("/aktor/lst-20/person/ny/", typed(role="duty_officer")).status_code == 422
    assert client.post("/aktor/lst-20/person/ny/", typed(role="actor_admin")).status_code == 302
    assert client.get("/aktor/lst-20/").status_code == 404


def test_the_menu_leads_there_for_those_who_keep_their_own(staffed, client):
    for who, there in ((staffed.lina, True), (staffed.lena, True), (staffed.maria, False), (staffed.anna, False)):
        client.force_login(who)
        assert ("Vår organisation" in client.get("/").content.decode()) is there


def test_contact_points_by_form(staffed, lina):
    assert (
        lina.post(f"{HOME}kontakt/ny/", {"function": "TiB", "phone": "0651-100", "verified": day()}).status_code == 302
    )
    wrong = lina.post(f"{HOME}kontakt/ny/", {"function": "ISK", "phone": "0651-1", "verified": day(2)})
    assert wrong.status_code == 422
    assert "0651-1" in wrong.content.decode()
    point = staffed.ljusdal.contact_points.get()
    lina.post(f"{HOME}kontakt/{point.pk}/", {"function": "TiB", "phone": "0651-200"})
    point.refresh_from_db()
    assert (point.phone, point.verified) == ("0651-200", None)
    lina.post(f"{HOME}kontakt/{point.pk}/ta-bort/")
    assert not staffed.ljusdal.contact_points.exists()


def test_statements_of_the_page_do_not_grow_with_people(staffed, lina, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        lina.get(HOME)
    for number in range(30):
        services.give_role(
            person=person(f"p{number}"), actor=staffed.ljusdal, role=Role.READER, starts=timezone.localdate()
        )
    with django_assert_max_num_queries(25):
        lina.get(HOME)


class TestGroups:
    def test_a_county_board_keeps_its_groups(self, staffed, client):
        client.force_login(staffed.lena)
        made = {"name": "Norra länet", "members": [staffed.ljusdal.pk, staffed.bollnas.pk]}
        assert client.post("/aktor/lst-21/grupper/ny/", made).status_code == 302
        group = ActorGroup.objects.get(owner=staffed.board, name="Norra länet")
        assert client.post("/aktor/lst-21/grupper/ny/", made).status_code == 422
        client.post(f"/aktor/lst-21/grupper/{group.pk}/", {"name": "Norr", "members": [staffed.ljusdal.pk]})
        assert [actor.short for actor in group.members.all()] == ["Ljusdal"]
        assert client.post(f"/aktor/lst-21/grupper/{group.pk}/ta-bort/").status_code == 302
        assert not ActorGroup.objects.filter(pk=group.pk).exists()

    def test_another_board_a_municipality_and_an_analyst_do_not(self, staffed, client):
        group = services.save_group(by=staffed.lena, owner=staffed.board, name="Norr", members=[staffed.ljusdal])
        for who in (staffed.charlie, staffed.lina, staffed.anna):
            client.force_login(who)
            assert client.get("/aktor/lst-21/grupper/").status_code == 404
            assert client.post(f"/aktor/lst-21/grupper/{group.pk}/ta-bort/").status_code == 404
        client.force_login(staffed.charlie)
        assert client.get(f"/aktor/lst-20/grupper/{group.pk}/").status_code == 404
        client.force_login(staffed.lina)
        assert client.get(f"{HOME}grupper/").status_code == 404

"""People for all tests: Lena is the county's duty officer, Anna its analyst, Carl its chair, Maria answers for Ljusdal,
Bo for Bollnäs, and Charlie is duty officer of another county and must see nothing."""

import datetime
import time
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models import Q
from django.test import Client

from actors import access
from actors import reference as actor_reference
from actors.models import Actor, County, Membership, Municipality, Person, RoleGroup
from actors.roles import Role
from actors.services import give_role
from coordination import kept_pages
from coordination.direction import reference as direction_reference
from coordination.direction.models import AgendaTemplate
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, IncidentType
from coordination.signing_in import strength
from coordination.situations import reference as situation_reference
from coordination.situations.models import QuestionSet, Request
from coordination.situations.services import requests
from tests import schema, wall
from tests.counting import Statements

GAVLEBORG, DALARNA = "21", "20"
wall.install(settings.MIDDLEWARE)


@pytest.fixture
def django_assert_max_num_queries():
    """As pytest-django's, counting what the portal asks."""
    return partial(_at_most, lambda found, most: found <= most)


@pytest.fixture
def django_assert_num_queries():
    return partial(_at_most, lambda found, wanted: found == wanted)


@contextmanager
def _at_most(holds, number):
    with Statements(connection) as asked:
        yield asked
    assert holds(len(asked), number), "\n".join(query["sql"][:160] for query in asked.captured_queries)


@pytest.fixture(autouse=True)
def nothing_is_kept():
    """A page that a test asks for is drawn in that test, whatever another has drawn before it."""
    kept_pages.shelf.clear()


@pytest.fixture(scope="session", autouse=True)
def forced_sign_in_is_strong():
    """`client.force_login(...)` and `client.login(...)` stand for a person who has just signed in with two factors."""
    open_session = Client._login

    def sign_in(self, user, backend=None):
        open_session(self, user, backend)
        session = self.session
        session[strength.KEY] = {"method": strength.TOTP, "strong": True, "at": time.time()}
        session.save()

    patch = pytest.MonkeyPatch()
    patch.setattr(Client, "_login", sign_in)
    yield
    patch.undo()


def flush(operations, sql_list):
    """Tests with real transactions empty every table. The journal refuses that, so triggers rest meanwhile."""
    with transaction.atomic(using=operations.connection.alias), operations.connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for sql in sql_list:
            cursor.execute(sql)


DatabaseOperations.execute_sql_flush = flush


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Each worker's database is a copy of the one that was migrated."""
    connection.settings_dict["TEST"]["TEMPLATE"] = schema.template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Reference data is loaded once: tests that truncate load it anew by `reference_data`."""
    with django_db_blocker.unblock():
        load_reference()


def load_reference() -> None:
    if not County.objects.exists():
        actor_reference.load_all()
    if not QuestionSet.objects.exists():
        situation_reference.load()
    if not AgendaTemplate.objects.exists():
        direction_reference.load()
    if not RoleGroup.objects.exists():
        make_groups()


def make_groups() -> None:
    """The groups of the two counties that nearly every test invites: otherwise each test would make them anew."""
    near = Actor.objects.filter(Q(county__in=(GAVLEBORG, DALARNA)) | Q(kind="national_agency"))
    access.groups_of_all({(actor, role.value) for actor in near.values_list("pk", flat=True) for role in Role})


@pytest.fixture(autouse=True)
def reference_data(request):
    """A test with real transactions empties the tables: whoever comes after finds the reference data again."""
    if "transactional_db" in request.fixturenames or _is_transactional(request):
        request.getfixturevalue("transactional_db")
        load_reference()
    elif "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        load_reference()


def _is_transactional(request) -> bool:
    mark = request.node.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


def person(username: str, actor: Actor | None = None, role: Role = Role.REPORTER) -> Person:
    made = Person.objects.create(username=username, name=username.title())
    if actor is not None:
        give_role(person=made, actor=actor, role=role, starts=datetime.date(2020, 1, 1))
    return Person.objects.get(pk=made.pk)


def fresh(who: Person) -> Person:
    """The person as the next request knows her: nothing remembered of her rights."""
    return Person.objects.get(pk=who.pk)


def signed_in(who: Person) -> Client:
    """The person in a browser of her own."""
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def house(reference_data, request):
    """Gävleborg with its people, and Charlie in Dalarna."""
    county = County.objects.get(code=GAVLEBORG)
    board = Actor.objects.get(kind="county_board", county=county)
    other = Actor.objects.get(kind="county_board", county__code=DALARNA)
    municipal = {a.short: a for a in Actor.objects.filter(kind="municipality", municipality__county=county)}
    return SimpleNamespace(
        county=county,
        board=board,
        other=other,
        municipal=municipal,
        municipalities=list(Municipality.objects.filter(county=county)),
        lena=person("lena", board, Role.DUTY_OFFICER),
        anna=person("anna", board, Role.ANALYST),
        carl=person("carl", board, Role.CHAIR),
        maria=person("maria", municipal["Ljusdal"]),
        bo=person("bo", municipal["Bollnäs"]),
        charlie=person("charlie", other, Role.DUTY_OFFICER),
        ljusdal=municipal["Ljusdal"],
        bollnas=municipal["Bollnäs"],
    )


@pytest.fixture
def incident(house) -> Incident:
    """A storm in Gävleborg with all ten municipalities."""
    opened = incidents.open_incident(
        by=house.lena,
        type=IncidentType.objects.get(key="storm"),
        name="Stormen Prov",
        lead=house.board,
        counties=[house.county],
        municipalities=house.municipalities,
    )
    incidents.invite(by=house.lena, incident=opened, actors=list(house.municipal.values()))
    return opened


@pytest.fixture
def asked(house, incident) -> Request:
    """A request to all ten, with two hours to answer."""
    now = now_in(incident)
    return requests.send_request(
        by=house.lena,
        incident=incident,
        question_set=QuestionSet.objects.first(),
        recipients=list(house.municipal.values()),
        purpose="Samlad lägesbild",
        as_of=now,
        deadline=now + datetime.timedelta(hours=2),
    )


def end_membership(who: Person) -> None:
    Membership.objects.filter(person=who).update(ends=datetime.date(2020, 2, 1))

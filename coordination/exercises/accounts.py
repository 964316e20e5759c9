"""Accounts for trying the portal. Their password is known to everybody, so they exist only in demonstration mode.

Each is named after a function, never after a person.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from actors.models import Actor, ActorKind, Person
from actors.roles import Role
from actors.services import give_role

DEMO_PASSWORD: Final = "samlad-ovning-2025"  # noqa: S105  # known to all by intent; refuse_outside_demo guards it
# What `manage.py up` prints beside the table of accounts.
PASSWORD: Final = DEMO_PASSWORD
STARTS: Final = datetime.date(2025, 1, 1)
NATIONAL_AGENCY: Final = "mcf"


class Account(NamedTuple):
    username: str
    name: str
    actor: str
    role: Role
    what_for: str


def municipal(username: str, short: str, code: str, what_for: str = "answers for its municipality") -> Account:
    return Account(username, f"TiB {short}", f"kommun-{code}", Role.DUTY_OFFICER, what_for)


ACCOUNTS: Final = (
    Account("tib.gavleborg", "TiB Gävleborg", "lst-21", Role.DUTY_OFFICER, "asks, reminds, publishes the report"),
    Account("analys.gavleborg", "Analys Gävleborg", "lst-21", Role.ANALYST, "assesses, writes the report"),
    Account("ordforande.gavleborg", "Ordförande Gävleborg", "lst-21", Role.CHAIR, "fixes the joint direction"),
    Account(
        "processledare.gavleborg",
        "Processledare Gävleborg",
        "lst-21",
        Role.PROCESS_LEADER,
        "leads the county's development process",
    ),
    Account("ovning.gavleborg", "Övningsledare Gävleborg", "lst-21", Role.EXERCISE_LEADER, "leads exercises"),
    Account("admin.gavleborg", "Administratör Gävleborg", "lst-21", Role.ACTOR_ADMIN, "manages the board's people"),
    Account("sakerhet.gavleborg", "Säkerhet Gävleborg", "lst-21", Role.SECURITY_OFFICER, "guards, reads alarms"),
    municipal("bollnas", "Bollnäs", "2183"),
    municipal("gavle", "Gävle", "2180"),
    municipal("hofors", "Hofors", "2104", "has a draft that is not sent"),
    municipal("hudiksvall", "Hudiksvall", "2184"),
    municipal("ljusdal", "Ljusdal", "2161", "is silent: answer request 3"),
    Account("admin.ljusdal", "Administratör Ljusdal", "kommun-2161", Role.ACTOR_ADMIN, "manages Ljusdal's people"),
    municipal("nordanstig", "Nordanstig", "2132", "answered by telephone"),
    municipal("ockelbo", "Ockelbo", "2101"),
    municipal("ovanaker", "Ovanåker", "2121"),
    municipal("sandviken", "Sandviken", "2181"),
    municipal("soderhamn", "Söderhamn", "2182"),
    Account("region.gavleborg", "TiB Region Gävleborg", "region-21", Role.DUTY_OFFICER, "answers for the region"),
    Account("polis.gavleborg", "VB Polisen Gävleborg", "polisen", Role.DUTY_OFFICER, "answers for the police"),
    Account("elnat.gavleborg", "Drift Elnät Gävleborg", "elnat-gavleborg", Role.DUTY_OFFICER, "a made-up grid company"),
    Account("tib.dalarna", "TiB Dalarna", "lst-20", Role.DUTY_OFFICER, "another county: sees only its own"),
    Account("ovning.dalarna", "Övningsledare Dalarna", "lst-20", Role.EXERCISE_LEADER, "plays what others have shared"),
    municipal("mora", "Mora", "2062", "takes part in Dalarna's exercise"),
    Account("granskare.nationell", "Granskare, nationell", NATIONAL_AGENCY, Role.REVIEWER, "where all counties stand"),
    Account("lasare.nationell", "Läsare, nationell", NATIONAL_AGENCY, Role.NATIONAL_READER, "published reports only"),
)
# User name, who, what for: the rows that `manage.py up` prints.
DEMO_ACCOUNTS: Final = [(account.username, account.name, account.what_for) for account in ACCOUNTS]

# A grid company has no row in the reference data, and a real one must not be given made-up answers.
GRID_COMPANY: Final = {
    "kind": ActorKind.GRID,
    "name": "Elnät Gävleborg",
    "short": "Elnät Gävleborg",
    "county_id": "21",
    "fictitious": True,
    "source": "Påhittat för övningen",
}


def refuse_outside_demo() -> None:
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "The exercise and its accounts have a password that everybody knows: they are loaded in demonstration mode "
            "only. Write DEMO=1 where nobody else can reach the portal."
        )


def make_accounts() -> int:
    """Make the accounts that are missing, with their roles. Returns how many were made; twice is as once."""
    refuse_outside_demo()
    Actor.objects.get_or_create(key="elnat-gavleborg", defaults=GRID_COMPANY)
    actors = {actor.key: actor for actor in Actor.objects.filter(key__in={account.actor for account in ACCOUNTS})}
    there = set(Person.objects.filter(username__in=[a.username for a in ACCOUNTS]).values_list("username", flat=True))
    missing = [account for account in ACCOUNTS if account.username not in there]
    # One hash for all: hashing is slow by design, and twenty of them would be most of the loading.
    hashed = make_password(DEMO_PASSWORD) if missing else ""
    with transaction.atomic():
        for account in missing:
            _make(account, actors[account.actor], hashed)
    return len(missing)


def _make(account: Account, actor: Actor, hashed: str) -> None:
    person = Person(username=account.username, name=account.name, is_demo=True, password=hashed)
    person.full_clean()
    person.save()
    give_role(person=person, actor=actor, role=account.role, starts=STARTS)


def account_of(actor: str, name: str) -> str:
    """The account that speaks for an actor in a story: one of the table, or one that the story brought with it."""
    return name if any(account.username == name for account in ACCOUNTS) else f"ovning.{actor}"


def make_actors(rows: Iterable[Mapping[str, str]], county: str) -> None:
    """The made-up actors of a story, each with an account to answer by. A row with a key alone is a real actor.

    `as` names an account of its own for a second function at the same actor, such as the board's chair.
    """
    refuse_outside_demo()
    hashed = make_password(DEMO_PASSWORD)
    made_up = {"county_id": county, "fictitious": True, "source": "Påhittat för övningen"}
    with transaction.atomic():
        for row in rows:
            if "name" in row:
                Actor.objects.get_or_create(key=row["key"], defaults={**row, **made_up})
            actor = Actor.objects.get(key=row["key"])
            _speak_for(actor, row.get("as") or actor.key, Role(row.get("role", Role.REPORTER)), hashed)


def _speak_for(actor: Actor, called: str, role: Role, hashed: str) -> None:
    username = account_of(called, called)
    if not Person.objects.filter(username=username).exists():
        name = actor.short if called == actor.key else f"{role.label}, {actor.short}"
        _make(Account(username, name, actor.key, role, ""), actor, hashed)

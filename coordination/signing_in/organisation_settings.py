"""The organisations whose own sign-in opens the portal, read from the environment.

ORGANISATION_SIGN_IN lists them by key. Each has variables of its own: those of `lst-21` begin with
ORGANISATION_LST_21_. A variable that nobody reads is a fault too: a misspelt one would otherwise leave a wall out.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from coordination.environment import text, words
from coordination.signing_in.organisation_reader import (
    FILE,
    KEY,
    MISSING,
    UNKNOWN,
    WRONG,
    Problem,
    Reader,
    certificate,
    pair,
    prefix,
    private_key,
)

LIST: Final = "ORGANISATION_SIGN_IN"
COMMON: Final = (
    "KIND",
    "NAME",
    "ACTOR",
    "NUMBER",
    "NUMBER_FIELD",
    "PERSON_FIELD",
    "SUBJECT_FIELD",
    "LEVELS",
    "MAX_AGE",
)
OPENID: Final = ("SERVER", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "TOKEN_AUTH", "KEY_FILE", "SCOPES")
SAML: Final = (
    "METADATA_FILE",
    "ENTITY_ID",
    "SSO_URL",
    "CERTIFICATE_FILE",
    "KEY_FILE",
    "KEY_CERTIFICATE_FILE",
    "ENCRYPTED",
)
KINDS: Final = {"openid": OPENID, "saml": SAML}
LEVELS: Final = "http://id.elegnamnden.se/loa/1.0/loa3 http://id.elegnamnden.se/loa/1.0/loa4"
MAX_AGE: Final = "600"
BASIC, POST, PRIVATE_KEY = "client_secret_basic", "client_secret_post", "private_key_jwt"
# Where the organisation number, the person's user name and her lasting identity stand, if nothing else is said.
FIELDS: Final = {
    "openid": ("https://id.oidc.se/claim/orgNumber", "preferred_username", "sub"),
    "saml": ("urn:oid:2.5.4.97", "urn:oid:0.9.2342.19200300.100.1.3", ""),
}


@dataclass(frozen=True)
class OpenId:
    server: str
    client_id: str
    client_secret: str
    token_auth: str
    key: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Saml:
    """`idp` is in python3-saml's own words: entityId, singleSignOnService, x509cert or x509certMulti."""

    idp: dict[str, Any]
    key: str
    certificate: str
    encrypted: bool


@dataclass(frozen=True)
class Service:
    """One organisation's sign-in, and what it must vouch for. `max_age` is in seconds."""

    key: str
    kind: str
    name: str
    actor: str
    number: str
    number_field: str
    person_field: str
    subject_field: str
    levels: tuple[str, ...]
    max_age: int
    openid: OpenId | None = None
    saml: Saml | None = None


@dataclass(frozen=True)
class Organisations:
    services: tuple[Service, ...] = ()
    problems: tuple[Problem, ...] = ()


def read() -> Organisations:
    keys = words(LIST, default="")
    problems, services = [*_keys(keys)], []
    for key in dict.fromkeys(keys):
        reader = Reader(key)
        service = _service(reader)
        problems += reader.problems
        if not reader.problems:
            services.append(service)
    return Organisations(tuple(services), (*problems, *_unread(keys)))


def _keys(keys: list[str]) -> Iterator[Problem]:
    for key in keys:
        if not all(part.isalnum() and part.isascii() for part in key.split("-")) or key != key.lower():
            hint = "Write the actor's key, small letters, figures and hyphens: lst-21."
            yield Problem(KEY, f"{LIST} holds {key!r}.", hint)
    if len(set(keys)) < len(keys):
        yield Problem(KEY, f"{LIST} names an organisation twice.", "Name each one once.")


def _service(reader: Reader) -> Service:
    kind = reader.choice("KIND", "openid", KINDS)
    number_field, person_field, subject_field = FIELDS.get(kind, ("", "", ""))
    return Service(
        key=reader.key,
        kind=kind,
        name=reader.needed("NAME", '"Länsstyrelsen Gävleborg"'),
        actor=reader.text("ACTOR", reader.key),
        number=_organisation_number(reader),
        number_field=reader.text("NUMBER_FIELD", number_field),
        person_field=reader.text("PERSON_FIELD", person_field),
        subject_field=reader.text("SUBJECT_FIELD", subject_field),
        levels=tuple(reader.text("LEVELS", LEVELS).replace(",", " ").split()),
        max_age=reader.number("MAX_AGE", MAX_AGE, 12 * 3600),
        openid=_openid(reader) if kind == "openid" else None,
        saml=_saml(reader) if kind == "saml" else None,
    )


def _organisation_number(reader: Reader) -> str:
    raw = reader.needed("NUMBER", "2021000000").replace("-", "")
    if raw and not (raw.isdecimal() and len(raw) == 10):
        hint = "Write the organisation number, ten figures."
        reader.wrong(WRONG, f"{reader.name('NUMBER')} is {raw!r}.", hint)
    return raw


def _openid(reader: Reader) -> OpenId:
    how = reader.choice("TOKEN_AUTH", BASIC, (BASIC, POST, PRIVATE_KEY))
    return OpenId(
        server=reader.address("SERVER", "https://idp.example.se/realms/staff").rstrip("/"),
        client_id=reader.needed("CLIENT_ID", "samlad"),
        client_secret=reader.secret("CLIENT_SECRET") if how in {BASIC, POST} else "",
        token_auth=how,
        key=private_key(reader, needed=how == PRIVATE_KEY),
        scopes=tuple(reader.text("SCOPES", "openid profile email").replace(",", " ").split()),
    )


def _saml(reader: Reader) -> Saml:
    encrypted = reader.flag("ENCRYPTED")
    key = private_key(reader, needed=encrypted)
    own = reader.file("KEY_CERTIFICATE_FILE")
    pair(reader, key, own)
    return Saml(idp=_idp(reader), key=key, certificate=own, encrypted=encrypted)


def _idp(reader: Reader) -> dict[str, Any]:
    if reader.text("METADATA_FILE"):
        return _from_metadata(reader, reader.file("METADATA_FILE"))
    theirs = reader.file("CERTIFICATE_FILE")
    if not theirs:
        hint = f"Write {reader.name('METADATA_FILE')}, or ENTITY_ID, SSO_URL and CERTIFICATE_FILE."
        reader.wrong(MISSING, f"The metadata of {reader.key}'s identity provider is missing.", hint)
    certificate(reader, "CERTIFICATE_FILE", theirs)
    return {
        "entityId": reader.needed("ENTITY_ID", "https://idp.example.se/metadata"),
        "singleSignOnService": {"url": reader.address("SSO_URL", "https://idp.example.se/sso")},
        "x509cert": theirs,
    }


def _from_metadata(reader: Reader, metadata: str) -> dict[str, Any]:
    """Only where somebody uses SAML is its library loaded."""
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser as Parser

    try:
        parsed = Parser.parse(metadata.encode(), entity_id=reader.text("ENTITY_ID") or None) if metadata else {}
    except (ValueError, SyntaxError):
        parsed = {}
    idp: dict[str, Any] = parsed.get("idp", {})
    if not {"entityId", "singleSignOnService"} <= set(idp) or not {"x509cert", "x509certMulti"} & set(idp):
        hint = "It must hold a signing certificate and a SingleSignOnService for HTTP-Redirect."
        reader.wrong(FILE, f"{reader.name('METADATA_FILE')} does not describe an identity provider.", hint)
    reader.safe("The SingleSignOnService", idp.get("singleSignOnService", {}).get("url", ""))
    return idp


def _unread(keys: list[str]) -> Iterator[Problem]:
    """Variables that look like an organisation's and are none."""
    known = {LIST} | {prefix(key) + what for key in keys for what in (*COMMON, *_of_kind(key))}
    for name in sorted(os.environ):
        if name.startswith("ORGANISATION_") and name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Is it {near[0]}?" if near else f"Add its organisation to {LIST}, or take the variable away."
            yield Problem(UNKNOWN, f"{name} is not a setting.", hint)


def _of_kind(key: str) -> tuple[str, ...]:
    return KINDS.get(text(f"{prefix(key)}KIND", default="openid"), ())

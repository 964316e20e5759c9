"""Reading one organisation's variables: what is wrong with them is gathered, so that all of it is told at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from django.core.exceptions import ImproperlyConfigured

from coordination.environment import flag, secret, text

LOCAL: Final = {"localhost", "127.0.0.1", "::1"}
# What the checks call the faults: samlad.E020 and on.
KEY, MISSING, WRONG, UNKNOWN, FILE = 20, 21, 22, 23, 24


class Problem(NamedTuple):
    number: int
    sentence: str
    hint: str


def prefix(key: str) -> str:
    return f"ORGANISATION_{key.upper().replace('-', '_')}_"


@dataclass
class Reader:
    """One organisation's variables."""

    key: str
    problems: list[Problem] = field(default_factory=list)

    def name(self, what: str) -> str:
        return f"{prefix(self.key)}{what}"

    def text(self, what: str, default: str = "") -> str:
        return text(self.name(what), default=default).strip() or default

    def wrong(self, number: int, sentence: str, hint: str) -> None:
        self.problems.append(Problem(number, sentence, hint))

    def needed(self, what: str, example: str) -> str:
        found = self.text(what)
        if not found:
            self.wrong(MISSING, f"{self.name(what)} is missing.", f"Write {self.name(what)}={example}.")
        return found

    def number(self, what: str, default: str, most: int) -> int:
        raw = self.text(what, default)
        if raw.isdecimal() and 0 < int(raw) <= most:
            return int(raw)
        hint = f"Write seconds, from 1 to {most}: {self.name(what)}={default}."
        self.wrong(WRONG, f"{self.name(what)} is {raw!r}.", hint)
        return int(default)

    def choice(self, what: str, default: str, choices: Iterable[str]) -> str:
        raw = self.text(what, default)
        if raw not in choices:
            hint = f"Write one of {', '.join(choices)}."
            self.wrong(WRONG, f"{self.name(what)} is {raw!r}.", hint)
        return raw

    def address(self, what: str, example: str) -> str:
        return self.safe(self.name(what), self.needed(what, example))

    def safe(self, where: str, url: str) -> str:
        """Who signs in there gives a secret: the address is encrypted, or is on this machine."""
        parts = urlsplit(url)
        if url and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
            self.wrong(WRONG, f"{where} is {url!r}, which is not encrypted.", "Write an address with https://.")
        return url

    def flag(self, what: str) -> bool:
        return bool(self._read(partial(flag, self.name(what), default=False)))

    def secret(self, what: str) -> str:
        found = self._read(partial(secret, self.name(what))) or ""
        if not found:
            hint = f"Write {self.name(what)}_FILE=<path of a file with it>."
            self.wrong(MISSING, f"{self.name(what)} is missing.", hint)
        return str(found)

    def _read(self, reader: Any) -> Any:
        try:
            return reader()
        except ImproperlyConfigured as wrong:
            self.wrong(WRONG, str(wrong), "")
            return None

    def file(self, what: str) -> str:
        """What the named file holds; "" if no file is named."""
        path = self.text(what)
        if not path:
            return ""
        try:
            return Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            hint = "Write the path of a text file that the portal may read."
            self.wrong(FILE, f"{self.name(what)} names {path}, which cannot be read.", hint)
            return ""


def private_key(reader: Reader, *, needed: bool) -> str:
    found = reader.file("KEY_FILE")
    if needed and not found:
        hint = "Write the path of a file with the portal's private key, in PEM without a password."
        reader.wrong(MISSING, f"{reader.name('KEY_FILE')} is missing.", hint)
    if found and not loads(load_pem_private_key, found.encode(), None):
        hint = "Make one: openssl req -x509 -newkey rsa:3072 -nodes -days 1095 -keyout key.pem -out certificate.pem."
        reader.wrong(FILE, f"{reader.name('KEY_FILE')} is not a private key in PEM.", hint)
    return found


def certificate(reader: Reader, what: str, content: str) -> None:
    if content and not loads(load_pem_x509_certificate, content.encode()):
        hint = "It begins with -----BEGIN CERTIFICATE-----."
        reader.wrong(FILE, f"{reader.name(what)} is not a certificate in PEM.", hint)


def pair(reader: Reader, key: str, own: str) -> None:
    """A key without its certificate, or with somebody else's, would sign what the organisation cannot read."""
    if bool(key) != bool(own):
        hint = f"Write both {reader.name('KEY_FILE')} and {reader.name('KEY_CERTIFICATE_FILE')}, or neither."
        reader.wrong(MISSING, f"{reader.key} has a key without a certificate, or the other way round.", hint)
        return
    certificate(reader, "KEY_CERTIFICATE_FILE", own)
    private = loads(load_pem_private_key, key.encode(), None) if key else None
    public = loads(load_pem_x509_certificate, own.encode()) if own else None
    if private and public and private.public_key() != public.public_key():
        hint = "Name the certificate that was made with the key."
        reader.wrong(FILE, f"{reader.name('KEY_CERTIFICATE_FILE')} does not belong to the key.", hint)


def loads(load: Any, *arguments: Any) -> Any:
    try:
        return load(*arguments)
    except (ValueError, TypeError):
        return None

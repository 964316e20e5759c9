"""A wrong configuration stops the start, with a hint that says what to write."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

LOCAL = {"localhost", "127.0.0.1", "::1", "[::1]"}
SECRET_LENGTH, SECRET_SIGNS = 32, 10


@register("start", deploy=True)
def check_settings(**_: Any) -> list[CheckMessage]:
    return [*secret_key(), *demonstration(), *addresses(), *encryption(), *organisations()]


def refuse_wrong_settings() -> None:
    """For web, worker and beat, which Django itself does not check when they start."""
    problems = check_settings()
    if problems:
        raise ImproperlyConfigured(" ".join(f"{problem.msg} {problem.hint}" for problem in problems))


def error(number: int, problem: str, hint: str) -> Error:
    return Error(problem, hint=hint, id=f"samlad.E{number:03}")


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def secret_key() -> Iterator[Error]:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own word for an empty key says less than ours
        key = ""
    hint = (
        "Write a long random one: SECRET_KEY=$(openssl rand -base64 48), or SECRET_KEY_FILE=<path of a file with it>."
    )
    if not key:
        yield error(1, "SECRET_KEY is missing.", hint)
    elif len(key) < SECRET_LENGTH or len(set(key)) < SECRET_SIGNS or key.startswith("django-insecure"):
        yield error(2, "SECRET_KEY is weak.", hint)


def demonstration() -> Iterator[Error]:
    """Its passwords are known to everybody, so it never answers under a name that others can reach."""
    if settings.DEBUG and not settings.DEMO:
        yield error(3, "DEBUG shows the portal's inside to its visitors.", "Write DEBUG=0.")
    reachable = sorted({host_of(settings.SITE_URL), *settings.ALLOWED_HOSTS} - LOCAL - {"testserver"})
    if settings.DEMO and (reachable or settings.HTTPS):
        names = ", ".join(reachable) or settings.SITE_URL
        hint = "Write DEMO=0, or take the address out of SITE_URL and ALLOWED_HOSTS."
        yield error(4, f"Demonstration mode has known passwords and must not answer at {names}.", hint)


def addresses() -> Iterator[Error]:
    host = host_of(settings.SITE_URL)
    if not host or urlsplit(settings.SITE_URL).scheme not in {"http", "https"}:
        yield error(
            5, f"SITE_URL is {settings.SITE_URL!r}.", "Write the whole address: SITE_URL=https://samlad.example.se."
        )
        return
    if "*" in settings.ALLOWED_HOSTS:
        yield error(6, "ALLOWED_HOSTS lets every name in.", f"Write ALLOWED_HOSTS={host}.")
    elif not answers_to(host):
        yield error(7, f"The portal does not answer to its own name {host}.", f"Write ALLOWED_HOSTS={host}.")


def answers_to(host: str) -> bool:
    return any(
        host == allowed.strip("[]") or (allowed.startswith(".") and f".{host}".endswith(allowed))
        for allowed in settings.ALLOWED_HOSTS
    )


def encryption() -> Iterator[Error]:
    """Outside the own machine a sign-in travels encrypted or not at all."""
    host = host_of(settings.SITE_URL)
    if host and not settings.HTTPS and host not in LOCAL:
        yield error(
            8, f"SITE_URL begins with http:// and {host} is not this machine.", f"Write SITE_URL=https://{host}."
        )
    if settings.HTTPS and settings.SECURE_PROXY_SSL_HEADER is None:
        hint = "Put a proxy that ends TLS and sets X-Forwarded-Proto before the portal, and write BEHIND_PROXY=1."
        yield error(9, "SITE_URL begins with https:// but the portal itself speaks http.", hint)
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if origin.startswith("http://") and host_of(origin) not in LOCAL:
            yield error(
                10,
                f"CSRF_TRUSTED_ORIGINS trusts {origin} without encryption.",
                f"Write {origin.replace('http:', 'https:')}.",
            )


def organisations() -> Iterator[Error]:
    """A sign-in that is half described would be a door without its lock."""
    for problem in settings.ORGANISATION_SIGN_IN.problems:
        yield error(problem.number, problem.sentence, problem.hint)

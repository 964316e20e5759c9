"""Readers for the environment that fail with a sentence, never with a guess."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# What is prepared (actors.prepared) is planned once, not anew for each value: planning the policies takes longer than
# asking by them.
ONE_PLAN = "-c plan_cache_mode=force_generic_plan"
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, *, default: str) -> str:
    return os.environ.get(name, default)


def words(name: str, *, default: str) -> list[str]:
    return text(name, default=default).replace(",", " ").split()


def one_of(name: str, choices: tuple[str, ...], *, default: str) -> str:
    value = text(name, default=default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write one of: {', '.join(choices)}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in TRUE:
        return True
    if raw.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}. Write {name}=1 or {name}=0.")


def secret(name: str) -> str:
    """The value of NAME, or what the file named by NAME_FILE holds."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        if not Path(path).is_file():
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which is not there.")
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, "")


def database(name: str) -> dict[str, Any]:
    """Django's settings for postgresql://user:password@host:port/name?host=/folder/of/socket."""
    raw = secret(name) or "postgresql://samlad@localhost/samlad"
    url = urlsplit(raw)
    if url.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must begin with postgresql://, not {url.scheme}://.")
    query = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", url.hostname or ""),
        "PORT": str(url.port or query.pop("port", "")),
        "OPTIONS": {**query, "connect_timeout": 5, "options": f"{query.get('options', '')} {ONE_PLAN}".strip()},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A view that fails leaves nothing behind; the wall around it holds who asks (coordination/walls).
        "ATOMIC_REQUESTS": True,
    }


def redis_url(name: str) -> str:
    url = secret(name) or "redis://localhost:6379/0"
    scheme = urlsplit(url).scheme
    if scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must begin with redis://, rediss:// or unix://, not {scheme}://.")
    return url


def queue_url(url: str) -> str:
    """The same server in Celery's words, which has its own for a socket."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={number}"

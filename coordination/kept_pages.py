"""Pages for everybody are drawn once, and handed out until something on them has changed.

What such a page says hangs on the public facts, on its address, and on how its reader has chosen to see it. Anybody
with a session, a message waiting or a question in the address gets a page of her own, as does each form its own key.
"""

import hashlib
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from coordination.appearance import theme_of
from processes.version import of_public_facts

Answer = Callable[[HttpRequest], HttpResponse]
Key = tuple[Any, ...]

ALONE: Final = ("regional_level", "method_concept", "publications", "glossary", "about")
EACH: Final = "regional_county"
# Some hundred kilobytes each in two languages and three themes: a handful of megabytes in a process.
MOST: Final = 160
# Whoever has these gets a page that is hers: a session, and what it is told at the next page.
OWN: Final = (settings.SESSION_COOKIE_NAME, "messages")
# Forms send back a key of the reader's own. Between its places the page is the same for all.
FORM_KEY: Final = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+(?=")')
NONCE: Final = re.compile(rb'(<script\b[^>]*?) nonce="[^"]*"')
# The reader's own browser keeps it and asks each time. `private`: a form's key is nobody else's.
KEEP: Final = "private, no-cache"


class Kept(NamedTuple):
    """A drawn page, cut where a form's key goes. `version` is of the facts, read before it was drawn."""

    version: str
    parts: tuple[bytes, ...]
    kind: str


class KeptPages:
    """Inside of CSRF, whose key it fills in, and outside of all that asks who somebody is."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_anybody(request):
            return self.get_response(request)
        key, version = key_of(request), of_public_facts()
        kept = shelf.take(key, version)
        if kept is None:
            drawn = self.get_response(request)
            if not may_be_kept(request, drawn):
                return drawn
            kept = cut(drawn, version)
            shelf.put(key, kept)
        return handed_out(request, key, kept)


class Shelf:
    """The pages of this process, the latest asked for last."""

    def __init__(self) -> None:
        self.lock, self.pages = threading.Lock(), OrderedDict[Key, Kept]()

    def take(self, key: Key, version: str) -> Kept | None:
        with self.lock:
            found = self.pages.get(key)
            if found is None or found.version != version:
                return None
            self.pages.move_to_end(key)
            return found

    def put(self, key: Key, kept: Kept) -> None:
        with self.lock:
            self.pages[key] = kept
            self.pages.move_to_end(key)
            while len(self.pages) > MOST:
                self.pages.popitem(last=False)

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()


shelf: Final = Shelf()


@cache
def addresses() -> tuple[frozenset[str], str]:
    """Those that stand alone, and how a county's begins."""
    each = reverse(EACH, args=["x"])
    return frozenset(reverse(name) for name in ALONE), each.removesuffix("x/")


def is_for_anybody(request: HttpRequest) -> bool:
    alone, beginning = addresses()
    path = request.path_info
    if request.method != "GET" or not (path in alone or path.startswith(beginning)) or request.META["QUERY_STRING"]:
        return False
    return not any(name in request.COOKIES for name in OWN)


def key_of(request: HttpRequest) -> Key:
    """All that the page says beside the facts. Its day decides which law and which name hold."""
    where = (request.scheme, request.get_host(), request.path)
    return (*where, request.LANGUAGE_CODE, theme_of(request), timezone.localdate().isoformat(), settings.DEMO)


def may_be_kept(request: HttpRequest, drawn: HttpResponse) -> bool:
    """A page, and one of ours: a refusal, a file or somewhere else to go is not kept."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    is_page = drawn.get("Content-Type", "").startswith("text/html")
    return drawn.status_code == 200 and name in {*ALONE, EACH} and is_page and not drawn.streaming and not drawn.cookies


def cut(drawn: HttpResponse, version: str) -> Kept:
    plain = NONCE.sub(rb"\1", drawn.content)
    return Kept(version, tuple(FORM_KEY.split(plain)), drawn["Content-Type"])


def handed_out(request: HttpRequest, key: Key, kept: Kept) -> HttpResponse:
    """With the reader's own form key in it; or the word that she has it, if her key is that of her copy as well."""
    form_key = get_token(request).encode()
    tag = tag_of(key, kept.version, request.META["CSRF_COOKIE"])
    same: HttpResponse | None = get_conditional_response(request, etag=tag)
    answer = HttpResponse(form_key.join(kept.parts), content_type=kept.kind) if same is None else same
    answer["ETag"], answer["Cache-Control"] = tag, KEEP
    # A 304 gives a kept page new headers, and a nonce in them would not be the one in its markup: so our own files
    # stand there, as for published reports. What people wrote stands on these pages as text only.
    answer._csp_replace = {"script-src": [SELF]}  # type: ignore[attr-defined]  # where django-csp looks
    return answer


def tag_of(*facts: Any) -> str:
    """Weak: the form's key is masked anew in each answer, and means the same."""
    return f'W/"{hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:40]}"'

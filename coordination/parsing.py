"""What the API accepts as a body: JSON of a reasonable size and depth."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser


class TooLarge(APIException):
    status_code = 413
    default_detail = _("Innehållet är för stort.")
    default_code = "too_large"


class BoundedJSON(JSONParser):
    """The framework reads whatever comes; we read as much as the pages do."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request = (parser_context or {}).get("request")
        length = request.META.get("CONTENT_LENGTH") if request is not None else None
        if length and length.isdigit() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        try:
            data = _read(stream)
            # Half of a sign ("\\ud800") is JSON, but no text: nothing can store it.
            json.dumps(data, ensure_ascii=False).encode()
        except RecursionError as deep:
            raise ParseError(_("JSON är nästlad för djupt.")) from deep
        except UnicodeEncodeError as half:
            raise ParseError(_("Texten har tecken som inte kan sparas.")) from half
        except ValueError as wrong:
            raise ParseError(_("Innehållet är inte JSON.")) from wrong
        return data


def _read(stream: IO[Any]) -> Any:
    """JSON as the standard says: no NaN, and each name once, or two readers of one body could read two things."""
    text = stream.read().decode("utf-8-sig")
    return json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ParseError(_("Samma namn står två gånger i JSON."))
    return found


def _no_number(word: str) -> None:
    raise ValueError(word)

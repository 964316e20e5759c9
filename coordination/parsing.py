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
            data = super().parse(stream, media_type, parser_context)
            # Half of a sign ("\\ud800") is JSON, but no text: nothing can store it.
            json.dumps(data, ensure_ascii=False).encode()
        except RecursionError as deep:
            raise ParseError(_("JSON är nästlad för djupt.")) from deep
        except UnicodeEncodeError as half:
            raise ParseError(_("Texten har tecken som inte kan sparas.")) from half
        return data

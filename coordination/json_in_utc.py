"""JSON with its times in UTC, whatever time zone they were read in."""

import datetime
from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder


class UtcEncoder(JSONEncoder):
    def default(self, obj: Any) -> Any:
        if isinstance(obj, datetime.datetime) and obj.tzinfo is not None:
            obj = obj.astimezone(datetime.UTC)
        return super().default(obj)


class UtcJSON(JSONRenderer):
    encoder_class = UtcEncoder

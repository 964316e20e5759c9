"""The cache that may be lost: while Redis is away each process counts by itself: limits neither shut nor open."""

import logging
import time
from collections.abc import Callable
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)
# How long a Redis that did not answer is left alone: a sign-in must not wait for it at every step (seconds).
LEFT_ALONE: Final = 5.0


class MayBeLost(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("samlad while redis is away", {})
        self._away_until = 0.0

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return bool(self._or_own("add", super().add, key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._or_own("get", super().get, key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        self._or_own("set", super().set, key, value, timeout, version)

    def delete(self, key: Any, version: Any = None) -> bool:
        return bool(self._or_own("delete", super().delete, key, version))

    def _or_own(self, name: str, there: Callable[..., Any], *args: Any) -> Any:
        if time.monotonic() >= self._away_until:
            try:
                return there(*args)
            except RedisError as away:
                self._away_until = time.monotonic() + LEFT_ALONE
                logger.warning("Redis is away, counting in this process: %s", away)
        return getattr(self._own, name)(*args)

"""How often one address may ask. The counts live in the cache; where that is down, in the process itself."""

import logging
import time
from collections.abc import Iterator

from allauth.account.adapter import get_adapter
from django.core.cache import BaseCache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest

logger = logging.getLogger(__name__)

WINDOW = 60  # seconds
CHECKS = 60  # numbers asked for
FILES = 10  # documents examined
_own = LocMemCache("checks", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


def is_within(request: HttpRequest, kind: str, limit: int) -> bool:
    """Count one more request of the address in this window; False when it is beyond the limit."""
    who = get_adapter(request).get_client_ip(request)
    key = f"check:{kind}:{who}:{int(time.time()) // WINDOW}"
    return _count(key) <= limit


def _count(key: str) -> int:
    for store in _stores():
        try:
            store.add(key, 0, WINDOW * 2)
            return int(store.incr(key))
        except Exception as error:  # every cache backend fails in its own way when its server is gone
            logger.warning("the cache does not count: %s", type(error).__name__)
    return 0


def _stores() -> Iterator[BaseCache]:
    yield caches["default"]
    yield _own

"""How often one address may ask. The counts live in the cache; where that is down, in the process itself."""

import logging
from collections.abc import Iterator

from allauth.account.adapter import get_adapter
from django.core.cache import BaseCache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest

from applications import clock

logger = logging.getLogger(__name__)

WINDOW = 60  # seconds
KEPT = 10 * WINDOW  # long enough for every request of a window to be answered, however slow the machine
CHECKS = 60  # numbers asked for
FILES = 10  # documents examined
_own = LocMemCache("checks", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


def is_within(request: HttpRequest, kind: str, limit: int) -> bool:
    """Count one more request of the address in this window; False when it is beyond the limit."""
    who = get_adapter(request).get_client_ip(request)
    key = f"check:{kind}:{who}:{int(clock.now().timestamp()) // WINDOW}"
    return _count(key) <= limit


def _count(key: str) -> int:
    for store in _stores():
        try:
            store.add(key, 0, KEPT)
            return int(store.incr(key))
        except Exception as error:  # every cache backend fails in its own way when its server is gone
            logger.warning("the cache does not count: %s", type(error).__name__)
    return 0


def _stores() -> Iterator[BaseCache]:
    yield caches["default"]
    yield _own

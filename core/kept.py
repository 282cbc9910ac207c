"""Values kept in the memory of a process until something is published.

Facets, names, menus and whole descriptions of pages change only when staff publish. Each publication has a
token of its own in the shared cache; a value is kept under the token it was made in, so that every process
makes it anew after the next publication, wherever that was pressed. What depends on the clock is not kept,
or for as long as `seconds` says.
"""

import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

from core.languages import active_code

PUBLICATION_KEY: Final = "publication"
MOST_VALUES: Final = 1000

T = TypeVar("T")

_read: ContextVar[str | None] = ContextVar("publication", default=None)
_values: OrderedDict[tuple[str, str, str], tuple[float, Any]] = OrderedDict()
_lock = threading.Lock()


def publication() -> str:
    """The token of the current publication; a new one where the shared cache has none."""
    return _read.get() or _stored_token()


def publish() -> None:
    """Say that what the public sees has changed: after the commit no kept value or page counts any more."""
    transaction.on_commit(_renew, robust=False)


@contextmanager
def one_publication(token: str | None = None) -> Iterator[None]:
    """Within this block, the length of a request, the token is `token` and is not asked for again."""
    before = _read.set(token or _stored_token())
    try:
        yield
    finally:
        _read.reset(before)


def kept(name: str, build: Callable[[], T], *, seconds: float = 300) -> T:
    """The value of `build()` for the active language and this publication, kept `seconds` in this process.

    `name` says what it is, with whatever it depends on besides language and publication. The value is
    shared between requests, so nobody may change it. Two threads may build the same value at once.
    """
    if not settings.KEEP_VALUES:
        return build()
    key = (name, active_code(), publication())
    now = time.monotonic()
    with _lock:
        found = _values.get(key)
        if found is not None and found[0] > now:
            _values.move_to_end(key)
            return found[1]  # type: ignore[no-any-return]  # what was kept under this name
    value = build()
    with _lock:
        _values[key] = (now + seconds, value)
        _values.move_to_end(key)
        while len(_values) > MOST_VALUES:
            _values.popitem(last=False)
    return value


def _stored_token() -> str:
    """The token in the shared cache; while that does not answer, a new one each time."""
    try:
        return _shared_token()
    except RedisError:
        return uuid.uuid4().hex


def _shared_token() -> str:
    token = cache.get(PUBLICATION_KEY)
    if token is None:
        cache.add(PUBLICATION_KEY, uuid.uuid4().hex, timeout=None)
        token = cache.get(PUBLICATION_KEY)
    return str(token)


def _renew() -> None:
    token = uuid.uuid4().hex
    cache.set(PUBLICATION_KEY, token, timeout=None)
    if _read.get() is not None:
        _read.set(token)

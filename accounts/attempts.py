"""How long somebody has to wait after wrong passwords.

Counted by account and network together, so that one person's slips hold up neither the computers beside her
nor her own account elsewhere; each wrong password after the first few doubles the wait. Besides, an account
is guarded against guesses spread over many networks, except in networks its owner is known to use; and a
network against trying many accounts, with a limit no computer room comes near.
"""

import hashlib
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from accounts.devices import wide_network_of
from accounts.models import KnownDevice
from core.limits import network_of

FREE: Final = 5
FIRST_WAIT: Final = 60
LONGEST_WAIT: Final = 3600
REMEMBERED: Final = 24 * 3600
ACCOUNT_FREE: Final = 50
NETWORK_FREE: Final = 300


def seconds_to_wait(request: HttpRequest, address: str, now: float) -> int:
    """How long until a password for `address` is looked at again; 0 when at once."""
    try:
        waits = [_left(key, free, now) for key, free in _counters(request, address)]
    except RedisError:
        return 0
    return max(waits)


def count_failure(request: HttpRequest, address: str, now: float) -> None:
    """A wrong password, or an address nobody has."""
    try:
        for key, _free in _counters(request, address):
            count, _last = cache.get(key, (0, now))
            cache.set(key, (count + 1, now), REMEMBERED)
    except RedisError:
        return


def forget_failures(request: HttpRequest, address: str) -> None:
    """The right password: what the person mistyped here before does not count any more."""
    try:
        cache.delete(_key("pair", address, network_of(request)))
    except RedisError:
        return


def _counters(request: HttpRequest, address: str) -> list[tuple[str, int]]:
    network = network_of(request)
    counters = [(_key("pair", address, network), FREE), (_key("network", network), NETWORK_FREE)]
    if not _is_at_home(request, address):
        counters.append((_key("account", address), ACCOUNT_FREE))
    return counters


def _is_at_home(request: HttpRequest, address: str) -> bool:
    known = KnownDevice.objects.filter(person__email__iexact=address, network=wide_network_of(request))
    return known.exists()


def _left(key: str, free: int, now: float) -> int:
    counted: tuple[int, float] = cache.get(key, (0, now))
    count, last = counted
    if count < free:
        return 0
    wait: int = min(FIRST_WAIT * 2 ** (count - free), LONGEST_WAIT)
    return max(0, round(last + wait - now))


def _key(*parts: str) -> str:
    digest = hashlib.sha256("\0".join(part.lower() for part in parts).encode()).hexdigest()
    return f"accounts.attempts:{digest}"

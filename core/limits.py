"""Limits on how often something may be done, counted in the shared cache under a key that tells nobody who.

A window begins with the first try and ends after so many seconds, whatever comes in between.
"""

import hashlib
import hmac
import ipaddress
import logging
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)

# One line of IPv6 is given a whole network of this length; its addresses count as one.
IPV6_NETWORK: Final = 64


def is_over_limit(name: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more try of `who` at `name`; say whether there were more than `most` in this window.

    A cache that does not answer limits nobody: no page may fail for it.
    """
    key = f"limit:{name}:{_secret_digest(who)}"
    try:
        cache.add(key, 0, timeout=seconds)
        return bool(cache.incr(key) > most)
    except ValueError:  # the window ended between the two
        return False
    except Exception:
        logger.warning("The limit on %s could not be counted.", name, exc_info=True)
        return False


def network_of(request: HttpRequest) -> str:
    """The address the request came from: an IPv4 address, or the IPv6 network of one line.

    How many proxies stand before the site is a setting: ALLAUTH_TRUSTED_PROXY_COUNT.
    """
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))


def _secret_digest(who: str) -> str:
    """A name for `who` that only this deployment can compute: no address stands in the cache."""
    return hmac.new(settings.SECRET_KEY.encode(), who.encode(), hashlib.sha256).hexdigest()

"""What a browser says about itself, in two words, and the network it comes from, without the last part."""

import ipaddress
from typing import Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

# The first that is found counts: most browsers claim to be several others as well.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
NETWORK_LENGTHS: Final = {4: 24, 6: 48}


def device_of(request: HttpRequest) -> str:
    """ "Firefox, Windows"; what is not known is left out."""
    said = request.headers.get("User-Agent", "")
    found = (_first(BROWSERS, said), _first(SYSTEMS, said))
    return ", ".join(part for part in found if part)


def _first(table: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for mark, name in table if mark in said), "")


def wide_network_of(request: HttpRequest) -> str:
    """The network of the neighbourhood: 192.0.2.0/24, or the /48 of an IPv6 address."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    length = NETWORK_LENGTHS[address.version]
    return str(ipaddress.ip_network((address, length), strict=False))

"""What every page shows whatever it is about."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the name of the site and whether it is the official one."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_is_official": settings.SITE_IS_OFFICIAL,
    }

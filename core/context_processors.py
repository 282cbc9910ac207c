"""What every page shows whatever it is about."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.languages import active_code


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the name and the logos of the site, and whether it is the official one."""
    language = active_code()
    return {
        "site_logo": settings.SITE_LOGO.format(version="standard", language=language),
        "site_logo_small": settings.SITE_LOGO.format(version="condensed", language=language),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_is_official": settings.SITE_IS_OFFICIAL,
    }

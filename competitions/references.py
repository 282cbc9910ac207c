"""The reference number of a competition as a reader sees it."""

from django.utils.translation import gettext as _


def shown_reference(reference: str) -> str:
    """The official number, or that it is not known yet: a provisional one (`PROVISIONAL-n`) is our own."""
    return _("reference number not yet known") if "/PROVISIONAL-" in reference else reference

"""The reference number of an opportunity as a reader sees it.

A provisional one (`PROVISIONAL-n`) is our own, for a competition whose number is not known yet: nobody is
shown it.
"""

from typing import Any

from django.utils.translation import gettext as _


def is_provisional(reference: str) -> bool:
    """Whether a reference number is only our own."""
    return "/PROVISIONAL-" in reference


def shown_reference(reference: str) -> str:
    """The official number, or that it is not known yet."""
    return _("reference number not yet known") if is_provisional(reference) else reference


def short_name(thing: Any) -> str:
    """The number of an opportunity, or its title where it has none yet."""
    return str(thing.title if is_provisional(thing.reference) else thing.reference)

"""Why a file with a CV is not taken, in words."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from profiles.europass.files import Fault

_DAMAGED: Final = _("The file is damaged or not complete. Open it yourself, save it again and upload it.")
_NOT_EUROPASS: Final = _(
    "This is not a Europass CV. Choose the PDF or the XML file that you downloaded from Europass."
)
_WORDS: Final = {
    Fault.EMPTY: _("The file is empty."),
    Fault.NOT_EUROPASS: _NOT_EUROPASS,
    Fault.DAMAGED: _DAMAGED,
    Fault.HOSTILE: _NOT_EUROPASS,
    Fault.BOMB: _NOT_EUROPASS,
    Fault.ENCRYPTED: _("The file asks for a password. Save it without a password and upload it."),
    Fault.NOTHING_INSIDE: _(
        "This PDF has no Europass data inside: it may be a scan or a print. Download your CV from Europass "
        "again, as PDF or XML."
    ),
    Fault.NOTHING_SAID: _("This Europass CV is empty."),
    Fault.TOO_OFTEN: _("There were too many requests. Try again later."),
}


def message_of(fault: Fault) -> Any:
    """What to tell the person about her file."""
    return _WORDS[fault]

"""Why a document is not taken, in words."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.checking import Fault

MEGABYTE = 1024 * 1024

_WORDS = {
    Fault.EMPTY: _("The file is empty."),
    Fault.TOO_LARGE: _("The file is larger than %(megabytes)s MB."),
    Fault.WRONG_TYPE: _("The file is not a PDF, JPG or PNG."),
    Fault.DAMAGED: _("The file is damaged or not complete. Open it yourself, save it again and upload it."),
    Fault.TWO_TYPES: _("The file holds something else besides a document. Save it again and upload it."),
    Fault.TOO_MANY_PIXELS: _("The picture has too many pixels. Make it smaller and upload it."),
    Fault.TOO_MANY_PAGES: _("The file has too many pages. Split it and upload the parts."),
    Fault.BOMB: _("The file would grow too large when it is opened. Print it to a new PDF and upload that."),
    Fault.ENCRYPTED: _("The file asks for a password. Save it without a password and upload it."),
    Fault.PROGRAM: _("The file holds a program. Print it to a new PDF and upload that."),
}


class DocumentRefused(ValidationError):
    """The file is not taken; nothing of it is kept."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(
            _WORDS[fault], code=fault.value, params={"megabytes": settings.DOCUMENT_MAX_MEGABYTES}
        )
        self.fault = fault

"""What an erasure would remove today, and what has to stay and why: shown before anybody decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import FileAccess, User
from applications.models import Application
from applications.states import ApplicationState
from complaints.models import Complaint
from documents.models import Document
from enquiries.models import Enquiry
from notifications.models import Letter
from special_needs.models import AccommodationRequest


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of data: how much there is, whether it goes, and why it stays."""

    name: Promise | str
    count: int
    goes: bool
    reason: Promise | str = ""
    is_counted: bool = True


_PROCEDURE = _("Needed for the selection procedure, and so that its decisions can be checked and contested.")
_RECORDS = _("Kept to show who did what with your data.")


def erasure_plan(person: User) -> list[Part]:
    """The parts of a person's data that there are any of."""
    return [part for part in _parts(person) if part.count]


def _parts(person: User) -> Iterator[Part]:
    applications = Application.objects.filter(candidate=person)
    drafts = applications.filter(state=ApplicationState.DRAFT, submissions__isnull=True).count()
    submitted = applications.count() - drafts
    is_free = submitted == 0
    yield Part(_("Applications that were never submitted"), drafts, goes=True)
    yield Part(_("Submitted applications"), submitted, goes=False, reason=_PROCEDURE)
    attached = (
        Document.objects.filter(owner=person, attachments__application__isnull=False).distinct().count()
    )
    others = Document.objects.filter(owner=person).count() - attached
    yield Part(_("Documents of your applications"), attached, goes=False, reason=_PROCEDURE)
    yield Part(_("Other documents"), others, goes=True)
    yield Part(_("Your profile and CV"), 1, goes=True, is_counted=False)
    letters = Letter.objects.visible_to(person).count()
    yield Part(_("Letters"), letters, goes=is_free, reason="" if is_free else _PROCEDURE)
    account = _("Your account")
    yield Part(account, 1, goes=is_free, reason="" if is_free else _PROCEDURE, is_counted=False)
    for rows in (
        Complaint.objects.filter(application__candidate=person),
        Enquiry.objects.filter(candidate=person),
        AccommodationRequest.objects.filter(application__candidate=person),
    ):
        name = capfirst(rows.model._meta.verbose_name_plural)
        yield Part(name, rows.count(), goes=False, reason=_PROCEDURE)
    looked = FileAccess.objects.filter(person=person).count()
    yield Part(_("Records of who looked at your file"), looked, goes=False, reason=_RECORDS)

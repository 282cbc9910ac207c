"""What the site holds about a person: one table of rows, by the path that leads from each to her.

A test fails for a model that leads to a person and stands neither here nor among what is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps

from accounts.models import User
from documents.models import Document
from documents.storage import document_storage
from special_needs.models import Evidence
from special_needs.services import open_evidence

CHUNK: Final = 1 << 16
SECRETS: Final = ("token", "key", "secret", "digest")
"""Names of columns that open something: nobody gets them, in no file."""


@dataclass(frozen=True, slots=True)
class Rows:
    """One kind of row: its model, the way to its owner, columns that say nothing of her, and sealed ones.

    `opened` names what is read instead of sealed columns: {name in the file: property of the row}. `only`
    filters out what the person has not been told yet.
    """

    model: str
    owner: str
    without: tuple[str, ...] = ()
    opened: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def model_class(self) -> Any:
        return apps.get_model(self.model)

    def of(self, person: User) -> Any:
        """The rows of a person, in the order they were made."""
        own: dict[str, Any] = {self.owner: person.pk, **self.only}
        return self.model_class._base_manager.filter(**own).order_by("pk").iterator(500)


_APPLICATION: Final = "application__candidate"
_MOVED_BY: Final = ("made_by",)

ROWS: Final[tuple[Rows, ...]] = (
    Rows("accounts.User", "pk", without=("password", "is_superuser")),
    Rows("accounts.FileAccess", "person", without=("by",)),
    Rows("accounts.AddressChange", "person", without=SECRETS),
    Rows("accounts.KnownDevice", "person", without=SECRETS),
    Rows("account.EmailAddress", "user"),
    Rows("socialaccount.SocialAccount", "user"),
    Rows(
        "notifications.Letter",
        "recipient",
        without=("batch", "body"),
        only={"published_at__isnull": False},
    ),
    Rows("notifications.SilencedTopic", "person"),
    Rows("careers.SavedOpportunity", "user"),
    Rows("profiles.Profile", "user"),
    Rows("profiles.IdentityDocument", "user"),
    Rows("profiles.Consents", "user"),
    Rows("profiles.Motivation", "user"),
    Rows("profiles.LanguageSkill", "user"),
    Rows("profiles.Education", "user"),
    Rows("profiles.Experience", "user"),
    Rows("applications.Application", "candidate"),
    Rows("applications.ApplicationTransition", "subject__candidate", without=_MOVED_BY),
    Rows("applications.PersonalData", _APPLICATION),
    Rows("applications.LanguageSkill", _APPLICATION),
    Rows("applications.Education", _APPLICATION),
    Rows("applications.Experience", _APPLICATION),
    Rows("applications.UnfinishedStep", _APPLICATION),
    Rows("applications.Submission", _APPLICATION),
    Rows("receipts.Receipt", "submission__application__candidate"),
    Rows("documents.Document", "owner", without=("path", "preview")),
    Rows("documents.Attachment", "document__owner"),
    Rows(
        "selection.RankingOutcome",
        _APPLICATION,
        without=("explanation",),
        only={"run__released_at__isnull": False},
    ),
    Rows("recruitment.Laureate", _APPLICATION),
    Rows(
        "special_needs.AccommodationRequest",
        _APPLICATION,
        without=("sealed_answers", "sealed_question", "sealed_decision", "decided_by"),
        opened={"answers": "answers", "question": "question", "decision": "decision"},
    ),
    Rows(
        "special_needs.Evidence",
        "request__application__candidate",
        without=("path", "sealed_name"),
        opened={"name": "name"},
    ),
    Rows(
        "complaints.Complaint", _APPLICATION, without=("handler", "incident", "decided_by", "provider_notes")
    ),
    Rows("complaints.ComplaintSubmission", "complaint__application__candidate"),
    Rows("complaints.ComplaintMessage", "complaint__application__candidate", without=("by",)),
    Rows("enquiries.Enquiry", "candidate", without=("handler",)),
    Rows("enquiries.EnquiryMessage", "enquiry__candidate", without=("by", "token")),
    Rows("data_rights.DataRequest", "person", without=("answered_by",)),
    Rows("data_rights.DataRequestTransition", "subject__person", without=_MOVED_BY),
)

LEFT_OUT: Final[Mapping[str, str]] = {
    "admin.LogEntry": "About work in the administration.",
    "recruitment.ListDownload": "About work for an institution.",
    "accounts.Session": "Opens the account; the devices are given.",
    "accounts.PossibleDuplicate": "About two people.",
    "dashboard.CalendarAddress": "Opens the calendar.",
    "data_rights.DataExport": "These files themselves.",
    "data_rights.RetentionWarning": "The letter says it.",
    "documents.Upload": "Not yet a document.",
    "recruitment.Recruiter": "About work for an institution.",
    "selection.BoardMembership": "About work on a selection board.",
    "mfa.Authenticator": "Opens the account.",
}
"""What leads to a person and is not given, with the reason. Scores stand in the letters about results."""


def files_of(person: User) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Each file a person has handed in: its name in the archive, and its bytes piece by piece."""
    for document in Document.objects.filter(owner=person).exclude(malware__gt="").order_by("pk"):
        yield f"documents/{document.pk}.{document.kind.lower()}", _stored(document.path)
    for proof in Evidence.objects.filter(request__application__candidate=person).order_by("pk"):
        yield f"special-needs/{proof.pk}.{proof.kind.lower()}", [open_evidence(proof)]


def _stored(path: str) -> Iterator[bytes]:
    with document_storage().open(path) as file:
        yield from file.chunks(CHUNK)

"""The e-mail that announces a letter: that there is one, what about, where; never what it decides (9.1)."""

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

_ACCOUNT: Final = pgettext_lazy("subject area of a letter", "Your account")
_APPLICATION: Final = pgettext_lazy("subject area of a letter", "Your application")
_RESULTS: Final = pgettext_lazy("subject area of a letter", "Your results")
_DOCUMENTS: Final = pgettext_lazy("subject area of a letter", "Your documents")
_COMPETITION: Final = pgettext_lazy("subject area of a letter", "A competition you applied for")
_QUESTION: Final = pgettext_lazy("subject area of a letter", "Your question to us")

# What an e-mail may say of a letter's content. An area is as wide as its decisions are: who enters a reserve
# list and who does not read the same words.
AREAS: Final[dict[str, Promise]] = {
    "application_started": _APPLICATION,
    "application_submitted": _APPLICATION,
    "application_withdrawn": _APPLICATION,
    "application_reminder": _APPLICATION,
    "application_deadline_passed": _APPLICATION,
    "application_confirmation": _COMPETITION,
    "result": _RESULTS,
    "stage_result": _RESULTS,
    "eligibility": _RESULTS,
    "reserve_list_entry": _RESULTS,
    "reserve_list_extended": _RESULTS,
    "reserve_list_removal": _RESULTS,
    "reserve_list_ends_soon": _RESULTS,
    "reserve_list_ended": _RESULTS,
    "question_neutralised": _RESULTS,
    "notice_amended": _COMPETITION,
    "data_request_received": _ACCOUNT,
    "data_request_extended": _ACCOUNT,
    "data_request_answered": _ACCOUNT,
    "account_erased_soon": _ACCOUNT,
    "complaint_received": _APPLICATION,
    "complaint_information_asked": _APPLICATION,
    "complaint_decided": _APPLICATION,
    "right_lapses": _APPLICATION,
    "enquiry_answered": _QUESTION,
    "private_message": _APPLICATION,
    "measures_not_confirmed": _ACCOUNT,
    "documents_missing": _DOCUMENTS,
    "document_refused": _DOCUMENTS,
    "identity_document_expires": _DOCUMENTS,
}


@dataclass(frozen=True, slots=True)
class EmailText:
    """An e-mail in one language, as plain text and as HTML."""

    subject: str
    body_text: str
    body_html: str


def letter_url(*, language: str, number: uuid.UUID) -> str:
    """Return the absolute address of a letter in its reader's language."""
    with translation.override(language):
        return settings.SITE_URL + reverse("notifications:letter_detail", kwargs={"number": number})


def announce(*, event: str, language: str, number: uuid.UUID) -> EmailText:
    """Return the e-mail that says a letter `number` waits in the account."""
    pattern = _pattern(event, language, settings.SITE_URL)
    url = pattern.url.replace(str(_NUMBER), str(number))
    return EmailText(
        subject=pattern.text.subject,
        body_text=pattern.text.body_text.replace(pattern.url, url),
        body_html=pattern.text.body_html.replace(pattern.url, url),
    )


# Stands in a pattern for the number of a letter; letters are numbered by random UUIDs, never by this.
_NUMBER: Final = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Pattern:
    text: EmailText
    url: str


@lru_cache(maxsize=1024)
def _pattern(event: str, language: str, site_url: str) -> _Pattern:
    """Render the e-mail of an event once a language: a release writes the same words to 100 000 people."""
    url = letter_url(language=language, number=_NUMBER)
    with translation.override(language):
        context = {"area": AREAS.get(event, _ACCOUNT), "url": url, "language": language}
        context |= {"site_name": settings.SITE_NAME, "site_url": site_url}
        text = EmailText(
            subject=" ".join(render_to_string("emails/letter_waiting/subject.txt", context).split()),
            body_text=render_to_string("emails/letter_waiting/body.txt", context).strip() + "\n",
            body_html=render_to_string("emails/letter_waiting/body.html", context),
        )
    return _Pattern(text=text, url=url)

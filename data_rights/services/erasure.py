"""Erasing what may go: an account without applications, an application never submitted, a CV."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services import end_sessions
from applications.models import Application
from core.services import record_audit
from data_rights.leftovers import erase_rows_of
from data_rights.models import RetentionWarning
from notifications.models import Letter, OutgoingEmail
from receipts.models import ItemKind
from receipts.services import write_erasure


@transaction.atomic
def erase_draft(application: Application, *, now: datetime, by: Any = None, decision: str = "") -> None:
    """Remove an application that was never submitted, and what the letters about it say."""
    record_audit(now=now, by=by, verb="erase_draft", subject=application, key=application.number)
    letters = Letter.objects.filter(about=f"application:{application.number}")
    erase_letters(letters, decision=decision or "retention:DRAFT", now=now)
    application.attachments.all().delete()
    application.delete()


@transaction.atomic
def erase_account(person: User, *, now: datetime, by: Any = None, decision: str = "") -> None:
    """Make a person's account nobody's: what it holds goes, the row stays for the records that name it."""
    record_audit(now=now, by=by, verb="erase_account", subject=person)
    erase_letters(Letter.objects.filter(recipient=person), decision=decision or "retention:ACCOUNT", now=now)
    OutgoingEmail.objects.filter(to_address__iexact=person.email).delete()
    end_sessions(user=person, by=by, now=now)
    erase_rows_of(person)
    EmailAddress.objects.filter(user=person).delete()
    RetentionWarning.objects.filter(person=person).delete()
    person.email = f"erased-{person.pk}@{settings.ERASED_DOMAIN}"
    person.first_names = person.family_names = ""
    person.is_active = False
    person.set_unusable_password()
    person.save()


def erase_letters(letters: Any, *, decision: str, now: datetime) -> None:
    """Take the words out of letters and remove their e-mail; the chain of digests is told so."""
    held = list(letters.select_for_update())
    published = [letter.pk for letter in held if letter.published_at is not None]
    write_erasure(kind=ItemKind.LETTER, keys=published, decision=decision, now=now)
    OutgoingEmail.objects.filter(letter__in=held).delete()
    Letter.objects.filter(pk__in=[letter.pk for letter in held]).update(subject="-", body="")

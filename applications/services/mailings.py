"""The same letter to many applicants: in each language its words differ by the application number alone."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from applications.models import Application
from core.models import Job
from core.services import in_batches, report_progress
from notifications.models import LetterBatch
from notifications.services import BatchLetter, LetterText, add_letters, finish_preparing

SLICE_SIZE: Final = 1000
# Stands in the words of a language for the number.
NUMBER: Final = "number-of-the-application"


def write_to_applicants(
    *, job: Job, applications: Any, key: str, pattern: Callable[[str], LetterText], now: datetime
) -> dict[str, Any]:
    """Write the letters of the job's batch to the candidates of `applications`, and close it for approval.

    `pattern` is asked once a language, with what stands for the number. Can be stopped, and run again.
    Raises JobStopped when asked to stop, ValidationError when the letters are not as many as expected.
    """
    batch = LetterBatch.objects.get(pk=job.parameters["batch"])
    words = {code: _in_language(pattern, code) for code, _name in settings.LANGUAGES}
    written = done = 0
    report_progress(job, done=0, total=batch.expected)
    people = applications.select_related("candidate").order_by("pk").iterator(chunk_size=SLICE_SIZE)
    for part in in_batches(people, SLICE_SIZE):
        written += add_letters(batch=batch, letters=_letters(part, words, batch.event, key), now=now)
        done += len(part)
        report_progress(job, done=min(done, batch.expected))
    finish_preparing(batch=batch, now=now)
    return {"batch": batch.pk, "letters": written}


def _in_language(pattern: Callable[[str], LetterText], language: str) -> LetterText:
    with translation.override(language):
        return pattern(NUMBER)


def _letters(
    applications: list[Application], words: dict[str, LetterText], event: str, key: str
) -> Iterator[BatchLetter]:
    for application in applications:
        person = application.candidate
        text = words[person.language]
        yield BatchLetter(
            recipient=person,
            language=person.language,
            event=event,
            key=key,
            about=f"application:{application.number}",
            subject=text.subject.replace(NUMBER, application.number),
            body=text.body.replace(NUMBER, application.number),
        )

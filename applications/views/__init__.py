"""Pages of a candidate about her own applications. Another person's number is not found."""

from applications.views.confirming import confirm, say_source
from applications.views.pages import (
    application_detail,
    apply_again,
    discard,
    overview,
    start,
    submission_detail,
    submission_json,
    submit,
    withdraw,
)
from applications.views.practice import (
    practice_application_detail,
    practice_entry,
    practice_entry_delete,
    practice_start,
    practice_step,
    practice_submit,
)
from applications.views.steps import entry, entry_delete, entry_drop, entry_keep, step, take_over

__all__ = [
    "application_detail",
    "apply_again",
    "confirm",
    "discard",
    "entry",
    "entry_delete",
    "entry_drop",
    "entry_keep",
    "overview",
    "practice_application_detail",
    "practice_entry",
    "practice_entry_delete",
    "practice_start",
    "practice_step",
    "practice_submit",
    "say_source",
    "start",
    "step",
    "submission_detail",
    "submission_json",
    "submit",
    "take_over",
    "withdraw",
]

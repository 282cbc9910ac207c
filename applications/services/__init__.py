"""Writes of applications: what views, tasks and the other rooms call."""

from applications.services.changes import prepare_change_letters, write_change_letters
from applications.services.confirmations import (
    ConfirmationRefused,
    Languages,
    affected_by,
    answer_confirmation,
    ask_again,
    asks_again,
    write_confirmation_letters,
)
from applications.services.cv import keep_in_cv, rows_to_keep, rows_to_take, take_from_cv
from applications.services.drafts import (
    confirm_list,
    delete_entry,
    drop_unfinished,
    keep_beside,
    keep_unfinished,
    save_entry,
    save_step,
)
from applications.services.faults import (
    ApplicationIncomplete,
    ApplicationsClosed,
    ApplicationStale,
    ChangedElsewhere,
    TooManyEntries,
    closed_message,
)
from applications.services.numbers import take_numbers
from applications.services.reminders import send_reminders, tell_of_passed_deadlines
from applications.services.sources import count_source
from applications.services.starting import start_application
from applications.services.submissions import (
    apply_again,
    build_snapshot,
    discard_changes,
    submit_application,
    was_open_at,
    withdraw_application,
)

__all__ = [
    "ApplicationIncomplete",
    "ApplicationStale",
    "ApplicationsClosed",
    "ChangedElsewhere",
    "ConfirmationRefused",
    "Languages",
    "TooManyEntries",
    "affected_by",
    "answer_confirmation",
    "apply_again",
    "ask_again",
    "asks_again",
    "build_snapshot",
    "closed_message",
    "confirm_list",
    "count_source",
    "delete_entry",
    "discard_changes",
    "drop_unfinished",
    "keep_beside",
    "keep_in_cv",
    "keep_unfinished",
    "prepare_change_letters",
    "rows_to_keep",
    "rows_to_take",
    "save_entry",
    "save_step",
    "send_reminders",
    "start_application",
    "submit_application",
    "take_from_cv",
    "take_numbers",
    "tell_of_passed_deadlines",
    "was_open_at",
    "withdraw_application",
    "write_change_letters",
    "write_confirmation_letters",
]

"""Writes of applications: what views, tasks and the other rooms call."""

from applications.services.changes import prepare_change_letters, write_change_letters
from applications.services.drafts import (
    confirm_list,
    delete_entry,
    drop_unfinished,
    keep_unfinished,
    place_of,
    save_entry,
    save_step,
    start_application,
)
from applications.services.faults import (
    ApplicationIncomplete,
    ApplicationsClosed,
    ApplicationStale,
    TooManyEntries,
    closed_message,
)
from applications.services.numbers import take_numbers
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
    "TooManyEntries",
    "apply_again",
    "build_snapshot",
    "closed_message",
    "confirm_list",
    "delete_entry",
    "discard_changes",
    "drop_unfinished",
    "keep_unfinished",
    "place_of",
    "prepare_change_letters",
    "save_entry",
    "save_step",
    "start_application",
    "submit_application",
    "take_numbers",
    "was_open_at",
    "withdraw_application",
    "write_change_letters",
]

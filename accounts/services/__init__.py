"""Writes to people: accounts, addresses and sessions; and what staff should know of two accounts."""

from accounts.services.access import record_file_access
from accounts.services.addresses import (
    ADDRESS_CHANGE_DAYS,
    approve_address_change,
    ask_for_address_change,
    confirm_new_address,
    refuse_address_change,
)
from accounts.services.closing import AccountInUse, close_account
from accounts.services.duplicates import decide_possible_duplicate, flag_possible_duplicate
from accounts.services.people import (
    change_language,
    change_names,
    change_roles,
    create_person,
    verify_address,
)
from accounts.services.sessions import end_other_sessions, end_session, end_sessions, recognise_device

__all__ = [
    "ADDRESS_CHANGE_DAYS",
    "AccountInUse",
    "approve_address_change",
    "ask_for_address_change",
    "change_language",
    "change_names",
    "change_roles",
    "close_account",
    "confirm_new_address",
    "create_person",
    "decide_possible_duplicate",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "flag_possible_duplicate",
    "recognise_device",
    "record_file_access",
    "refuse_address_change",
    "verify_address",
]

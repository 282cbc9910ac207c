"""Writes about data rights: what the views and the clock call."""

from data_rights.services.consents import keep_consent_texts
from data_rights.services.erasing_people import NothingToErase, erase_person
from data_rights.services.exports import ask_for_export, forget_expired_exports, write_export
from data_rights.services.requests import (
    answer_request,
    extend_request,
    send_request,
    withdraw_request,
)
from data_rights.services.retention import run_retention

__all__ = [
    "NothingToErase",
    "answer_request",
    "ask_for_export",
    "erase_person",
    "extend_request",
    "forget_expired_exports",
    "keep_consent_texts",
    "run_retention",
    "send_request",
    "withdraw_request",
    "write_export",
]

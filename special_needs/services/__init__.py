"""Writes of requests for special needs adjustments: asking, deciding, the checklist, the alarm."""

from special_needs.services.asking import (
    add_evidence,
    ask_again,
    copy_answers,
    delete_evidence,
    open_evidence,
    open_request,
    save_answers,
    submit_request,
    withdraw_request,
)
from special_needs.services.checklist import confirm_measure, raise_alarms, sign_off_measure
from special_needs.services.deciding import ask_more, decide_request
from special_needs.services.scanning import scan_evidence

__all__ = [
    "add_evidence",
    "ask_again",
    "ask_more",
    "confirm_measure",
    "copy_answers",
    "decide_request",
    "delete_evidence",
    "open_evidence",
    "open_request",
    "raise_alarms",
    "save_answers",
    "scan_evidence",
    "sign_off_measure",
    "submit_request",
    "withdraw_request",
]

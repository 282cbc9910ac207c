"""Writes of complaints: what the candidate does, what staff do, and what a decision brings about."""

from complaints.services.decisions import decide_complaint, decide_complaints
from complaints.services.drafts import ComplaintValues, discard_complaint, save_complaint
from complaints.services.evidence import add_evidence, remove_evidence
from complaints.services.handling import (
    answer_request,
    ask_for_information,
    examine_complaint,
    note_complaint,
    withdraw_complaint,
)
from complaints.services.submission import submit_complaint

__all__ = [
    "ComplaintValues",
    "add_evidence",
    "answer_request",
    "ask_for_information",
    "decide_complaint",
    "decide_complaints",
    "discard_complaint",
    "examine_complaint",
    "note_complaint",
    "remove_evidence",
    "save_complaint",
    "submit_complaint",
    "withdraw_complaint",
]

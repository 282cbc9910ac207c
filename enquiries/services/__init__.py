"""Writes of questions: what the candidate does, and what staff do."""

from enquiries.services.answering import answer_enquiry, assign_enquiry, close_enquiry
from enquiries.services.asking import ask_question, mark_read, write_again

__all__ = [
    "answer_enquiry",
    "ask_question",
    "assign_enquiry",
    "close_enquiry",
    "mark_read",
    "write_again",
]

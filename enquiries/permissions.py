"""Who may see and answer a question. Each service asks here again."""

from typing import Any

from enquiries.models import Enquiry
from enquiries.states import ENQUIRY_MOVES


def can_answer_enquiries(user: Any) -> bool:
    return bool(user.has_perm("enquiries.answer_enquiry"))


def can_close_enquiry(enquiry: Enquiry) -> bool:
    return ENQUIRY_MOVES.permits("close", enquiry.state)

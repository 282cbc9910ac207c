"""Writes of pages, messages and feedback."""

from knowledge.services.contact import change_contact_state, receive_message, sent_before
from knowledge.services.feedback import count_feedback
from knowledge.services.loading import load_demonstration, load_knowledge
from knowledge.services.publication import (
    change_publication,
    publish_due,
    recording_organisations,
    save_page,
)

__all__ = [
    "change_contact_state",
    "change_publication",
    "count_feedback",
    "load_demonstration",
    "load_knowledge",
    "publish_due",
    "receive_message",
    "recording_organisations",
    "save_page",
    "sent_before",
]

"""What a member of staff may do with pages and messages."""

from typing import Any


def can_publish_pages(user: Any) -> bool:
    """Whether `user` may publish, schedule and withdraw pages of knowledge."""
    return bool(user.has_perm("knowledge.publish_article"))


def can_answer_messages(user: Any) -> bool:
    """Whether `user` may take messages to the contact service in hand."""
    return bool(user.has_perm("knowledge.change_contactmessage"))

"""What a member of staff may do with competitions."""

from collections.abc import Mapping
from typing import Any


def can_publish_competition(user: Any) -> bool:
    """Whether `user` may publish a competition and change its state."""
    return bool(user.has_perm("competitions.publish_competition"))


def can_amend_competition(user: Any) -> bool:
    """Whether `user` may load notices and amendments."""
    return bool(user.has_perm("competitions.amend_competition"))


def can_load_document(user: Any, document: Mapping[str, Any]) -> bool:
    """Whether `user` may load this notice or amendment: what the public sees at once, publishers only."""
    is_draft = "amends" not in document and document.get("status") == "DRAFT"
    return can_amend_competition(user) and (is_draft or can_publish_competition(user))

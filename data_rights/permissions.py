"""Who answers requests."""

from typing import Any

from data_rights.models import DataRequest


def can_answer_request(user: Any, request: DataRequest) -> bool:
    """Whether `user` may answer a request: never her own."""
    return bool(user.has_perm("data_rights.answer_datarequest")) and user.pk != request.person_id

"""Writes of this app: a notice loaded, amended, and taken from one state to another."""

from competitions.services.faults import LoadFault
from competitions.services.notices import (
    LoadResult,
    apply_amendment_document,
    load_demonstration,
    load_notice,
)
from competitions.services.opportunities import publish_competition
from competitions.services.states import change_state

__all__ = [
    "LoadFault",
    "LoadResult",
    "apply_amendment_document",
    "change_state",
    "load_demonstration",
    "load_notice",
    "publish_competition",
]

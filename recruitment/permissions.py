"""What a person may do with reserve lists."""

from datetime import date
from typing import Any

from recruitment.models import ReserveList


def can_manage_lists(user: Any) -> bool:
    """Whether `user` establishes, extends and opens reserve lists."""
    return bool(user.has_perm("recruitment.open_reservelist"))


def can_remove_laureates(user: Any) -> bool:
    """Whether `user` may take a laureate off a list."""
    return bool(user.has_perm("recruitment.change_laureate"))


def can_place_recruiters(user: Any) -> bool:
    """Whether `user` may say for which institution a person recruits: who gives roles may."""
    return bool(user.has_perm("accounts.assign_roles"))


def can_download_list(user: Any, reserve_list: ReserveList, today: date) -> bool:
    """Whether a list that is open to the institution of `user` may still be downloaded: while it is valid."""
    is_valid = reserve_list.valid_from <= today <= reserve_list.valid_until
    return is_valid and bool(user.has_perm("recruitment.download_reservelist"))

"""What a person may do with the accounts of others."""

from typing import Any


def can_see_identity(user: Any) -> bool:
    """Whether names and e-mail addresses of people are shown to `user`, rather than masked."""
    return bool(user.has_perm("accounts.view_identity"))


def can_assign_roles(user: Any) -> bool:
    """Whether `user` may create staff and give or take roles."""
    return bool(user.has_perm("accounts.assign_roles"))


def can_decide_duplicates(user: Any) -> bool:
    """Whether `user` may say that two accounts are one person's, or are not."""
    return bool(user.has_perm("accounts.change_possibleduplicate"))

"""People who sign in, where they do, and who looked at their files."""

from accounts.models.access import AccessKind, FileAccess
from accounts.models.addresses import AddressChange
from accounts.models.duplicates import DuplicateState, LikenessReason, PossibleDuplicate
from accounts.models.people import User, UserManager
from accounts.models.sessions import KnownDevice, Session

__all__ = [
    "AccessKind",
    "AddressChange",
    "DuplicateState",
    "FileAccess",
    "KnownDevice",
    "LikenessReason",
    "PossibleDuplicate",
    "Session",
    "User",
    "UserManager",
]

"""Encryption of what must not stand readable in the database or the cache."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["InvalidToken", "box"]


def box(purpose: str, *more: str) -> MultiFernet:
    """What locks and opens texts of one purpose; `more` are further secrets, such as one in a cookie.

    The keys come from `settings.ENCRYPTION_KEYS`, or from SECRET_KEY: the first locks, all of them open.
    """
    secrets = settings.ENCRYPTION_KEYS or [settings.SECRET_KEY]
    return MultiFernet([Fernet(_key(secret, purpose, *more)) for secret in secrets])


def _key(secret: str, purpose: str, *more: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info="\0".join((purpose, *more)).encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))

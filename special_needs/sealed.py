"""What nobody reads in the database or in the store: sealed with the keys of SPECIAL_NEEDS_KEY.

The first key seals; each of them opens, so a key is replaced by writing a new one before it.
"""

import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def _keys() -> MultiFernet:
    keys = [key.strip() for key in settings.SPECIAL_NEEDS_KEY.split(",") if key.strip()]
    if not keys:
        raise ImproperlyConfigured("SPECIAL_NEEDS_KEY is not set: see docs/documents.md.")
    return MultiFernet([Fernet(key) for key in keys])


def seal(content: bytes) -> bytes:
    """Encrypt and sign."""
    return _keys().encrypt(content)


def unseal(sealed: bytes | memoryview) -> bytes:
    """The content again. Raises InvalidToken where a byte was changed or the key is gone."""
    return _keys().decrypt(bytes(sealed))


def seal_values(values: dict[str, Any]) -> bytes:
    """Encrypt values that JSON can say."""
    return seal(json.dumps(values, ensure_ascii=False).encode())


def unseal_values(sealed: bytes | memoryview) -> dict[str, Any]:
    """The values again; nothing where nothing was sealed."""
    if not sealed:
        return {}
    values: dict[str, Any] = json.loads(unseal(sealed))
    return values

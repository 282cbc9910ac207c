"""Where the bytes of documents lie: outside everything that is served, under random names."""

import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage

_OWNER_ONLY: Final = 0o600


def document_storage() -> Storage:
    """A folder of the server, or the bucket that DOCUMENTS_BUCKET names."""
    if settings.DOCUMENTS_BUCKET:
        from storages.backends.s3 import S3Storage  # loads the whole client of S3, which few need

        s3: Storage = S3Storage(
            bucket_name=settings.DOCUMENTS_BUCKET,
            endpoint_url=settings.DOCUMENTS_ENDPOINT or None,
            default_acl=None,  # the bucket is private by itself
            querystring_auth=True,
            file_overwrite=False,
        )
        return s3
    return FileSystemStorage(
        location=Path(settings.VAR_DIR) / "documents",
        file_permissions_mode=_OWNER_ONLY,
        directory_permissions_mode=0o700,
    )


def random_path() -> str:
    """A name that says nothing and that nobody can guess."""
    name = secrets.token_hex(24)
    return f"{name[:2]}/{name}"

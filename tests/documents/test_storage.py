"""Where the bytes lie is configuration; that nobody reaches them by an address is not."""

from __future__ import annotations

from pathlib import Path

from documents.storage import document_storage, random_path


def test_by_default_documents_lie_in_a_folder_that_is_not_served(settings, tmp_path):
    path = Path(document_storage().path("x"))
    assert path == tmp_path / "documents" / "x"
    served = (settings.STATIC_ROOT, *settings.STATICFILES_DIRS)
    assert not any(path.is_relative_to(folder) for folder in served)


def test_a_bucket_is_used_where_one_is_named(settings):
    settings.DOCUMENTS_BUCKET = "candidates"
    settings.DOCUMENTS_ENDPOINT = "https://s3.example.eu"
    storage = document_storage()
    assert type(storage).__name__ == "S3Storage"
    held = (storage.bucket_name, storage.endpoint_url, storage.default_acl, storage.querystring_auth)
    assert (*held, storage.file_overwrite) == ("candidates", "https://s3.example.eu", None, True, False)


def test_names_in_the_store_are_never_the_same():
    assert len({random_path() for _ in range(1000)}) == 1000

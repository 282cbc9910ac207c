"""Where the bytes lie is configuration; that nobody reaches them by an address is not."""

from __future__ import annotations

import pytest

from documents.storage import document_storage, random_path


def test_by_default_documents_lie_in_a_folder_without_an_address(settings, tmp_path):
    storage = document_storage()
    assert storage.path("x") == str(tmp_path / "documents" / "x")
    with pytest.raises(ValueError, match="not accessible via a URL"):
        storage.url("x")


def test_a_bucket_is_used_where_one_is_named(settings):
    settings.DOCUMENTS_BUCKET = "candidates"
    settings.DOCUMENTS_ENDPOINT = "https://s3.example.eu"
    storage = document_storage()
    assert type(storage).__name__ == "S3Storage"
    held = (storage.bucket_name, storage.endpoint_url, storage.default_acl, storage.querystring_auth)
    assert (*held, storage.file_overwrite) == ("candidates", "https://s3.example.eu", None, True, False)


def test_names_in_the_store_are_never_the_same():
    assert len({random_path() for _ in range(1000)}) == 1000

"""People for the tests of accounts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from accounts.services import create_person
from tests.factories import PASSWORD


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """A function that makes a person with PASSWORD, whose address is verified."""

    def make(email: str = "maria@example.eu", **values: Any) -> User:
        values.setdefault("language", "en")
        return create_person(
            email=email, encoded_password=make_password(PASSWORD), now=timezone.now(), **values
        )

    return make

"""What a test is called, for every room that speaks of it."""

from competitions.choices import TEST_NAMES
from competitions.models import Test


def test_name(test: Test) -> str:
    """The name the notice gives, else the usual one of the code, else the code."""
    return str(test.title or TEST_NAMES.get(test.code, test.code))

"""The sample tests there are, and how long one is."""

from enum import StrEnum
from typing import Final

QUESTIONS: Final = 10
"""Questions of every sample test. A shared address shows the same for ever: no notice changes this."""


class Kind(StrEnum):
    """A sample test, by its word in addresses."""

    ABSTRACT = "abstract-reasoning"
    NUMERICAL = "numerical-reasoning"
    EU_KNOWLEDGE = "eu-knowledge"
    DIGITAL_SKILLS = "digital-skills"


TEST_CODES: Final = {
    Kind.ABSTRACT: "AR",
    Kind.NUMERICAL: "NR",
    Kind.EU_KNOWLEDGE: "EUK",
    Kind.DIGITAL_SKILLS: "DS",
}
"""The code that notices of competition give the test a sample test prepares for."""

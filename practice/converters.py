"""What may stand in the addresses of sample tests; anything else is no address of the site."""

from practice.kinds import Kind
from practice.seeds import SEED_PATTERN


class KindConverter:
    """The word of a sample test."""

    regex = "|".join(Kind)

    def to_python(self, value: str) -> Kind:
        return Kind(value)

    def to_url(self, value: str) -> str:
        return str(Kind(value))


class SeedConverter:
    """The seed of a sample test."""

    regex = SEED_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value

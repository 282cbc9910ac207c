"""How a sample of some questions stands for a whole test, in exact numbers."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class RealTest:
    """What a notice says of a test. `together`: codes of the tests added up for one pass mark."""

    reference: str
    slug: str
    questions: int
    minutes: int
    maximum: Decimal | None
    """Of the test, or of all tests of its group where the pass mark is theirs."""
    pass_mark: Decimal | None
    together: tuple[str, ...] = ()

    def sample_minutes(self, questions: int) -> int:
        """Whole minutes for a sample, as long for each question as in the real test, rounded up."""
        return ceil(Fraction(self.minutes * questions, self.questions))

    def sample_pass_mark(self, questions: int) -> int | None:
        """Right answers, the same share of a sample as the pass mark is of the maximum, rounded up."""
        if self.pass_mark is None or not self.maximum:
            return None
        return ceil(Fraction(self.pass_mark) / Fraction(self.maximum) * questions)

"""What keeps a document out of the database, named by its place in the document."""

from collections.abc import Iterable
from dataclasses import dataclass

from competitions.notice import Fault


@dataclass(frozen=True, slots=True)
class LoadFault:
    """One thing wrong: where in the document (empty: the document as a whole), and a sentence for people."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class RefusedError(Exception):
    """Nothing of the document was written; `faults` says why."""

    def __init__(self, faults: Iterable[LoadFault]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(map(str, self.faults)))


def in_words(faults: Iterable[Fault]) -> list[LoadFault]:
    """The faults the validation found, with their sentences in the active language."""
    return [LoadFault(fault.path, fault.message) for fault in faults]

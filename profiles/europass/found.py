"""What a file says about a person, before anybody has checked it."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day as a Europass file has it: often without its day, or without month and day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.month is not None and self.day is not None

    def first(self) -> date | None:
        """The first day it can mean, where at least the month is known."""
        return date(self.year, self.month, self.day or 1) if self.month else None

    def last(self) -> date | None:
        """The last day it can mean, where at least the month is known."""
        if not self.month:
            return None
        return date(self.year, self.month, self.day or monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        """As ISO 8601 has it, as far as it is known."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class FoundPerson:
    family_names: str = ""
    first_names: str = ""
    birth: FoundDate | None = None
    gender: str = ""
    """F, M or empty."""
    citizenships: tuple[str, ...] = ()
    """ISO codes of countries, as everywhere here."""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class FoundLanguage:
    """`code` is one of the 24. Levels are of the Common European Framework, empty where the file has none."""

    code: str
    is_mother_tongue: bool = False
    listening: str = ""
    reading: str = ""
    speaking: str = ""
    writing: str = ""


@dataclass(frozen=True, slots=True)
class FoundEducation:
    title: str = ""
    awarding_body: str = ""
    address: str = ""
    country: str = ""
    level: int | None = None
    field_of_study: str = ""
    start: FoundDate | None = None
    end: FoundDate | None = None


@dataclass(frozen=True, slots=True)
class FoundExperience:
    employer: str = ""
    address: str = ""
    web_link: str = ""
    location: str = ""
    position: str = ""
    description: str = ""
    start: FoundDate | None = None
    end: FoundDate | None = None
    is_current: bool = False
    is_voluntary: bool = False


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Something in the file that has no place here: where it stands, and what it says."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """All that one file says."""

    person: FoundPerson
    languages: list[FoundLanguage] = field(default_factory=list)
    education: list[FoundEducation] = field(default_factory=list)
    experience: list[FoundExperience] = field(default_factory=list)
    left_over: list[LeftOver] = field(default_factory=list)

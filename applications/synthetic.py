"""Made-up candidates for trials of volume: plausible in their spread, labelled in every name. No Django here.

The same seed gives the same candidates on any machine. Nobody's data is in them: names say that they are
synthetic, and addresses end in `.invalid`, which no mail server accepts (RFC 2606).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, Final

# Share of applicants by citizenship: the four largest as the press gave them for a generalist competition
# of 2026 (epso 10.1), the others estimated from population.
CITIZENSHIPS: Final[dict[str, float]] = {
    "IT": 45.0, "ES": 8.0, "DE": 6.7, "FR": 6.3, "BE": 4.5, "EL": 4.0, "RO": 4.0, "PL": 3.5, "PT": 3.0,
    "BG": 2.5, "NL": 2.0, "HU": 2.0, "IE": 1.2, "HR": 1.0, "CZ": 0.8, "AT": 0.8, "LT": 0.7, "SK": 0.7,
    "SI": 0.6, "LV": 0.5, "SE": 0.5, "FI": 0.5, "MT": 0.4, "CY": 0.4, "EE": 0.3, "DK": 0.3, "LU": 0.3,
}  # fmt: skip
LANGUAGES_OF: Final[dict[str, tuple[str, ...]]] = {
    "IT": ("it",), "ES": ("es",), "DE": ("de",), "FR": ("fr",), "BE": ("fr", "nl"), "EL": ("el",),
    "RO": ("ro",), "PL": ("pl",), "PT": ("pt",), "BG": ("bg",), "NL": ("nl",), "HU": ("hu",),
    "IE": ("en", "ga"), "HR": ("hr",), "CZ": ("cs",), "AT": ("de",), "LT": ("lt",), "SK": ("sk",),
    "SI": ("sl",), "LV": ("lv",), "SE": ("sv",), "FI": ("fi", "sv"), "MT": ("mt", "en"), "CY": ("el",),
    "EE": ("et",), "DK": ("da",), "LU": ("fr", "de"),
}  # fmt: skip
SECOND_LANGUAGES: Final[dict[str, float]] = {"en": 70, "fr": 14, "de": 6, "es": 4, "it": 3, "nl": 2, "pl": 1}
ISO_CODE: Final[dict[str, str]] = {"EL": "GR"}
FIRST_BIRTHDAY: Final = date(1966, 1, 1)
DAYS_OF_BIRTH: Final = 36 * 365


@dataclass(frozen=True, slots=True)
class SyntheticCandidate:
    """One made-up person: the columns of each step of an application, as a snapshot keeps them."""

    serial: int
    email: str
    field: int
    personal: dict[str, Any]
    languages: list[dict[str, Any]]
    education: list[dict[str, Any]]
    experience: list[dict[str, Any]]

    @property
    def language_1(self) -> str:
        """The language she knows best."""
        return str(self.languages[0]["language"])

    @property
    def language_2(self) -> str:
        """The other language she is tested in."""
        return str(self.languages[1]["language"])


class _Choice:
    """A weighted choice that costs one random number."""

    def __init__(self, weights: dict[Any, float]) -> None:
        self.values = list(weights)
        self.limits = list(accumulate(weights.values()))

    def take(self, chance: random.Random) -> Any:
        return chance.choices(self.values, cum_weights=self.limits)[0]


def synthetic_candidates(
    *, count: int, seed: int, fields: Sequence[float], label: str, skip: int = 0
) -> Iterator[SyntheticCandidate]:
    """Yield candidates `skip + 1` to `count`; `fields` weighs how popular each is, `label` names the trial.

    Each candidate is drawn from her own serial number, so that a stopped run goes on with the same people.
    """
    citizenship, second, field = (
        _Choice(CITIZENSHIPS),
        _Choice(SECOND_LANGUAGES),
        _Choice(dict(enumerate(fields))),
    )
    for serial in range(skip + 1, count + 1):
        chance = random.Random(f"{seed}/{serial}")
        state = citizenship.take(chance)
        yield _candidate(serial, label, state, field.take(chance), second, chance)


def _candidate(
    serial: int, label: str, state: str, field: int, second: _Choice, chance: random.Random
) -> SyntheticCandidate:
    first = chance.choice(LANGUAGES_OF[state])
    other = second.take(chance)
    if other == first:
        other = "fr" if first == "en" else "en"
    level = chance.choice(("B2", "C1", "C1", "C2"))
    born = FIRST_BIRTHDAY + timedelta(days=int(DAYS_OF_BIRTH * chance.betavariate(4, 1.8)))
    return SyntheticCandidate(
        serial=serial,
        email=f"synthetic.{serial}@{label}.invalid",
        field=field,
        personal=_personal(serial, state, born, chance),
        languages=[
            _skill(first, "C2", is_mother_tongue=True),
            _skill(other, level),
        ],
        education=[_diploma(state, born, chance)],
        experience=_experience(born, chance),
    )


def _personal(serial: int, state: str, born: date, chance: random.Random) -> dict[str, Any]:
    country = ISO_CODE.get(state, state)
    return {
        "family_names": f"Synthetic {serial:07d}",
        "first_names": "Candidate",
        "birth_name": "",
        "date_of_birth": born,
        "place_of_birth": "Synthetic Town",
        "country_of_birth": country,
        "gender": chance.choices(("WOMAN", "MAN", "OTHER", "NO_ANSWER"), (52, 44, 1, 3))[0],
        "citizenships": [country],
        "street": f"Synthetic Street {serial % 200 + 1}",
        "postcode": f"{serial % 9000 + 1000}",
        "city": "Synthetic Town",
        "country": country,
        "phone": f"+3290{serial:08d}",
    }


def _skill(language: str, level: str, *, is_mother_tongue: bool = False) -> dict[str, Any]:
    levels = dict.fromkeys(("listening", "reading", "speaking", "writing"), level)
    return {"language": language, "is_mother_tongue": is_mother_tongue, **levels}


def _diploma(state: str, born: date, chance: random.Random) -> dict[str, Any]:
    start = date(born.year + 18, 10, 1)
    years = chance.choice((3, 3, 4, 5))
    end = date(start.year + years, 6, 30)
    return {
        "title": "Synthetic degree",
        "awarding_body": "Synthetic University",
        "country": ISO_CODE.get(state, state),
        "level": 7 if years == 5 else 6,
        "field_of_study": "",
        "start_date": start,
        "end_date": end,
        "legal_duration_months": years * 12,
        "award_date": end,
        "gives_access": True,
    }


def _experience(born: date, chance: random.Random) -> list[dict[str, Any]]:
    start = date(born.year + 24, 1, 1)
    if start.year > 2024 or chance.random() < 0.2:
        return []
    end = date(min(start.year + chance.randint(0, 12), 2025), 12, 31)
    return [
        {
            "kind": "PAID",
            "employer": "Synthetic Ltd",
            "location": "",
            "position": "Synthetic post",
            "start_date": start,
            "end_date": end,
            "percentage": 100,
            "is_paid": True,
            "is_in_field": chance.random() < 0.6,
            "description": "Made up for a trial of volume.",
        }
    ]

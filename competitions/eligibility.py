"""Could a person apply? Her answers held against the conditions of a notice, field by field.

No database, no clock, no language: answers in, reasons out. The conditions are those of the notice as it is
known here (docs/notice-format.md); whether diplomas and experience really count, only the selection board
decides. The general conditions and what counts as experience: epso 2.10; the language rule: epso 2.9.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
MONTHS = 12

Kind = Literal["met", "missing", "open"]
Verdict = Literal["yes", "no", "open"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to be eligible, in years; `years_in_field` is part of `years_experience`."""

    years_study: int
    years_experience: int = 0
    years_in_field: int = 0


@dataclass(frozen=True, slots=True)
class LanguageRule:
    """The lowest level of a language (empty: not known) and the codes to choose from (empty: all)."""

    level: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldConditions:
    """What one field at one grade asks. Without ways, the notice's conditions are not known here."""

    ways: tuple[Way, ...]
    first: LanguageRule
    second: LanguageRule


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says. Study is the legal length of her longest diploma in years, 0 for none."""

    is_citizen: bool
    languages: tuple[tuple[str, str], tuple[str, str]]
    """Two different languages as (code, level)."""
    years_study: int = 0
    is_diploma_in_time: bool = True
    is_diploma_from_elsewhere: bool = False
    """Awarded outside the European Union: it must be recognised by a Member State."""
    months_experience: int = 0
    months_in_field: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition: met, missing, or open to the board's judgement. `values` fill the sentence of `code`."""

    kind: Kind
    code: str
    values: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The answer for a field: "no" if something is missing, "open" where the conditions are not known."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


def judge(conditions: FieldConditions, answers: Answers) -> Result:
    """Hold the answers against the conditions of one field; every condition comes with its reason."""
    reasons = (
        _citizenship(answers),
        *_languages(conditions, answers.languages),
        *_education(conditions.ways, answers),
    )
    return Result(_verdict(reasons), reasons)


def _verdict(reasons: Iterable[Reason]) -> Verdict:
    codes = {reason.kind: reason.code for reason in reasons}
    if "missing" in codes:
        return "no"
    return "open" if any(reason.code == "conditions_unknown" for reason in reasons) else "yes"


def _reason(kind: Kind, code: str, **values: int | str) -> Reason:
    return Reason(kind, code, tuple(values.items()))


def _citizenship(answers: Answers) -> Reason:
    return Reason("met", "citizen") if answers.is_citizen else Reason("missing", "not_citizen")


# Languages


def _languages(conditions: FieldConditions, known: Sequence[tuple[str, str]]) -> list[Reason]:
    """Either may be language 1; of the two orders the one that lacks less counts."""
    orders = [
        [*_language("1", conditions.first, *first), *_language("2", conditions.second, *second)]
        for first, second in permutations(known)
    ]
    return min(orders, key=lambda reasons: sum(reason.kind == "missing" for reason in reasons))


def _language(number: str, rule: LanguageRule, code: str, level: str) -> list[Reason]:
    if rule.allowed and code not in rule.allowed:
        return [_reason("missing", f"language_{number}_not_allowed", language=code)]
    if not rule.level:
        return [_reason("open", f"language_{number}_level_unknown", language=code, level=level)]
    is_met = LEVELS.index(level) >= LEVELS.index(rule.level)
    kind: Kind = "met" if is_met else "missing"
    name = f"language_{number}" if is_met else f"language_{number}_too_low"
    return [_reason(kind, name, language=code, level=level, needed=rule.level)]


# Education and experience


def _education(ways: Sequence[Way], answers: Answers) -> list[Reason]:
    if not ways:
        return [Reason("open", "conditions_unknown")]
    way = min(ways, key=lambda each: _lacking(each, answers))
    return [*_study(way, answers), *_experience(way, answers)]


def _lacking(way: Way, answers: Answers) -> tuple[int, int, int]:
    """How far the answers are from this way: first by study, then by experience; least is nearest."""
    return (
        max(0, way.years_study - answers.years_study),
        max(0, way.years_experience * MONTHS - answers.months_experience),
        max(0, way.years_in_field * MONTHS - answers.months_in_field),
    )


def _study(way: Way, answers: Answers) -> list[Reason]:
    values = {"years": answers.years_study, "needed": way.years_study}
    if answers.years_study < way.years_study:
        return [_reason("missing", "study_too_short", **values)]
    if way.years_study == 0:
        return []
    reasons = [_reason("met", "study", **values)]
    if not answers.is_diploma_in_time:
        reasons.append(Reason("missing", "diploma_too_late"))
    if answers.is_diploma_from_elsewhere:
        reasons.append(Reason("open", "diploma_to_be_recognised"))
    return reasons


def _experience(way: Way, answers: Answers) -> list[Reason]:
    if way.years_experience == 0:
        return [Reason("met", "no_experience_needed")]
    reasons = [_months("experience", answers.months_experience, way.years_experience)]
    if way.years_in_field:
        reasons.append(_months("in_field", answers.months_in_field, way.years_in_field))
    return [*reasons, Reason("open", "experience_to_be_judged")]


def _months(code: str, months: int, years_needed: int) -> Reason:
    lacking = years_needed * MONTHS - months
    if lacking > 0:
        return _reason("missing", f"{code}_too_short", needed=years_needed, lacking=lacking)
    return _reason("met", code, needed=years_needed)

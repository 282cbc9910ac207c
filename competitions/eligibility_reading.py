"""The conditions of a competition for competitions.eligibility, and its reasons in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.eligibility import (
    MONTHS,
    Answers,
    FieldConditions,
    LanguageRule,
    Reason,
    Way,
    judge,
)
from competitions.models import Competition
from competitions.page import CompetitionPage
from competitions.page_parts import FieldLine, GradeLine
from competitions.texts import Text
from core.languages import language_name


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """What a person is told about one field at one grade. `verdict` is "yes", "no" or "open"."""

    title: Text
    grade: str
    verdict: str
    heading: str
    missing: list[str]
    met: list[str]
    open: list[str]


def field_answers(page: CompetitionPage, answers: Answers, *, field: str = "") -> list[FieldAnswer]:
    """The answer for each field and grade, or for the field with the code `field` only."""
    return [
        _answer(page.competition, line, grade, answers)
        for line in page.fields
        for grade in line.grades
        if not field or line.code == field
    ]


def conditions_of(competition: Competition, line: FieldLine, grade: GradeLine) -> FieldConditions:
    """What the notice asks for a field at a grade. A field may fix language 1."""
    first = (line.language_1,) if line.language_1 else tuple(competition.languages_1)
    return FieldConditions(
        ways=tuple(
            Way(each.years_study, each.years_experience, each.years_in_field or 0) for each in grade.routes
        ),
        first=LanguageRule(competition.language_1_minimum_level, first),
        second=LanguageRule(competition.language_2_minimum_level, tuple(competition.languages_2)),
    )


def _answer(competition: Competition, line: FieldLine, grade: GradeLine, answers: Answers) -> FieldAnswer:
    result = judge(conditions_of(competition, line, grade), answers)
    sentences: dict[str, list[str]] = {"missing": [], "met": [], "open": []}
    for reason in result.reasons:
        sentences[reason.kind].append(sentence(reason))
    heading = {
        "yes": _("By your answers, you could apply"),
        "no": _("By your answers, you could not apply"),
        "open": _("It depends on conditions that this site does not know"),
    }[result.verdict]
    return FieldAnswer(line.title, grade.grade, result.verdict, heading, **sentences)


def board_judges() -> list[str]:
    """What no answer given here settles: the selection board decides it in every competition."""
    return [
        _("You enjoy your full rights as a citizen."),
        _("You have met any obligations under the laws on military service."),
        _("You meet the character requirements for the duties."),
        _("Your documents prove what you state."),
    ]


# Reasons


def sentence(reason: Reason) -> str:
    """The reason in the active language, with its numbers and names."""
    values = dict(reason.values)
    if reason.code.startswith("language_"):
        return _of_language(reason.code, values)
    if "lacking" in values:
        return _of_lacking(reason.code, int(values["needed"]), int(values["lacking"]))
    if "needed" in values:
        return _of_years(reason.code, int(values["needed"]))
    return {
        "citizen": _("You are a citizen of a Member State of the European Union."),
        "not_citizen": _("Only citizens of a Member State of the European Union can apply."),
        "conditions_unknown": _(
            "This site does not have the conditions on education and experience. Read them in the notice."
        ),
        "diploma_too_late": _("Your diploma would be awarded too late."),
        "diploma_to_be_recognised": _(
            "A diploma from outside the European Union needs a document of a Member State that recognises it."
        ),
        "no_experience_needed": _("No professional experience is needed."),
        "experience_to_be_judged": _(
            "The selection board judges whether your experience is real, paid work relevant to the duties."
        ),
    }[reason.code]


def _of_language(code: str, values: dict[str, int | str]) -> str:
    texts = {
        "language_1": _(
            "Language 1: %(language)s at level %(level)s is enough; %(needed)s is the lowest level."
        ),
        "language_2": _(
            "Language 2: %(language)s at level %(level)s is enough; %(needed)s is the lowest level."
        ),
        "language_1_too_low": _("Language 1: %(language)s has to be at level %(needed)s or higher."),
        "language_2_too_low": _("Language 2: %(language)s has to be at level %(needed)s or higher."),
        "language_1_not_allowed": _("%(language)s cannot be chosen as language 1 here."),
        "language_2_not_allowed": _("%(language)s cannot be chosen as language 2 here."),
        "language_1_level_unknown": _("This site does not have the level that language 1 needs."),
        "language_2_level_unknown": _("This site does not have the level that language 2 needs."),
    }
    return texts[code] % {**values, "language": language_name(str(values["language"]))}


def _of_years(code: str, years: int) -> str:
    texts = {
        "study": ngettext(
            "Your study is long enough: %(count)s year is needed.",
            "Your study is long enough: %(count)s years are needed.",
            years,
        ),
        "study_too_short": ngettext(
            "You need a diploma of at least %(count)s year of study.",
            "You need a diploma of at least %(count)s years of study.",
            years,
        ),
        "experience": ngettext(
            "Your professional experience is long enough: %(count)s year is needed.",
            "Your professional experience is long enough: %(count)s years are needed.",
            years,
        ),
        "in_field": ngettext(
            "Your experience in the field is long enough: %(count)s year is needed.",
            "Your experience in the field is long enough: %(count)s years are needed.",
            years,
        ),
    }
    return texts[code] % {"count": years}


def _of_lacking(code: str, needed: int, lacking: int) -> str:
    texts = {
        "experience_too_short": ngettext(
            "With your study you need %(count)s year of professional experience.",
            "With your study you need %(count)s years of professional experience.",
            needed,
        ),
        "in_field_too_short": ngettext(
            "You need %(count)s year of experience in the field.",
            "You need %(count)s years of experience in the field.",
            needed,
        ),
    }
    missing = _("Still missing: %(time)s.") % {"time": " ".join(_duration(lacking))}
    return f"{texts[code] % {'count': needed}} {missing}"


def _duration(months: int) -> Iterator[str]:
    years, rest = divmod(months, MONTHS)
    if years:
        yield ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    if rest:
        yield ngettext("%(count)s month", "%(count)s months", rest) % {"count": rest}

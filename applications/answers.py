"""The answers of an application as one plain document, and the same document as paragraphs for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import snapshots
from applications.models import Application, Education, Experience, LanguageSkill, PersonalData
from applications.steps import LISTS, Step
from competitions.models import Competition, CompetitionField
from core.formats import country_name, format_date, format_number
from core.languages import ENGLISH, active_code, language_name

Answers = dict[str, Any]

ENTRY_MODELS: Mapping[str, type[LanguageSkill] | type[Education] | type[Experience]] = {
    Step.LANGUAGES: LanguageSkill,
    Step.EDUCATION: Education,
    Step.EXPERIENCE: Experience,
}
ROW_MODELS: Mapping[str, Any] = {
    Step.PERSONAL: PersonalData,
    Step.CHOICE: Application,
    **ENTRY_MODELS,
    Step.MOTIVATION: Application,
    Step.DECLARATIONS: Application,
}
RELATED_NAMES = {
    Step.LANGUAGES: "language_skills",
    Step.EDUCATION: "education",
    Step.EXPERIENCE: "experience",
}


def entries(application: Application, step: str) -> Any:
    """The rows of a step that holds a list."""
    return getattr(application, RELATED_NAMES[Step(step)])


def fields_of(competition: Competition) -> Any:
    """The fields of a competition, with their texts in the active language."""
    return CompetitionField.objects.filter(competition=competition).in_language()


def personal_data(application: Application) -> PersonalData | None:
    """The personal data, None while they are not filled in."""
    return getattr(application, "personal_data", None)


def read_answers(application: Application) -> Answers:
    """All answers of the working copy, as a snapshot keeps them."""
    personal = personal_data(application)
    field = application.field
    answers: Answers = {
        str(step): snapshots.freeze(application, step)
        for step in (Step.CHOICE, Step.MOTIVATION, Step.DECLARATIONS)
    }
    answers["personal"] = snapshots.freeze(personal, "personal") if personal else None
    answers["choice"]["field"] = {"code": field.code, "grade": field.grade} if field else None
    for step in LISTS:
        answers[str(step)] = snapshots.freeze_rows(entries(application, step).all(), step)
    return answers


@dataclass(frozen=True, slots=True)
class Line:
    """A question and its answer as text (or safe HTML)."""

    label: Any
    value: Any


@dataclass(frozen=True, slots=True)
class Section:
    """A step of the application: its groups of lines, one for each entry of a list."""

    step: Step
    groups: list[list[Line]]


def read_sections(answers: Mapping[str, Any], fields: Iterable[CompetitionField]) -> list[Section]:
    """What `answers` say, in the active language. `fields` are those of the competition, for their names."""
    known = list(fields)
    sections = [
        Section(Step.PERSONAL, _groups(Step.PERSONAL, [answers["personal"]] if answers["personal"] else [])),
        Section(Step.CHOICE, [_choice(answers["choice"], known)]),
        *(Section(step, _groups(step, answers[step])) for step in LISTS),
        Section(Step.MOTIVATION, [_motivation(answers, known)]),
        Section(Step.DECLARATIONS, _groups(Step.DECLARATIONS, [answers["declarations"]])),
    ]
    return [section for section in sections if any(section.groups) or section.step != Step.MOTIVATION]


def _groups(step: Step, rows: Iterable[Mapping[str, Any]]) -> list[list[Line]]:
    return [[_line(step, name, row[name]) for name in snapshots.COLUMNS[step]] for row in rows]


def _choice(choice: Mapping[str, Any], fields: list[CompetitionField]) -> list[Line]:
    field = field_of(choice, fields)
    lines = [Line(_("Field"), str(field) if field else "")]
    names = ["language_1", "language_2"]
    if field is not None and field.allows_reassignment:
        names.insert(0, "accepts_reassignment")
    return lines + [_line(Step.CHOICE, name, choice[name]) for name in names]


def field_of(choice: Mapping[str, Any], fields: Iterable[CompetitionField]) -> CompetitionField | None:
    """The field that a snapshot's choice names, None if there is none (any more)."""
    wanted = choice["field"]
    matches = (f for f in fields if wanted and (f.code, f.grade) == (wanted["code"], wanted["grade"]))
    return next(matches, None)


def _motivation(answers: Mapping[str, Any], fields: list[CompetitionField]) -> list[Line]:
    given = answers["motivation"]
    field = field_of(answers["choice"], fields)
    questions = {q["code"]: question_text(q) for q in (field.talent_screener if field else [])}
    lines = [_line(Step.MOTIVATION, "motivation", given["motivation"])] if given["motivation"] else []
    return lines + [
        Line(questions.get(code, code), text) for code, text in given["talent_screener_answers"].items()
    ]


def question_text(question: Mapping[str, Any]) -> str:
    """A talent-screener question in the active language; in English, and marked so, where it has no other."""
    texts = question["question"]
    own = texts.get(active_code())
    if own:
        return str(own)
    return format_html('<span lang="{}">{}</span>', ENGLISH, texts.get(ENGLISH) or "")


def _label(step: Step, name: str) -> Any:
    return ROW_MODELS[step]._meta.get_field(name).verbose_name


def _line(step: Step, name: str, value: Any) -> Line:
    label = _label(step, name)
    return Line(f"{label[:1].upper()}{label[1:]}", _text(step, name, value))


YES, NO = gettext_lazy("Yes"), gettext_lazy("No")


def _text(step: Step, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(YES if value else NO)
    if name in snapshots.DAYS:
        return format_date(date.fromisoformat(value))
    if name in ("country", "country_of_birth"):
        return country_name(value)
    if name == "citizenships":
        return ", ".join(country_name(code) for code in value)
    if name in ("language", "language_1", "language_2"):
        return language_name(value)
    return _choice_label(step, name, value)


def _choice_label(step: Step, name: str, value: Any) -> str:
    choices = dict(ROW_MODELS[step]._meta.get_field(name).flatchoices)
    if value in choices:
        return str(choices[value])
    return format_number(value) if isinstance(value, int) else str(value)

"""What an application still lacks before it can be submitted, held against its notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.answers import personal_data
from applications.models import Application, LanguageSkill
from applications.steps import COLUMNS, PRIVACY_STATEMENT_VERSION, Step
from competitions.models import CompetitionField
from core.formats import eu_country_codes
from core.languages import CODES, language_name


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to put right, and the step to do it in."""

    step: Step
    message: str


@dataclass(frozen=True, slots=True)
class Task:
    """A step in the list of tasks."""

    step: Step
    is_done: bool


def steps_for(application: Application) -> list[Step]:
    """The steps of this application: motivation only where the notice or the field chosen asks for it."""
    return [step for step in Step if step != Step.MOTIVATION or _asks_something(application)]


def _asks_something(application: Application) -> bool:
    return application.competition.is_motivation_asked or bool(questions_for(application))


def questions_for(application: Application) -> list[dict[str, Any]]:
    """The talent-screener questions of the field chosen."""
    return list(application.field.talent_screener) if application.field else []


def find_tasks(application: Application) -> list[Task]:
    """The steps to take, each done or not; the last one, checking and submitting, is not among them."""
    open_steps = {gap.step for gap in find_gaps(application)}
    return [Task(step, step not in open_steps) for step in steps_for(application) if step != Step.CHECK]


def find_gaps(application: Application) -> list[Gap]:
    """All that keeps the application from being submitted, step by step, in the active language."""
    finders = (_unfinished, _personal, _choice, _languages, _education, _experience, _motivation, _declared)
    found = [gap for finder in finders for gap in finder(application)]
    order = list(Step)
    return sorted(found, key=lambda gap: order.index(gap.step))


def _unfinished(application: Application) -> Iterator[Gap]:
    for unfinished in application.unfinished_steps.all():
        step = Step(unfinished.place.partition("/")[0])
        yield Gap(step, _("What you typed here is kept, but it is not complete or not correct yet."))


def _personal(application: Application) -> Iterator[Gap]:
    personal = personal_data(application)
    if personal is None:
        yield Gap(Step.PERSONAL, _("Fill in your personal data."))
    elif eu_country_codes().isdisjoint(personal.citizenships):
        yield Gap(Step.PERSONAL, _("You must be a citizen of a Member State of the European Union."))


def _choice(application: Application) -> Iterator[Gap]:
    field = application.field
    if field is None or field.competition_id != application.competition_id:
        yield Gap(Step.CHOICE, _("Choose a field."))
    for message in language_faults(application, field, application.language_1, application.language_2):
        yield Gap(Step.CHOICE, message)


def language_faults(
    application: Application, field: CompetitionField | None, language_1: str, language_2: str
) -> list[str]:
    """Why these two languages cannot be chosen by the notice; empty when they can (epso 2.9)."""
    faults = []
    if language_1 not in allowed_languages_1(application, field):
        faults.append(_("Choose language 1 from the languages that the notice allows."))
    if language_2 not in allowed_languages_2(application):
        faults.append(_("Choose language 2 from the languages that the notice allows."))
    if language_1 and language_1 == language_2:
        faults.append(_("Language 1 and language 2 must be different."))
    return faults


def allowed_languages_1(application: Application, field: CompetitionField | None) -> tuple[str, ...]:
    """The languages that can be language 1: the one of the field, else those of the notice, else all 24."""
    if field is not None and field.language_1:
        return (field.language_1,)
    return tuple(application.competition.languages_1) or CODES


def allowed_languages_2(application: Application) -> tuple[str, ...]:
    """The languages that can be language 2."""
    return tuple(application.competition.languages_2) or CODES


def _languages(application: Application) -> Iterator[Gap]:
    skills = {skill.language: skill for skill in application.language_skills.all()}
    if len(skills) < 2:
        yield Gap(Step.LANGUAGES, _("Enter at least two languages."))
    competition = application.competition
    for language, level in (
        (application.language_1, competition.language_1_minimum_level),
        (application.language_2, competition.language_2_minimum_level),
    ):
        if language and not _reaches(skills.get(language), level):
            text = _("Your knowledge of %(language)s must be at level %(level)s or higher in every skill.")
            yield Gap(Step.LANGUAGES, text % {"language": language_name(language), "level": level})


def _reaches(skill: LanguageSkill | None, level: str) -> bool:
    return skill is not None and skill.lowest_level >= level


def _education(application: Application) -> Iterator[Gap]:
    yield from _unconfirmed(application, Step.EDUCATION)
    asks_study = application.field is not None and any(
        route.years_study for route in application.field.eligibility_routes.all()
    )
    if asks_study and not any(diploma.gives_access for diploma in application.education.all()):
        yield Gap(Step.EDUCATION, _("Enter the diploma that gives you access to this competition."))


def _experience(application: Application) -> Iterator[Gap]:
    yield from _unconfirmed(application, Step.EXPERIENCE)


def _unconfirmed(application: Application, step: Step) -> Iterator[Gap]:
    if step not in application.steps_done:
        yield Gap(step, _("Say that this list is complete."))


def _motivation(application: Application) -> Iterator[Gap]:
    competition = application.competition
    if competition.is_motivation_asked:
        limit = competition.motivation_max_characters
        yield from _text_gaps(application.motivation, limit, _("Write your motivation."))
    for question in questions_for(application):
        given = application.talent_screener_answers.get(question["code"], "")
        yield from _text_gaps(given, question["max_characters"], _("Answer all questions."))


def _text_gaps(text: str, limit: int | None, missing: str) -> Iterator[Gap]:
    if not text.strip():
        yield Gap(Step.MOTIVATION, missing)
    elif limit is not None and len(text) > limit:
        yield Gap(Step.MOTIVATION, _("An answer is longer than the notice allows."))


def _declared(application: Application) -> Iterator[Gap]:
    boxes = [name for name in COLUMNS[Step.DECLARATIONS] if name != "privacy_statement_version"]
    if not all(getattr(application, name) for name in boxes):
        yield Gap(Step.DECLARATIONS, _("Make all declarations."))
    elif application.privacy_statement_version != PRIVACY_STATEMENT_VERSION:
        yield Gap(Step.DECLARATIONS, _("Read the privacy statement; it has changed."))

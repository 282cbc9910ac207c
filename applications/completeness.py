"""What an application still lacks before it can be submitted, held against its notice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from applications import snapshots
from applications.answers import entries, personal_data
from applications.models import Application
from applications.stamps import OTHER
from applications.steps import COLUMNS, LISTS, MINUTES, PRIVACY_STATEMENT_VERSION, Step
from competitions.models import CompetitionField
from core.formats import eu_country_codes
from core.languages import CODES, language_name

SKILLS: Final = ("listening", "reading", "speaking", "writing")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to put right, and the step to do it in."""

    step: Step
    message: str


class TaskState(models.TextChoices):
    NOT_STARTED = "NOT_STARTED", pgettext_lazy("step of an application", "Not started")
    IN_PROGRESS = "IN_PROGRESS", pgettext_lazy("step of an application", "In progress")
    ATTENTION = "ATTENTION", pgettext_lazy("step of an application", "Needs your attention")
    DONE = "DONE", pgettext_lazy("step of an application", "Done")


@dataclass(frozen=True, slots=True)
class Task:
    """A step in the list of tasks: how far it is, what it lacks, and about how long it takes."""

    step: Step
    state: TaskState
    gaps: list[str]
    minutes: int

    @property
    def is_done(self) -> bool:
        return self.state == TaskState.DONE


def steps_for(application: Application) -> list[Step]:
    """The steps of this application: motivation only where the notice or the field chosen asks for it."""
    return [step for step in Step if step != Step.MOTIVATION or _asks_something(application)]


def _asks_something(application: Application) -> bool:
    return application.competition.is_motivation_asked or bool(questions_for(application))


def questions_for(application: Application) -> list[dict[str, Any]]:
    """The talent-screener questions of the field chosen."""
    return list(application.field.talent_screener) if application.field else []


def find_tasks(application: Application) -> list[Task]:
    """The steps to take and how far each is; the last one, checking and submitting, is not among them."""
    gaps = find_gaps(application)
    return [
        _task(application, step, [gap.message for gap in gaps if gap.step == step])
        for step in steps_for(application)
        if step != Step.CHECK
    ]


def _task(application: Application, step: Step, gaps: list[str]) -> Task:
    return Task(step, _state(application, step, gaps), list(dict.fromkeys(gaps)), MINUTES[step])


def _state(application: Application, step: Step, gaps: list[str]) -> TaskState:
    if not gaps:
        return TaskState.DONE
    places = [row.place for row in application.unfinished_steps.all()]
    here = [place for place in places if place.partition("/")[0] == step]
    if step in application.steps_done or any(place.endswith(OTHER) for place in here):
        return TaskState.ATTENTION
    has_begun = bool(here) or (step in LISTS and bool(entries(application, step).all()))
    return TaskState.IN_PROGRESS if has_begun else TaskState.NOT_STARTED


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
    skills = snapshots.freeze_rows(application.language_skills.all(), Step.LANGUAGES)
    if len(skills) < 2:
        yield Gap(Step.LANGUAGES, _("Enter at least two languages."))
    for message in level_faults(application, application.language_1, application.language_2, skills):
        yield Gap(Step.LANGUAGES, message)


def level_faults(
    application: Application, language_1: str, language_2: str, skills: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Why what the candidate knows, as a snapshot has it, is not enough for the languages chosen."""
    lowest = {skill["language"]: min(skill[name] for name in SKILLS) for skill in skills}
    competition = application.competition
    text = _("Your knowledge of %(language)s must be at level %(level)s or higher in every skill.")
    return [
        text % {"language": language_name(language), "level": level}
        for language, level in (
            (language_1, competition.language_1_minimum_level),
            (language_2, competition.language_2_minimum_level),
        )
        if language and not (language in lowest and lowest[language] >= level)
    ]


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

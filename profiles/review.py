"""What a file says, laid out to be checked: a form for each entry, and a box to tick for what is taken over.

Nothing is kept between the page and the answer: the forms carry everything, so that nothing is written before
the person says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.lists import format_list
from django import forms
from django.core import signing
from django.utils.translation import gettext as _

from core.languages import active_code, cldr_locale
from profiles.cv import Cv
from profiles.europass.found import (
    Found,
    FoundDate,
    FoundEducation,
    FoundExperience,
    FoundLanguage,
    FoundPerson,
    LeftOver,
)
from profiles.forms import ENTRY_FORMS, ProfileForm
from profiles.models import PERSONAL_COLUMNS, ExperienceKind, Gender
from profiles.sections import Section

MOST_SHOWN: Final = {Section.LANGUAGES: 24, Section.EDUCATION: 20, Section.EXPERIENCE: 40}
"""So many forms fit into what a browser may post at once."""
PERSONAL: Final = "personal"
SALT: Final = "profiles.review"
GENDERS: Final = {"F": Gender.WOMAN, "M": Gender.MAN}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one entry of the file comes to: answers to begin its form with, and what to tell about it."""

    answers: Mapping[str, Any]
    dates: Mapping[str, FoundDate]
    """Dates of the file that are not whole, by the question they belong to."""
    is_present: bool
    """The CV has this entry already."""
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One form of the page. `section` is "personal" or a list of the CV."""

    section: str
    form: Any
    is_present: bool = False
    missing: str = ""

    @property
    def is_taken(self) -> bool:
        """The person has ticked it."""
        return bool(self.form["take"].data)


def suggest(found: Found, cv: Cv) -> dict[Section, list[Suggestion]]:
    """The entries of a file, as many as are shown."""
    entries = {
        Section.LANGUAGES: [_language(each, cv) for each in found.languages],
        Section.EDUCATION: [_education(each, cv) for each in found.education],
        Section.EXPERIENCE: [_experience(each, cv) for each in found.experience],
    }
    return {section: rows[: MOST_SHOWN[section]] for section, rows in entries.items()}


def left_over_of(found: Found) -> list[LeftOver]:
    """What the file says and the page cannot show."""
    school, work = MOST_SHOWN[Section.EDUCATION], MOST_SHOWN[Section.EXPERIENCE]
    unseen = [
        *(LeftOver(str(Section.EDUCATION.label), each.title) for each in found.education[school:]),
        *(LeftOver(str(Section.EXPERIENCE.label), each.position) for each in found.experience[work:]),
    ]
    return [*unseen, *found.left_over]


def _same(first: str, second: str) -> bool:
    return " ".join(first.split()).casefold() == " ".join(second.split()).casefold()


def _language(found: FoundLanguage, cv: Cv) -> Suggestion:
    is_present = any(row.language == found.code for row in cv.language_skills)
    answers = {
        "language": found.code,
        "is_mother_tongue": found.is_mother_tongue,
        **{name: getattr(found, name) for name in ("listening", "reading", "speaking", "writing")},
    }
    return Suggestion(answers, {}, is_present, not is_present)


def _education(found: FoundEducation, cv: Cv) -> Suggestion:
    is_present = any(
        _same(row.title, found.title) and _same(row.awarding_body, found.awarding_body)
        for row in cv.education
    )
    answers = {
        "title": found.title,
        "awarding_body": found.awarding_body,
        "institution_address": found.address,
        "country": found.country,
        "level": found.level or "",
        "field_of_study": found.field_of_study,
        "start_date": found.start and found.start.first(),
        "end_date": found.end and found.end.last(),
        "award_date": found.end.last() if found.end and found.end.is_whole else None,
    }
    dates = _unsure(start_date=found.start, end_date=found.end)
    return Suggestion(answers, dates, is_present, not is_present)


def _experience(found: FoundExperience, cv: Cv) -> Suggestion:
    start = found.start and found.start.first()
    is_present = any(
        _same(row.employer, found.employer)
        and _same(row.position, found.position)
        and (start is None or (row.start_date.year, row.start_date.month) == (start.year, start.month))
        for row in cv.experience
    )
    answers = {
        "kind": ExperienceKind.VOLUNTARY if found.is_voluntary else ExperienceKind.PAID,
        "is_paid": not found.is_voluntary,
        "employer": found.employer,
        "employer_details": found.address,
        "web_link": found.web_link,
        "location": found.location,
        "position": found.position,
        "start_date": start,
        "end_date": None if found.is_current else found.end and found.end.last(),
        "description": found.description,
    }
    dates = _unsure(start_date=found.start, end_date=found.end)
    return Suggestion(answers, dates, is_present, not is_present and not found.is_voluntary)


def _unsure(**dates: FoundDate | None) -> dict[str, FoundDate]:
    return {name: day for name, day in dates.items() if day is not None and not day.is_whole}


def personal_answers(found: FoundPerson) -> dict[str, Any]:
    """What the file says about the person, by the questions of the page of personal data."""
    answers = {
        **{name: getattr(found, name) for name in PERSONAL_COLUMNS if hasattr(found, name)},
        "date_of_birth": found.birth.first() if found.birth and found.birth.is_whole else None,
        "gender": GENDERS.get(found.gender),
        **{f"citizenship_{place}": code for place, code in enumerate(found.citizenships[:3], start=1)},
    }
    del answers["citizenships"]
    return {name: value for name, value in answers.items() if value}


def forms_of(found: Found, cv: Cv, *, user: Any, today: date) -> list[Reviewed]:
    """The forms of a file that was just read."""
    person = personal_answers(found.person)
    form = ProfileForm(user=user, today=today, instance=cv.profile, prefix=PERSONAL, initial=person)
    shown = [_reviewed(PERSONAL, form, Suggestion(person, {}, cv.profile is not None, cv.profile is None))]
    for section, rows in suggest(found, cv).items():
        for number, row in enumerate(rows):
            form = ENTRY_FORMS[section](
                user=user, today=today, prefix=f"{section}-{number}", initial=dict(row.answers)
            )
            _explain_once(form, number)
            shown.append(_reviewed(section, form, row))
    return shown if person else shown[1:]


def _reviewed(section: str, form: Any, row: Suggestion) -> Reviewed:
    _ask_to_take(form, is_taken=row.is_taken)
    for name, day in row.dates.items():
        form.fields[name].help_text = _("Your file says “%(date)s” only. Check the date.") % {"date": day}
    missing = [
        str(question.label)
        for name, question in form.fields.items()
        if question.required and not form.get_initial_for_field(question, name)
    ]
    if section == Section.EXPERIENCE:
        missing.append(str(form.fields["percentage"].label))
    return Reviewed(section, form, row.is_present, _words_for(missing))


def _words_for(missing: Sequence[str]) -> str:
    if not missing:
        return ""
    return _("Not in your file: %(names)s.") % {
        "names": format_list(missing, locale=cldr_locale(active_code()))
    }


def _explain_once(form: Any, number: int) -> None:
    """The rules stand beside the questions of the first entry of a list only."""
    if number:
        for question in form.fields.values():
            question.help_text = ""


def _ask_to_take(form: Any, *, is_taken: bool) -> None:
    take = forms.BooleanField(label=_("Add this to my CV"), required=False, initial=is_taken)
    form.fields = {"take": take, **form.fields}


def posted_forms(data: Any, cv: Cv, *, user: Any, today: date) -> list[Reviewed]:
    """The same forms as the person sent them back."""
    shown = []
    if f"{PERSONAL}-family_names" in data:
        form = ProfileForm(data, user=user, today=today, instance=cv.profile, prefix=PERSONAL)
        shown.append(_posted(PERSONAL, form))
    for section in Section:
        for number in range(MOST_SHOWN[section]):
            prefix = f"{section}-{number}"
            if any(name.startswith(f"{prefix}-") for name in data):
                form = ENTRY_FORMS[section](data, user=user, today=today, prefix=prefix)
                _explain_once(form, number)
                shown.append(_posted(section, form))
    return shown


def _posted(section: str, form: Any) -> Reviewed:
    _ask_to_take(form, is_taken=False)
    reviewed = Reviewed(section, form)
    if not reviewed.is_taken:
        form.errors.clear()  # what is not taken need not be right
    return reviewed


def values_of(form: Any) -> dict[str, Any]:
    """The clean answers without the tick."""
    return {name: value for name, value in form.values().items() if name != "take"}


def seal(rows: Iterable[LeftOver]) -> str:
    """What was not understood, to be shown again with the same page."""
    return signing.dumps([[row.place, row.text] for row in rows], salt=SALT, compress=True)


def unseal(sealed: str) -> list[LeftOver]:
    """The way back; nothing for what was not sealed here."""
    try:
        rows: Sequence[Sequence[str]] = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return []
    return [LeftOver(place, text) for place, text in rows]

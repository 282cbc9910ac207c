"""Rows that tests begin with: a candidate, a competition, an application. What matters is passed in.

Rows come back untyped: a test knows which of its columns are filled.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from applications.models import Application, Education, Experience, LanguageSkill, PersonalData, Submission
from applications.services import build_snapshot
from applications.snapshots import sha256_of
from competitions.models import Competition, CompetitionField, EligibilityRoute, Test

_serial = itertools.count(1)
PASSWORD = "a long test password"


def make_candidate(*, email: str = "", language: str = "en", **fields: Any) -> User:
    """A person with a verified account and PASSWORD, who has agreed to letters in `language`."""
    address = email or f"candidate{next(_serial)}@example.eu"
    return _with_verified_address(User.objects.create_user(address, PASSWORD, language=language, **fields))


def _with_verified_address(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_staff(*permissions: str, email: str = "", **fields: Any) -> User:
    """A member of staff with the permissions named "app.codename"."""
    address = email or f"staff{next(_serial)}@example.eu"
    user = _with_verified_address(User.objects.create_user(address, PASSWORD, is_staff=True, **fields))
    for name in permissions:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def make_competition(
    *,
    reference: str = "",
    now: datetime | None = None,
    state: str = "OPEN",
    fields: Sequence[Mapping[str, Any]] = ({},),
    tests: Sequence[Mapping[str, Any]] = (),
    **values: Any,
) -> Any:
    """A competition that opened a week before `now` (default: the real clock) and closes in three weeks.

    `fields`: one mapping a field; each may carry `routes` as [(years of study, of experience, in the field)].
    `tests`: one mapping a test, of columns of the model Test.
    """
    serial = next(_serial)
    instant = now or timezone.now()
    name = reference or f"EPSO/AD/{serial}/26"
    defaults: dict[str, Any] = {
        "slug": name.lower().replace("/", "-"),
        "kind": "OPEN_COMPETITION",
        "profile": "GRADUATE",
        "title_en": f"Administrators {serial}",
        "function_group": "AD",
        "grades": ["AD5"],
        "contract_type": "OFFICIAL",
        "application_open_at": instant - timedelta(days=7),
        "application_deadline": instant + timedelta(days=21),
        "item_complaint_days": 3,
        "review_days": 5,
        "document": {},
        "document_digest": "0" * 64,
    }
    competition = Competition.objects.create(reference=name, state=state, **{**defaults, **values})
    for order, field in enumerate(fields):
        make_field(competition=competition, order=order, **field)
    for sequence, test in enumerate(tests, start=1):
        make_test(competition=competition, sequence=sequence, **test)
    return competition


def make_field(
    *,
    competition: Competition,
    order: int = 0,
    routes: Sequence[tuple[int, int, int | None]] = ((3, 0, None),),
    **values: Any,
) -> Any:
    """A field of `competition` with its eligibility routes."""
    defaults: dict[str, Any] = {
        "code": str(order + 1),
        "grade": competition.grades[0],
        "title_en": f"Field {order + 1}",
        "number_sought": 5,
    }
    field: CompetitionField = CompetitionField.objects.create(
        competition=competition, order=order, **{**defaults, **values}
    )
    for study, experience, in_field in routes:
        EligibilityRoute.objects.create(
            field=field, years_study=study, years_experience=experience, years_in_field=in_field
        )
    return field


def make_test(*, competition: Competition, sequence: int = 1, **values: Any) -> Any:
    """A test of 20 questions in language 1, pass mark 10, with full weight."""
    defaults: dict[str, Any] = {
        "code": f"T{sequence}",
        "title_en": f"Test {sequence}",
        "language": "L1",
        "kind": "QUESTIONS",
        "questions": 20,
        "minutes": 35,
        "maximum": 20,
        "pass_mark": 10,
        "weight_preliminary": 100,
        "weight_final": 100,
    }
    test: Test = Test.objects.create(competition=competition, sequence=sequence, **{**defaults, **values})
    return test


def make_application(
    *,
    candidate: User | None = None,
    competition: Competition | None = None,
    field: CompetitionField | None = None,
    now: datetime | None = None,
    is_complete: bool = True,
    **values: Any,
) -> Any:
    """A draft, filled in so that it can be submitted unless `is_complete` is false."""
    instant = now or timezone.now()
    person = candidate or make_candidate()
    contest = competition or make_competition(now=instant)
    application = Application.objects.create(
        candidate=person,
        competition=contest,
        number=f"9{next(_serial):07}",
        created_at=instant,
        changed_at=instant,
    )
    if is_complete:
        fill_in(application, field=field, **values)
    return application


def fill_in(application: Application, *, field: CompetitionField | None = None, **values: Any) -> None:
    """Give a draft valid answers to every step; `values` are columns of Application."""
    answers: dict[str, Any] = {
        "field": field or application.competition.fields.first(),
        "language_1": "nl",
        "language_2": "fr",
        "motivation": "I want to serve.",
        "has_citizen_rights": True,
        "has_met_military_obligations": True,
        "has_character_requirements": True,
        "has_eligible_qualification": True,
        "has_declared_on_honour": True,
        "privacy_statement_version": "1",
        "steps_done": [
            "personal", "choice", "languages", "education", "experience", "motivation", "declarations",
        ],
        **values,
    }  # fmt: skip
    for name, value in answers.items():
        setattr(application, name, value)
    application.save()
    _fill_in_rows(application)


def _fill_in_rows(application: Application) -> None:
    PersonalData.objects.create(application=application, **personal_values())
    for language, level in (("nl", "C2"), ("fr", "C1")):
        levels = dict.fromkeys(("listening", "reading", "speaking", "writing"), level)
        LanguageSkill.objects.create(application=application, language=language, **levels)
    Education.objects.create(application=application, **education_values())
    Experience.objects.create(application=application, **experience_values())


def personal_values(**changes: Any) -> dict[str, Any]:
    """Valid columns of PersonalData."""
    return {
        "family_names": "de Vries",
        "first_names": "Anna Maria",
        "date_of_birth": date(1995, 4, 30),
        "place_of_birth": "Utrecht",
        "country_of_birth": "NL",
        "citizenships": ["NL"],
        "street": "Dorpsstraat 1",
        "postcode": "3511 AB",
        "city": "Utrecht",
        "country": "NL",
        "phone": "+31612345678",
        **changes,
    }


def education_values(**changes: Any) -> dict[str, Any]:
    """Valid columns of Education: a bachelor's degree that gives access."""
    return {
        "title": "Bachelor of Laws",
        "awarding_body": "Universiteit Utrecht",
        "country": "NL",
        "level": 6,
        "start_date": date(2013, 9, 1),
        "end_date": date(2016, 8, 31),
        "award_date": date(2016, 8, 31),
        "gives_access": True,
        **changes,
    }


def experience_values(**changes: Any) -> dict[str, Any]:
    """Valid columns of Experience: three years of full-time paid work."""
    return {
        "kind": "PAID",
        "employer": "Gemeente Utrecht",
        "position": "Policy officer",
        "start_date": date(2020, 1, 1),
        "end_date": date(2022, 12, 31),
        "is_in_field": True,
        "description": "Drafting local rules and answering the council.",
        **changes,
    }


def make_submitted_application(*, now: datetime | None = None, **values: Any) -> Any:
    """An application with a version that counts, without its letters; `values` as in make_application."""
    instant = now or timezone.now()
    draft = make_application(now=instant, **values)
    application: Application = Application.objects.with_answers().get(pk=draft.pk)
    snapshot = build_snapshot(application, version=1, submitted_at=instant)
    field: Any = application.field
    application.current_submission = Submission.objects.create(
        application=application,
        version=1,
        revision=application.revision,
        submitted_at=instant,
        field=field,
        language_1=application.language_1,
        language_2=application.language_2,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
    )
    application.state = "SUBMITTED"
    application.save()
    return application

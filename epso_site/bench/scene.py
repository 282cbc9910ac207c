"""People, drafts and a competition to measure with."""

from __future__ import annotations

import copy
import itertools
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from accounts.models import User
from applications.models import Application, Education, Experience, LanguageSkill, PersonalData
from applications.services import start_application
from applications.steps import PRIVACY_STATEMENT_VERSION, Step
from competitions.models import Competition
from competitions.notice import read_notice
from competitions.services import load_notice
from competitions.services.files import COMPETITIONS_DATA

REFERENCE_OF_SIX_TESTS: Final = "EPSO/DEMO/6/26"
WEIGHTS_OF_FOUR_TESTS: Final = {
    "NR": ("10", "5"),
    "AR": ("10", "5"),
    "EUK": ("40", "40"),
    "EUFTE": (None, "20"),
}
TWO_TESTS_MORE: Final[tuple[dict[str, Any], ...]] = (
    {"code": "VR", "sequence": 4, "pass_mark": "5", "weight_preliminary": "10", "weight_final": "10"},
    {
        "code": "DS",
        "sequence": 5,
        "part": 2,
        "questions": 40,
        "maximum": "40",
        "pass_mark": "20",
        "weight_preliminary": "30",
        "weight_final": "20",
    },
)
_serial = itertools.count(1)
_run = secrets.token_hex(4)

ANSWERS: Final[Mapping[str, Any]] = {
    "language_1": "nl",
    "language_2": "fr",
    "motivation": "I have worked for my town and want to work for the Union. " * 20,
    "has_citizen_rights": True,
    "has_met_military_obligations": True,
    "has_character_requirements": True,
    "has_eligible_qualification": True,
    "has_declared_on_honour": True,
    "privacy_statement_version": PRIVACY_STATEMENT_VERSION,
    "steps_done": [str(step) for step in Step if step != Step.CHECK],
}
PERSONAL: Final[Mapping[str, Any]] = {
    "family_names": "Jansen",
    "first_names": "Els Maria",
    "date_of_birth": date(1995, 4, 30),
    "place_of_birth": "Gent",
    "country_of_birth": "BE",
    "citizenships": ["BE"],
    "street": "Kerkstraat 1",
    "postcode": "9000",
    "city": "Gent",
    "country": "BE",
    "phone": "+3291234567",
}
DIPLOMA: Final[Mapping[str, Any]] = {
    "title": "Bachelor of Laws",
    "awarding_body": "Universiteit Gent",
    "country": "BE",
    "level": 6,
    "start_date": date(2013, 9, 1),
    "end_date": date(2016, 8, 31),
    "award_date": date(2016, 8, 31),
    "gives_access": True,
}
POST: Final[Mapping[str, Any]] = {
    "employer": "Stad Gent",
    "position": "Policy officer",
    "is_in_field": True,
    "description": "Drafting local rules and answering the council. " * 5,
}


def open_competition() -> Competition:
    """The demonstration competition, open for application."""
    found: Competition | None = (
        Competition.objects.in_language().filter(is_demonstration=True, state="OPEN").order_by("pk").first()
    )
    assert found is not None, "the demonstration is loaded"
    return found


def make_candidate(*, language: str = "nl") -> User:
    """A person nobody can sign in as by password."""
    address = f"bench-{_run}-{next(_serial)}@bench.invalid"
    person = User(email=address, language=language, is_demonstration=True)
    person.set_unusable_password()
    person.save()
    return person


def make_draft(*, candidate: User, competition: Competition, now: datetime) -> Application:
    """A complete draft: personal data, two languages, a diploma, ten posts and every declaration."""
    application = start_application(candidate=candidate, competition=competition, now=now)
    application.field = competition.fields.order_by("order")[0]
    for name, value in ANSWERS.items():
        setattr(application, name, value)
    application.save()
    PersonalData.objects.create(application=application, **PERSONAL)
    LanguageSkill.objects.bulk_create(
        LanguageSkill(
            application=application,
            language=language,
            is_mother_tongue=language == "nl",
            **dict.fromkeys(("listening", "reading", "speaking", "writing"), level),
        )
        for language, level in (("nl", "C2"), ("fr", "C1"))
    )
    Education.objects.create(application=application, **DIPLOMA)
    Experience.objects.bulk_create(
        Experience(application=application, start_date=date(year, 1, 1), end_date=date(year, 12, 31), **POST)
        for year in range(2016, 2026)
    )
    return application


def load_competition_of_six_tests(now: datetime) -> Competition:
    """The demonstration competition with two tests more and a number sought that fits a large one."""
    document = copy.deepcopy(read_notice((COMPETITIONS_DATA / "demonstration.json").read_bytes()))
    document["reference"] = REFERENCE_OF_SIX_TESTS
    tests = {test["code"]: test for test in document["tests"]}
    for code, (preliminary, final) in WEIGHTS_OF_FOUR_TESTS.items():
        tests[code] |= {"weight_preliminary": preliminary, "weight_final": final}
    tests["EUFTE"]["sequence"] = 6
    document["tests"] += [{**tests["NR"], "group": None, **changes} for changes in TWO_TESTS_MORE]
    document["number_sought"] = 1490
    for field, sought in zip(document["fields"], (1000, 490), strict=True):
        field["number_sought"] = sought
    result = load_notice(document=document, by=None, now=now)
    assert result.competition is not None, result.faults
    return result.competition

"""Numbers that are rules, by name: `{rule:review_days}` in a text becomes "5" (epso, failure F15).

Each comes from what the software obeys: the newest published notice that states it, the limits of the forms,
or the settings in `epso_site.settings.rules`. A text therefore never writes such a number by hand, and two
pages can never contradict each other.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from babel.lists import format_list
from django.conf import settings
from django.utils import dateformat

from applications.forms import ExperienceForm
from applications.steps import MOST_ENTRIES, Step
from careers.models import Institution
from competitions.models import Competition
from competitions.notice_times import MIDDAY
from competitions.states import CompetitionState
from core.formats import format_number
from core.kept import kept
from core.languages import CODES, LANGUAGES, active_code, cldr_locale
from profiles.experience import DOCTORATE_MONTHS

MARK: Final = re.compile(r"\{rule:([^{}\s]*)\}")
INSTITUTIONS_SERVED: Final = 10
MONTHS_A_YEAR: Final = 12

Value = int | str | tuple[str, ...]


class UnknownRule(LookupError):
    """A text names a rule that is not in RULES."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no rule of the name “{name}” (knowledge/rules.py).")


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the value of a rule comes from, and what it means: for writers and translators."""

    get: Callable[[], Value]
    meaning: str


def resolve_rules(text: str) -> str:
    """Replace every `{rule:name}` by its value as a reader of the active language writes it.

    Raises UnknownRule for a name that is not in RULES.
    """
    return MARK.sub(lambda match: rule_text(match[1]), text)


def rule_text(name: str) -> str:
    """The value of one rule in the active language: 46000 → "46,000", the closing time → "12:00"."""
    return _written(rule_value(name))


def rule_value(name: str) -> Value:
    """The value of one rule as data. Raises UnknownRule."""
    if name not in RULES:
        raise UnknownRule(name)
    return RULES[name].get()


def rule_names(text: str) -> Iterator[str]:
    """Every name a text gives between `{rule:` and `}`, known or not."""
    return (match[1] for match in MARK.finditer(text))


def _written(value: Value) -> str:
    if isinstance(value, int):
        return format_number(value)
    if isinstance(value, tuple):
        return str(format_list(list(value), style="or", locale=cldr_locale(active_code())))
    return value


# Where values come from


def _setting(name: str) -> Callable[[], Value]:
    return lambda: getattr(settings, name)


def _fixed(value: Value) -> Callable[[], Value]:
    return lambda: value


def _notice(column: str, usual: str) -> Callable[[], Value]:
    """What the newest notice that states `column` says; the usual value of the settings where none does."""

    def get() -> Value:
        stated = kept("knowledge.notice-rules", _stated_by_notices)
        found: Value = stated.get(column, getattr(settings, usual))
        return found

    return get


NOTICE_COLUMNS: Final = (
    *("invitation_notice_days", "check_account_every_days", "item_complaint_days"),
    *("technical_complaint_days", "review_days", "administrative_complaint_months"),
    *("court_months", "court_distance_days"),
    *("language_1_minimum_level", "language_2_minimum_level"),
)


def _stated_by_notices() -> Mapping[str, Any]:
    """For each column the value of the newest published notice that states one: in one query."""
    notices = Competition.objects.filter(is_demonstration=False, publication_date__isnull=False)
    rows = notices.exclude(state=CompetitionState.DRAFT).order_by("publication_date", "pk")
    stated: dict[str, Any] = {}
    for row in rows.values(*NOTICE_COLUMNS):
        stated.update({column: value for column, value in row.items() if value})
    return stated


def _institutions_served() -> int:
    """How many institutions EPSO serves; ten (epso 1.1) before any is loaded."""
    return kept("knowledge.institutions-served", Institution.objects.served_by_epso().count) or (
        INSTITUTIONS_SERVED
    )


def _closing_time() -> str:
    """The hour applications close, as the language writes it: "12:00", in Finnish "12.00"."""
    midday = datetime.combine(datetime(2026, 1, 1, tzinfo=UTC), MIDDAY, tzinfo=UTC)
    return dateformat.format(midday, LANGUAGES[active_code()].time_format)


def _password_length() -> int:
    validators: list[dict[str, Any]] = settings.AUTH_PASSWORD_VALIDATORS  # type: ignore[assignment]  # stubs
    options = [each.get("OPTIONS", {}) for each in validators]
    return next(int(each["min_length"]) for each in options if "min_length" in each)


def _description_limit(name: str) -> Callable[[], Value]:
    return lambda: int(getattr(ExperienceForm.base_fields["description"], name))


def _days(setting: str) -> Callable[[], Value]:
    """A time in seconds of the settings as whole days."""
    return lambda: int(getattr(settings, setting)) // 86_400


RULES: Final[Mapping[str, Rule]] = {
    # EPSO
    "institutions_served": Rule(_institutions_served, "institutions EPSO selects staff for (10)"),
    "official_languages": Rule(_fixed(len(CODES)), "official languages of the Union (24)"),
    "applications_per_year": Rule(_setting("APPLICATIONS_A_YEAR"), "applications a year, about (46,000)"),
    "posts_per_year": Rule(_setting("POSTS_A_YEAR"), "posts a year, about (1,300)"),
    "contact_answer_days": Rule(
        _setting("CONTACT_ANSWER_DAYS"), "working days until the contact service answers (5)"
    ),
    "contact_message_characters": Rule(
        _setting("CONTACT_MESSAGE_CHARACTERS"), "most characters of a message in the contact form (5,000)"
    ),
    # Applying
    "language_1_level": Rule(
        _notice("language_1_minimum_level", "USUAL_LANGUAGE_1_LEVEL"), "lowest level in language 1 (C1)"
    ),
    "language_2_level": Rule(
        _notice("language_2_minimum_level", "USUAL_LANGUAGE_2_LEVEL"), "lowest level in language 2 (B2)"
    ),
    "closing_time": Rule(_closing_time, "hour, Brussels time, at which applications close (12:00)"),
    "most_fields": Rule(_fixed(1), "fields of one competition a candidate may choose (1)"),
    "most_education_entries": Rule(
        _fixed(MOST_ENTRIES[Step.EDUCATION]), "most entries of education in an application (20)"
    ),
    "most_experience_entries": Rule(
        _fixed(MOST_ENTRIES[Step.EXPERIENCE]), "most entries of experience in an application (50)"
    ),
    "experience_min_characters": Rule(
        _description_limit("min_length"), "fewest characters in the description of a job (20)"
    ),
    "experience_max_characters": Rule(
        _description_limit("max_length"), "most characters in the description of a job (4,000)"
    ),
    "doctorate_years": Rule(
        _fixed(DOCTORATE_MONTHS // MONTHS_A_YEAR), "most years that a doctorate counts as experience (3)"
    ),
    "ad_degree_years": Rule(
        _setting("AD_DEGREE_YEARS"), "years of university studies for AD 5 and FG IV, at least (3)"
    ),
    "document_megabytes": Rule(
        _setting("DOCUMENT_MAX_MEGABYTES"), "largest size of one document in megabytes (20)"
    ),
    "document_types": Rule(_setting("DOCUMENT_TYPES"), "file types of documents (PDF, JPG or PNG)"),
    # Tests
    "check_account_days": Rule(
        _notice("check_account_every_days", "USUAL_CHECK_ACCOUNT_DAYS"),
        "look into your account at least every … days (3)",
    ),
    "invitation_days": Rule(
        _notice("invitation_notice_days", "USUAL_INVITATION_DAYS"),
        "days between invitation and test, at least (14)",
    ),
    # Complaints
    "item_complaint_days": Rule(
        _notice("item_complaint_days", "USUAL_ITEM_COMPLAINT_DAYS"),
        "calendar days to contest a question of a test (3)",
    ),
    "technical_complaint_days": Rule(
        _notice("technical_complaint_days", "USUAL_TECHNICAL_COMPLAINT_DAYS"),
        "calendar days for a technical complaint (3)",
    ),
    "review_days": Rule(
        _notice("review_days", "USUAL_REVIEW_DAYS"), "calendar days to request a review by the board (5)"
    ),
    "administrative_complaint_months": Rule(
        _notice("administrative_complaint_months", "USUAL_ADMINISTRATIVE_COMPLAINT_MONTHS"),
        "months for an administrative complaint, Article 90(2) (3)",
    ),
    "administrative_reply_months": Rule(
        _setting("ADMINISTRATIVE_REPLY_MONTHS"), "months within which EPSO answers such a complaint (4)"
    ),
    "court_months": Rule(_notice("court_months", "USUAL_COURT_MONTHS"), "months to go to court (3)"),
    "court_distance_days": Rule(
        _notice("court_distance_days", "USUAL_COURT_DISTANCE_DAYS"), "days added for distance (10)"
    ),
    "ombudsman_years": Rule(_setting("OMBUDSMAN_YEARS"), "years to turn to the Ombudsman (2)"),
    # After the competition, other ways in
    "list_years_generalist": Rule(
        _setting("LIST_YEARS_GENERALIST"), "years a generalists' reserve list is valid at first (1)"
    ),
    "list_years_specialist": Rule(
        _setting("LIST_YEARS_SPECIALIST"), "years a specialists' reserve list is valid at first (3)"
    ),
    "probation_months": Rule(_setting("PROBATION_MONTHS"), "months of probation of an official (9)"),
    "cast_visible_months": Rule(
        _setting("CAST_VISIBLE_MONTHS"), "update a CAST application every … months to stay visible (6)"
    ),
    "cast_result_years": Rule(_setting("CAST_RESULT_YEARS"), "years a CAST test result is valid (10)"),
    "cast_retest_months": Rule(
        _setting("CAST_RETEST_MONTHS"), "months before a CAST test can be taken again (4)"
    ),
    "cast_contract_years": Rule(
        _setting("CAST_CONTRACT_YEARS"), "years a contract agent can stay in an institution, at most (6)"
    ),
    "traineeship_months": Rule(_setting("TRAINEESHIP_MONTHS"), "months a traineeship typically lasts (5)"),
    # Account and data
    "password_length": Rule(_password_length, "fewest characters of a password (12)"),
    "email_confirmation_days": Rule(
        _setting("ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS"), "days a link to confirm an address works (3)"
    ),
    "password_reset_days": Rule(
        _days("PASSWORD_RESET_TIMEOUT"), "days a link to choose a new password works (3)"
    ),
    "data_rights_months": Rule(
        _setting("DATA_RIGHTS_MONTHS"), "months within which a request about personal data is answered (1)"
    ),
    "language_cookie_days": Rule(
        _days("LANGUAGE_COOKIE_AGE"), "days the cookie with the chosen language is kept (365)"
    ),
}
"""Every rule a text may name."""

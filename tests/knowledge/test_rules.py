"""Numbers that are rules come from what the software obeys; no text writes one by hand (epso, F15)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from competitions.models import Competition
from core.languages import CODES
from knowledge.files import DATA
from knowledge.rules import RULES, UnknownRule, resolve_rules, rule_names, rule_text, rule_value
from tests.factories import make_competition

pytestmark = pytest.mark.django_db

# Words for units of time, size and length, by their beginnings.
UNITS = {
    "en": r"day|week|month|year|hour|minute|calendar|working|megabyte|mb\b|character",
    "bg": r"ден|дни|работн|календарн|седмиц|месец|годин|час|минут|знак",
    "es": r"día|días|semana|mes\b|meses|año|hora|minuto|hábil|carácter|caracter",
    "cs": r"den\b|dny|dní|dnů|dn[ie]|pracovní|kalendářn|týd|měsíc|rok|let\b|roky|hodin|minut|znak",
    "da": r"dag|døgn|uge|måned|år\b|time|tegn",
    "de": r"tag|woche|monat|jahr|stunde|minute|arbeitstag|kalendertag|zeichen",
    "et": r"päev|tööpäev|nädal|kuu|aasta|tund|tähemär",
    "el": r"ημέρ|εργάσιμ|εβδομάδ|μήν|έτη|έτος|ετών|χρόν|ώρ|λεπτ|χαρακτήρ",
    "fr": r"jour|semaine|mois|an\b|ans\b|année|heure|ouvrable|caractère",
    "ga": r"lá\b|laethanta|seachtain|mí\b|míonna|bliain|bliana|uair|nóiméad|carachta",
    "hr": r"dan\b|dana|radn|kalendarsk|tjedn|tjedan|mjesec|godin|sat|znak",
    "it": r"giorn|settiman|mes[ei]\b|ann[oi]\b|or[ae]\b|lavorativ|caratter",
    "lv": r"dien|darbdien|nedēļ|mēne|gad|stund|minū|zīm",
    "lt": r"dien|savait|mėnes|met[aų]|valand|minu|ženkl",
    "hu": r"nap|munkanap|naptári|hét|hónap|év|óra|órá|perc|karakter",
    "mt": r"jum|ġranet|ġimgħ|xahar|xhur|sena|snin|siegħa|minut|karattr",
    "nl": r"dag|werkdag|kalenderdag|we[e]?k|maand|jaar|uur|minuut|minuten|teken",
    "pl": r"dzień|dni|tydz|tygod|miesi|rok|lat|godzin|minut|znak",
    "pt": r"dia|semana|m[eê]s|ano|hora|minuto|útei|caract",
    "ro": r"zi\b|zile|săptăm|lun[iă]|an[i]?\b|or[eă]\b|minut|caracter",
    "sk": r"deň|dni|dní|pracovn|týžd|mesiac|rok|hodin|minút|znak",
    "sl": r"dan|dni|dnev|delovn|teden|tedn|mesec|let|ur[ae]?\b|minut|znak",
    "fi": r"päiv|arkipäiv|työpäiv|viik|kuukau|vuo|tunti|tunnin|minuut|merk",
    "sv": r"dag|arbetsdag|vecka|veckor|månad|år\b|timm|minut|tecken",
}


@cache
def by_hand(language: str) -> re.Pattern[str]:
    """Numbers before a unit of the language, or of English, which every text may use for sizes."""
    units = f"{UNITS['en']}|{UNITS[language]}"
    return re.compile(rf"(?<![\w{{:/.,-])\d+(?:[.,   ]\d{{3}})*[   -]+(?:{units})", re.IGNORECASE)


# Facts that are no rules: (the slug or file's name, what is written there).
FACTS: frozenset[tuple[str, str]] = frozenset()


def texts() -> list[Path]:
    return sorted(DATA.rglob("*.md"))


def test_there_are_texts_to_look_through() -> None:
    assert len(texts()) > 20


def test_the_pattern_finds_numbers_before_units_and_nothing_else() -> None:
    found = {"en": ["5 days", "5 working days", "20 MB", "3-month"], "de": ["10 Kalendertage"]}
    found |= {"fr": ["3 mois", "2 ans"], "cs": ["5 000 znaků"], "bg": ["10 дни"], "el": ["5 ημέρες"]}
    passed = {"en": ["{rule:review_days} days", "AD 5 posts", "Article 90(2)", "in 2026", "200 %"]}
    passed |= {"de": ["2018/1725 day"], "ga": ["teanga 2 an iarratasóra"], "nl": ["in 2024 laten"]}
    for language, texts_found in found.items():
        assert [text for text in texts_found if by_hand(language).search(text)] == texts_found
    for language, texts_passed in passed.items():
        assert [text for text in texts_passed if by_hand(language).search(text)] == []


@pytest.mark.parametrize("path", texts(), ids=lambda path: str(path.relative_to(DATA)))
def test_no_text_writes_a_rule_by_hand(path: Path) -> None:
    pattern = by_hand(path.relative_to(DATA).parts[0])
    found = {(path.stem, match[0]) for match in pattern.finditer(path.read_text(encoding="utf-8"))}
    assert found - FACTS == set()


@pytest.mark.parametrize("path", texts(), ids=lambda path: str(path.relative_to(DATA)))
def test_texts_name_only_rules_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert {name for name in rule_names(text) if name not in RULES} == set()
    assert "{rule" not in re.sub(r"\{rule:[a-z0-9_]+\}", "", text)


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_has_a_value_in_every_language(name: str) -> None:
    for code in CODES:
        with translation.override(code):
            assert rule_text(name) != ""


def test_a_rule_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(UnknownRule, match="no rule of the name “speed”"):
        resolve_rules("Faster than {rule:speed}.")


def test_numbers_are_written_as_the_language_writes_them() -> None:
    wanted = {"en": "46,000 12:00", "de": "46.000 12:00", "fi": "46 000 12.00", "bg": "46 000 12:00"}
    found = {}
    for code in wanted:
        with translation.override(code):
            found[code] = resolve_rules("{rule:applications_per_year} {rule:closing_time}").replace(
                "\xa0", " "
            )
    assert found == wanted


def test_file_types_are_joined_as_the_language_joins_them() -> None:
    with translation.override("nl"):
        assert rule_text("document_types") == "PDF, JPG of PNG"


def test_what_no_notice_states_is_what_notices_usually_say() -> None:
    assert rule_value("review_days") == settings.USUAL_REVIEW_DAYS


def test_a_rule_is_what_the_newest_published_notice_states() -> None:
    values: dict[str, Any] = {"state": "CLOSED"}
    make_competition(publication_date=date(2024, 1, 1), review_days=10, **values)
    make_competition(publication_date=date(2026, 1, 1), review_days=7, **values)
    make_competition(publication_date=date(2026, 2, 1), review_days=None, **values)
    assert rule_value("review_days") == 7


def test_drafts_and_demonstrations_state_no_rule() -> None:
    make_competition(publication_date=date(2026, 1, 1), review_days=8, state="DRAFT")
    make_competition(publication_date=date(2026, 1, 1), review_days=9, state="OPEN", is_demonstration=True)
    assert rule_value("review_days") == settings.USUAL_REVIEW_DAYS


def test_all_rules_that_notices_state_cost_one_query(django_assert_num_queries: Any, keeping: None) -> None:
    make_competition(publication_date=date(2026, 1, 1), review_days=6)
    with django_assert_num_queries(1):
        assert resolve_rules("{rule:review_days} {rule:court_months} {rule:invitation_days}") == "6 3 14"


def test_the_usual_numbers_are_those_of_the_shipped_notices() -> None:
    """Where the newest notices state a number, it is the one that stands in the settings."""
    call_command("load_real_data", verbosity=0)
    usual = {
        "item_complaint_days": settings.USUAL_ITEM_COMPLAINT_DAYS,
        "technical_complaint_days": settings.USUAL_TECHNICAL_COMPLAINT_DAYS,
        "review_days": settings.USUAL_REVIEW_DAYS,
        "administrative_complaint_months": settings.USUAL_ADMINISTRATIVE_COMPLAINT_MONTHS,
        "court_months": settings.USUAL_COURT_MONTHS,
        "court_distance_days": settings.USUAL_COURT_DISTANCE_DAYS,
        "check_account_days": settings.USUAL_CHECK_ACCOUNT_DAYS,
        "invitation_days": settings.USUAL_INVITATION_DAYS,
        "language_1_level": settings.USUAL_LANGUAGE_1_LEVEL,
        "language_2_level": settings.USUAL_LANGUAGE_2_LEVEL,
        "institutions_served": 10,
    }
    assert {name: rule_value(name) for name in usual} == usual


def test_the_years_of_lists_are_those_of_the_shipped_notices() -> None:
    call_command("load_real_data", verbosity=0)
    stated = Competition.objects.exclude(reserve_list_months=None).filter(is_demonstration=False)
    years = set(stated.values_list("profile", "reserve_list_months"))
    usual = {
        ("GRADUATE", settings.LIST_YEARS_GENERALIST * 12),
        ("SPECIALIST", settings.LIST_YEARS_SPECIALIST * 12),
    }
    assert {pair for pair in years if pair[0] in {"GRADUATE", "SPECIALIST"}} <= usual

"""The pages of a person about herself, as a browser posts them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.models import AuditRecord
from profiles.models import (
    Consents,
    Education,
    Experience,
    IdentityDocument,
    LanguageSkill,
    Motivation,
    Profile,
)
from profiles.sections import Section
from tests.factories import make_candidate, make_competition

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate() -> User:
    return make_candidate()


@pytest.fixture
def client(candidate: User) -> Client:
    browser = Client()
    browser.force_login(candidate)
    return browser


PERSONAL = {
    "family_names": "de Vries",
    "first_names": "Anna Maria",
    "date_of_birth": "1995-04-30",
    "place_of_birth": "Utrecht",
    "country_of_birth": "NL",
    "gender": "NO_ANSWER",
    "citizenship_1": "NL",
    "street": "Dorpsstraat 1",
    "city": "Utrecht",
    "country": "NL",
    "phone": "+31 6 12 34 56 78",
    "language": "nl",
}
SKILL = {"language": "nl", "is_mother_tongue": "on"} | dict.fromkeys(
    ("listening", "reading", "speaking", "writing"), "C2"
)
DIPLOMA = {
    "title": "Bachelor of Laws",
    "awarding_body": "Universiteit Utrecht",
    "country": "NL",
    "level": "6",
    "start_date": "2013-09-01",
    "end_date": "2016-08-31",
    "legal_duration_months": "36",
    "award_date": "2016-08-31",
}
WORK = {
    "kind": "PAID",
    "is_paid": "on",
    "employer": "Gemeente Utrecht",
    "position": "Jurist",
    "start_date": "2017-01-01",
    "end_date": "2019-12-31",
    "percentage": "100",
    "description": "Wrote decisions and answered appeals.",
}
ENTRIES = {Section.LANGUAGES: SKILL, Section.EDUCATION: DIPLOMA, Section.EXPERIENCE: WORK}


def address(name: str, *args: Any) -> str:
    return reverse(f"profiles:{name}", args=args)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def make_experience(user: User, **values: Any) -> Any:
    columns = {
        "employer": "Gemeente Utrecht",
        "position": "Jurist",
        "start_date": date(2017, 1, 1),
        "end_date": date(2019, 12, 31),
        "description": "Wrote decisions and answered appeals.",
    }
    return Experience.objects.create(user=user, **{**columns, **values})


def test_a_new_profile_says_what_is_to_do(client: Client) -> None:
    page = text_of(client.get(address("overview")))
    assert "Done: 0 of 4 parts" in page
    assert "0 months count until today." in page


def test_personal_data_are_saved_and_shown_again(client: Client, candidate: User) -> None:
    answer = client.post(address("personal"), PERSONAL)
    assert answer.status_code == 302
    profile = Profile.objects.get(user=candidate)
    assert (profile.phone, profile.citizenships) == ("+31612345678", ["NL"])
    candidate.refresh_from_db()
    assert candidate.language == "nl"
    assert 'value="de Vries"' in text_of(client.get(address("personal")))


def test_what_was_typed_stays_beside_the_reason_it_was_refused(client: Client) -> None:
    answer = client.post(address("personal"), {**PERSONAL, "phone": "call me", "city": "Utrecht-Oost"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Write the number with + and the country code" in page
    assert 'value="Utrecht-Oost"' in page
    assert not Profile.objects.exists()


def test_an_expired_document_is_refused(client: Client) -> None:
    typed = {
        "document_type": "PASSPORT",
        "number": "X1",
        "issuing_country": "NL",
        "expiry_date": "2020-01-01",
    }
    answer = client.post(address("identity_document"), typed)
    assert answer.status_code == 422
    assert "This document has expired." in text_of(answer)


def test_a_document_that_expires_soon_is_taken_with_a_warning(client: Client, candidate: User) -> None:
    soon = (timezone.now() + timedelta(days=20)).date().isoformat()
    typed = {"document_type": "CARD", "number": "NL123", "issuing_country": "NL", "expiry_date": soon}
    assert client.post(address("identity_document"), typed).status_code == 302
    assert IdentityDocument.objects.get(user=candidate).number == "NL123"
    assert "Your identity document expires on" in text_of(client.get(address("overview")))


def test_consents_are_off_until_given_and_written_down_with_their_text(
    client: Client, candidate: User
) -> None:
    assert "checked" not in text_of(client.get(address("consents")))
    client.post(address("consents"), {"allows_publication": "on"})
    given = Consents.objects.get(user=candidate)
    assert (given.allows_publication, given.allows_positive_action, given.text_version) == (True, False, "1")
    record = AuditRecord.objects.get(verb="consent")
    assert record.details["allows_publication"] is True


def test_a_motivation_is_kept_and_an_empty_one_deletes_it(client: Client, candidate: User) -> None:
    client.post(address("motivation"), {"text": "I want to serve."})
    assert Motivation.objects.get(user=candidate).text == "I want to serve."
    client.post(address("motivation"), {"text": ""})
    assert not Motivation.objects.exists()


@pytest.mark.parametrize("section", Section)
def test_an_entry_is_added_changed_and_deleted(client: Client, candidate: User, section: Section) -> None:
    typed = ENTRIES[section]
    assert client.post(address("entry_new", section), typed).status_code == 302
    row = {
        Section.LANGUAGES: LanguageSkill,
        Section.EDUCATION: Education,
        Section.EXPERIENCE: Experience,
    }[section].objects.get(user=candidate)  # type: ignore[attr-defined]
    assert client.get(address("entries", section)).status_code == 200
    assert client.get(address("entry", section, row.pk)).status_code == 200
    assert client.post(address("entry", section, row.pk), typed).status_code == 302
    assert client.get(address("entry_delete", section, row.pk)).status_code == 200
    assert client.post(address("entry_delete", section, row.pk)).status_code == 302
    assert not type(row).objects.exists()
    verbs = AuditRecord.objects.filter(object_key=str(row.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add", "change", "delete"]


@pytest.mark.parametrize("section", Section)
def test_the_entry_of_somebody_else_is_not_found(client: Client, section: Section) -> None:
    other = Client()
    other.force_login(make_candidate())
    other.post(address("entry_new", section), ENTRIES[section])
    model: Any = {
        Section.LANGUAGES: LanguageSkill,
        Section.EDUCATION: Education,
        Section.EXPERIENCE: Experience,
    }[section]
    row = model.objects.get()
    for name in ("entry", "entry_delete"):
        assert client.get(address(name, section, row.pk)).status_code == 404
        assert client.post(address(name, section, row.pk), ENTRIES[section]).status_code == 404
    assert model.objects.get() == row


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("PAID", "Work counts only if it was paid."),
        ("VOLUNTARY", "Voluntary work counts only if you were compensated for it."),
        ("INTERNSHIP", "An internship counts only if it was paid."),
    ],
)
def test_unpaid_work_is_refused_with_the_reason(client: Client, kind: str, reason: str) -> None:
    typed = {name: value for name, value in WORK.items() if name != "is_paid"}
    answer = client.post(address("entry_new", Section.EXPERIENCE), {**typed, "kind": kind})
    assert answer.status_code == 422
    assert reason in text_of(answer)
    assert "Gemeente Utrecht" in text_of(answer)


def test_an_unpaid_doctorate_is_taken_once_it_is_completed(client: Client) -> None:
    typed = {name: value for name, value in WORK.items() if name not in ("is_paid", "end_date")}
    going_on = client.post(address("entry_new", Section.EXPERIENCE), {**typed, "kind": "DOCTORATE"})
    assert "A doctorate counts when it is completed" in text_of(going_on)
    done = {**typed, "kind": "DOCTORATE", "end_date": "2020-06-30"}
    assert client.post(address("entry_new", Section.EXPERIENCE), done).status_code == 302


def test_a_list_takes_no_more_than_its_most(client: Client, candidate: User) -> None:
    for _number in range(50):
        make_experience(candidate)
    answer = client.post(address("entry_new", Section.EXPERIENCE), WORK)
    assert answer.status_code == 422
    assert "You cannot enter more than 50." in text_of(answer)
    assert "This list is full." in text_of(client.get(address("entries", Section.EXPERIENCE)))
    assert Experience.objects.count() == 50


@pytest.mark.parametrize(
    ("country", "awarded", "is_needed"),
    [
        ("NL", date(2022, 1, 1), False),
        ("GB", date(2020, 12, 31), False),
        ("GB", date(2021, 1, 1), True),
        ("US", date(1999, 6, 1), True),
    ],
)
def test_a_diploma_from_outside_the_union_needs_recognition(
    country: str, awarded: date, is_needed: bool
) -> None:
    assert Education(country=country, award_date=awarded).needs_recognition is is_needed


def test_months_stand_beside_what_the_notice_asks(client: Client, candidate: User) -> None:
    competition = make_competition(
        fields=[{"routes": [(3, 6, 4), (4, 2, None)]}], eligibility_reference_date=date(2024, 1, 31)
    )
    field = competition.fields.get()
    make_experience(candidate)  # 36 months
    half = make_experience(candidate, start_date=date(2020, 1, 1), end_date=date(2023, 12, 31), percentage=50)
    page = text_of(client.get(address("against", competition.slug)))
    assert "You have 60 of 72 months" in page
    assert "You have 0 of 48 months" in page
    assert "You have 60 of 24 months" in page
    chosen = client.post(address("in_field", competition.slug, field.pk), {"entries": [half.pk]})
    assert chosen.status_code == 302
    assert "You have 24 of 48 months" in text_of(client.get(address("against", competition.slug)))
    client.post(address("in_field", competition.slug, field.pk), {})
    assert not half.in_fields.exists()


def test_the_work_of_somebody_else_cannot_be_chosen(client: Client) -> None:
    competition = make_competition()
    field = competition.fields.get()
    theirs = make_experience(make_candidate())
    answer = client.post(address("in_field", competition.slug, field.pk), {"entries": [theirs.pk]})
    assert answer.status_code == 422
    assert not theirs.in_fields.exists()


def test_a_document_that_ends_before_the_procedure_is_named_beside_the_notice(
    client: Client, candidate: User
) -> None:
    competition = make_competition()
    last = datetime(2090, 5, 1, tzinfo=UTC)
    competition.planning_rows.create(order=1, stage_en="Results", starts_at=last)
    IdentityDocument.objects.create(
        user=candidate,
        document_type="CARD",
        number="1",
        issuing_country="NL",
        expiry_date=date(2089, 1, 1),
        changed_at=timezone.now(),
    )
    page = text_of(client.get(address("against", competition.slug)))
    assert "expires before the end of this procedure, planned for 1 May 2090" in page


def test_open_competitions_are_offered_and_drafts_are_not_found(client: Client) -> None:
    shown = make_competition()
    hidden = make_competition(state="DRAFT")
    assert address("against", shown.slug) in text_of(client.get(address("against_list")))
    assert client.get(address("against", hidden.slug)).status_code == 404


def test_pages_of_the_profile_ask_a_fixed_number_of_queries(
    client: Client, candidate: User, django_assert_num_queries: Any
) -> None:
    competition = make_competition(fields=[{"routes": [(3, 6, 4)]}])
    make_experience(candidate)
    with django_assert_num_queries(12):
        client.get(address("against", competition.slug))
    for _number in range(5):
        make_experience(candidate).in_fields.add(competition.fields.get())
    with django_assert_num_queries(12):
        client.get(address("against", competition.slug))

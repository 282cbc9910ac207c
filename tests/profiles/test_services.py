"""Writes of the profile: all or nothing, and only for the owner."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from core.models import AuditRecord
from profiles import services
from profiles.models import Consents, Education, Experience, IdentityDocument, LanguageSkill, Profile
from profiles.sections import Section
from tests.factories import make_candidate, make_competition
from tests.profiles.test_views import make_experience

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEVELS = dict.fromkeys(("listening", "reading", "speaking", "writing"), "C1")
PERSONAL = {
    "salutation": "",
    "family_names": "Borg",
    "first_names": "Maria",
    "birth_name": "",
    "date_of_birth": date(1990, 1, 1),
    "place_of_birth": "Valletta",
    "country_of_birth": "MT",
    "gender": "WOMAN",
    "citizenships": ["MT"],
    "street": "Triq 1",
    "postcode": "",
    "city": "Valletta",
    "country": "MT",
    "phone": "+35621234567",
}
DOCUMENT = {
    "document_type": "CARD",
    "number": "1",
    "issuing_country": "MT",
    "expiry_date": date(2030, 1, 1),
}
WRITES = {
    Profile: lambda user: services.save_profile(user=user, values=PERSONAL, now=NOW),
    IdentityDocument: lambda user: services.save_identity_document(user=user, values=DOCUMENT, now=NOW),
    Consents: lambda user: services.save_consents(
        user=user, values={"allows_positive_action": True, "allows_publication": False}, now=NOW
    ),
    LanguageSkill: lambda user: services.save_entry(
        user=user, section=Section.LANGUAGES, values={"language": "mt", **LEVELS}, now=NOW
    ),
}


class Broken(Exception):
    pass


@pytest.fixture
def _no_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_values: Any) -> None:
        raise Broken

    monkeypatch.setattr(services, "record_audit", fail)


@pytest.mark.usefixtures("_no_audit")
@pytest.mark.parametrize("model", WRITES)
def test_a_write_whose_record_fails_leaves_nothing(model: Any) -> None:
    with pytest.raises(Broken):
        WRITES[model](make_candidate())
    assert not model.objects.exists()


@pytest.mark.usefixtures("_no_audit")
def test_a_deletion_whose_record_fails_leaves_the_entry() -> None:
    row = make_experience(make_candidate())
    with pytest.raises(Broken):
        services.delete_entry(user=row.user, section=Section.EXPERIENCE, pk=row.pk, now=NOW)
    assert Experience.objects.get() == row


@pytest.mark.parametrize("model", WRITES)
def test_a_write_is_recorded_without_what_was_written(model: Any) -> None:
    user = make_candidate()
    WRITES[model](user)
    record = AuditRecord.objects.get(object_type=model._meta.label_lower)
    assert record.by == user
    assert "Borg" not in str(record.details)


def test_the_second_document_takes_the_place_of_the_first() -> None:
    user = make_candidate()
    services.save_identity_document(user=user, values=DOCUMENT, now=NOW)
    services.save_identity_document(user=user, values={**DOCUMENT, "number": "2"}, now=NOW)
    assert IdentityDocument.objects.get().number == "2"


def test_entries_of_others_are_out_of_reach() -> None:
    row = make_experience(make_candidate())
    stranger = make_candidate()
    values = {"position": "Spy"}
    with pytest.raises(ObjectDoesNotExist):
        services.save_entry(user=stranger, section=Section.EXPERIENCE, values=values, pk=row.pk, now=NOW)
    with pytest.raises(ObjectDoesNotExist):
        services.delete_entry(user=stranger, section=Section.EXPERIENCE, pk=row.pk, now=NOW)
    field = make_competition().fields.get()
    services.choose_experience(user=stranger, field=field, chosen=[row.pk])
    assert not row.in_fields.exists()


def test_a_language_is_entered_once() -> None:
    user = make_candidate()
    WRITES[LanguageSkill](user)
    with pytest.raises(ValidationError, match="You have entered this language already"):
        WRITES[LanguageSkill](user)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"end_date": date(2016, 1, 1)}, "cv_experience_starts_before_end"),
        ({"percentage": 0}, "cv_experience_percentage"),
        ({"percentage": 101}, "cv_experience_percentage"),
        ({"is_paid": False}, "cv_experience_paid"),
        ({"is_paid": False, "kind": "INTERNSHIP"}, "cv_experience_paid"),
        ({"kind": "DOCTORATE", "end_date": None}, "cv_experience_doctorate_completed"),
    ],
)
def test_the_database_refuses_impossible_experience(values: dict[str, Any], constraint: str) -> None:
    user = make_candidate()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_experience(user, **values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"end_date": date(1999, 1, 1)}, "cv_education_starts_before_end"),
        ({"level": 2}, "cv_education_level_of_framework"),
        ({"level": 9}, "cv_education_level_of_framework"),
    ],
)
def test_the_database_refuses_impossible_diplomas(values: dict[str, Any], constraint: str) -> None:
    columns = {
        "user": make_candidate(),
        "title": "Degree",
        "awarding_body": "University",
        "country": "MT",
        "level": 6,
        "start_date": date(2010, 1, 1),
        "end_date": date(2013, 1, 1),
        "award_date": date(2013, 1, 1),
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Education.objects.create(**{**columns, **values})


def test_the_database_refuses_a_profile_without_citizenship() -> None:
    user: User = make_candidate()
    with pytest.raises(IntegrityError, match="profile_a_citizenship"), transaction.atomic():
        services.save_profile(user=user, values={**PERSONAL, "citizenships": []}, now=NOW)


def test_consents_keep_the_version_of_the_text() -> None:
    WRITES[Consents](make_candidate())
    assert Consents.objects.get().text_version == services.CONSENTS_VERSION

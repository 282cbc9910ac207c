"""A CV in and out: what the review shows, what is added, and what the files hold."""

import io
import json
from datetime import UTC, date, datetime
from typing import Any
from xml.etree.ElementTree import fromstring

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from profiles import services
from profiles.cv import cv_of
from profiles.europass.found import FoundDate
from profiles.europass.reading import read_cv
from profiles.europass.writing import write_xml
from profiles.models import Education, Experience, LanguageSkill, Profile
from profiles.sections import Section
from profiles.services import TooManyEntries
from tests.factories import make_candidate
from tests.profiles.europass_files import CANDIDATE, SKILLS_PASSPORT, pdf_with
from tests.profiles.test_views import make_experience

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def candidate() -> User:
    return make_candidate()


@pytest.fixture
def client(candidate: User) -> Client:
    browser = Client()
    browser.force_login(candidate)
    return browser


def upload(client: Client, content: bytes, name: str = "cv.xml") -> Any:
    return client.post(reverse("profiles:cv_import"), {"file": SimpleUploadedFile(name, content)})


def answers_of(response: Any) -> dict[str, Any]:
    """What a browser sends back when nothing on the page was touched."""
    data: dict[str, Any] = {"left_over": response.context["sealed"]}
    for entry in response.context["shown"]:
        for field in entry.form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value not in (None, False, ""):
                data[field.html_name] = value.isoformat() if isinstance(value, date) else value
    return data


def add(client: Client, data: dict[str, Any]) -> Any:
    return client.post(reverse("profiles:cv_add"), data)


def test_the_review_shows_every_field_and_writes_nothing(client: Client) -> None:
    answer = upload(client, SKILLS_PASSPORT.encode())
    page = answer.content.decode()
    assert answer.status_code == 200
    for text in ("Παπαδοπούλου", "Court of Auditors", "Πτυχίο Οικονομικών", "2015-09-01", "Elvish"):
        assert text in page
    assert "Your file says “2014-06” only. Check the date." in page
    assert "I speak in public." in page
    assert "Not in your file: Place of birth and Country of birth." in page
    assert [model.objects.count() for model in (Profile, Experience, Education, LanguageSkill)] == [0] * 4


def test_what_is_ticked_is_added_and_nothing_else(client: Client, candidate: User) -> None:
    data = answers_of(upload(client, SKILLS_PASSPORT.encode()))
    del data["personal-take"], data["experience-1-take"]
    data |= {"experience-0-percentage": "80", "education-0-legal_duration_months": "48"}
    assert add(client, data).status_code == 302
    row = Experience.objects.get(user=candidate)
    assert (row.position, row.start_date, row.end_date, row.percentage) == (
        "Auditor",
        date(2015, 9, 1),
        None,
        80,
    )
    assert Education.objects.get(user=candidate).country == "GR"
    assert set(LanguageSkill.objects.values_list("language", flat=True)) == {"el", "fr"}
    assert not Profile.objects.exists()


def test_what_is_missing_is_asked_and_all_that_was_typed_stays(client: Client) -> None:
    data = answers_of(upload(client, SKILLS_PASSPORT.encode()))
    answer = add(client, {**data, "education-0-title": "Degree in Economics"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert 'value="Degree in Economics"' in page
    assert "Elvish" in page
    assert not Education.objects.exists()


def test_personal_data_are_taken_over_once_they_are_complete(client: Client, candidate: User) -> None:
    data = answers_of(upload(client, SKILLS_PASSPORT.encode()))
    kept = {name: value for name, value in data.items() if name.startswith(("personal", "left_over"))}
    kept |= {"personal-place_of_birth": "Athens", "personal-country_of_birth": "GR"}
    assert add(client, kept).status_code == 302
    profile = Profile.objects.get(user=candidate)
    assert (profile.family_names, profile.date_of_birth) == ("Παπαδοπούλου", date(1990, 5, 17))
    assert (profile.gender, profile.citizenships, profile.phone) == ("WOMAN", ["GR"], "+3221234567")


def test_entries_that_are_there_already_are_recognised_and_not_ticked(
    client: Client, candidate: User
) -> None:
    make_experience(
        candidate, employer="court of  AUDITORS", position="auditor", start_date=date(2015, 9, 15)
    )
    levels = dict.fromkeys(("listening", "reading", "speaking", "writing"), "C1")
    LanguageSkill.objects.create(user=candidate, language="fr", **levels)
    shown = upload(client, SKILLS_PASSPORT.encode()).context["shown"]
    present = {entry.form.prefix for entry in shown if entry.is_present}
    assert present == {"experience-0", "languages-1"}
    ticked = {entry.form.prefix for entry in shown if entry.form["take"].value()}
    assert ticked == {"personal", "languages-0", "education-0", "experience-1"}


def test_unpaid_voluntary_work_is_shown_and_not_ticked(client: Client) -> None:
    shown = upload(client, CANDIDATE.encode()).context["shown"]
    voluntary = shown[-1].form
    assert (voluntary["position"].value(), voluntary["kind"].value()) == ("First aider", "VOLUNTARY")
    assert voluntary["take"].value() is False


def test_with_nothing_ticked_nothing_is_added(client: Client) -> None:
    data = answers_of(upload(client, CANDIDATE.encode()))
    answer = add(client, {name: value for name, value in data.items() if not name.endswith("-take")})
    assert answer.status_code == 422
    assert "Nothing is ticked" in answer.content.decode()


def test_a_pdf_from_europass_is_read(client: Client) -> None:
    answer = upload(client, pdf_with(CANDIDATE.encode()), "cv.pdf")
    assert "National Bank" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The submitted file is empty."),
        (b"hello", "This is not a Europass CV."),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "This is not a Europass CV."),
        (b"<SkillsPassport/>", "This Europass CV is empty."),
        (pdf_with(b"picture", "a.png"), "This PDF has no Europass data inside"),
        (pdf_with(b"<a/>", password="x"), "The file asks for a password."),
        (b"%PDF-1.7 nothing else", "The file is damaged or not complete."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    client: Client, content: bytes, reason: str
) -> None:
    answer = upload(client, content)
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_a_file_that_is_too_large_is_refused(client: Client, settings: Any) -> None:
    settings.CV_FILE_MAX_MEGABYTES = 0
    answer = upload(client, SKILLS_PASSPORT.encode())
    assert "The file is larger than 0 MB." in answer.content.decode()


def test_what_was_not_understood_cannot_be_forged(client: Client) -> None:
    answer = add(client, {"left_over": '[["a","<script>"]]'})
    assert answer.context["left_over"] == []


def test_adding_is_all_or_nothing(candidate: User) -> None:
    for _number in range(50):
        make_experience(candidate)
    language = {"language": "fr", **dict.fromkeys(("listening", "reading", "speaking", "writing"), "B1")}
    work = {"employer": "A", "position": "B", "start_date": date(2020, 1, 1), "description": "C"}
    with pytest.raises(TooManyEntries):
        services.add_to_cv(
            user=candidate,
            personal=None,
            entries=[(Section.LANGUAGES, language), (Section.EXPERIENCE, work)],
            now=NOW,
        )
    assert not LanguageSkill.objects.exists()


def fill_in(user: User) -> None:
    Profile.objects.create(
        user=user,
        family_names="Müller-Ω",
        first_names="Jürgen",
        date_of_birth=date(1980, 2, 29),
        place_of_birth="Köln",
        country_of_birth="DE",
        gender="MAN",
        citizenships=["DE", "GR"],
        street="Hauptstraße 1",
        postcode="50667",
        city="Köln",
        country="DE",
        phone="+492211234567",
        changed_at=timezone.now(),
    )
    make_experience(
        user, web_link="https://example.eu/", location="Utrecht", description="Wrote <b>\nlaws\x0c."
    )
    make_experience(user, position="Head", start_date=date(2020, 1, 1), end_date=None)
    Education.objects.create(
        user=user,
        title="Diplom",
        awarding_body="Universität zu Köln",
        country="DE",
        level=7,
        field_of_study="Law",
        start_date=date(2000, 10, 1),
        end_date=date(2005, 9, 30),
        award_date=date(2005, 11, 1),
    )
    levels = dict.fromkeys(("listening", "reading", "speaking", "writing"), "C2")
    LanguageSkill.objects.create(user=user, language="de", is_mother_tongue=True, **levels)
    LanguageSkill.objects.create(user=user, language="mt", **{**levels, "speaking": "B1"})


def test_what_is_written_as_europass_is_read_back_the_same(candidate: User) -> None:
    fill_in(candidate)
    found = read_cv(write_xml(cv_of(candidate), email="a@b.eu", language="en", now=NOW))
    person = found.person
    assert (person.family_names, person.first_names, person.gender) == ("Müller-Ω", "Jürgen", "M")
    assert (person.birth, person.citizenships) == (FoundDate(1980, 2, 29), ("DE", "GR"))
    head, jurist = found.experience
    assert (head.position, head.end, head.is_current) == ("Head", None, True)
    assert (jurist.description, jurist.web_link) == ("Wrote\nlaws.", "https://example.eu/")
    (school,) = found.education
    assert (school.title, school.level, school.country) == ("Diplom", 7, "DE")
    assert [(each.code, each.is_mother_tongue, each.speaking) for each in found.languages] == [
        ("de", True, "C2"),
        ("mt", False, "B1"),
    ]
    assert [each.text for each in found.left_over] == ["a@b.eu"]


def test_an_empty_cv_is_written_too(candidate: User) -> None:
    found = read_cv(write_xml(cv_of(candidate), email="a@b.eu", language="en", now=NOW))
    assert (found.experience, found.education, found.languages) == ([], [], [])


# The order of elements in the published schema (version 3.3), by the name of the element around them.
ORDER = {
    "DocumentInfo": "DocumentType CreationDate LastUpdateDate XSDVersion Generator",
    "LearnerInfo": "Identification WorkExperienceList EducationList Skills",
    "Identification": "PersonName ContactInfo Demographics",
    "ContactInfo": "Address Email TelephoneList Website",
    "Contact": "AddressLine PostalCode Municipality Country",
    "Demographics": "Birthdate Gender NationalityList",
    "WorkExperience": "Period Position Activities Employer",
    "Education": "Period Title Organisation Level Field",
    "Period": "From To Current",
    "Linguistic": "MotherTongueList ForeignLanguageList",
    "ForeignLanguage": "Description ProficiencyLevel",
    "ProficiencyLevel": "Listening Reading SpokenInteraction SpokenProduction Writing",
    "Description": "Code Label",
    "Country": "Code Label",
}


def test_elements_stand_in_the_order_of_the_schema(candidate: User) -> None:
    fill_in(candidate)
    root = fromstring(write_xml(cv_of(candidate), email="a@b.eu", language="en", now=NOW))
    seen = set()
    for element in root.iter():
        name = element.tag.partition("}")[2]
        names = [child.tag.partition("}")[2] for child in element]
        if name in ORDER and names:
            seen.add(name)
            known = ORDER[name].split()
            assert names == sorted(names, key=known.index), name
    assert seen == set(ORDER)


def test_json_holds_every_field(client: Client, candidate: User) -> None:
    fill_in(candidate)
    answer = client.get(reverse("profiles:cv_json"))
    document = json.loads(answer.content)
    assert (document["format"], document["version"]) == ("eu-careers-cv", 1)
    assert document["personal"]["citizenships"] == ["DE", "GR"]
    assert document["experience"][0]["position"] == "Head"
    assert document["identity_document"] is None
    assert answer["Content-Disposition"] == 'attachment; filename="cv.json"'


def test_the_pdf_is_readable_tagged_and_has_the_europass_file_inside(client: Client, candidate: User) -> None:
    fill_in(candidate)
    with translation.override("el"):
        answer = client.get(reverse("profiles:cv_pdf"))
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Müller-Ω" in text
    assert reader.trailer["/Root"]["/Lang"] == "el"  # type: ignore[index]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]
    assert read_cv(answer.content).person.family_names == "Müller-Ω"


def test_nobody_gets_the_cv_of_somebody_else(client: Client) -> None:
    other = make_candidate()
    fill_in(other)
    for name in ("cv_xml", "cv_json", "cv_pdf"):
        assert "Jurist" not in client.get(reverse(f"profiles:{name}")).content.decode("utf-8", "replace")

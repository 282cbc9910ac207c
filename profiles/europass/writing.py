"""A CV as a Europass file: a SkillsPassport, schema version 3.3, which Europass itself still reads."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from core.formats import country_name
from core.languages import language_name
from profiles.cv import Cv
from profiles.europass.codes import country_to
from profiles.europass.skills_passport import NAMESPACE
from profiles.models import Education, Experience, Gender, LanguageSkill, Profile

GENERATOR: Final = "EU Careers"
GENDERS: Final = {Gender.WOMAN: "F", Gender.MAN: "M"}
NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold."""


def write_xml(cv: Cv, *, email: str, language: str, now: datetime) -> bytes:
    """The file, with names of countries and languages in the active language, which is `language`."""
    root = Element("SkillsPassport", {"xmlns": NAMESPACE, "locale": language})
    _document_info(root, now)
    info = SubElement(root, "LearnerInfo")
    _identification(info, cv.profile, email)
    work = _list(info, "WorkExperienceList", cv.experience)
    for row in cv.experience:
        _work(SubElement(work, "WorkExperience"), row)
    schools = _list(info, "EducationList", cv.education)
    for school in cv.education:
        _education(SubElement(schools, "Education"), school)
    _languages(info, cv.language_skills)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _list(parent: Element, name: str, rows: Iterable[object]) -> Element:
    """The element for a list; one without entries is left out of the file."""
    return SubElement(parent, name) if rows else Element(name)


def _text(parent: Element, path: str, text: str) -> None:
    """Write `text` at `path` ("Address/Contact") below `parent`; nothing where there is none."""
    if not text:
        return
    *groups, last = path.split("/")
    for name in groups:
        found = parent.find(name)
        parent = found if found is not None else SubElement(parent, name)
    SubElement(parent, last).text = NOT_XML.sub("", text)


def _document_info(root: Element, now: datetime) -> None:
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    info = SubElement(root, "DocumentInfo")
    for name, text in (
        ("DocumentType", "ECV"),
        ("CreationDate", stamp),
        ("LastUpdateDate", stamp),
        ("XSDVersion", "V3.3"),
        ("Generator", GENERATOR),
    ):
        _text(info, name, text)


def _identification(info: Element, profile: Profile | None, email: str) -> None:
    who = SubElement(info, "Identification")
    if profile is None:
        _text(who, "ContactInfo/Email/Contact", email)
        return
    _text(who, "PersonName/FirstName", profile.first_names)
    _text(who, "PersonName/Surname", profile.family_names)
    _text(who, "ContactInfo/Address/Contact/AddressLine", profile.street)
    _text(who, "ContactInfo/Address/Contact/PostalCode", profile.postcode)
    _text(who, "ContactInfo/Address/Contact/Municipality", profile.city)
    _country(who, "ContactInfo/Address/Contact/Country", profile.country)
    _text(who, "ContactInfo/Email/Contact", email)
    _text(who, "ContactInfo/TelephoneList/Telephone/Contact", profile.phone)
    demographics = SubElement(who, "Demographics")
    _date(demographics, "Birthdate", profile.date_of_birth)
    _text(demographics, "Gender/Code", GENDERS.get(Gender(profile.gender), ""))
    nationalities = SubElement(demographics, "NationalityList")
    for code in profile.citizenships:
        _text(SubElement(nationalities, "Nationality"), "Code", country_to(code))


def _country(parent: Element, path: str, iso: str) -> None:
    _text(parent, f"{path}/Code", country_to(iso))
    _text(parent, f"{path}/Label", country_name(iso))


def _date(parent: Element, name: str, day: date) -> None:
    SubElement(
        parent, name, {"year": f"{day.year:04}", "month": f"--{day.month:02}", "day": f"---{day.day:02}"}
    )


def _period(entry: Element, start: date, end: date | None) -> None:
    period = SubElement(entry, "Period")
    _date(period, "From", start)
    if end is None:
        _text(period, "Current", "true")
    else:
        _date(period, "To", end)


def _work(entry: Element, row: Experience) -> None:
    _period(entry, row.start_date, row.end_date)
    _text(entry, "Position/Label", row.position)
    _text(entry, "Activities", row.description)
    _text(entry, "Employer/Name", row.employer)
    _text(entry, "Employer/ContactInfo/Address/Contact/AddressLine", row.employer_details)
    _text(entry, "Employer/ContactInfo/Address/Contact/Municipality", row.location)
    _text(entry, "Employer/ContactInfo/Website/Contact", row.web_link)


def _education(entry: Element, row: Education) -> None:
    _period(entry, row.start_date, row.end_date)
    _text(entry, "Title", row.title)
    _text(entry, "Organisation/Name", row.awarding_body)
    _text(entry, "Organisation/ContactInfo/Address/Contact/AddressLine", row.institution_address)
    _country(entry, "Organisation/ContactInfo/Address/Contact/Country", row.country)
    _text(entry, "Level/Code", str(row.level))
    _text(entry, "Field/Label", row.field_of_study)


def _languages(info: Element, rows: Iterable[LanguageSkill]) -> None:
    for row in sorted(rows, key=lambda skill: not skill.is_mother_tongue):
        skills = _inside(info, "Skills", "Linguistic")
        if row.is_mother_tongue:
            skill = SubElement(_inside(skills, "MotherTongueList"), "MotherTongue")
        else:
            skill = SubElement(_inside(skills, "ForeignLanguageList"), "ForeignLanguage")
        _text(skill, "Description/Code", row.language)
        _text(skill, "Description/Label", language_name(row.language))
        if not row.is_mother_tongue:
            _levels(SubElement(skill, "ProficiencyLevel"), row)


def _inside(parent: Element, *names: str) -> Element:
    """The element at a path, made where it is missing."""
    for name in names:
        found = parent.find(name)
        parent = found if found is not None else SubElement(parent, name)
    return parent


def _levels(levels: Element, row: LanguageSkill) -> None:
    _text(levels, "Listening", row.listening)
    _text(levels, "Reading", row.reading)
    _text(levels, "SpokenInteraction", row.speaking)
    _text(levels, "SpokenProduction", row.speaking)
    _text(levels, "Writing", row.writing)

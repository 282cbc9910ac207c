"""The Europass CV of 2012 to 2020: a SkillsPassport, schema version 3."""

from typing import Final
from xml.etree.ElementTree import Element

from profiles.europass.codes import LEVELS, country_from, language_from, lowest
from profiles.europass.found import (
    Found,
    FoundDate,
    FoundEducation,
    FoundExperience,
    FoundLanguage,
    FoundPerson,
)
from profiles.europass.sheet import Sheet, whole_date

NAMESPACE: Final = "http://europass.cedefop.europa.eu/Europass"
IGNORED: Final = frozenset(("Photo", "Signature", "Documentation", "Data", "TempURI"))
"""Pictures and references to attached files."""


def understand(root: Element) -> Found:
    """Read a SkillsPassport."""
    sheet = Sheet(root)
    info = sheet.first(root, "LearnerInfo")
    work = sheet.each(info, "WorkExperienceList/WorkExperience")
    schools = sheet.each(info, "EducationList/Education")
    return Found(
        person=_person(sheet, sheet.first(info, "Identification")),
        languages=_languages(sheet, sheet.first(info, "Skills/Linguistic")),
        education=[_education(sheet, each) for each in schools],
        experience=[_experience(sheet, each) for each in work],
        left_over=sheet.left_over(info, IGNORED),
    )


def _person(sheet: Sheet, who: Element | None) -> FoundPerson:
    address = sheet.first(who, "ContactInfo/Address/Contact")
    demographics = sheet.first(who, "Demographics")
    nationalities = sheet.each(demographics, "NationalityList/Nationality")
    countries = [country_from(_code(sheet, each)) for each in nationalities]
    lines = (sheet.text(address, "AddressLine"), sheet.text(address, "AddressLine2"))
    return FoundPerson(
        family_names=sheet.text(who, "PersonName/Surname"),
        first_names=sheet.text(who, "PersonName/FirstName"),
        birth=_date(sheet.first(demographics, "Birthdate")),
        gender=_code(sheet, sheet.first(demographics, "Gender")),
        citizenships=tuple(code for code in countries if code),
        street=", ".join(line for line in lines if line),
        postcode=sheet.text(address, "PostalCode"),
        city=sheet.text(address, "Municipality"),
        country=_country(sheet, address),
        phone=sheet.text(who, "ContactInfo/TelephoneList/Telephone/Contact"),
    )


def _code(sheet: Sheet, element: Element | None) -> str:
    """The code of something that has a code and a label; the label is then read with it."""
    code = sheet.text(element, "Code")
    if code:
        sheet.mark(element)
    return code


def _country(sheet: Sheet, address: Element | None) -> str:
    return country_from(_code(sheet, sheet.first(address, "Country")))


def _languages(sheet: Sheet, skills: Element | None) -> list[FoundLanguage]:
    found: dict[str, FoundLanguage] = {}
    for each in sheet.each(skills, "MotherTongueList/MotherTongue"):
        code = _language(sheet, each)
        if code:
            found[code] = FoundLanguage(code, True, "C2", "C2", "C2", "C2")
    for each in sheet.each(skills, "ForeignLanguageList/ForeignLanguage"):
        code = _language(sheet, each)
        if code and code not in found:
            found[code] = _foreign(sheet, code, sheet.first(each, "ProficiencyLevel"))
    return list(found.values())


def _language(sheet: Sheet, skill: Element) -> str:
    written = sheet.first(skill, "Description/Code")
    code = language_from(written.text or "") if written is not None else ""
    if code:
        sheet.mark(sheet.first(skill, "Description"))
    return code


def _foreign(sheet: Sheet, code: str, levels: Element | None) -> FoundLanguage:
    def level(name: str) -> str:
        text = sheet.text(levels, name).upper()
        return text if text in LEVELS else ""

    return FoundLanguage(
        code,
        listening=level("Listening"),
        reading=level("Reading"),
        speaking=lowest(level("SpokenInteraction"), level("SpokenProduction")),
        writing=level("Writing"),
    )


def _education(sheet: Sheet, school: Element) -> FoundEducation:
    organisation = sheet.first(school, "Organisation")
    level = _code(sheet, sheet.first(school, "Level"))
    start, end, _is_current = _period(sheet, school)
    return FoundEducation(
        title=sheet.text(school, "Title"),
        awarding_body=sheet.text(organisation, "Name"),
        address=_address(sheet, organisation),
        country=_country(sheet, sheet.first(organisation, "ContactInfo/Address/Contact")),
        level=int(level) if level in tuple("12345678") else None,
        field_of_study=sheet.text(school, "Field/Label"),
        start=start,
        end=end,
    )


def _experience(sheet: Sheet, work: Element) -> FoundExperience:
    employer = sheet.first(work, "Employer")
    start, end, is_current = _period(sheet, work)
    return FoundExperience(
        employer=sheet.text(employer, "Name"),
        address=_address(sheet, employer),
        web_link=sheet.text(employer, "ContactInfo/Website/Contact"),
        location=sheet.text(employer, "ContactInfo/Address/Contact/Municipality"),
        position=_label(sheet, sheet.first(work, "Position")),
        description=sheet.prose(work, "Activities"),
        start=start,
        end=None if is_current else end,
        is_current=is_current,
    )


def _label(sheet: Sheet, element: Element | None) -> str:
    label = sheet.text(element, "Label")
    if label:
        sheet.mark(element)
    return label


def _address(sheet: Sheet, organisation: Element | None) -> str:
    contact = sheet.first(organisation, "ContactInfo/Address/Contact")
    names = ("AddressLine", "AddressLine2", "PostalCode", "Municipality")
    parts = [sheet.text(contact, name) for name in names]
    country = sheet.text(contact, "Country/Label")
    sheet.mark(sheet.first(contact, "Country") if country else None)
    return ", ".join(part for part in (*parts, country) if part)


def _period(sheet: Sheet, entry: Element) -> tuple[FoundDate | None, FoundDate | None, bool]:
    period = sheet.first(entry, "Period")
    is_current = sheet.text(period, "Current").lower() in ("true", "1")
    return _date(sheet.first(period, "From")), _date(sheet.first(period, "To")), is_current


def _date(element: Element | None) -> FoundDate | None:
    """A date in attributes: year="2007" month="--09" day="---09"."""
    if element is None:
        return None
    numbers = (element.get(name, "").lstrip("-") for name in ("year", "month", "day"))
    return whole_date(*(int(text) if text.isascii() and text.isdigit() else None for text in numbers))

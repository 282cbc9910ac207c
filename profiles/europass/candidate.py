"""The Europass CV since 2020: a Candidate, made of HR-XML with additions of its own."""

from collections.abc import Iterator
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
from profiles.europass.sheet import Sheet, date_from

NAMESPACE: Final = "http://www.europass.eu/1.0"
IGNORED: Final = frozenset(("Attachment", "EmbeddedData", "ID", "EducationHistoryID", "EmploymentHistoryID"))
"""Pictures, attached files, and numbers that mean nothing outside Europass."""
DIMENSIONS: Final = {
    "listening": ("CEF-Understanding-Listening",),
    "reading": ("CEF-Understanding-Reading",),
    "speaking": ("CEF-Speaking-Interaction", "CEF-Speaking-Production"),
    "writing": ("CEF-Writing-Production", "CEF-Writing-Interaction", "CEF-Writing"),
}


def understand(root: Element) -> Found:
    """Read a Candidate."""
    sheet = Sheet(root)
    who = sheet.first(root, "CandidatePerson")
    profile = sheet.first(root, "CandidateProfile")
    employers = sheet.each(profile, "EmploymentHistory/EmployerHistory")
    schools = sheet.each(profile, "EducationHistory/EducationOrganizationAttendance")
    return Found(
        person=_person(sheet, who),
        languages=_languages(sheet, who, profile),
        education=[_education(sheet, each) for each in schools],
        experience=[*_work(sheet, employers), *_voluntary(sheet, profile)],
        left_over=[*sheet.left_over(who, IGNORED), *sheet.left_over(profile, IGNORED)],
    )


def _person(sheet: Sheet, who: Element | None) -> FoundPerson:
    address = sheet.first(who, "Communication/Address")
    codes = [each for name in ("NationalityCode", "CitizenshipCode") for each in sheet.each(who, name)]
    citizenships = [country_from("".join(each.itertext())) for each in codes]
    for each, country in zip(codes, citizenships, strict=True):
        sheet.mark(each if country else None)
    return FoundPerson(
        family_names=sheet.text(who, "PersonName/FamilyName"),
        first_names=sheet.text(who, "PersonName/GivenName"),
        birth=date_from(sheet.text(who, "BirthDate")),
        gender={"1": "M", "2": "F", "male": "M", "female": "F"}.get(
            sheet.text(who, "GenderCode").lower(), ""
        ),
        citizenships=tuple(dict.fromkeys(code for code in citizenships if code)),
        street=", ".join(_texts(sheet, address, "AddressLine")),
        postcode=sheet.text(address, "PostalCode"),
        city=sheet.text(address, "CityName"),
        country=country_from(sheet.text(address, "CountryCode")),
        phone=_phone(sheet, who),
    )


def _texts(sheet: Sheet, start: Element | None, name: str) -> list[str]:
    found = list(sheet.each(start, name))
    for element in found:
        sheet.mark(element)
    return [text for element in found if (text := " ".join("".join(element.itertext()).split()))]


def _phone(sheet: Sheet, who: Element | None) -> str:
    for each in sheet.each(who, "Communication"):
        number = sheet.text(each, "DialNumber")
        if number:
            dialling = sheet.text(each, "CountryDialing").lstrip("+")
            sheet.mark(each)
            return f"+{dialling} {number}" if dialling else number
    return ""


def _languages(sheet: Sheet, who: Element | None, profile: Element | None) -> list[FoundLanguage]:
    found: dict[str, FoundLanguage] = {}
    for each in sheet.each(who, "PrimaryLanguageCode"):
        code = language_from("".join(each.itertext()))
        if code:
            sheet.mark(each)
            found[code] = FoundLanguage(code, True, "C2", "C2", "C2", "C2")
    for each in sheet.each(profile, "PersonQualifications/PersonCompetency"):
        code = _language(sheet, each)
        if code:
            sheet.mark(each)
            found.setdefault(code, FoundLanguage(code, False, **_levels(sheet, each)))
    return list(found.values())


def _language(sheet: Sheet, competency: Element) -> str:
    taxonomy = sheet.first(competency, "TaxonomyID")
    if taxonomy is None or (taxonomy.text or "").strip().lower() != "language":
        return ""
    code = sheet.first(competency, "CompetencyID")
    return language_from(code.text or "") if code is not None else ""


def _levels(sheet: Sheet, competency: Element) -> dict[str, str]:
    scores: dict[str, str] = {}
    for dimension in sheet.each(competency, "CompetencyDimension"):
        score = sheet.text(dimension, "Score/ScoreText").upper()
        if score in LEVELS:
            scores[sheet.text(dimension, "CompetencyDimensionTypeCode")] = score
    return {
        skill: lowest(*(scores.get(name, "") for name in dimensions))
        for skill, dimensions in DIMENSIONS.items()
    }


def _education(sheet: Sheet, school: Element) -> FoundEducation:
    address = sheet.first(school, "OrganizationContact/Communication/Address")
    title = sheet.text(school, "ProgramName") or sheet.text(school, "EducationDegree/DegreeName")
    start, end, _is_current = _period(sheet, sheet.first(school, "AttendancePeriod"))
    field = sheet.first(school, "EducationDegree/FieldOfStudy")
    country, place = _place(sheet, address)
    return FoundEducation(
        title=title,
        awarding_body=sheet.text(school, "OrganizationName"),
        address=place,
        country=country,
        level=_level(sheet, school),
        field_of_study=sheet.text(field, "MainFieldOfStudy") or sheet.text(field, "FieldOfStudyName"),
        start=start,
        end=end,
    )


def _level(sheet: Sheet, school: Element) -> int | None:
    """The level of the European Qualifications Framework; a code of another list is not one."""
    for code in sheet.each(school, "EducationLevelCode"):
        text = (code.text or "").strip()
        if "eqf" in code.get("listName", "eqf").lower() and text in tuple("12345678"):
            sheet.mark(code)
            return int(text)
    return None


def _place(sheet: Sheet, address: Element | None) -> tuple[str, str]:
    """The country of an organisation, and its address on one line."""
    lines = _texts(sheet, address, "AddressLine")
    town = [sheet.text(address, "PostalCode"), sheet.text(address, "CityName")]
    country = country_from(sheet.text(address, "CountryCode"))
    return country, ", ".join(part for part in (*lines, " ".join(part for part in town if part)) if part)


def _work(sheet: Sheet, employers: Iterator[Element]) -> Iterator[FoundExperience]:
    """Each position; an employer without any counts as one."""
    for employer in employers:
        positions: list[Element | None] = [*sheet.each(employer, "PositionHistory")]
        name = sheet.text(employer, "OrganizationName")
        _country, place = _place(sheet, sheet.first(employer, "OrganizationContact/Communication/Address"))
        link = sheet.text(employer, "OrganizationContact/Communication/URI")
        shared = _period(sheet, sheet.first(employer, "EmploymentPeriod"))
        for position in positions or [None]:
            own = sheet.first(position, "EmploymentPeriod")
            start, end, is_current = _period(sheet, own) if own is not None else shared
            yield FoundExperience(
                employer=name,
                address=place,
                web_link=link,
                location=sheet.text(position, "City"),
                position=sheet.text(position, "PositionTitle"),
                description=sheet.prose(position, "Description"),
                start=start,
                end=end,
                is_current=is_current,
            )


def _voluntary(sheet: Sheet, profile: Element | None) -> Iterator[FoundExperience]:
    for work in sheet.each(profile, "VoluntaryWorks/VoluntaryWork"):
        activity = sheet.first(work, "Activity")
        about = activity if activity is not None else work
        start, end, is_current = _period(sheet, sheet.first(about, "Date"))
        yield FoundExperience(
            employer=sheet.text(about, "OrganizationName"),
            location=sheet.text(about, "Location"),
            position=sheet.text(about, "Title"),
            description=sheet.prose(about, "Description"),
            start=start,
            end=end,
            is_current=is_current,
            is_voluntary=True,
        )


def _period(sheet: Sheet, period: Element | None) -> tuple[FoundDate | None, FoundDate | None, bool]:
    current = sheet.text(period, "CurrentIndicator") or sheet.text(period, "Ongoing")
    is_current = current.lower() in ("true", "1")
    start = _day(sheet, period, "StartDate")
    end = _day(sheet, period, "EndDate")
    return start, None if is_current else end, is_current


def _day(sheet: Sheet, period: Element | None, name: str) -> FoundDate | None:
    element = sheet.first(period, name)
    day = date_from("".join(element.itertext())) if element is not None else None
    sheet.mark(element if day else None)
    return day

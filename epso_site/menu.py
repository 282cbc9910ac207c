"""The menus of the site as data: main menu, account, footer. `core.frame` says what an entry is."""

import json
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.frame import Entry, Menus, Outside, Section

JOBS: Final = "careers:opportunity_list"
ARTICLE: Final = "knowledge:article_detail"


def _article(title: str | Promise, slug: str) -> Entry:
    return Entry(title, ARTICLE, (slug,))


MAIN: Final = (
    Section(
        pgettext_lazy("menu", "Jobs"),
        (
            Entry(pgettext_lazy("menu", "Open for application"), JOBS, query="status=OPEN"),
            Entry(pgettext_lazy("menu", "Upcoming"), JOBS, query="status=UPCOMING"),
            Entry(pgettext_lazy("menu", "In progress"), JOBS, query="status=IN_PROGRESS"),
            Entry(pgettext_lazy("menu", "Reserve lists"), JOBS, query="status=RESERVE_LIST"),
            Entry(_("Vacancies in institutions and agencies"), JOBS, query="kind=VACANCY"),
            Entry(_("Contract staff (CAST)"), JOBS, query="kind=CAST"),
            Entry(pgettext_lazy("menu", "Traineeships"), JOBS, query="kind=TRAINEESHIP"),
        ),
    ),
    Section(
        _("Work for the EU"),
        (
            _article(_("Why work for the EU"), "work-for-the-eu"),
            _article(_("Staff categories"), "staff-categories"),
            _article(_("Career profiles"), "career-profiles"),
            _article(_("Pay and benefits"), "pay"),
            _article(_("Places of work"), "places-of-work"),
            _article(_("Equal opportunities"), "equal-opportunities"),
            _article(_("Contract agents"), "contract-agents"),
            _article(pgettext_lazy("menu", "Traineeships"), "traineeships"),
            _article(_("Seconded national experts"), "seconded-experts"),
            Entry(_("Institutions and agencies"), "careers:institution_list"),
        ),
    ),
    Section(
        _("How to apply"),
        (
            _article(_("How to apply, step by step"), "how-to-apply"),
            Entry(_("Practise applying"), "applications:practice_start"),
            _article(_("Who can apply"), "who-can-apply"),
            _article(_("Selection steps"), "selection-steps"),
            _article(pgettext_lazy("menu", "Languages"), "languages"),
            Entry(_("Sample tests"), "practice:overview"),
            _article(_("Special needs"), "special-needs"),
            _article(pgettext_lazy("menu", "Documents"), "documents"),
            _article(_("After the reserve list"), "after-the-reserve-list"),
        ),
    ),
    Section(
        _("My account"),
        (
            Entry(_("What to do next"), "dashboard:home"),
            Entry(_("My applications"), "applications:overview"),
            Entry(_("My letters"), "notifications:letter_list"),
            Entry(_("My profile"), "profiles:overview"),
            Entry(_("My documents"), "documents:overview"),
            Entry(_("My questions"), "enquiries:overview"),
            Entry(_("My complaints"), "complaints:overview"),
            Entry(_("My data"), "data_rights:overview"),
            Entry(_("Account settings"), "accounts:settings"),
        ),
    ),
    Section(
        _("News and events"),
        (
            Entry(pgettext_lazy("menu", "News"), "knowledge:news_list"),
            Entry(pgettext_lazy("menu", "Events"), "knowledge:event_list"),
        ),
    ),
    Section(
        pgettext_lazy("menu", "Help"),
        (
            Entry(_("Frequently asked questions"), "knowledge:faq"),
            Entry(pgettext_lazy("menu", "Glossary"), "knowledge:glossary"),
            Entry(_("Contact us"), "knowledge:contact"),
            _article(pgettext_lazy("menu", "Complaints"), "complaints"),
            Entry(_("Service status"), "knowledge:service_status"),
        ),
    ),
    Section(
        _("About EPSO"),
        (
            _article(_("Mission and values"), "about-epso"),
            _article(_("Management board"), "management-board"),
            Entry(_("Director and meetings"), "knowledge:meeting_list"),
            Entry(pgettext_lazy("menu", "Statistics"), "figures:statistics"),
            _article(_("Key documents"), "key-documents"),
            Entry(_("Institutions we serve"), "careers:institution_list"),
        ),
    ),
)

FOOTER: Final = (
    Section(
        _("Find a job"),
        (
            Entry(_("Job opportunities"), JOBS),
            Entry(_("Institutions and agencies"), "careers:institution_list"),
            _article(_("How to apply"), "how-to-apply"),
            Entry(_("Sample tests"), "practice:overview"),
        ),
    ),
    Section(
        pgettext_lazy("menu", "Help"),
        (
            Entry(_("Frequently asked questions"), "knowledge:faq"),
            Entry(_("Contact us"), "knowledge:contact"),
            Entry(_("Service status"), "knowledge:service_status"),
            Entry(_("Site map"), "open_data:site_map"),
        ),
    ),
    Section(
        pgettext_lazy("menu", "Legal information"),
        (
            _article(_("Languages on our websites"), "languages-policy"),
            _article(_("Privacy statement"), "privacy-statement"),
            _article(_("Legal notice"), "legal-notice"),
            _article(pgettext_lazy("menu", "Cookies"), "cookies"),
            _article(_("Accessibility statement"), "accessibility-statement"),
        ),
    ),
)


def _names_of_institutions() -> dict[str, dict[str, str]]:
    path = Path(__file__).resolve().parent.parent / "careers" / "data" / "institutions.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["institutions"]
    return {row["code"]: row["name"] for row in rows}


_NAMES: Final = _names_of_institutions()

# The order of the corporate footer of the Commission's sites (epso 8.3).
INSTITUTIONS: Final = (
    Outside(_NAMES["EP"], "https://www.europarl.europa.eu/"),
    Outside(_("European Council"), "https://www.consilium.europa.eu/"),
    Outside(_NAMES["CONSIL"], "https://www.consilium.europa.eu/"),
    Outside(_NAMES["COM"], "https://commission.europa.eu/"),
    Outside(_NAMES["CURIA"], "https://curia.europa.eu/"),
    Outside(_("European Central Bank"), "https://www.ecb.europa.eu/"),
    Outside(_NAMES["ECA"], "https://www.eca.europa.eu/"),
    Outside(_NAMES["EEAS"], "https://www.eeas.europa.eu/"),
    Outside(_NAMES["EESC"], "https://www.eesc.europa.eu/"),
    Outside(_NAMES["COR"], "https://cor.europa.eu/"),
    Outside(_("European Investment Bank"), "https://www.eib.org/"),
    Outside(_NAMES["OMB"], "https://www.ombudsman.europa.eu/"),
    Outside(_NAMES["EDPS"], "https://www.edps.europa.eu/"),
    Outside(_NAMES["EDPB"], "https://www.edpb.europa.eu/"),
    Outside(_("European Personnel Selection Office"), "https://eu-careers.europa.eu/"),
    Outside(_("Publications Office of the European Union"), "https://op.europa.eu/"),
    Outside(pgettext_lazy("bodies of the Union", "Agencies"), "https://european-union.europa.eu/"),
)

MENUS: Final = Menus(main=MAIN, footer=FOOTER, institutions=INSTITUTIONS)

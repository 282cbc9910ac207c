"""One address of each kind of public page, in the state the data files leave them, with faults shown too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation

from careers.models import Institution, Vacancy
from competitions.models import Competition


@dataclass(frozen=True, slots=True)
class PageType:
    """A kind of page: what it is, its address (name and values), its query, and how it is answered."""

    what: str
    name: str
    args: tuple[Any, ...] = ()
    query: str = ""
    status: int = 200

    def path(self, code: str) -> str:
        """The path with query, in one language."""
        with translation.override(code):
            return reverse(self.name, args=self.args) + (f"?{self.query}" if self.query else "")


def page_types() -> list[PageType]:
    """All kinds of pages that a visitor without account sees. Needs the real data and the demonstration."""
    real = Competition.objects.get(reference="EPSO/AD/427/26").slug
    demonstration = Competition.objects.get(is_demonstration=True).slug
    vacancy = Vacancy.objects.order_by("pk").values_list("slug", flat=True)[0]
    institution = Institution.objects.order_by("protocol_order").values_list("slug", flat=True)[0]
    return [
        PageType("home", "careers:home"),
        PageType("jobs", "careers:opportunity_list"),
        PageType("jobs, filtered", "careers:opportunity_list", query="status=CLOSED&grade=AD5"),
        PageType("jobs, nothing found", "careers:opportunity_list", query="q=zzzzzz"),
        PageType("jobs, a fault in the search", "careers:opportunity_list", query="q=" + "x" * 300),
        PageType("competition", "competitions:competition_detail", (real,)),
        PageType("competition open", "competitions:competition_detail", (demonstration,)),
        PageType("could I apply", "competitions:could_i_apply", (demonstration,)),
        PageType("vacancy", "careers:vacancy_detail", (vacancy,)),
        PageType("institutions", "careers:institution_list"),
        PageType("institution", "careers:institution_detail", (institution,)),
        PageType("article", "knowledge:article_detail", ("about-epso",)),
        PageType("article with a table", "knowledge:article_detail", ("complaints",)),
        PageType("questions", "knowledge:faq"),
        PageType("questions, nothing found", "knowledge:faq", query="q=zzzzzz"),
        PageType("glossary", "knowledge:glossary"),
        PageType("news", "knowledge:news_list"),
        PageType("events", "knowledge:event_list"),
        PageType("meetings", "knowledge:meeting_list"),
        PageType("service status", "knowledge:service_status"),
        PageType("contact", "knowledge:contact"),
        PageType("statistics", "figures:statistics"),
        PageType("statistics of a competition", "figures:competition_statistics", (real,)),
        PageType("sample tests", "practice:overview"),
        PageType("abstract reasoning", "practice:test", ("abstract-reasoning", "b2c3d4")),
        PageType("numerical reasoning", "practice:test", ("numerical-reasoning", "b2c3d4")),
        PageType("EU knowledge", "practice:question", ("eu-knowledge", "b2c3d4", 1)),
        PageType("digital skills, result", "practice:result", ("digital-skills", "b2c3d4")),
        PageType("alert", "alerts:alert_create", query="q=lawyer"),
        PageType("site map", "open_data:site_map"),
        PageType("open data", "open_data:overview"),
        PageType("sign in", "account_login"),
        PageType("sign up", "account_signup"),
    ]

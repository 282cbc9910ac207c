"""What is wrong with a text before it is saved or loaded: rules and pages that do not exist."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from knowledge.links import NAMED_PAGES, page_address, page_links
from knowledge.models import Article, FaqEntry
from knowledge.rules import RULES, rule_names
from knowledge.tables import TABLES, table_names


@dataclass(frozen=True, slots=True)
class KnownPages:
    """What `page:` can lead to besides the named pages."""

    articles: Collection[str]
    questions: Collection[str]


def known_pages() -> KnownPages:
    """Every article and question there is, published or not."""
    return KnownPages(
        articles=frozenset(Article.objects.values_list("slug", flat=True)),
        questions=frozenset(FaqEntry.objects.values_list("key", flat=True)),
    )


def text_faults(text: str, known: KnownPages) -> Iterator[str]:
    """Say each fault of a Markdown text in one sentence."""
    for name in rule_names(text):
        if name not in RULES:
            yield _("There is no rule with the name “%(name)s”.") % {"name": name}
    for name in table_names(text):
        if name not in TABLES:
            yield _("There is no table with the name “%(name)s”.") % {"name": name}
    for target in page_links(text):
        if not _leads_somewhere(target, known):
            yield _("There is no page for the link “page:%(target)s”.") % {"target": target}


def _leads_somewhere(target: str, known: KnownPages) -> bool:
    name, _hash, part = target.partition("#")
    if name == "faq" and part:
        return part in known.questions
    return (name in NAMED_PAGES or name in known.articles) and page_address(target) is not None

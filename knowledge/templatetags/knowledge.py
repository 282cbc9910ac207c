"""News and articles on other pages: `{% load knowledge %}`."""

from collections.abc import Sequence

from django import template

from knowledge.reading import NewsLine, PageLink, articles_in, latest_news

register = template.Library()


@register.simple_tag(name="latest_news")
def latest_news_tag(count: int = 3) -> Sequence[NewsLine]:
    """The newest items: `{% latest_news 3 as items %}`.

    Each has title, url, lang, summary, dated_on, kind_name.
    """
    return latest_news(count)


@register.simple_tag(name="articles_in")
def articles_in_tag(section: str) -> list[PageLink]:
    """The articles of a section: jobs, work, apply, help, about or legal.

    Each has title, url, lang, summary.
    """
    return articles_in(section)

"""The frame of a page: menus, footer, languages, alternates. See `core.frame`."""

from html import unescape
from typing import Final, cast

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from core import frame

LONGEST_DESCRIPTION: Final = 200

register = template.Library()


def _request(context: template.Context) -> HttpRequest:
    return cast(HttpRequest, context["request"])


@register.simple_tag(takes_context=True)
def site_header(context: template.Context) -> SafeString:
    """The header; that of visitors is made once a language."""
    request = _request(context)
    user = getattr(request, "user", None)  # missing where a request was refused early
    if user is None or not user.is_authenticated:
        return frame.header_of_visitors(request)
    with context.push(menu=frame.main_menu(request.path), languages=frame.language_list(request)):
        return template.Engine.get_default().get_template("components/site_header.html").render(context)


@register.simple_tag
def site_footer() -> SafeString:
    return frame.footer()


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> SafeString:
    return frame.alternates(_request(context))


@register.simple_tag(takes_context=True)
def canonical_address(context: template.Context) -> str:
    return frame.canonical(_request(context))


@register.simple_block_tag(takes_context=True)
def page_title(context: template.Context, content: str) -> SafeString:
    """The name of the page for the window, and for who is sent a link to it (Open Graph)."""
    title = _plain(content)
    return format_html(
        '<title>{0} | {1}</title><meta property="og:title" content="{0}">'
        '<meta property="og:site_name" content="{1}"><meta property="og:type" content="website">'
        '<meta property="og:url" content="{2}">',
        title,
        settings.SITE_NAME,
        frame.canonical(_request(context)),
    )


@register.simple_block_tag
def page_description(content: str) -> SafeString:
    """What the page is about, in a sentence or two, for search engines and links that are sent."""
    text = Truncator(_plain(content)).chars(LONGEST_DESCRIPTION)
    return format_html(
        '<meta name="description" content="{0}"><meta property="og:description" content="{0}">', text
    )


def _plain(content: str) -> str:
    """The words of a piece of HTML in one line."""
    return " ".join(unescape(strip_tags(content)).split())

"""The frame of a page: menus, footer, languages, alternates. See `core.frame`."""

from typing import cast

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from core import frame

register = template.Library()


def _request(context: template.Context) -> HttpRequest:
    return cast(HttpRequest, context["request"])


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> SafeString:
    return frame.main_menu(_request(context).path)


@register.simple_tag
def site_footer() -> SafeString:
    return frame.footer()


@register.simple_tag(takes_context=True)
def language_list(context: template.Context) -> SafeString:
    return frame.language_list(_request(context))


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> SafeString:
    return frame.alternates(_request(context))


@register.simple_tag(takes_context=True)
def canonical_address(context: template.Context) -> str:
    return frame.canonical(_request(context))

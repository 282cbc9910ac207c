"""What surrounds every page: menus, footer and list of languages, made once a language and kept.

The data stands in the module that `settings.SITE_MENUS` names. What depends on the page is only its address:
it is put into the text that was kept, so that the frame costs a page neither a query nor a template.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from core.language_paths import NEXT_PARAMETER, first_segment, with_path_language
from core.languages import ENGLISH, LANGUAGES, active_code

HERE: Final = "address-of-this-page"
MENU: Final = "<!--menu-->"
LANGUAGES_HERE: Final = "<!--languages-->"
"""Stand in kept text for what is put in for each page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A link to a page of the site: the name of its address, the arguments and the query."""

    title: str | Promise
    url_name: str
    arguments: tuple[str, ...] = ()
    query: str = ""

    @property
    def address(self) -> str:
        """The address in the active language."""
        path = reverse(self.url_name, args=self.arguments)
        return f"{path}?{self.query}" if self.query else path


@dataclass(frozen=True, slots=True)
class Section:
    """A title with the entries below it."""

    title: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """A link to another site; its title is a text to translate, or written in each language."""

    names: str | Promise | Mapping[str, str]
    address: str

    @property
    def title(self) -> str:
        if isinstance(self.names, Mapping):
            return self.names.get(active_code()) or self.names[ENGLISH]
        return str(self.names)


@dataclass(frozen=True, slots=True)
class Menus:
    """All the menus of the site."""

    main: tuple[Section, ...]
    footer: tuple[Section, ...]
    institutions: tuple[Outside, ...]


def menus() -> Menus:
    found: Menus = import_string(settings.SITE_MENUS)
    return found


def main_menu(path: str) -> SafeString:
    """The main menu in the active language, with the link to `path` marked as the current page."""
    current = f'href="{conditional_escape(path)}"'
    marked = f'{current} aria-current="page"'
    return mark_safe(_main_menu(active_code()).replace(current, marked, 1))  # noqa: S308 -- escaped above


def header_of_visitors(request: HttpRequest) -> SafeString:
    """The header for who is not signed in; only the addresses in it depend on the page."""
    html = _header_of_visitors(active_code(), settings.SITE_IS_OFFICIAL)
    html = html.replace(MENU, main_menu(request.path)).replace(LANGUAGES_HERE, language_list(request))
    return mark_safe(html)  # noqa: S308 -- made of what is safe


def footer() -> SafeString:
    """The sections, institutions and legal links below every page, in the active language."""
    return _footer(active_code())


def language_list(request: HttpRequest) -> SafeString:
    """Links that remember a language and show this page, with its query, in it."""
    here = quote(request.get_full_path(), safe="/")
    return mark_safe(_language_list(active_code()).replace(HERE, here))  # noqa: S308 -- quoted above


def alternates(request: HttpRequest) -> SafeString:
    """`<link>` to this page in each language, and to the address that asks the browser which."""
    rest = conditional_escape(iri_to_uri(_without_language(request.get_full_path())))
    site = conditional_escape(settings.SITE_URL)
    links = [f'<link rel="alternate" hreflang="{code}" href="{site}/{code}/{rest}">' for code in LANGUAGES]
    links.append(f'<link rel="alternate" hreflang="x-default" href="{site}/{rest}">')
    return mark_safe("".join(links))  # noqa: S308 -- escaped above


def canonical(request: HttpRequest) -> str:
    """The absolute address of this page without its query."""
    return settings.SITE_URL + iri_to_uri(request.path)


def _without_language(address: str) -> str:
    """ "/nl/jobs/?q=x" → "jobs/?q=x"."""
    rest = address.lstrip("/")
    return rest.partition("/")[2] if first_segment(address) in LANGUAGES else rest


@cache
def _header_of_visitors(code: str, is_official: bool) -> str:
    with translation.override(code):
        context = {
            "menu": SafeString(MENU),
            "languages": SafeString(LANGUAGES_HERE),
            "site_name": settings.SITE_NAME,
            "site_is_official": is_official,
            "site_logo": settings.SITE_LOGO.format(version="standard", language=code),
            "site_logo_small": settings.SITE_LOGO.format(version="condensed", language=code),
        }
        return render_to_string("components/site_header.html", context)


@cache
def _main_menu(code: str) -> SafeString:
    with translation.override(code):
        return render_to_string("components/site_menu.html", {"sections": menus().main})


@cache
def _footer(code: str) -> SafeString:
    with translation.override(code):
        found = menus()
        return render_to_string(
            "components/site_footer.html",
            {
                "sections": found.footer,
                "institutions": found.institutions,
                "site_name": settings.SITE_NAME,
                "logo": settings.SITE_LOGO.format(version="standard", language=code),
            },
        )


@cache
def _language_list(code: str) -> SafeString:
    switch = reverse("core:set_language")
    links = [
        {
            "code": each,
            "autonym": language.autonym,
            "address": f"{with_path_language(switch, each)}?{NEXT_PARAMETER}={HERE}",
            "is_current": each == code,
        }
        for each, language in LANGUAGES.items()
    ]
    with translation.override(code):
        return render_to_string(
            "components/site_languages.html", {"links": links, "current": LANGUAGES[code]}
        )

"""A crawl of the whole public site in each language: no broken link, and no page off the site map."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from core.languages import CODES
from open_data.names import SECTIONS

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
LANGUAGE = re.compile(r'<html lang="([a-z]{2})"')
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"

# Rooms that are not for everybody, or that write; they have tests of their own.
NOT_CRAWLED = re.compile(r"^/[a-z]{2}/(account|admin|recruitment|language|gallery)/")
# Public pages that no site map names: forms and files that belong to another page.
OFF_THE_MAP = re.compile(
    r"(\.(csv|ics|atom|xml|json|txt)$|/could-i-apply/|/alerts/|/sample-tests/.+|/statistics/.+|/saved/|/report|/calendar)"
)

pytestmark = pytest.mark.django_db


def links_of(html: str, path: str) -> set[str]:
    """The paths of this site that a page links to."""
    found = {urlsplit(urljoin(path, unescape(link))) for link in LINK.findall(html)}
    return {link.path for link in found if not link.netloc and link.scheme in ("", "http", "https")}


def crawl(client, code):
    """Every path reached from the home page of a language, with how it was answered."""
    waiting, answers, wrong = [f"/{code}/"], {}, []
    while waiting:
        path = waiting.pop()
        if path in answers or NOT_CRAWLED.match(path):
            continue
        response = client.get(path)
        answers[path] = response.status_code
        if response.status_code in (301, 302):
            waiting.append(urlsplit(response["Location"]).path)
        if "html" not in response.get("Content-Type", "") or response.status_code != 200:
            continue
        html = response.content.decode()
        if LANGUAGE.findall(html) != [code]:
            wrong.append(path)
        waiting += [link for link in links_of(html, path) if link.startswith("/")]
        waiting = [link for link in waiting if not re.match(r"^/[a-z]{2}/", link) or link[1:3] == code]
    return answers, wrong


def mapped_paths(client, code):
    """Every path of the site maps of a language."""
    paths = set()
    for section in SECTIONS:
        root = ElementTree.fromstring(client.get(f"/sitemap-{code}-{section}.xml").content)
        paths |= {urlsplit(each.text).path for each in root.iter(LOCATION)}
    return paths


def faults_of(client, code):
    """Each fault of the site in one language, as a sentence."""
    answers, wrong = crawl(client, code)
    mapped = mapped_paths(client, code)
    pages = {
        path
        for path, status in answers.items()
        if status == 200 and path.startswith(f"/{code}/") and not OFF_THE_MAP.search(path)
    }
    return [
        *(f"{path} is not in the language of its address" for path in wrong),
        *(f"{path} answers {status}" for path, status in answers.items() if status not in (200, 301, 302)),
        *(f"{path} is on no site map" for path in sorted(pages - mapped)),
        *(f"{path} is on the site map, and nothing links to it" for path in sorted(mapped - pages)),
    ]


def test_every_link_leads_somewhere_and_every_page_is_on_the_site_map(client, furnished):
    assert [fault for code in CODES for fault in faults_of(client, code)] == []

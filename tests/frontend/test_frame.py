"""The frame of every page: menus that lead somewhere, no query, a light first visit."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from core import frame
from core.languages import CODES

GALLERY = "/en/gallery/"
ENTRIES = [entry for section in (*frame.menus().main, *frame.menus().footer) for entry in section.entries]


def page(path, **options):
    response = Client().get(path, **options)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "entry", ENTRIES, ids=lambda entry: f"{entry.url_name} {entry.arguments} {entry.query}"
)
def test_each_entry_of_a_menu_has_an_address_in_each_language(entry):
    for code in CODES:
        with translation.override(code):
            assert entry.address.startswith(f"/{code}/")


def test_the_frame_costs_a_visitor_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page(GALLERY)


def test_the_page_one_is_on_is_marked_in_the_menu(db):
    path = reverse("careers:institution_list")
    html = page(path)
    menu = html[html.index('class="site-menu"') : html.index("<main")]
    assert menu.count('aria-current="page"') == 1
    assert f'href="{path}" aria-current="page"' in menu


def test_the_list_of_languages_leads_to_the_same_page_and_escapes_what_was_asked():
    html = page(GALLERY, query_params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in html
    links = re.findall(r'<a href="/(\w\w)/language/\?next=([^"]+)" lang="(\w\w)"', html)
    assert [(code, lang) for code, _, lang in links] == [(code, code) for code in CODES]
    assert {target for _, target, _ in links} == {
        "/en/gallery/%3Fq%3D%2522%253E%253Cscript%253Ealert%25281%2529%253C%252Fscript%253E"
    }


def test_the_alternates_of_a_page_are_itself_in_each_language_and_one_for_who_names_none(rf, settings):
    settings.SITE_URL = "https://careers.example.eu"
    html = frame.alternates(rf.get("/nl/job-opportunities/?q=a&b=<"))
    links = dict(re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', html))
    assert list(links) == [*CODES, "x-default"]
    assert links["mt"] == escape("https://careers.example.eu/mt/job-opportunities/?q=a&b=%3C")
    assert links["x-default"] == escape("https://careers.example.eu/job-opportunities/?q=a&b=%3C")


def test_the_address_of_a_page_has_no_query(rf, settings):
    settings.SITE_URL = "https://careers.example.eu"
    assert frame.canonical(rf.get("/nl/jobs/?page=2")) == "https://careers.example.eu/nl/jobs/"


def test_an_outside_link_is_named_in_the_readers_language_and_else_in_english():
    link = frame.Outside({"en": "European Parliament", "nl": "Europees Parlement"}, "https://example.eu/")
    with translation.override("nl"):
        assert link.title == "Europees Parlement"
    with translation.override("mt"):
        assert link.title == "European Parliament"


def test_the_logo_is_that_of_the_language_of_the_page():
    assert "logo/standard-el.svg" in page("/el/gallery/")
    assert "logo/condensed-el.svg" in page("/el/gallery/")


def test_the_notice_of_a_demonstration_goes_when_the_site_is_official(settings):
    assert "demonstration-notice" in page(GALLERY)
    settings.SITE_IS_OFFICIAL = True
    assert "demonstration-notice" not in page(GALLERY)


def test_a_first_visit_weighs_less_than_sixty_kilobytes(db):
    html = page("/en/").encode()
    files = set(re.findall(r'(?:href|src|srcset)="/static/([^"#]+)', html.decode()))
    assert {"ecl/site.css", "ecl/icons.svg", "js/site.js", "ecl/logo/standard-en.svg"} <= files
    parts = [Path(finders.find(name)).read_bytes() for name in files]
    weight = sum(len(gzip.compress(content, 9)) for content in [html, *parts])
    assert weight < 60 * 1024


def test_a_page_says_its_name_and_what_it_is_about_to_who_is_sent_its_address(db, settings):
    settings.SITE_URL = "https://careers.example.eu"
    html = page("/en/institutions/")
    head = html[: html.index("</head>")]
    said = dict(re.findall(r'<meta (?:property|name)="((?:og:)?[\w:]+)" content="([^"]*)"', head))
    assert said["og:title"] == "Institutions and agencies"
    assert said["og:url"] == "https://careers.example.eu/en/institutions/"
    assert said["og:description"] == said["description"] != ""
    assert said["og:image"].startswith("https://careers.example.eu/static/img/share")
    assert f"<title>{said['og:title']} | {said['og:site_name']}</title>" in head


def test_a_name_with_quotation_marks_stays_inside_its_attribute(rf):
    template = Template("{% load frame %}{% page_title %}A {{ b }}\n &amp; c{% endpage_title %}")
    html = template.render(Context({"request": rf.get("/en/"), "b": '"><script>'}))
    assert "<script>" not in html
    assert '<meta property="og:title" content="A &quot;&gt;&lt;script&gt; &amp; c">' in html


def test_a_browser_learns_how_to_search_the_site(db):
    links = re.findall(r'<link rel="search" type="([^"]+)" title="[^"]+" href="([^"]+)"', page("/el/"))
    assert links == [("application/opensearchdescription+xml", "/el/opensearch.xml")]
    assert b"{searchTerms}" in Client().get("/el/opensearch.xml").content


def test_the_way_to_a_page_is_told_to_search_engines_once(db):
    html = page("/en/institutions/")
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    names = [(each["position"], each["name"]) for each in json.loads(script)["itemListElement"]]
    assert names == [(1, "Home"), (2, "Institutions and agencies")]


def test_the_header_of_visitors_is_made_once_and_marks_each_page(db, django_assert_num_queries):
    institutions, vacancies = reverse("careers:institution_list"), reverse("careers:opportunity_list")
    first, second = page(institutions), page(vacancies)
    header = first[first.index("<header") : first.index("</header>")]
    assert f'href="{institutions}" aria-current="page"' in header
    assert f"?next={institutions}" in header
    assert f"?next={institutions}" not in second
    assert "<!--" not in header

"""Robots, site maps and structured data."""

import json
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from careers.models import Institution, Place
from competitions.services.opportunities import publish_competition
from core.languages import CODES
from open_data.names import SECTIONS
from open_data.templatetags.structured_data import breadcrumb_data, job_posting
from tests.factories import make_competition

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def data_of(script):
    (found,) = re.findall(r'^<script type="application/ld\+json">(.*)</script>$', str(script), re.S)
    return json.loads(found)


def test_a_demonstration_is_closed_to_robots(client, settings):
    settings.SITE_IS_OFFICIAL = False
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_the_official_site_opens_all_but_what_is_personal(client, settings):
    settings.SITE_IS_OFFICIAL = True
    settings.SITE_URL = "https://careers.example.eu"
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /" not in lines
    assert "Disallow: /mt/account/" in lines
    assert lines[-1] == "Sitemap: https://careers.example.eu/sitemap.xml"


def test_the_index_names_a_site_map_for_each_language_and_section(client):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert len(root.findall(f"{MAP}sitemap/{MAP}loc")) == len(CODES) * len(SECTIONS)


def test_each_page_names_itself_in_every_language(client, settings):
    settings.SITE_URL = "https://careers.example.eu"
    Institution.objects.create(code="EP", slug="ep", kind="INSTITUTION", name_en="European Parliament")
    root = ElementTree.fromstring(client.get("/sitemap-el-institutions.xml").content)
    (url,) = root.findall(f"{MAP}url")
    assert url.find(f"{MAP}loc").text == "https://careers.example.eu/el/institutions/ep/"
    links = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
    assert list(links) == [*CODES, "x-default"]
    assert links["mt"] == "https://careers.example.eu/mt/institutions/ep/"


@pytest.mark.parametrize("path", ["/sitemap-xx-pages.xml", "/sitemap-en-nothing.xml"])
def test_there_is_no_other_site_map(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("section", SECTIONS)
def test_every_page_of_a_site_map_answers(client, settings, section):
    settings.SITE_URL = "http://testserver"
    publish_competition(competition=make_competition())
    root = ElementTree.fromstring(client.get(f"/sitemap-en-{section}.xml").content)
    for location in root.findall(f"{MAP}url/{MAP}loc"):
        assert client.get(location.text).status_code == 200, location.text


def test_the_site_map_for_people_names_every_opportunity(client):
    competition = make_competition()
    publish_competition(competition=competition)
    assert competition.title in client.get("/en/site-map/").content.decode()


def test_a_browser_can_search_the_site(client):
    answer = client.get("/de/opensearch.xml")
    root = ElementTree.fromstring(answer.content)
    template = root.find("{http://a9.com/-/spec/opensearch/1.1/}Url").get("template")
    assert template.endswith("/de/job-opportunities/?q={searchTerms}")


def test_the_page_of_open_data_links_each_file(client):
    page = client.get("/en/open-data/").content.decode()
    assert "/api/v1/meetings.csv?language=en" in page
    assert "/api/v1/openapi.json" in page


def test_a_job_posting_says_when_where_and_who():
    place = Place(code="BRUSSELS", name_en="Brussels", country="BE")
    data = data_of(
        job_posting(
            title="Lawyer",
            reference="V/1",
            path="/en/vacancies/v-1/",
            organisation="European Parliament",
            posted=date(2026, 1, 1),
            closes=datetime(2026, 2, 1, 11, tzinfo=UTC),
            places=[place],
        )
    )
    assert data["@type"] == "JobPosting"
    assert data["datePosted"] == "2026-01-01"
    assert data["validThrough"] == "2026-02-01T11:00:00+00:00"
    assert data["jobLocation"][0]["address"]["addressCountry"] == "BE"
    assert "totalJobOpenings" not in data


def test_nothing_in_a_text_can_end_the_data():
    script = breadcrumb_data("</script><script>alert(1)</script>")
    assert str(script).count("<script") == 1
    assert data_of(script)["itemListElement"][1]["name"] == "</script><script>alert(1)</script>"


def test_without_a_day_of_publication_there_is_no_posting():
    assert job_posting(title="x", reference="x", path="/", organisation="x") == ""

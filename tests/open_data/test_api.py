"""The open data: as its OpenAPI file says, whatever is asked."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from careers.models import Institution, Place, Vacancy
from knowledge.models import Meeting, MeetingOrganisation
from knowledge.states import PublicationState
from open_data.datasets import DATASETS
from open_data.names import DATASET_NAMES
from open_data.views import DESCRIPTION, PAGE_SIZE
from tests.factories import make_competition

pytestmark = pytest.mark.django_db
DOCUMENT = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
interface = schemathesis.openapi.from_dict(DOCUMENT)


def application(environ, start_response):
    """The site as a server calls it, but on the connection of the test, whose rows nobody else sees."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        response = WSGIHandler()(environ, start_response)
        body = b"".join(response)
        response.close()
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)
    return [body]


interface.app = application


@pytest.fixture
def some_of_everything():
    make_competition(title_nl="Administrateurs", eli="https://example.eu/eli")
    place = Place.objects.create(code="BRUSSELS", name_en="Brussels", country="BE")
    institution = Institution.objects.create(
        code="EP", slug="ep", kind="INSTITUTION", name_en="European Parliament", seat=place
    )
    vacancy = Vacancy.objects.create(
        reference="V/1",
        slug="v-1",
        title_en="=Lawyer",
        institution=institution,
        published_on=date(2026, 1, 1),
    )
    vacancy.places.add(place)
    vacancy.contracts.create(contract_type="OFFICIAL", grade="AD7")
    meeting = Meeting.objects.create(
        held_on=date(2026, 1, 2),
        subject_en="Tests",
        state=PublicationState.PUBLISHED,
        published_at=datetime(2026, 1, 3, tzinfo=UTC),
    )
    MeetingOrganisation.objects.create(meeting=meeting, name="An organisation")


@interface.parametrize()
@hypothesis_settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_answer_is_as_the_description_says(case, some_of_everything):
    case.call_and_validate()


@pytest.mark.parametrize("name", DATASET_NAMES)
def test_the_columns_of_the_file_are_those_of_the_description(client, some_of_everything, name):
    rows = client.get(f"/api/v1/{name}.json").json()["rows"]
    schema = DOCUMENT["paths"][f"/api/v1/{name}.json"]["get"]["responses"]["200"]["content"]
    item = schema["application/json"]["schema"]["properties"]["rows"]["items"]["$ref"].rsplit("/", 1)[1]
    described = list(DOCUMENT["components"]["schemas"][item]["properties"])
    assert list(DATASETS[name].columns) == described
    assert [list(row) for row in rows] == [described] * len(rows)
    header = next(csv.reader(io.StringIO(client.get(f"/api/v1/{name}.csv").content.decode())))
    assert header == described


def test_texts_come_in_the_language_asked_for_or_say_that_they_are_english(client, some_of_everything):
    dutch = client.get("/api/v1/competitions.json?language=nl").json()["rows"][0]
    maltese = client.get("/api/v1/competitions.json?language=mt").json()["rows"][0]
    assert (dutch["title"], dutch["title_language"], dutch["url"][:4]) == ("Administrateurs", "nl", "/nl/")
    assert maltese["title_language"] == "en"


def test_drafts_and_what_is_withdrawn_are_not_in_the_open_data(client):
    make_competition(state="DRAFT")
    assert client.get("/api/v1/competitions.json").json()["count"] == 0


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(client, some_of_everything):
    assert "'=Lawyer" in client.get("/api/v1/vacancies.csv").content.decode()


@pytest.mark.parametrize(
    ("query", "status", "fault"),
    [
        ("language=xx", 400, "language"),
        ("page=0", 400, "page"),
        ("page=-1", 400, "page"),
        ("page=two", 400, "page"),
        ("page=²", 400, "page"),
        ("page=9999999999999999999999999", 404, "page"),
        ("page=2", 404, "page"),
    ],
)
def test_what_is_not_understood_is_answered_clearly(client, query, status, fault):
    answer = client.get(f"/api/v1/competitions.json?{query}")
    assert (answer.status_code, answer.json()["fault"]) == (status, fault)


def test_rows_come_in_pages(client):
    Institution.objects.bulk_create(
        Institution(code=f"I{n}", slug=f"i{n}", kind="AGENCY", name_en=f"Agency {n}")
        for n in range(PAGE_SIZE + 1)
    )
    first = client.get("/api/v1/institutions.json").json()
    second = client.get("/api/v1/institutions.json?page=2").json()
    assert (first["pages"], len(first["rows"]), len(second["rows"])) == (2, PAGE_SIZE, 1)


@pytest.mark.parametrize("name", DATASET_NAMES)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client, some_of_everything, name, django_assert_max_num_queries
):
    for _more in range(3):
        make_competition()
    with django_assert_max_num_queries(20 if name == "statistics" else 4):
        client.get(f"/api/v1/{name}.json")


def test_an_unchanged_answer_costs_nothing(client, settings, some_of_everything, django_assert_num_queries):
    settings.PUBLIC_PAGE_SECONDS = 30
    tag = client.get("/api/v1/competitions.json")["ETag"]
    with django_assert_num_queries(0):
        answer = client.get("/api/v1/competitions.json", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_description_names_this_site(client, settings):
    settings.SITE_URL = "https://careers.example.eu"
    from open_data.views import _description

    _description.cache_clear()
    assert client.get("/api/v1/openapi.json").json()["servers"] == [{"url": "https://careers.example.eu"}]
    _description.cache_clear()

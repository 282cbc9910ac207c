"""The statistics pages: what is known, where it comes from, and nothing about single persons."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.models import PersonalData
from competitions.models import ApplicationCount, Competition
from figures import tables
from figures.models import FigureKind, PublishedFigure, Snapshot
from figures.services import load_published_figures, take_snapshots
from tests.factories import make_competition, make_submitted_application

pytestmark = pytest.mark.django_db

ENTRIES = [
    {"kind": "APPLICATIONS_A_YEAR", "value": 46000, "is_approximate": True, "source": "EPSO"},
    {"kind": "MONTHS_TO_LIST", "competition": "NO/SUCH", "value": 14, "source": "EPSO"},
]


@pytest.fixture
def closed_competition():
    """A competition that got applications of two Italians, one of them Maltese as well, and is closed."""
    now = timezone.now()
    competition = make_competition()
    for citizenships in (["IT"], ["IT", "MT"]):
        application = make_submitted_application(competition=competition)
        PersonalData.objects.filter(application=application).update(citizenships=citizenships)
    Competition.objects.filter(pk=competition.pk).update(
        state="CLOSED", application_deadline=now - timedelta(days=1)
    )
    competition.refresh_from_db()
    return competition


def test_what_is_loaded_once_is_left_as_staff_changed_it():
    assert load_published_figures(entries=ENTRIES) == 1
    PublishedFigure.objects.update(value=45000)
    assert load_published_figures(entries=ENTRIES) == 0
    assert PublishedFigure.objects.get().value == 45000


def test_closed_competitions_are_counted_by_citizenship(closed_competition, settings):
    settings.STATISTICS_FLOOR = 1
    assert take_snapshots(now=timezone.now()) == 1
    table = tables.by_country(closed_competition)
    assert [(line.label, line.value) for line in table.lines] == [("Italy", 2), ("Malta", 1)]


def test_small_numbers_are_hidden(closed_competition):
    take_snapshots(now=timezone.now())
    table = tables.by_country(closed_competition)
    assert [line.value for line in table.lines] == [None, None]
    assert "Small numbers are not shown" in table.note


def test_counting_again_replaces_what_was_counted(closed_competition):
    take_snapshots(now=timezone.now())
    take_snapshots(now=timezone.now())
    snapshot = Snapshot.objects.get()
    assert snapshot.applications == 2
    assert sorted(
        (each.key, each.applications) for each in snapshot.counts.filter(dimension="CITIZENSHIP")
    ) == [
        ("IT", 2),
        ("MT", 1),
    ]


def test_an_open_competition_is_not_counted():
    competition = make_competition()
    make_submitted_application(competition=competition)
    assert take_snapshots(now=timezone.now()) == 0


def test_the_command_counts_at_once(closed_competition):
    out = io.StringIO()
    call_command("take_snapshots", stdout=out)
    assert out.getvalue() == "Competitions counted: 1\n"


def test_a_published_total_counts_before_our_own(closed_competition):
    take_snapshots(now=timezone.now())
    assert [line.value for line in tables.by_competition().lines] == [2]
    ApplicationCount.objects.create(competition=closed_competition, date="2026-03-10", submitted=174922)
    assert [line.value for line in tables.by_competition().lines] == [174922]


def test_a_demonstration_does_not_count_in_the_year(closed_competition):
    ApplicationCount.objects.create(competition=closed_competition, date="2026-03-10", submitted=100)
    Competition.objects.update(publication_date="2026-02-05", is_demonstration=False)
    assert [(line.label, line.value) for line in tables.by_year().lines] == [("2026", 100)]
    Competition.objects.update(is_demonstration=True)
    assert tables.by_year().lines == []


def test_the_page_shows_figures_with_their_source(client, closed_competition):
    PublishedFigure.objects.create(
        kind=FigureKind.MONTHS_TO_LIST,
        competition=closed_competition,
        value=14,
        source="A source",
        source_url="https://example.eu/",
    )
    page = client.get("/en/statistics/").content.decode()
    assert "A source" in page
    assert "https://example.eu/" in page


def test_the_files_of_the_page_open_in_a_spreadsheet(client, closed_competition):
    ApplicationCount.objects.create(competition=closed_competition, date="2026-03-10", submitted=100)
    Competition.objects.update(title_en="=1+1", title_de="=1+1")
    for language, delimiter in (("en", ","), ("de", ";")):
        answer = client.get(f"/{language}/statistics/applications-by-competition.csv")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter))
        assert rows[1][0].startswith("'=1+1")
        assert rows[1][1] == "100"


@pytest.mark.parametrize("path", ["nothing.csv", "nothing/", "nothing/applications-by-field.csv", "x/y.csv"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/en/statistics/{path}").status_code == 404


def test_the_page_of_a_competition_shows_its_countries(client, closed_competition):
    PublishedFigure.objects.create(
        kind="APPLICATIONS_BY_COUNTRY",
        competition=closed_competition,
        country="IT",
        value=79450,
        source="Press",
    )
    page = client.get(f"/en/statistics/{closed_competition.slug}/").content.decode()
    assert "79,450" in page
    answer = client.get(f"/en/statistics/{closed_competition.slug}/applications-by-country.csv")
    assert "79450" in answer.content.decode()


def test_a_competition_of_which_nothing_is_known_has_no_page(client):
    competition = make_competition()
    assert client.get(f"/en/statistics/{competition.slug}/").status_code == 404


def test_the_page_needs_no_query_once_it_is_kept(client, settings, django_assert_num_queries):
    settings.KEEP_VALUES = True
    client.get("/en/statistics/")
    with django_assert_num_queries(0):
        client.get("/en/statistics/")


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "APPLICATIONS_A_YEAR", "value": 0},
        {"kind": "APPLICATIONS_A_YEAR", "country": "IT", "value": 5},
        {"kind": "MONTHS_TO_LIST", "value": 5},
    ],
)
def test_the_database_refuses_a_figure_that_makes_no_sense(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedFigure.objects.create(source="x", **values)


def test_a_country_must_exist(closed_competition):
    figure = PublishedFigure(
        kind="APPLICATIONS_BY_COUNTRY", competition=closed_competition, country="ZZ", value=5, source="x"
    )
    with pytest.raises(ValidationError, match="no country"):
        figure.full_clean()


def test_every_entry_of_the_data_file_can_be_loaded():
    from figures.management.commands.load_published_figures import DATA

    entries = json.loads(DATA.read_text(encoding="utf-8"))["figures"]
    for reference in {entry["competition"] for entry in entries if "competition" in entry}:
        make_competition(reference=reference, slug=reference.lower().replace("/", "-"))
    assert load_published_figures(entries=entries) == len(entries)

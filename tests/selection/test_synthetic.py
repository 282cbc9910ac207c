"""Made-up results are the same for the same seed, and the import takes them."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from selection.models import RankingRun, ResultsFile, TestResult
from selection.services.synthetic import generate_results
from tests.selection.scenes import add_application, four_test_competition

pytestmark = pytest.mark.django_db
NUMBERS = [str(number) for number in range(1001, 1041)]


@pytest.fixture
def competition():
    competition = four_test_competition(is_demonstration=True)
    for number in NUMBERS:
        add_application(competition, number)
    return competition


def generate(competition, path, **options):
    call_command("generate_results", competition.reference, out=path, **options)
    return path.read_bytes()


def test_the_same_seed_gives_the_same_file(competition, tmp_path):
    first = generate(competition, tmp_path / "a.csv", seed=7)
    assert generate(competition, tmp_path / "b.csv", seed=7) == first
    assert generate(competition, tmp_path / "c.csv", seed=8) != first
    assert len(first.splitlines()) == 1 + len(NUMBERS) * 4


def test_what_was_generated_can_be_imported_and_ranked(competition, tmp_path):
    for part in (1, 2):
        generate(competition, tmp_path / f"part{part}.csv", seed=7, part=part)
        call_command("import_results", competition.reference, str(tmp_path / f"part{part}.csv"))
    call_command("rank", competition.reference)
    assert [sorted(file.tests) for file in ResultsFile.objects.order_by("pk")] == [
        ["AR", "NR"],
        ["EUFTE", "EUK"],
    ]
    assert TestResult.objects.count() == 160
    assert RankingRun.objects.get().candidates == 40


def test_a_part_without_tests_leaves_nothing_to_make_up(competition, tmp_path):
    with pytest.raises(CommandError) as refused:
        generate(competition, tmp_path / "a.csv", seed=7, part=3)
    assert str(refused.value) == "There is no valid application, or no such test."
    assert list(tmp_path.iterdir()) == []


def test_what_fails_half_way_leaves_the_file_that_was_there(competition, tmp_path):
    path = tmp_path / "a.csv"
    before = generate(competition, path, seed=7)

    def fail(lines):
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        generate_results(competition=competition, path=path, seed=8, part=None, report=fail)
    assert path.read_bytes() == before
    assert not (tmp_path / "a.csv.partial").exists()


def test_results_are_made_up_for_demonstrations_only(competition, tmp_path):
    competition.is_demonstration = False
    competition.save()
    with pytest.raises(CommandError, match="for demonstration competitions only"):
        generate(competition, tmp_path / "a.csv", seed=7)

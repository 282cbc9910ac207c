import pytest
from django.db import connection
from django.utils import timezone

from core.admin import EstimatedCountPaginator
from core.models import Job

pytestmark = pytest.mark.django_db


class Small(EstimatedCountPaginator):
    exact_below = 10


def make_jobs(count):
    now = timezone.now()
    Job.objects.bulk_create(Job(kind="k", label=str(place), created_at=now) for place in range(count))


def test_few_rows_are_counted():
    make_jobs(10)
    assert Small(Job.objects.all(), 5).count == 10
    assert Small(Job.objects.filter(label="3"), 5).count == 1


def test_many_rows_are_estimated_near_their_number_with_and_without_a_filter():
    make_jobs(1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE core_job")
    assert Small(Job.objects.all(), 5).count == pytest.approx(1000, rel=0.1)
    assert Small(Job.objects.filter(kind="k"), 5).count == pytest.approx(1000, rel=0.1)


def test_an_estimate_is_never_below_what_was_seen():
    make_jobs(50)
    assert Small(Job.objects.all(), 5).count >= 11


def test_a_list_in_memory_is_counted():
    assert Small([1, 2, 3], 2).count == 3

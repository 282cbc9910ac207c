"""Values kept until something is published."""

import pytest
from django.core.cache import cache
from django.utils import translation

from core import kept as module
from core.kept import kept, one_publication, publication, publish


@pytest.fixture(autouse=True)
def _keeping(settings):
    settings.KEEP_VALUES = True


class Maker:
    """Counts how often a value is made."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.times


def test_a_value_is_made_once():
    make = Maker()
    assert [kept("x", make), kept("x", make)] == [1, 1]


def test_each_name_and_each_language_has_a_value_of_its_own():
    make = Maker()
    kept("x", make)
    kept("y", make)
    with translation.override("mt"):
        kept("x", make)
    assert make.times == 3


@pytest.mark.django_db(transaction=True)
def test_a_publication_makes_every_value_anew():
    make = Maker()
    before = publication()
    kept("x", make)
    publish()
    assert publication() != before
    assert kept("x", make) == 2


@pytest.mark.django_db
def test_nothing_counts_as_published_before_the_commit(django_capture_on_commit_callbacks):
    make = Maker()
    kept("x", make)
    with django_capture_on_commit_callbacks(execute=True):
        publish()
        assert kept("x", make) == 1
    assert kept("x", make) == 2


def test_a_value_is_made_anew_when_its_seconds_are_over():
    make = Maker()
    kept("x", make, seconds=0)
    assert kept("x", make, seconds=0) == 2


def test_the_token_is_read_once_within_a_request(monkeypatch):
    with one_publication():
        first = publication()
        cache.delete(module.PUBLICATION_KEY)
        assert publication() == first
    assert publication() != first


@pytest.mark.django_db(transaction=True)
def test_who_publishes_within_a_request_sees_the_new_token_at_once():
    with one_publication():
        first = publication()
        publish()
        assert publication() != first


def test_the_oldest_values_go_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(module, "MOST_VALUES", 2)
    make = Maker()
    for name in ("a", "b", "c"):
        kept(name, make)
    assert kept("c", make) == 3
    assert kept("a", make) == 4


def test_nothing_is_kept_where_the_setting_says_so(settings):
    settings.KEEP_VALUES = False
    make = Maker()
    assert [kept("x", make), kept("x", make)] == [1, 2]

"""Every kind of public page in a browser, in three languages: axe finds nothing, nothing overflows."""

from __future__ import annotations

import pytest

from tests.public_site.looks import faults_of_all_pages

LANGUAGES = ("en", "el", "fi")

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_every_kind_of_page_in_three_languages(browser, public_site):
    faults = [fault for code in LANGUAGES for fault in faults_of_all_pages(browser, public_site, code)]
    assert faults == []

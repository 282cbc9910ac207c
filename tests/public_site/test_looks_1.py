"""Every kind of public page in a browser, in half of the languages: axe finds nothing, nothing overflows."""

from __future__ import annotations

import pytest

from core.languages import CODES
from tests.public_site.looks import faults_of_all_pages

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_every_kind_of_page_in_half_of_the_languages(browser, public_site):
    faults = [fault for code in CODES[0::2] for fault in faults_of_all_pages(browser, public_site, code)]
    assert faults == []

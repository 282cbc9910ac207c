"""A reader whose clock shows another time than Brussels sees the deadline in both."""

import pytest

from tests.factories import make_competition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shown_times(browser, live_server, zone):
    competition = make_competition()
    context = browser.new_context(locale="en", timezone_id=zone)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/competitions/{competition.slug}/")
    shown = [span.inner_text() for span in page.locator("[data-reader-time]").all() if span.is_visible()]
    context.close()
    return shown


def test_who_lives_elsewhere_sees_her_own_time_too(browser, live_server):
    shown = shown_times(browser, live_server, "America/New_York")
    assert len(shown) == 2
    assert all(text.startswith("(in your time zone:") for text in shown)


def test_who_lives_on_brussels_time_sees_it_once(browser, live_server):
    assert shown_times(browser, live_server, "Europe/Rome") == []

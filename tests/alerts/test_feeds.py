"""Feeds and calendars, read by the programs people read them with; their times are those of the page."""

from calendar import timegm
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.utils import timezone, translation
from icalendar import Calendar

from alerts.atom import Entry, Feed, atom
from alerts.deadlines import Deadline, calendar
from core.formats import format_datetime_brussels
from tests.alerts.scenes import make_opportunity

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TITLES = {"en": "Lawyers & <linguists>", "el": "Νομικοί & <γλωσσολόγοι>", "bg": "Юристи & <лингвисти>"}


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def opportunity(now):
    return make_opportunity(
        listed_at=now - 2 * DAY,
        changed_at=now - DAY,
        closes_at=(now + 9 * DAY).replace(minute=0, second=0),
        title_en=TITLES["en"], title_el=TITLES["el"], title_bg=TITLES["bg"],
    )  # fmt: skip


def feed(client, code="en", query=""):
    return client.get(f"/{code}/job-opportunities/feed.atom{query}")


def read(response):
    found = feedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def events(client, code="en", query=""):
    response = client.get(f"/{code}/job-opportunities/calendar.ics{query}")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    document = Calendar.from_ical(response.content)
    assert document.errors == []
    return document, list(document.walk("VEVENT"))


@pytest.mark.parametrize("code", sorted(TITLES))
def test_a_feed_is_valid_in_every_script(client, opportunity, code):
    response = feed(client, code)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Content-Language"] == code
    found = read(response)
    (entry,) = found.entries
    assert found.version == "atom10"
    assert found.feed.language == code
    assert entry.title == TITLES[code]
    assert entry.link == f"http://127.0.0.1:8000/{code}/{opportunity.path}"
    assert entry.id == f"tag:127.0.0.1,2026:{code}/{opportunity.path}"
    links = {link.rel: link.href for link in found.feed.links}
    assert links == {
        "self": f"http://127.0.0.1:8000/{code}/job-opportunities/feed.atom",
        "alternate": f"http://127.0.0.1:8000/{code}/job-opportunities/",
    }


def instant(parsed):
    """What feedparser makes of a time, as an instant."""
    return datetime.fromtimestamp(timegm(parsed), UTC)


def test_the_times_of_a_feed_are_those_of_the_row(client, opportunity):
    (entry,) = read(feed(client)).entries
    assert instant(entry.published_parsed) == opportunity.listed_at
    assert instant(entry.updated_parsed) == opportunity.changed_at


def test_the_opening_of_applications_updates_an_entry(client, now):
    make_opportunity(listed_at=now - 9 * DAY, opens_at=now - HOUR)
    (entry,) = read(feed(client)).entries
    assert instant(entry.updated_parsed) == now - HOUR


@pytest.mark.parametrize("code", sorted(TITLES))
def test_feed_calendar_and_page_say_the_same_deadline(client, opportunity, code):
    with translation.override(code):
        words = format_datetime_brussels(opportunity.closes_at)
    (entry,) = read(feed(client, code)).entries
    _document, (event,) = events(client, code)
    page = client.get(f"/{code}/job-opportunities/").content.decode()
    assert words in entry.summary
    assert words in str(event["description"])
    assert words in page
    assert event.decoded("dtstart") == opportunity.closes_at
    assert event.decoded("dtstart").utcoffset() == timedelta(0)


def test_a_feed_without_translation_says_that_the_title_is_english(client, now):
    make_opportunity(listed_at=now, title_en="Only English")
    assert b'<title xml:lang="en">Only English</title>' in feed(client, "el").content


def test_a_feed_follows_the_filters_of_the_list(client, opportunity, now):
    make_opportunity(listed_at=now, grades=["AD7"], title_en="Head")
    found = read(feed(client, query="?grade=AD7"))
    assert [entry.title for entry in found.entries] == ["Head"]
    assert found.feed.id == "tag:127.0.0.1,2026:en/job-opportunities/?grade=AD7"
    assert "AD7" in found.feed.title
    _document, found_events = events(client, query="?grade=AD7")
    assert [str(event["url"]) for event in found_events] == [found.entries[0].link]


def test_the_newest_change_stands_first_and_a_feed_has_an_end(client, now, monkeypatch):
    monkeypatch.setattr("alerts.feeds.MOST_ENTRIES", 2)
    for age in (3, 1, 2):
        make_opportunity(listed_at=now - age * DAY, title_en=f"Changed {age} days ago")
    found = read(feed(client))
    assert [entry.title for entry in found.entries] == ["Changed 1 days ago", "Changed 2 days ago"]
    assert found.feed.updated_parsed == found.entries[0].updated_parsed


def test_an_empty_search_is_a_valid_feed_and_calendar(client):
    assert read(feed(client)).entries == []
    assert events(client)[1] == []


def test_what_is_not_public_is_in_neither(client, now):
    make_opportunity(listed_at=now, is_published=False)
    assert read(feed(client)).entries == []
    assert events(client)[1] == []


@pytest.mark.parametrize(
    "query", ["?grade=AD99", "?kind=<script>", "?q=" + "x" * 5000, "?grade=AD5&closing=8"]
)
@pytest.mark.parametrize("name", ["feed.atom", "calendar.ics"])
def test_a_filter_that_means_nothing_is_refused(client, name, query):
    assert client.get(f"/en/job-opportunities/{name}{query}").status_code == 400


def test_what_is_no_filter_is_ignored(client, opportunity):
    assert len(read(feed(client, query="?utm_source=x&page=7")).entries) == 1


@pytest.mark.parametrize("name", ["feed.atom", "calendar.ics"])
def test_only_reading_is_allowed(client, name):
    assert client.post(f"/en/job-opportunities/{name}").status_code == 405


def test_a_calendar_keeps_its_names_and_frees_the_time(client, opportunity):
    document, (event,) = events(client, "el")
    assert str(event["uid"]) == f"{opportunity.path.replace('/', '-')}deadline@127.0.0.1"
    assert event.decoded("last-modified") == opportunity.changed_at
    assert str(event["transp"]) == "TRANSPARENT"
    assert TITLES["el"] in str(event["summary"])
    assert event["summary"].params["LANGUAGE"] == "el"
    assert document.decoded("refresh-interval") == timedelta(hours=6)
    assert str(event["url"]) == f"http://127.0.0.1:8000/el/{opportunity.path}"


def test_a_calendar_keeps_a_deadline_for_a_month_and_has_none_without(client, now):
    make_opportunity(listed_at=now, closes_at=now - 29 * DAY, title_en="Over")
    make_opportunity(listed_at=now, closes_at=now - 31 * DAY, title_en="Long over")
    make_opportunity(listed_at=now, closes_at=None, has_no_deadline=True, title_en="Endless")
    assert ["Over" in str(event["summary"]) for event in events(client)[1]] == [True]


@pytest.mark.parametrize("name", ["feed.atom", "calendar.ics"])
@pytest.mark.parametrize("rows", [1, 12])
def test_a_feed_asks_at_most_two_questions_however_many_rows(
    client, now, settings, django_assert_max_num_queries, name, rows
):
    settings.KEEP_VALUES = True
    for _number in range(rows):
        make_opportunity(listed_at=now)
    for query, most in (("", 1), ("?grade=AD5", 1), ("?q=lawyer&grade=AD5", 2)):
        client.get(f"/en/job-opportunities/{name}{query}")
        with django_assert_max_num_queries(most):
            content = client.get(f"/en/job-opportunities/{name}{query}").content
        assert content.count(b"Lawyer") == rows


@pytest.mark.parametrize("name", ["feed.atom", "calendar.ics"])
def test_feeds_are_kept_for_visitors_and_front_caches(client, opportunity, settings, name):
    settings.PUBLIC_PAGE_SECONDS = 30
    path = f"/en/job-opportunities/{name}"
    first = client.get(path)
    assert "public" in first["Cache-Control"]
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(path)["Content-Type"] == first["Content-Type"]


def test_characters_that_xml_cannot_carry_are_left_out():
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    entry = Entry(
        id="tag:x,2026:1", url="http://x/", title="a\x00b\x0bc\ud800d\uffffe]]>", title_language="en",
        summary="", published=moment, updated=moment,
    )  # fmt: skip
    whole = Feed(
        id="tag:x,2026:0", url="http://x/f", page_url="http://x/", language="en", title="t", author="x",
        updated=moment, entries=[entry],
    )  # fmt: skip
    found = feedparser.parse(atom(whole))
    assert not found.bozo
    assert found.entries[0].title == "abcde]]>"


def test_a_title_cannot_add_a_line_to_a_calendar():
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    deadline = Deadline(
        uid="1@x", at=moment, changed_at=moment, title="a\r\nATTENDEE:mailto:x@x\n;,\\",
        description="b" * 300, url="http://x/",
    )  # fmt: skip
    document = calendar(name="x\r\nBEGIN:VEVENT", language="en", url="http://x/", deadlines=[deadline])
    assert b"\nATTENDEE" not in document
    assert document.count(b"\nBEGIN:VEVENT") == 1
    (event,) = Calendar.from_ical(document).walk("VEVENT")
    assert str(event["description"]) == "b" * 300
    assert all(len(line) <= 75 for line in document.split(b"\r\n"))

"""Menus whose options are kept: the same as Django's own, whatever was chosen."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.utils import translation

from core.formats import countries
from core.menus import LongMenu


def choices():
    return [("", "Please choose"), *countries()]


def options_of(widget, value):
    """The options of a rendered select: value, whether it is chosen, label."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag == "option":
                found.append([dict(attrs)["value"], "selected" in dict(attrs), ""])

        def handle_data(self, data):
            if found:
                found[-1][2] += data.strip()

    reader = Reader()
    reader.feed(widget.render("country", value, {"id": "id_country"}))
    return found


@pytest.mark.parametrize("code", ["en", "el", "mt"])
@pytest.mark.parametrize("value", [None, "", "BE", "no such country", '"><script>'])
def test_a_kept_menu_offers_and_marks_what_djangos_own_does(code, value):
    with translation.override(code):
        assert options_of(LongMenu(choices), value) == options_of(forms.Select(choices=choices), value)


def test_the_attributes_of_the_question_stand_on_the_menu():
    html = LongMenu(choices, {"class": "wide"}).render(
        "country", "BE", {"id": "id_country", "required": True}
    )
    assert html.strip().startswith("<select")
    assert all(part in html for part in ('name="country"', 'id="id_country"', 'class="wide"', "required"))


def test_what_was_chosen_by_one_person_is_not_chosen_for_the_next():
    LongMenu(choices).render("country", "BE")
    assert "selected" not in LongMenu(choices).render("country", "FR").replace('value="FR" selected', "")

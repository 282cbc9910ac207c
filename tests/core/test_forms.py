"""The one look of forms: what a screen reader is told of each question and each error."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms

from core.forms import DayInput, ProseField


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on your card.")
    day = forms.DateField(label="Day", widget=DayInput(), required=False)
    size = forms.ChoiceField(label="Size", choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect)
    agrees = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class Elements(HTMLParser):
    """All start tags with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag, **wanted):
        return [
            attributes
            for name, attributes in self.found
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]


@pytest.fixture
def invalid():
    return Elements(str(Sample({"day": "x"})))


def test_every_error_is_listed_on_top_with_a_link_to_an_element_that_exists(invalid):
    ids = {attributes["id"] for _, attributes in invalid.found if attributes.get("id")}
    links = [attributes["href"] for attributes in invalid.all("a")]
    assert links == ["#id_name", "#id_day", "#id_size", "#id_agrees"]
    assert {link[1:] for link in links} <= ids


def test_an_invalid_question_says_so_and_points_at_its_help_and_its_error(invalid):
    question = invalid.all("input", name="name")[0]
    assert question["aria-invalid"] == "true"
    assert question["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]
    ids = {attributes.get("id") for _, attributes in invalid.found}
    assert {"id_name_helptext", "id_name_error"} <= ids


def test_a_group_of_choices_has_a_legend_and_is_described_by_its_error(invalid):
    assert invalid.all("fieldset", id="id_size")[0]["aria-describedby"] == "id_size_error"
    assert len(invalid.all("legend")) == 1


def test_every_visible_input_has_a_label_of_its_own(invalid):
    labelled = {attributes["for"] for attributes in invalid.all("label")}
    inputs = {attributes["id"] for attributes in invalid.all("input") if attributes.get("type") != "hidden"}
    assert inputs == labelled


def test_a_form_without_errors_has_no_summary():
    form = Elements(str(Sample()))
    assert form.all("div", role="alert") == []
    assert form.all("input", name="name")[0].get("aria-invalid") is None


def test_what_may_be_left_out_is_marked():
    html = str(Sample())
    assert html.count("(optional)") == 1


def test_what_was_typed_is_shown_as_text():
    html = str(Sample({"name": '"><script>'}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_day_is_shown_in_the_form_browsers_take():
    assert 'value="2026-03-01"' in str(Sample(initial={"day": date(2026, 3, 1)})["day"])


@pytest.mark.parametrize("sent, kept", [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\nb", "a\nb")])
def test_line_breaks_are_one_character(sent, kept):
    assert ProseField().clean(sent) == kept

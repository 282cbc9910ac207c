"""Texts become safe HTML: nothing a writer types can run, and the structure serves every reader."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from knowledge.links import page_address, page_links
from knowledge.markdown import render_markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/track.png)",
    "<javascript:alert(1)>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "# <b onclick=alert(1)>x</b>",
    "| <b onclick=1>a</b> |\n| --- |\n| <script>1</script> |",
    "<style>body{display:none}</style>",
    "<a href=x style=position:fixed>x</a>",
    "```html\n<script>alert(1)</script>\n```",
    '{#x" onclick="alert(1)}',
    '## x {#a"onclick="b}',
    "[x](page:../../evil)",
    "[x](page://evil.example)",
    "[x](page:javascript:alert(1))",
    '[x](page:a#"><script>)',
    "[a]: javascript:alert(1)\n\n[a]",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --!><script>alert(1)</script>",
    "\x00<script>\x00",
]
ELEMENTS = re.compile(r"<\s*/?\s*([a-zA-Z0-9]+)([^>]*)>")
ALLOWED = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "s", "a"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "div"),
}
ATTRIBUTES = {
    "id",
    "href",
    "class",
    "rel",
    "start",
    "scope",
    "role",
    "tabindex",
    "aria-labelledby",
    "aria-label",
}


def html(text: str) -> str:
    return str(render_markdown(text).html)


def assert_harmless(text: str) -> None:
    for name, rest in ELEMENTS.findall(text):
        assert name in ALLOWED
        attributes = re.findall(r'\s([^\s="]+)="([^"]*)"', rest)
        assert {attribute for attribute, _value in attributes} <= ATTRIBUTES
        for attribute, value in attributes:
            if attribute == "href":
                assert re.match(r"(https?://|mailto:|tel:|/|#)", value)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_is_typed_runs(attack: str) -> None:
    assert_harmless(html(attack))


@given(st.lists(st.sampled_from([*ATTACKS, "**", "|", "\n", "`", "[", "](", ")", "<", ">", "#", " "])))
def test_attacks_put_together_do_not_run_either(parts: list[str]) -> None:
    assert_harmless(html("".join(parts)))


def test_raw_html_is_shown_as_typed() -> None:
    assert html("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"


def test_headings_stand_below_that_of_the_page() -> None:
    assert re.findall(r"<(h\d)", html("# A\n\n## B\n\n### C")) == ["h2", "h3", "h4"]
    assert re.findall(r"<(h\d)", html("## A\n\n### B")) == ["h2", "h3"]
    assert re.findall(r"<(h\d)", str(render_markdown("#### A", top_level=3).html)) == ["h3"]
    assert re.findall(r"<(h\d)", html("# A\n\n###### B")) == ["h2", "h6"]


def test_headings_have_ids_that_are_all_different() -> None:
    found = render_markdown("## Time limits\n\n## Time limits\n\n## Προθεσμίες\n\n## ?!")
    assert [each.id for each in found.headings] == ["time-limits", "time-limits-2", "προθεσμίες", "part"]


def test_a_writer_can_fix_the_id_of_a_heading() -> None:
    found = render_markdown("## Fristen {#time-limits}\n\nText.")
    assert found.html == '<h2 id="time-limits">Fristen</h2>\n<p>Text.</p>\n'
    assert [(each.id, each.text) for each in found.headings] == [("time-limits", "Fristen")]


def test_ids_can_have_a_prefix() -> None:
    assert 'id="one-a"' in render_markdown("## A", prefix="one-").html


def test_links_lead_to_pages_in_the_readers_language() -> None:
    with translation.override("el"):
        text = html(
            "[a](page:how-to-apply) [b](page:faq#create-account) [c](page:jobs) [d](page:complaints#x)"
        )
    assert re.findall(r'href="([^"]+)"', text) == [
        *("/el/how-to-apply/", "/el/faq/create-account/", "/el/job-opportunities/", "/el/complaints/#x"),
    ]


def test_a_link_to_what_can_be_no_page_is_no_link() -> None:
    assert html("[a](page:Not_A_Page)") == "<p><a>a</a></p>\n"


def test_links_to_other_sites_are_marked() -> None:
    assert html("[x](https://europa.eu/a)") == (
        '<p><a href="https://europa.eu/a" class="external" rel="external noopener">x</a></p>\n'
    )
    assert html("[x](mailto:a@b.example)") == '<p><a href="mailto:a@b.example">x</a></p>\n'


def test_tables_stand_in_regions_that_scroll_and_have_headings_both_ways() -> None:
    text = html("## Limits\n\n|  | Days |\n| --- | ---: |\n| Review | 5 |\n\n| A |\n| --- |\n| b |")
    assert re.findall(r"<div([^>]*)>", text) == [
        ' class="table-scroll" role="region" tabindex="0" aria-labelledby="limits"',
        ' class="table-scroll" role="region" tabindex="0" aria-label="Table 2"',
    ]
    assert re.findall(r"<(t[hd](?: [^>]*)?)>", text)[:3] == [
        *("td", 'th class="align-right" scope="col"', 'th scope="row"')
    ]
    assert text.count("<div") == text.count("</div>") == 2


def test_rules_are_filled_in_as_the_language_of_the_text_writes_them() -> None:
    with translation.override("de"):
        text = render_markdown("{rule:applications_per_year} [x](page:faq)", language="en").html
    assert text == '<p>46,000 <a href="/de/faq/">x</a></p>\n'


def test_the_links_of_a_text_are_found() -> None:
    assert list(page_links("[a](page:x) and [b](page:y#z) but [c](https://page:d)")) == ["x", "y#z"]


@pytest.mark.parametrize("target", ["", "A", "a_b", "-a", "a#", "a#B C", "../x", "a/b", "a?b"])
def test_odd_targets_lead_nowhere(target: str) -> None:
    assert page_address(target) in {None, "/en/a/"}


def test_tables_kept_as_data_are_put_in_as_the_language_writes_them() -> None:
    with translation.override("de"):
        text = html("Before.\n\n{table:pay}\n\nAfter {table:pay}.\n\n{table:none}")
    assert '<th scope="row">AD 5</th>\n<td class="align-right">5.453,02&nbsp;€</td>' in text
    assert "12. Januar 2024" in text
    assert text.count("<table") == 1
    assert "{table:none}" in text

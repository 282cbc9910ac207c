"""Templates lose their indentation and nothing that a reader or a translator sees."""

import pytest
from django.template import engines
from django.template.loader import get_template

from core.template_loading import compact


@pytest.mark.parametrize(
    ("source", "shorter"),
    [
        ("<ul>\n    <li>a</li>\n\n  </ul>\n", "<ul>\n<li>a</li>\n</ul>\n"),
        ("one\n  {% if x %}\n    two\n  {% endif %}\n  three", "one{% if x %}\ntwo{% endif %}\nthree"),
        ("one\n  {% translate 'two' %}\n  three", "one\n{% translate 'two' %}\nthree"),
        ("a  b\u00a0 c", "a  b\u00a0 c"),
        ("<pre>\n  a\n</pre>\n  b", "<pre>\n  a\n</pre>\nb"),
        (
            "<p>\n  {% blocktranslate %}\n    a\n  {% endblocktranslate %}\n</p>",
            "<p>\n{% blocktranslate %}\n    a\n  {% endblocktranslate %}\n</p>",
        ),
    ],
)
def test_only_breaks_and_indentation_go(source: str, shorter: str) -> None:
    assert compact(source) == shorter


@pytest.mark.parametrize("value", [True, False])
def test_words_stay_apart_whether_or_not_a_condition_holds(value: bool) -> None:
    source = "one\n  {% if x %}\n  two\n  {% else %}\n  2\n  {% endif %}\n  three"
    made = [
        engines["django"].from_string(each).render({"x": value}).split() for each in (source, compact(source))
    ]
    assert made[0] == made[1]


def test_our_templates_are_loaded_so_and_those_of_libraries_as_they_are() -> None:
    assert "\n  " not in str(get_template("base.html").template.source)
    assert "\n  " in str(get_template("admin/change_list.html").template.source)


def test_a_line_that_begins_and_ends_with_a_tag_but_says_something_keeps_its_break():
    source = "Source:\n{% for a in b %}\n  {% if a %}<a>{{ a }}</a>{% endif %}\n{% endfor %}\nend"
    assert compact(source) == "Source:{% for a in b %}\n{% if a %}<a>{{ a }}</a>{% endif %}{% endfor %}\nend"

"""Letters as paragraphs."""

from notifications.rendering import as_paragraphs


def test_a_paragraph_is_one_line():
    assert as_paragraphs("\n  One\n  sentence.\n\n\n  \n  Another.  \n") == "One sentence.\n\nAnother."


def test_a_space_that_must_not_break_stays():
    assert as_paragraphs("10\u00a0March 2026") == "10\u00a0March 2026"


def test_the_items_of_a_list_keep_their_lines():
    assert as_paragraphs("Scores:\n  - one\n    more\n  - two\n") == "Scores:\n- one more\n- two"

"""The questions of a test in the reader's language, ready to be shown, whatever they were made from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.languages import active_code
from practice import quiz, wording
from practice.abstract.generator import SHOWN, Item, make_item
from practice.abstract.solver import explaining_rules
from practice.kinds import QUESTIONS, Kind
from practice.numerical.problems import Problem, Unit, make_problem
from practice.numerical.tables import Table
from practice.pictures import most_shapes, picture

LETTERS: Final = "abcde"

# Made from seeds anybody may write, so only the latest are kept.
_item = lru_cache(maxsize=500)(make_item)
_problem = lru_cache(maxsize=500)(make_problem)


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose. `value` is its letter in addresses; `text` also describes a picture."""

    value: str
    text: str
    picture: str = ""
    is_right: bool = False

    @property
    def letter(self) -> str:
        return self.value.upper()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an explanation, with the language it is in where that is not the page's."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as it is written: names of columns, and rows of a name and its figures."""

    caption: str
    columns: list[str]
    rows: list[tuple[str, list[int]]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `language` is set where its words are in another language than the page's."""

    number: int
    prompt: str
    options: list[Option]
    explanation: list[Line]
    language: str = ""
    series: Sequence[str] = ()
    """Pictures that come before the one asked for."""
    descriptions: Sequence[str] = ()
    """The pictures in words."""
    table: TableView | None = None
    facts: Sequence[wording.Line] = ()

    @property
    def name(self) -> str:
        """Its name in addresses."""
        return f"q{self.number}"

    @property
    def right(self) -> Option:
        return next(option for option in self.options if option.is_right)

    @property
    def is_pictorial(self) -> bool:
        return bool(self.series)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what was answered; None where nothing was."""

    question: Question
    chosen: Option | None

    @property
    def is_right(self) -> bool:
        return self.chosen is not None and self.chosen.is_right


def questions(kind: Kind, seed: str) -> list[Question]:
    """All questions of a test."""
    numbers = range(1, QUESTIONS + 1)
    if kind == Kind.ABSTRACT:
        return [_abstract(number, _item(seed, number)) for number in numbers]
    if kind == Kind.NUMERICAL:
        return [_numerical(number, _problem(seed, number)) for number in numbers]
    drawn = quiz.asked(kind, seed, QUESTIONS)
    return [_of_quiz(kind, number, asked) for number, asked in enumerate(drawn, start=1)]


def answer(asked: Iterable[Question], given: Mapping[str, str]) -> list[Answered]:
    """The questions with the answers of a query ({"q1": "c"}); what is no answer counts as none."""
    return [
        Answered(
            question,
            next((option for option in question.options if option.value == given.get(question.name)), None),
        )
        for question in asked
    ]


# The kinds


def _abstract(number: int, item: Item) -> Question:
    figures = (*item.series, *item.options)
    most, telling = most_shapes(figures), item.telling
    words = [wording.describe_figure(figure, telling) for figure in figures]
    numbered = [
        # Translators: a figure and its description, such as "Figure 2: shape: triangle; number: 3".
        _("Figure %(number)s: %(description)s") % {"number": place, "description": text}
        for place, text in enumerate(words[: len(item.series)], start=1)
    ]
    options = [
        Option(
            LETTERS[index],
            words[len(item.series) + index],
            picture(figure, most=most, label=words[len(item.series) + index]),
            index == item.right,
        )
        for index, figure in enumerate(item.options)
    ]
    rules = [
        Line(wording.describe_rule(prop, rule, SHOWN + 1))
        for prop, rule in explaining_rules(item.series).items()
    ]
    series = [
        picture(figure, most=most, label=label) for figure, label in zip(item.series, numbered, strict=True)
    ]
    return Question(
        number,
        _("Which figure comes next?"),
        options,
        [*rules, Line(_("All other properties stay as they are."))],
        series=series,
        descriptions=numbered,
    )


def _numerical(number: int, problem: Problem) -> Question:
    options = [
        Option(LETTERS[index], wording.format_answer(value, problem.unit), is_right=index == problem.right)
        for index, value in enumerate(problem.options)
    ]
    return Question(
        number,
        wording.question(problem.ask),
        options,
        [Line(wording.format_working(working)) for working in problem.workings],
        table=_table(problem.table),
        facts=wording.facts(problem),
    )


def _table(table: Table) -> TableView:
    # Translators: the title of a table, such as "Bicycles sold (thousands) – made-up figures".
    caption = _("%(measure)s – made-up figures") % {"measure": wording.measure(table.measure)}
    named = zip(table.countries, table.cells, strict=True)
    rows = [(wording.format_answer(code, Unit.COUNTRY), list(cells)) for code, cells in named]
    return TableView(caption, [str(year) for year in table.years], rows)


def _of_quiz(kind: Kind, number: int, asked: quiz.Asked) -> Question:
    words = quiz.words(kind, asked.entry.key, active_code())
    language = "" if words.language == active_code() else words.language
    options = [
        Option(LETTERS[place], words.options[index], is_right=place == asked.right)
        for place, index in enumerate(asked.order)
    ]
    explanation = [Line(words.explanation, language)]
    if asked.entry.source:
        explanation.append(_source(asked.entry.source))
    return Question(number, words.question, options, explanation, language)


def _source(source: quiz.Source) -> Line:
    name, language = quiz.act_name(source.act, active_code())
    language = "" if language == active_code() else language
    if source.article is None:
        return Line(name, language)
    # Translators: where a fact is laid down: "Treaty on European Union, Article 14(3)".
    text = pgettext("source of a fact", "%(act)s, Article %(article)s")
    return Line(text % {"act": name, "article": source.article}, language)

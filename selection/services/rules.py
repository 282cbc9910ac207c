"""The rules of each field's ranking, out of the rows of the notice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from competitions.models import Competition, CompetitionField, Test
from selection.models import Neutralisation
from selection.ranking import Kind, MarkedFor, RankedTest, Rules, Who
from selection.scores import Rational, fraction_of


def unit_key(field: CompetitionField) -> str:
    """What a field at its grade is called in a run: "1/AD5"; "/AD5" where the only field has no code."""
    return f"{field.code}/{field.grade}"


def tests_of(field: CompetitionField) -> list[Test]:
    """The tests of a field in their order: those of all fields, unless it has its own by that code."""
    tests = Test.objects.filter(Q(field=None) | Q(field=field), competition=field.competition_id)
    by_code: dict[str, Test] = {}
    for test in tests.in_language().select_related("group").order_by("part", "sequence", "pk"):
        if test.code not in by_code or test.field_id is not None:
            by_code[test.code] = test
    return sorted(by_code.values(), key=lambda test: (test.part, test.sequence, test.code))


class Cancelled:
    """The questions that were neutralised, by test and by the language of the paper."""

    def __init__(self, neutralisations: Iterable[Neutralisation]) -> None:
        self.by_test: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for row in neutralisations:
            self.by_test[row.test_id][row.language] |= set(row.question_numbers)

    @classmethod
    def of(cls, competition: Competition) -> "Cancelled":
        """All neutralisations of a competition."""
        return cls(Neutralisation.objects.filter(test__competition=competition))

    def for_all(self, test_id: int) -> frozenset[int]:
        """Questions cancelled whatever the language of the paper."""
        return self.questions(test_id, "")

    def questions(self, test_id: int, language: str) -> frozenset[int]:
        """Questions cancelled on a paper in this language."""
        by_language = self.by_test.get(test_id, {})
        return frozenset(by_language.get("", set()) | by_language.get(language, set()))

    def differs_by_language(self, test_id: int) -> bool:
        """Whether papers of one test do not have the same valid questions."""
        return any(
            self.questions(test_id, language) != self.for_all(test_id)
            for language in self.by_test.get(test_id, {})
        )

    def concerns(self, test_id: int) -> bool:
        """Whether any question of the test was cancelled."""
        return test_id in self.by_test


def build_rules(field: CompetitionField, tests: Iterable[Test], cancelled: Cancelled) -> Rules:
    """The rules of one field. `selection.ranking` judges whether they make sense and suffice."""
    tests = list(tests)
    groups = {test.group.code: test.group.pass_mark for test in tests if test.group is not None}
    return Rules(
        number_sought=field.number_sought,
        tests=tuple(_ranked_test(test, cancelled) for test in tests),
        groups=_exact_values(groups),
    )


def _exact_values(values: Mapping[str, Decimal | None]) -> dict[str, Rational]:
    return {name: fraction_of(value) for name, value in values.items() if value is not None}


def _ranked_test(test: Test, cancelled: Cancelled) -> RankedTest:
    """A test whose papers differ by language is ranked by points: each paper has its own scale."""
    by_points = test.kind == "POINTS" or cancelled.differs_by_language(test.pk)
    group = test.group if test.group is not None and test.group.pass_mark is not None else None
    return RankedTest(
        code=test.code,
        part=test.part,
        sequence=test.sequence,
        kind=Kind.POINTS if by_points else Kind.QUESTIONS,
        maximum=_exact(test.maximum),
        questions=None if by_points else test.questions,
        neutralised=0 if by_points else len(cancelled.for_all(test.pk)),
        pass_mark=_exact(test.pass_mark),
        group=None if group is None else group.code,
        weight_preliminary=_exact(test.weight_preliminary),
        weight_final=_exact(test.weight_final),
        marked_for=_marked_for(test),
    )


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else fraction_of(value)


def _marked_for(test: Test) -> MarkedFor:
    who = Who(test.marked_for)
    if who is Who.BEST_NUMBER:
        return MarkedFor(who, test.marked_number)
    return MarkedFor(who, _exact(test.marked_multiplier) if who is Who.BEST_MULTIPLE else None)

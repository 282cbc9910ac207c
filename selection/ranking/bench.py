"""How long the ranking takes at full volume, beside a plain loop that only adds up."""

import random
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from selection.ranking.candidates import Candidate, Eligibility, Mark, Special
from selection.ranking.engine import rank
from selection.ranking.rules import Kind, MarkedFor, RankedTest, Rules, Stage, Who

KIBIBYTES_IN_A_MEBIBYTE = 1024


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds for each task, the peak memory of the process in MiB, and what was ranked.

    `loop_seconds` is a loop over the same marks that makes the same totals of plain fractions and sorts
    them, and nothing else. The four times are apart from one another.
    """

    candidates: int
    tests: int
    ranking_seconds: float
    digest_seconds: float
    explaining_seconds: float
    loop_seconds: float
    peak_mebibytes: int
    laureates: int

    @property
    def ratio(self) -> float:
        """Ranking, digest of the result included, against the plain loop."""
        return (self.ranking_seconds + self.digest_seconds) / self.loop_seconds


def _by_questions(code: str, part: int, questions: int, **terms: object) -> RankedTest:
    base = {"code": code, "part": part, "sequence": 1, "kind": Kind.QUESTIONS, "questions": questions}
    return RankedTest(**{**base, "maximum": Fraction(questions), **terms})  # type: ignore[arg-type]  # kept short


def rules_of_six_tests() -> Rules:
    """Six tests with the weights of a graduate competition, one question of two tests neutralised."""
    fraction = Fraction
    essay = RankedTest(
        code="EUFTE",
        part=2,
        sequence=3,
        kind=Kind.POINTS,
        maximum=fraction(10),
        pass_mark=fraction(5),
        weight_final=fraction(15),
        marked_for=MarkedFor(Who.BEST_MULTIPLE, fraction(2)),
    )
    weights = ("weight_preliminary", "weight_final")
    tests = (
        _by_questions("VR", 1, 20, pass_mark=fraction(10), **dict(zip(weights, (40, 35), strict=True))),
        _by_questions("NR", 1, 10, group="REASONING"),
        _by_questions("AR", 1, 10, group="REASONING"),
        _by_questions(
            "EUK", 2, 30, pass_mark=fraction(15), neutralised=1, **dict(zip(weights, (30, 25), strict=True))
        ),
        _by_questions(
            "DS", 2, 40, pass_mark=fraction(20), neutralised=1, **dict(zip(weights, (30, 25), strict=True))
        ),
        essay,
    )
    return Rules(number_sought=1490, tests=tests, groups={"REASONING": fraction(10)})


def candidates_for(rules: Rules, count: int, seed: int) -> Iterator[Candidate]:
    """Made-up candidates whose skill spreads like a bell; the same for the same count and seed."""
    chance = random.Random(seed)
    for position in range(count):
        skill = min(max(chance.gauss(0.62, 0.14), 0.05), 0.99)
        yield Candidate(f"{position:09d}", {test.code: _mark(test, skill, chance) for test in rules.tests})


def _mark(test: RankedTest, skill: float, chance: random.Random) -> Mark:
    if chance.random() < 0.02:
        return Special.ABSENT
    spread = min(max(chance.gauss(skill, 0.12), 0), 1)
    if test.questions is None:
        return Fraction(round(spread * 40), 4)
    return round(spread * (test.questions - test.neutralised))


def measure_ranking(*, count: int = 250_000, seed: int = 1) -> Figures:
    """Rank so many made-up candidates in six tests, and add up the same totals in a plain loop.

    Making the candidates is not timed. The peak memory is that of the whole process, candidates included.
    """
    rules = rules_of_six_tests()
    candidates = list(candidates_for(rules, count, seed))
    decisions = {candidate.number: Eligibility.ELIGIBLE for candidate in candidates}
    started = time.perf_counter()
    ranking = rank(rules=rules, candidates=candidates, decisions=decisions, parts_held=(1, 2))
    ranked = time.perf_counter()
    digest = ranking.result_digest
    digested = time.perf_counter()
    explained = sum(1 for _ in ranking.explanations())
    ended = time.perf_counter()
    loop_seconds = _time_plain_loop(rules, candidates)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIBIBYTES_IN_A_MEBIBYTE
    laureates = sum(outcome.value == "LAUREATE" for _, outcome in ranking.by_number())
    return Figures(
        candidates=explained,
        tests=len(rules.tests),
        ranking_seconds=ranked - started,
        digest_seconds=digested - ranked if digest else 0,
        explaining_seconds=ended - digested,
        loop_seconds=loop_seconds,
        peak_mebibytes=memory,
        laureates=laureates,
    )


def _time_plain_loop(rules: Rules, candidates: list[Candidate]) -> float:
    """Seconds for the sum of weight × score / maximum of everybody, one fraction at a time, and one sort."""
    worth = [(test.code, _worth_of_one_mark(test)) for test in rules.weighed_in(Stage.FINAL)]
    started = time.perf_counter()
    totals = []
    for candidate in candidates:
        total = Fraction()
        for code, value in worth:
            mark = candidate.marks[code]
            if isinstance(mark, int | Fraction):
                total += value * mark
        totals.append(total)
    totals.sort(reverse=True)
    return time.perf_counter() - started


def _worth_of_one_mark(test: RankedTest) -> Fraction:
    marks = test.maximum if test.questions is None else test.questions - test.neutralised
    return Fraction(test.weight_final or 0) / (marks or 1)

"""What the codes of a ranking mean, in the active language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from selection.ranking import Fault, FaultCode, Reason, ReasonCode, Stage

F = FaultCode
R = ReasonCode


def stage_name(stage: str, part: int | None = None) -> str:
    """What a step of the ranking is called."""
    if stage == Stage.PART:
        return _("Part %(part)s") % {"part": part}
    names = {
        Stage.PRELIMINARY: _("Preliminary ranking"),
        Stage.MARKING: _("Marking of the remaining tests"),
        Stage.FINAL: _("Final ranking"),
    }
    return names[Stage(stage)]


def reason_sentence(reason: Reason, names: Mapping[str, str]) -> str:
    """Why, to the candidate. `names` gives the name of each test by its code."""
    values = {
        "test": names.get(reason.test or "", reason.test),
        "tests": names.get(f"group {reason.group}", reason.group),
        "part": reason.part,
    }
    return _REASONS(reason) % values


def _REASONS(reason: Reason) -> str:  # noqa: N802 -- a table that needs the language of the moment
    if reason.code is R.BELOW_THRESHOLD:
        if reason.stage is Stage.PRELIMINARY:
            return _("Your total in the preliminary ranking is below the threshold.")
        return _("Your total in the final ranking is below the threshold.")
    sentences = {
        R.ABSENT: _("You were absent from the test “%(test)s”."),
        R.BELOW_PASS_MARK: _("Your score in the test “%(test)s” is below its pass mark."),
        R.BELOW_GROUP_PASS_MARK: _(
            "The sum of your scores in the tests %(tests)s is below their combined pass mark."
        ),
        R.FILE_NOT_ELIGIBLE: _(
            "The selection board found that you do not meet the conditions of eligibility."
        ),
        R.AMONG_BEST_AND_ELIGIBLE: _(
            "Your total reaches the threshold, and the selection board found that you meet the conditions of "
            "eligibility."
        ),
        R.NEXT_PART_NOT_HELD: _("You passed so far. Part %(part)s of the tests comes next."),
        R.NOT_MARKED_YET: _("Your test “%(test)s” is still to be marked."),
        R.FILE_UNDECIDED: _(
            "Your total is among the best. The selection board now checks whether you meet the conditions of "
            "eligibility."
        ),
        R.MARKS_OF_OTHERS_OUTSTANDING: _(
            "You passed so far. The ranking is made when the tests of all candidates are marked."
        ),
        R.FILES_ABOVE_UNDECIDED: _(
            "You passed all tests. The files of candidates with a higher total are being checked first; "
            "yours is checked if fewer of them than the number sought are eligible."
        ),
    }
    return sentences[reason.code]


def fault_sentence(fault: Fault, field: str) -> str:
    """Why a ranking cannot be made, to staff. `field` names the field that it concerns."""
    return _("Field %(field)s: %(message)s") % {"field": field, "message": _fault_message(fault)}


def _fault_message(fault: Fault) -> str:
    """The sentence for a code; values stand for themselves, so a fault of one test names that test."""
    return _fault_pattern(fault.code) % {**dict.fromkeys(_VALUES, ""), **fault.values}


_VALUES = (
    "test", "part", "maximum", "questions", "neutralised", "pass_mark", "weight", "stage", "sum", "group",
    "number_sought", "limit", "tests", "reason", "number", "mark", "valid", "field",
)  # fmt: skip


def _fault_pattern(code: FaultCode) -> str:
    patterns = {
        F.NO_TEST: _("there is no test"),
        F.NO_TEST_CODE: _("a test has no code"),
        F.DUPLICATE_TEST: _("the test %(test)s comes twice"),
        F.NOT_EXACT: _("a number of the test %(test)s or group %(group)s is not exact (%(field)s)"),
        F.PART_NOT_POSITIVE: _("the part of the test %(test)s must be 1 or more, not %(part)s"),
        F.MAXIMUM_NOT_POSITIVE: _("the maximum of the test %(test)s must be above 0, not %(maximum)s"),
        F.QUESTIONS_NOT_POSITIVE: _("the test %(test)s must have questions, not %(questions)s"),
        F.NEUTRALISED_NEGATIVE: _("number of neutralised questions of the test %(test)s: %(neutralised)s"),
        F.NEUTRALISED_ALL: _("all questions of the test %(test)s are neutralised (%(questions)s)"),
        F.NEUTRALISED_WITHOUT_QUESTIONS: _(
            "questions of the test %(test)s are neutralised, and it is not scored by questions"
        ),
        F.PASS_MARK_NEGATIVE: _("the pass mark of the test %(test)s is below 0: %(pass_mark)s"),
        F.PASS_MARK_ABOVE_MAXIMUM: _(
            "the pass mark of the test %(test)s, %(pass_mark)s, is above its maximum, %(maximum)s"
        ),
        F.WEIGHT_NOT_POSITIVE: _("a weight of the test %(test)s is not above 0: %(weight)s"),
        F.WEIGHTS_NOT_100: _("the weights of a ranking add up to %(sum)s, not 100 (%(stage)s)"),
        F.UNKNOWN_GROUP: _("the group %(group)s of the test %(test)s has no pass mark"),
        F.EMPTY_GROUP: _("the group %(group)s has no test"),
        F.GROUP_ACROSS_PARTS: _("the tests of the group %(group)s are in different parts"),
        F.GROUP_MARKED_APART: _("some tests of the group %(group)s are marked for all and some for the best"),
        F.GROUP_PASS_MARK_NEGATIVE: _("the pass mark of the group %(group)s is below 0: %(pass_mark)s"),
        F.GROUP_PASS_MARK_ABOVE_MAXIMUM: _(
            "the pass mark of the group %(group)s, %(pass_mark)s, is above its maximum, %(maximum)s"
        ),
        F.NUMBER_SOUGHT_NOT_POSITIVE: _("the number sought must be 1 or more, not %(number_sought)s"),
        F.LIMIT_NOT_POSITIVE: _("the number of papers marked of the test %(test)s is not above 0: %(limit)s"),
        F.LIMIT_NOT_WHOLE: _("the number of papers marked of the test %(test)s is not whole: %(limit)s"),
        F.LIMITS_DIFFER: _("the tests %(tests)s are not marked for the same candidates"),
        F.NO_TEST_MARKED_FOR_ALL: _("no test is marked for everybody"),
        F.PRELIMINARY_WEIGHT_MARKED_LATER: _(
            "the test %(test)s has a weight in the preliminary ranking, which is made before it is marked"
        ),
        F.PRELIMINARY_WEIGHTS_UNUSED: _("there are weights for a preliminary ranking, and none is made"),
        F.MAXIMUM_UNKNOWN: _("the notice gives no maximum for the test %(test)s"),
        F.QUESTIONS_UNKNOWN: _("the notice gives no number of questions for the test %(test)s"),
        F.LIMIT_UNKNOWN: _("the notice does not say how many papers of the test %(test)s are marked"),
        F.NUMBER_SOUGHT_UNKNOWN: _("the notice gives no number sought"),
        F.WEIGHTS_UNKNOWN: _("the notice gives no weights (%(stage)s)"),
        F.UNREADABLE_RULES: _("the rules cannot be read: %(reason)s"),
        F.NO_PART_HELD: _("there are no results"),
        F.UNKNOWN_PART: _("there is no part %(part)s"),
        F.PART_SKIPPED: _("there are no results of part %(part)s, and there are of a later one"),
        F.NO_NUMBER: _("an application has no number"),
        F.DUPLICATE_NUMBER: _("the application %(number)s comes twice"),
        F.UNKNOWN_NUMBER: _("there is a decision on the file of application %(number)s, which is not ranked"),
        F.UNKNOWN_TEST: _(
            "the application %(number)s has a result in a test %(test)s that is not its field's"
        ),
        F.PART_NOT_HELD: _("the application %(number)s has a result of part %(part)s, which is left out"),
        F.MISSING_RESULT: _("the application %(number)s has no result in the test %(test)s"),
        F.MARK_NOT_EXACT: _("a mark of application %(number)s is not exact: %(mark)s"),
        F.MARK_NEGATIVE: _("the application %(number)s has a mark below 0 in the test %(test)s: %(mark)s"),
        F.CORRECT_NOT_WHOLE: _(
            "the application %(number)s has no whole number of answers in the test %(test)s"
        ),
        F.CORRECT_ABOVE_VALID_QUESTIONS: _(
            "correct answers of application %(number)s in the test %(test)s: %(mark)s; valid questions: "
            "%(valid)s"
        ),
        F.POINTS_ABOVE_MAXIMUM: _(
            "points of application %(number)s in the test %(test)s: %(mark)s; maximum: %(maximum)s"
        ),
    }
    return patterns[code]

"""Letters about results: a result itself, and questions cancelled (messages 12, 13, 15, 16 of epso 9.1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.models import Competition, CompetitionField, Test
from notifications.rendering import as_paragraphs, render_letter
from notifications.services import LetterText
from selection.contesting import routes_against_result
from selection.models import Neutralisation, RankingRun
from selection.reading import Reader

ANY_NUMBER = "0"


class ResultLetters:
    """Writes the letters of one field in one run and one language: what all have in common is made once."""

    def __init__(self, run: RankingRun, field: CompetitionField, tests: Sequence[Test]) -> None:
        competition: Competition = run.competition
        key = f"{field.code}/{field.grade}"
        summary = next(part for part in run.summary["fields"] if part["key"] == key)
        self.reader = Reader(rules=run.rules[key], summary=summary, tests=tests)
        self.template = get_template("letters/result.txt")
        self.address = settings.SITE_URL + reverse("selection:outcome_detail", args=[ANY_NUMBER])
        self.common = {
            "competition": competition,
            "field": field,
            "routes": routes_against_result(competition, published_at=None, now=None),
        }

    def write(self, number: str, document: Mapping[str, Any]) -> LetterText:
        """The letter to the candidate with this application, from the reckoning stored with her outcome."""
        reading = self.reader.read(document)
        body = self.template.render(
            {
                **self.common,
                "number": number,
                "reading": reading,
                "opening": f"letters/result_{reading.outcome.lower()}.txt",
                "address": self.address.replace(f"/{ANY_NUMBER}/", f"/{number}/"),
            }
        )
        subject = _("Your application %(number)s: result") % {"number": number}
        return LetterText(subject, as_paragraphs(body))


def questions_cancelled(neutralisation: Neutralisation, number: str) -> LetterText:
    """Message 13: which questions of which test do not count any more, and what that does to the score."""
    test = neutralisation.test
    numbers = [str(question) for question in neutralisation.question_numbers]
    values = {
        "competition": test.competition,
        "test": test,
        "number": number,
        "count": len(numbers),
        "questions": ", ".join(numbers),
        "address": settings.SITE_URL + reverse("applications:application_detail", args=[number]),
    }
    subject = _("Your application %(number)s: questions cancelled") % {"number": number}
    return LetterText(subject, render_letter("question_neutralised", values))

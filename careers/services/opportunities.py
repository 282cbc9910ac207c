"""The index of everything one can apply for: the app that owns a thing writes its row here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model
from django.utils import translation

from careers.choices import OpportunityKind, OpportunityStage, VacancyStatus
from careers.models import Opportunity, Vacancy
from careers.search.writing import IndexedText, write_texts
from careers.services.columns import text_columns
from core.kept import publish
from core.languages import CODES, ENGLISH


@dataclass(frozen=True, kw_only=True)
class OpportunityFacts:
    """What the index shows and filters by; texts by language code, instants in UTC, the rest as codes."""

    kind: str
    reference: str
    stage: str
    titles: Mapping[str, str]
    search_texts: Mapping[str, str] = field(default_factory=dict)
    function_group: str = ""
    grades: Sequence[str] = ()
    contract_types: Sequence[str] = ()
    domains: Sequence[str] = ()
    institutions: Sequence[str] = ()
    places: Sequence[str] = ()
    languages_required: Sequence[str] = ()
    number_sought: int | None = None
    announced_for: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    has_no_deadline: bool = False
    time_zone: str = "Europe/Brussels"
    is_closed_early: bool = False
    is_published: bool = True
    is_demonstration: bool = False


PLAIN_COLUMNS = (
    "kind", "reference", "stage", "function_group", "number_sought", "announced_for", "opens_at", "closes_at",
    "has_no_deadline", "time_zone", "is_closed_early", "is_published", "is_demonstration",
)  # fmt: skip
LIST_COLUMNS = ("grades", "contract_types", "domains", "institutions", "places", "languages_required")


@transaction.atomic
def publish_opportunity(*, of: Any, facts: OpportunityFacts) -> Opportunity:
    """Write or rewrite the row of the index that leads to the page of `of`, and the words it is found by."""
    columns = {
        **{name: getattr(facts, name) for name in PLAIN_COLUMNS},
        **{name: list(getattr(facts, name)) for name in LIST_COLUMNS},
        **text_columns("title", facts.titles),
    }
    opportunity, _created = Opportunity.objects.update_or_create(path=page_path(of), defaults=columns)
    write_texts(
        opportunity_id=opportunity.pk,
        reference=facts.reference,
        grades=facts.grades,
        texts={
            code: IndexedText(title, facts.search_texts.get(code, "")) for code, title in facts.titles.items()
        },
    )
    publish()
    return opportunity


def withdraw_opportunity(*, of: Any) -> None:
    """Take `of` out of the index, so that its reference can be used again."""
    Opportunity.objects.filter(path=page_path(of)).delete()
    publish()


def page_path(of: Any) -> str:
    """The address of the page of `of` without the language: `vacancies/x/`."""
    with translation.override(ENGLISH):
        return str(of.get_absolute_url()).removeprefix(f"/{ENGLISH}/")


def publish_vacancy(*, vacancy: Vacancy) -> Opportunity:
    """Bring the row of a vacancy in the index into step with it."""
    contracts = list(vacancy.contracts.all())
    places = list(vacancy.places.all())
    groups = {each.function_group for each in contracts}
    facts = OpportunityFacts(
        kind=_kind(contracts),
        reference=vacancy.reference,
        titles=texts_of(vacancy, "title"),
        search_texts=joined_texts(
            (vacancy, "summary"),
            (vacancy.institution, "name"),
            (vacancy.institution, "acronym"),
            *_names(places),
        ),
        function_group=groups.pop() if len(groups) == 1 else "",
        grades=sorted({each.grade for each in contracts} - {""}),
        contract_types=sorted({each.contract_type for each in contracts}),
        domains=vacancy.domains,
        institutions=[vacancy.institution.code],
        places=[place.code for place in places],
        languages_required=vacancy.languages_required,
        number_sought=vacancy.posts or vacancy.reserve_list_size,
        stage=_stage(vacancy),
        opens_at=_opening(vacancy),
        closes_at=vacancy.closes_at,
        time_zone=vacancy.time_zone,
        is_closed_early=vacancy.status not in {"", VacancyStatus.OPEN},
        is_published=vacancy.is_published,
    )
    return publish_opportunity(of=vacancy, facts=facts)


def texts_of(row: Model, field_name: str) -> dict[str, str]:
    """The texts of a translated field by language, without the empty ones."""
    found = {code: getattr(row, f"{field_name}_{code}") or "" for code in CODES}
    return {code: text for code, text in found.items() if text}


def joined_texts(*parts: tuple[Model, str]) -> dict[str, str]:
    """One text a language out of several translated fields, for searching; nothing falls back."""
    texts = [texts_of(row, name) for row, name in parts]
    return {code: "\n".join(filter(None, (each.get(code) for each in texts))) for code in CODES}


def _names(places: Sequence[Any]) -> list[tuple[Model, str]]:
    return [(place, "name") for place in places]


def _kind(contracts: Sequence[Any]) -> str:
    is_traineeship = bool(contracts) and all(each.contract_type == "TRAINEE" for each in contracts)
    return OpportunityKind.TRAINEESHIP if is_traineeship else OpportunityKind.VACANCY


def _stage(vacancy: Vacancy) -> str:
    """Open until the clock says otherwise; what has no known status is never shown as open."""
    return OpportunityStage.OPEN if vacancy.status == VacancyStatus.OPEN else OpportunityStage.CLOSED


def _opening(vacancy: Vacancy) -> datetime | None:
    """The first instant of the day of publication where the institution is; None where the day is not known.

    A notice published on the day it closes would open after its deadline, and has no opening either.
    """
    if vacancy.published_on is None:
        return None
    midnight = datetime.combine(vacancy.published_on, time(), ZoneInfo(vacancy.time_zone)).astimezone(UTC)
    return None if vacancy.closes_at and midnight >= vacancy.closes_at else midnight

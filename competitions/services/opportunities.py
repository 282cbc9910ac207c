"""The row of a competition in the index of opportunities."""

from careers.choices import OpportunityKind, OpportunityStage
from careers.services import OpportunityFacts, publish_opportunity
from careers.services.opportunities import joined_texts, texts_of
from competitions.models import Competition, CompetitionKind
from competitions.states import ACCEPTING, RUNNING, CompetitionState
from core.kept import publish

S = CompetitionState
STAGES = {
    S.DRAFT: OpportunityStage.UPCOMING,
    S.UPCOMING: OpportunityStage.UPCOMING,
    **dict.fromkeys(RUNNING, OpportunityStage.IN_PROGRESS),
    **dict.fromkeys(ACCEPTING, OpportunityStage.OPEN),
    S.SUSPENDED: OpportunityStage.IN_PROGRESS,
    S.LIST_PUBLISHED: OpportunityStage.RESERVE_LIST,
    S.LIST_EXTENDED: OpportunityStage.RESERVE_LIST,
    S.LIST_EXPIRED: OpportunityStage.CLOSED,
    S.CANCELLED: OpportunityStage.CLOSED,
    S.ANNULLED: OpportunityStage.CLOSED,
}
"""Where a competition stands for a reader of the list."""


def publish_competition(*, competition: Competition) -> None:
    """Bring the index and what is kept of public pages into step, after every write of a competition.

    Drafts and internal competitions have an unpublished row in the index.
    """
    publish_opportunity(of=competition, facts=_facts(competition))
    publish()


def _facts(competition: Competition) -> OpportunityFacts:
    is_cast = competition.kind == CompetitionKind.CAST
    state = CompetitionState(competition.state)
    return OpportunityFacts(
        kind=OpportunityKind.CAST if is_cast else OpportunityKind.COMPETITION,
        reference=competition.reference,
        titles=texts_of(competition, "title"),
        search_texts=_search_texts(competition),
        function_group=competition.function_group,
        grades=competition.grades,
        contract_types=[competition.contract_type],
        domains=competition.domains,
        institutions=[] if competition.is_for_all_institutions else _codes(competition.institutions),
        places=_codes(competition.places),
        languages_required=_languages(competition),
        number_sought=competition.number_sought,
        stage=STAGES[state],
        announced_for=competition.announced_for,
        opens_at=competition.application_open_at,
        closes_at=competition.application_deadline,
        has_no_deadline=is_cast and competition.application_deadline is None,
        is_closed_early=state not in {*ACCEPTING, S.DRAFT, S.UPCOMING},
        is_published=state != S.DRAFT and competition.kind != CompetitionKind.INTERNAL,
        is_demonstration=competition.is_demonstration,
    )


def _languages(competition: Competition) -> list[str]:
    """The languages one of which a candidate must know; none where any of the 24 will do."""
    of_fields = {field.language_1 for field in competition.fields.all()} - {""}
    return sorted({*competition.languages_1, *competition.languages_2, *of_fields})


def _codes(rows: object) -> list[str]:
    return list(rows.values_list("code", flat=True))  # type: ignore[attr-defined]  # a manager of related rows


def _search_texts(competition: Competition) -> dict[str, str]:
    """The summary, the duties, and the names of fields and places, in each language."""
    fields = list(competition.fields.all())
    return joined_texts(
        (competition, "summary"),
        (competition, "duties"),
        *((field, "title") for field in fields),
        *((field, "duties") for field in fields),
        *((place, "name") for place in competition.places.all()),
    )

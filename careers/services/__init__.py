"""Writes of this app: the catalogue of places, institutions and vacancies, and the index of opportunities."""

from careers.services.catalogue import load_institutions, load_places, load_vacancies
from careers.services.columns import text_columns
from careers.services.opportunities import (
    OpportunityFacts,
    publish_opportunity,
    publish_vacancy,
    withdraw_opportunity,
)
from careers.services.readers import forget_opportunity, handle_error, report_error, save_opportunities

__all__ = [
    "OpportunityFacts",
    "forget_opportunity",
    "handle_error",
    "load_institutions",
    "load_places",
    "load_vacancies",
    "publish_opportunity",
    "publish_vacancy",
    "report_error",
    "save_opportunities",
    "text_columns",
    "withdraw_opportunity",
]

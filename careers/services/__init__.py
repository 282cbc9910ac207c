"""Writes of this app: the catalogue of places, institutions and vacancies, and the index of opportunities."""

from careers.services.catalogue import load_institutions, load_places, load_vacancies
from careers.services.columns import text_columns
from careers.services.opportunities import (
    OpportunityFacts,
    publish_opportunity,
    publish_vacancy,
    withdraw_opportunity,
)

__all__ = [
    "OpportunityFacts",
    "load_institutions",
    "load_places",
    "load_vacancies",
    "publish_opportunity",
    "publish_vacancy",
    "text_columns",
    "withdraw_opportunity",
]

"""Names that stand in addresses."""

from typing import Final

DATASET_NAMES: Final = ("competitions", "vacancies", "institutions", "statistics", "meetings")
SECTIONS: Final = ("pages", "opportunities", "institutions", "knowledge")

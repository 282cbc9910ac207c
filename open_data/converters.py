"""What may stand in the addresses of open data."""

from open_data.names import DATASET_NAMES, SECTIONS


class DatasetConverter:
    """The name of a set of data."""

    regex = "|".join(DATASET_NAMES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SectionConverter(DatasetConverter):
    """The name of a part of the site map."""

    regex = "|".join(SECTIONS)

"""A reserve list as a file: one source of rows, one table of columns, three formats (docs/downloads.md)."""

from recruitment.downloads.files import ListFile, write_list

__all__ = ["ListFile", "write_list"]

"""Writes of reserve lists: established, opened, extended, ended, and downloaded."""

from recruitment.services.downloads import download_list
from recruitment.services.endings import tell_of_list_ends
from recruitment.services.extensions import expire_lists, extend_list
from recruitment.services.laureates import remove_laureate
from recruitment.services.lists import Establishment, due_runs, establish_reserve_lists, waiting_runs
from recruitment.services.openings import close_list, open_list

__all__ = [
    "Establishment",
    "close_list",
    "download_list",
    "due_runs",
    "establish_reserve_lists",
    "expire_lists",
    "extend_list",
    "open_list",
    "remove_laureate",
    "tell_of_list_ends",
    "waiting_runs",
]

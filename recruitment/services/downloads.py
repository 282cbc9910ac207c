"""A list leaves the house: the file and its trace are made together, or not at all (epso 6.4)."""

from datetime import datetime

from django.db import transaction

from accounts.models import AccessKind, User
from accounts.services import record_file_access
from careers.models import Institution
from core.languages import active_code
from core.services import record_audit
from profiles.against import counted_until
from recruitment.downloads import ListFile, write_list
from recruitment.downloads.words import Stamp, make_stamp
from recruitment.models import Laureate, ListDownload, ReserveList


def download_list(
    *,
    reserve_list: ReserveList,
    user: User,
    institution: Institution,
    purpose: str,
    file_format: str,
    now: datetime,
) -> ListFile:
    """Write the list as a file in the active language, and note who took it, when and what for.

    The notes are committed before the caller has a byte to send. Whether `user` may is for the caller to ask.
    """
    stamp = make_stamp(
        reserve_list=reserve_list,
        user=user,
        institution=institution,
        purpose=purpose,
        counted_until=counted_until(reserve_list.field.competition, reserve_list.established_at),
        language=active_code(),
        now=now,
    )
    with transaction.atomic():
        file = write_list(reserve_list=reserve_list, file_format=file_format, stamp=stamp)
        download = ListDownload.objects.create(
            reserve_list=reserve_list,
            user=user,
            institution=institution,
            file_format=file_format,
            purpose=purpose,
            downloaded_at=now,
            laureates=file.laureates,
        )
        _record(download, stamp)
        _tell_laureates(download)
    return file


def _tell_laureates(download: ListDownload) -> None:
    """Each laureate on the list can read who took her data, for which institution and what for."""
    present = Laureate.objects.in_file_of(download.reserve_list)
    files = present.values_list("application__candidate", "application__number")
    record_file_access(
        people=[(person, f"application:{number}") for person, number in files],
        by=download.user,
        kind=AccessKind.DOWNLOADED,
        now=download.downloaded_at,
        purpose=download.purpose,
        institution=download.institution.code,
    )


def _record(download: ListDownload, stamp: Stamp) -> None:
    reserve_list = download.reserve_list
    record_audit(
        now=download.downloaded_at,
        by=download.user,
        verb="download_reserve_list",
        subject=reserve_list,
        purpose=download.purpose,
        details={
            "competition": reserve_list.field.competition.reference,
            "institution": download.institution.code,
            "format": download.file_format,
            "laureates": download.laureates,
            "language": stamp.language,
        },
    )

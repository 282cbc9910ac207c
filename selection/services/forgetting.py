"""Rankings that were computed and never released are deleted after a while; the audit says that they were."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from core.services import record_audit
from selection.models import RankingRun

DIGESTS: Final = ("rules_digest", "inputs_digest", "result_digest")


def forget_old_rankings(*, now: datetime) -> int:
    """Delete the rankings that nothing rests on and that are older than RANKINGS_KEPT_DAYS; return how many.

    Kept whatever their age: what was released or superseded, the latest ranking of each competition, and
    each about which letters were prepared. The digests go into the audit record, so that a ranking somebody
    has kept a copy of can still be recognised.
    """
    before = now - timedelta(days=settings.RANKINGS_KEPT_DAYS)
    keys = list(RankingRun.objects.forgettable(before).order_by("pk").values_list("pk", flat=True))
    return sum(_forget(key, before, now) for key in keys)


@transaction.atomic
def _forget(key: int, before: datetime, now: datetime) -> bool:
    waiting = RankingRun.objects.forgettable(before).filter(pk=key)
    run = waiting.select_for_update(of=("self",), skip_locked=True).select_related("competition").first()
    if run is None:
        return False
    record_audit(
        now=now,
        by=None,
        verb="forget_ranking",
        subject=run,
        key=str(run),
        details={
            "computed_at": run.computed_at.isoformat(),
            "candidates": run.candidates,
            **{name: getattr(run, name) for name in DIGESTS},
        },
    )
    run.delete()
    return True

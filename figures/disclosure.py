"""What of a table of counts may be shown without telling about single persons.

A count under the floor is hidden. Where the total is known too, a single hidden count could be worked out
from the others, so that the next smallest is hidden with it, until what is hidden together is at least the
floor (epso 9.3; the floor is the setting STATISTICS_FLOOR).
"""

from collections.abc import Mapping


def shown_counts(counts: Mapping[str, int], *, floor: int) -> dict[str, int | None]:
    """The counts by key, None for one that is hidden. A count of nought says nothing and is left out."""
    present = {key: count for key, count in counts.items() if count > 0}
    hidden = {key for key, count in present.items() if count < floor}
    if hidden:
        for key in sorted(set(present) - hidden, key=lambda each: (present[each], each)):
            if len(hidden) > 1 and sum(present[each] for each in hidden) >= floor:
                break
            hidden.add(key)
    return {key: None if key in hidden else count for key, count in present.items()}

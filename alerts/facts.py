"""An opportunity in a few lines of text: for mail, feeds and calendars, in the words of the page."""

from typing import Any

from django.utils.translation import gettext as _

from careers.choices import OpportunityStage
from careers.names import names
from careers.references import shown_reference
from careers.templatetags.opportunities import announced, datetime_in_zone, status_name


def facts_of(opportunity: Any) -> list[str]:
    """Status and kind, reference and grades, where, and the date that matters now; in the active language.

    Needs `with_status`.
    """
    labels = [status_name(opportunity), str(opportunity.get_kind_display())]
    if opportunity.is_demonstration:
        labels.append(_("Demonstration"))
    numbers = [shown_reference(opportunity.reference), ", ".join(opportunity.grades)]
    lines = [
        " · ".join(labels),
        " · ".join(filter(None, numbers)),
        where(opportunity),
        date_line(opportunity),
    ]
    return [line for line in lines if line]


def where(opportunity: Any) -> str:
    """The institutions and places, by name: "European Parliament · Luxembourg"; "" for all institutions."""
    known = names()
    institutions = [
        known.institutions[code] for code in opportunity.institutions if code in known.institutions
    ]
    places = [known.places[code] for code in opportunity.places if code in known.places]
    return " · ".join(each.name for each in [*institutions, *places])


def date_line(opportunity: Any) -> str:
    """When applications open, or close: "Deadline: 10 March 2026, 12:00 (Brussels time)"; "" if not known."""
    is_upcoming = opportunity.status_now == OpportunityStage.UPCOMING
    if is_upcoming and opportunity.announced_for:
        return f"{_('Announced for:')} {announced(opportunity.announced_for)}"
    if is_upcoming and opportunity.opens_at:
        opening = datetime_in_zone(opportunity.opens_at, opportunity.time_zone)
        return f"{_('Applications open:')} {opening}"
    if opportunity.has_no_deadline:
        return _("No deadline")
    if opportunity.closes_at:
        return f"{_('Deadline:')} {datetime_in_zone(opportunity.closes_at, opportunity.time_zone)}"
    return ""

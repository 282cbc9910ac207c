"""The tables of the statistics page: what each row is called, its number, and where that comes from.

Each function returns a `Table` in the reader's language. They read with a few queries each, whatever the
number of rows; the page keeps what they return until something is published.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from careers.models import Institution, Opportunity, Place
from careers.references import short_name, shown_reference
from competitions.models import ApplicationCount, Competition, CompetitionField
from core.formats import country_name, format_date
from core.languages import active_code, sort_key
from figures.charts import Bar, bars
from figures.disclosure import shown_counts
from figures.models import Dimension, FigureKind, PublishedFigure, Snapshot
from recruitment.models import ReserveList

DAYS_A_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name, its number (None: hidden), what is said beside it, and where to read more."""

    label: str
    value: int | None
    note: str = ""
    url: str = ""
    is_approximate: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the heads of its two columns; `sources` are pairs of text and address."""

    key: str
    title: str
    name_head: str
    value_head: str
    lines: list[Line]
    note: str = ""
    sources: list[tuple[str, str]] = field(default_factory=list)

    @property
    def bars(self) -> list[tuple[Line, Bar]]:
        """Each row with its bar."""
        drawn = bars([(line.label, line.value, line.is_approximate) for line in self.lines])
        return list(zip(self.lines, drawn, strict=True))


def year_figures() -> dict[str, PublishedFigure]:
    """What EPSO says of a normal year, by kind."""
    kinds = (FigureKind.APPLICATIONS_A_YEAR, FigureKind.POSTS_A_YEAR)
    return {each.kind: each for each in PublishedFigure.objects.filter(kind__in=kinds)}


def by_competition() -> Table:
    """Applications of each competition whose number is known, the most recent competition first."""
    lines = [
        _competition_line(competition, number, day) for competition, number, day in _known_applications()
    ]
    return Table(
        "applications-by-competition",
        _("Applications by competition"),
        _("Competition"),
        _("Applications"),
        lines,
        _("Only competitions whose number of applications is known are shown."),
    )


def by_year() -> Table:
    """The same, added up by the year the notice was published in; demonstrations do not count."""
    years: dict[int, int] = defaultdict(int)
    for competition, number, _day in _known_applications():
        if competition.publication_date and not competition.is_demonstration:
            years[competition.publication_date.year] += number
    return Table(
        "applications-by-year",
        _("Applications by year"),
        _("Year in which the notice was published"),
        _("Applications"),
        [Line(str(year), number) for year, number in sorted(years.items())],
        _("Only competitions whose number of applications is known are shown."),
    )


def time_to_list() -> Table:
    """Months from the deadline for application to the reserve list."""
    figures = PublishedFigure.objects.with_competition().filter(kind=FigureKind.MONTHS_TO_LIST)
    lines = {
        each.competition_id: _competition_line(each.competition, each.value, None, each.is_approximate)
        for each in figures
    }
    for competition, months in _measured_months():
        lines.setdefault(competition.pk, _competition_line(competition, months, None))
    return Table(
        "months-to-list",
        _("Time from the deadline to the reserve list"),
        _("Competition"),
        _("Months"),
        list(lines.values()),
        sources=_sources(figures),
    )


def reserve_lists() -> Table:
    """Laureates of each reserve list of this site, and how many have left it since."""
    lists = (
        ReserveList.objects.with_field()
        .annotate(
            all_laureates=Count("laureates"), left=Count("laureates", filter=~Q(laureates__removed_at=None))
        )
        .order_by("-valid_from", "pk")
    )
    lines = [_list_line(each) for each in lists]
    return Table(
        "reserve-lists",
        _("Recruitment from reserve lists"),
        _("Reserve list"),
        _("Laureates"),
        lines,
    )


def _list_line(reserve_list: Any) -> Line:
    floor = settings.STATISTICS_FLOOR
    left = reserve_list.left
    note = "" if 0 < left < floor else _("%(number)s of them have left the list.") % {"number": left}
    competition = reserve_list.field.competition
    label = f"{short_name(competition)} · {reserve_list.field.title}"
    return Line(label, reserve_list.all_laureates, note, competition.get_absolute_url())


def places_of_work() -> Table:
    """How many institutions and bodies have their seat in each town, and what is open there."""
    institutions = dict(
        Institution.objects.exclude(seat=None).order_by().values_list("seat__code").annotate(Count("pk"))
    )
    offered = _codes_with_opportunities()
    places = sorted(
        Place.objects.in_language(), key=lambda each: (-institutions.get(each.code, 0), _sorting(each.name))
    )
    return Table(
        "places-of-work",
        _("Places of work"),
        pgettext("where one works", "Place"),
        _("Institutions and bodies with their seat there"),
        [
            Line(each.name, institutions.get(each.code, 0), country_name(each.country), code=each.code)
            for each in places
            if institutions.get(each.code, 0) or each.code in offered
        ],
    )


def by_field(competition: Competition) -> Table | None:
    """Applications by field: as EPSO published them, else as counted here; None where nothing is known."""
    numbers = _published_by_field(competition) or _counted(competition, Dimension.FIELD)
    names = {
        str(each.pk): each.title
        for each in CompetitionField.objects.in_language().filter(competition=competition).order_by("order")
    }
    lines = [Line(name, numbers[key]) for key, name in names.items() if key in numbers]
    if not lines:
        return None
    return Table(
        "applications-by-field",
        _("Applications by field"),
        pgettext("of a competition", "Field"),
        _("Applications"),
        lines,
        _hidden_note(lines),
    )


def by_country(competition: Competition) -> Table | None:
    """Applications by citizenship: as published, else as counted here; None where nothing is known."""
    figures = PublishedFigure.objects.filter(competition=competition, kind=FigureKind.APPLICATIONS_BY_COUNTRY)
    numbers: dict[str, int | None] = {each.country: each.value for each in figures}
    counted = numbers or _counted(competition, Dimension.CITIZENSHIP)
    if not counted:
        return None
    lines = sorted(
        (Line(country_name(code), number) for code, number in counted.items()),
        key=lambda line: (line.value is None, -(line.value or 0), _sorting(line.label)),
    )
    note = _("Somebody with two citizenships counts in both.") if not numbers else ""
    return Table(
        "applications-by-country",
        _("Applications by country"),
        _("Country"),
        _("Applications"),
        lines,
        " ".join(each for each in (note, _hidden_note(lines)) if each),
        _sources(figures),
    )


def competitions_with_details() -> list[Competition]:
    """Public competitions of which more than the total is known: by field or by country."""
    known = (
        Q(published_figures__kind=FigureKind.APPLICATIONS_BY_COUNTRY)
        | Q(figures__counts__isnull=False)
        | Q(application_counts__field__isnull=False, application_counts__submitted__isnull=False)
    )
    ids = Competition.objects.filter(known).order_by().values("pk")
    rows = Competition.objects.published().in_language().defer("document").filter(pk__in=ids)
    return list(rows.order_by("-publication_date", "reference"))


# Parts


def _known_applications() -> list[tuple[Competition, int, datetime | Any]]:
    """Each public competition with its latest published total, else with what was counted here."""
    published: dict[int, tuple[int, Any]] = {}
    fields: dict[int, dict[int, tuple[int, Any]]] = defaultdict(dict)
    for count in ApplicationCount.objects.exclude(submitted=None).order_by("date"):
        number = count.submitted or 0
        if count.field_id is None:
            published[count.competition_id] = (number, count.date)
        else:
            fields[count.competition_id][count.field_id] = (number, count.date)
    counted = {each.competition_id: (each.applications, each.taken_at) for each in Snapshot.objects.all()}
    whole = {key: _sum(parts) for key, parts in fields.items()}
    numbers = {**whole, **counted, **published}
    competitions = Competition.objects.published().in_language().defer("document").filter(pk__in=numbers)
    return [
        (each, *numbers[each.pk])
        for each in sorted(
            competitions, key=lambda row: (str(row.publication_date or ""), row.reference), reverse=True
        )
    ]


def _sum(parts: dict[int, tuple[int, Any]]) -> tuple[int, Any]:
    return sum(number for number, _day in parts.values()), max(day for _number, day in parts.values())


def _competition_line(competition: Competition, value: int, day: Any, is_approximate: bool = False) -> Line:
    notes = [_("Demonstration")] if competition.is_demonstration else []
    if day is not None:
        notes.append(_("as of %(date)s") % {"date": format_date(day)})
    return Line(
        f"{competition.title} ({shown_reference(competition.reference)})",
        value,
        ", ".join(notes),
        competition.get_absolute_url(),
        is_approximate=is_approximate,
    )


def _published_by_field(competition: Competition) -> dict[str, int | None]:
    counts = ApplicationCount.objects.filter(competition=competition).exclude(submitted=None)
    return {str(each.field_id): each.submitted for each in counts.exclude(field=None).order_by("date")}


def _counted(competition: Competition, dimension: Dimension) -> dict[str, int | None]:
    snapshot = Snapshot.objects.filter(competition=competition).prefetch_related("counts").first()
    if snapshot is None:
        return {}
    counts = {each.key: each.applications for each in snapshot.counts.all() if each.dimension == dimension}
    return shown_counts(counts, floor=settings.STATISTICS_FLOOR)


def _measured_months() -> Iterable[tuple[Competition, int]]:
    """Public competitions whose first reserve list was drawn up on this site, with the months that took."""
    drawn_up = dict(
        ReserveList.objects.order_by().values_list("field__competition").annotate(Min("established_at"))
    )
    competitions = Competition.objects.published().in_language().defer("document").filter(pk__in=drawn_up)
    for competition in competitions.order_by("-application_deadline", "pk"):
        if competition.application_deadline is not None:
            passed = drawn_up[competition.pk] - competition.application_deadline
            yield competition, round(passed.days / DAYS_A_MONTH)


def _hidden_note(lines: Iterable[Line]) -> str:
    if all(line.value is not None for line in lines):
        return ""
    return _("Small numbers are not shown, so that nobody can be recognised.")


def _sources(figures: Iterable[PublishedFigure]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((each.source, each.source_url) for each in figures))


def _codes_with_opportunities() -> frozenset[str]:
    rows = Opportunity.objects.published().order_by().values_list("places", flat=True)
    return frozenset(code for places in rows for code in places)


def _sorting(name: str) -> Any:
    return sort_key(name, active_code())

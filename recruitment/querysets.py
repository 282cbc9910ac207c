"""Reads of reserve lists and laureates, each named for its audience."""

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.languages import active_code
from core.querysets import unread_columns


def _unread_of_field(path: str) -> list[str]:
    """What a page in the reader's language does not need of the field at `path` and of its competition."""
    from competitions.models import Competition, CompetitionField

    code = active_code()
    unread = [f"{path}__{name}" for name in unread_columns(CompetitionField, code)]
    unread += [f"{path}__competition__{name}" for name in unread_columns(Competition, code)]
    return [*unread, f"{path}__competition__document"]


class ReserveListQuerySet(models.QuerySet[Any]):
    def open_to(self, institution: Any) -> Self:
        """Lists that the institution may see and download."""
        return self.filter(openings__institution=institution)

    def visible_to_recruiter(self, user: Any) -> Self:
        """Lists open to the institution that `user` recruits for; constraints keep each from coming twice."""
        return self.filter(openings__institution__recruiters__user=user)

    def valid_first(self, day: date) -> Self:
        """Add `is_valid` on `day`; valid lists first, then the one that ends last."""
        is_valid = ExpressionWrapper(
            Q(valid_from__lte=day, valid_until__gte=day), output_field=BooleanField()
        )
        return self.annotate(is_valid=is_valid).order_by("-is_valid", "-valid_until", "-pk")

    def with_field(self) -> Self:
        """Fetch with each list its field and competition, in the reader's language, in one query."""
        return self.select_related("field__competition").defer(*_unread_of_field("field"))

    def with_size(self) -> Self:
        """Add `size`: how many laureates are on each list now."""
        return self.annotate(size=_number_on_list(_laureates().present()))

    def with_unconfirmed(self) -> Self:
        """Add `unconfirmed`: how many of them the ranking that the list rests on does not name."""
        return self.annotate(unconfirmed=_number_on_list(_laureates().unconfirmed()))


def _laureates() -> Any:
    return apps.get_model("recruitment", "Laureate")._default_manager


def _number_on_list(laureates: models.QuerySet[Any]) -> Coalesce:
    own = laureates.filter(reserve_list=OuterRef("pk")).order_by()
    counted = own.values("reserve_list").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


class LaureateQuerySet(models.QuerySet[Any]):
    def present(self) -> Self:
        """Laureates who are on their list; those removed stay as history."""
        return self.filter(removed_at__isnull=True)

    def in_file_of(self, reserve_list: Any) -> Self:
        """Laureates whom a download of the list holds."""
        return self.present().filter(reserve_list=reserve_list, application__current_submission__isnull=False)

    def with_list(self) -> Self:
        """Fetch with each laureate the application, the list, its field and competition, in one query."""
        unread = _unread_of_field("reserve_list__field")
        return self.select_related("application", "reserve_list__field__competition").defer(*unread)

    def unconfirmed(self) -> Self:
        """Laureates present whom the ranking that their list rests on does not name: staff decide on them."""
        from selection.models import RankingOutcome
        from selection.states import Outcome

        named = RankingOutcome.objects.filter(
            run=OuterRef("reserve_list__run"),
            field=OuterRef("reserve_list__field"),
            application=OuterRef("application"),
            outcome=Outcome.LAUREATE,
        )
        return self.present().exclude(Exists(named))


class RecruiterQuerySet(models.QuerySet[Any]):
    def with_institution(self) -> Self:
        """Fetch with each recruiter the institution, in the reader's language."""
        from careers.models import Institution

        unread = [f"institution__{name}" for name in unread_columns(Institution, active_code())]
        return self.select_related("institution").defer(*unread)


class ListDownloadQuerySet(models.QuerySet[Any]):
    def with_list(self) -> Self:
        """Fetch with each download who, for whom, and the list with its field and competition."""
        from careers.models import Institution

        unread = _unread_of_field("reserve_list__field")
        unread += [f"institution__{name}" for name in unread_columns(Institution, active_code())]
        return self.select_related("user", "institution", "reserve_list__field__competition").defer(*unread)

    def of_institution_of(self, user: Any) -> Self:
        """Downloads made for the institution that `user` recruits for."""
        return self.filter(institution__recruiters__user=user)

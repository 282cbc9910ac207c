"""Changes of a competition as staff see them who write to the applicants."""

from django.utils.translation import gettext_lazy as _

from competitions.models import Amendment, CompetitionTransition


class AnnouncedAmendment(Amendment):
    """An amendment, seen by staff who write to the applicants about it."""

    class Meta:
        proxy = True
        verbose_name = _("amendment to tell applicants of")
        verbose_name_plural = _("amendments to tell applicants of")


class AnnouncedTransition(CompetitionTransition):
    """A suspension, reopening, cancellation or annulment, seen by staff who write to the applicants."""

    class Meta(CompetitionTransition.Meta):
        proxy = True
        verbose_name = _("decision to tell applicants of")
        verbose_name_plural = _("decisions to tell applicants of")

"""Who the candidate is (epso 4.3)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import Application


class Gender(models.TextChoices):
    WOMAN = "WOMAN", _("Woman")
    MAN = "MAN", _("Man")
    OTHER = "OTHER", pgettext_lazy("gender", "Other")
    NO_ANSWER = "NO_ANSWER", _("I prefer not to say")


class PersonalData(models.Model):
    """Who the candidate is (epso 4.3), apart from the application: boards and markers see the number only."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="personal_data")
    family_names = models.CharField(
        _("family names"),
        max_length=150,
        help_text=_("All of them, exactly as on your identity card or passport."),
    )
    first_names = models.CharField(
        _("first names"),
        max_length=150,
        help_text=_("All of them, exactly as on your identity card or passport."),
    )
    birth_name = models.CharField(_("name at birth"), max_length=150, blank=True)
    date_of_birth = models.DateField(_("date of birth"))
    place_of_birth = models.CharField(_("place of birth"), max_length=100)
    country_of_birth = models.CharField(_("country of birth"), max_length=2)
    gender = models.CharField(
        _("gender"),
        max_length=10,
        choices=Gender,
        default=Gender.NO_ANSWER,
        help_text=_("For statistics only."),
    )
    citizenships = ArrayField(models.CharField(max_length=2), verbose_name=_("citizenships"), size=5)
    street = models.CharField(_("street and number"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=100)
    country = models.CharField(_("country of residence"), max_length=2)
    phone = models.CharField(
        _("telephone number"),
        max_length=20,
        validators=[
            RegexValidator(
                r"^\+[1-9][0-9]{6,14}$",
                _("Write the number with + and the country code, for example +3221234567."),
            )
        ],
    )

    class Meta:
        verbose_name = _("personal data")
        verbose_name_plural = _("personal data")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(citizenships__len__gte=1),
                name="personaldata_a_citizenship",
                violation_error_message=_("Name at least one citizenship."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_names} {self.family_names}"

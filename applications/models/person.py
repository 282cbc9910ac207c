"""Who the candidate is (epso 4.3)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from profiles.models import PersonalFields


class PersonalData(PersonalFields):
    """Who the candidate is (epso 4.3), apart from the application: boards and markers see the number only."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="personal_data")

    class Meta(PersonalFields.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(citizenships__len__gte=1),
                name="personaldata_a_citizenship",
                violation_error_message=_("Name at least one citizenship."),
            )
        ]

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpecialNeedsConfig(AppConfig):
    name = "special_needs"
    verbose_name = _("special needs")

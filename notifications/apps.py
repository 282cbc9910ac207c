from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Letters and mail")

    def ready(self) -> None:
        """Make the site's Celery application the current one, so that web and commands find the broker."""
        import_module(settings.TASK_APPLICATION)

"""What the clock does to pages."""

from celery import shared_task
from django.utils import timezone

from knowledge.services import publish_due


@shared_task(name="knowledge.tasks.publish_due_pages")
def publish_due_pages() -> list[str]:
    """Publish the pages whose time has come; return their names."""
    return publish_due(now=timezone.now())

"""What accounts do by themselves."""

from celery import shared_task

from accounts.sessions import SessionStore


@shared_task
def forget_sessions() -> None:
    """Delete the rows of sessions that have ended."""
    SessionStore.clear_expired()

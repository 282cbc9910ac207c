"""An outgoing e-mail as the message that goes over the wire, the same at every attempt."""

from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from notifications.models import OutgoingEmail


def build_message(email: OutgoingEmail) -> EmailMultiAlternatives:
    """Return the message with plain text first and HTML, where there is any, as its alternative.

    `Auto-Submitted` (RFC 3834) keeps automatic answers away; the date is when the e-mail was written.
    """
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.body_text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[email.to_address],
        headers={
            "Message-ID": email.message_id,
            "Date": format_datetime(email.created_at),
            "Content-Language": email.language,
            "Auto-Submitted": "auto-generated",
            **email.headers,
        },
    )
    if email.body_html:
        message.attach_alternative(email.body_html, "text/html")
    return message

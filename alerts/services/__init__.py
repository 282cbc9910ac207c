"""Writes of alerts."""

from alerts.services.digests import DigestRun, send_digests
from alerts.services.links import alert_with
from alerts.services.upkeep import ask_whether_still_wanted, forget
from alerts.services.wishes import (
    TooManyAlerts,
    change_frequency,
    confirm_alert,
    keep_alert,
    request_alert,
    stop_alert,
    stop_alerts_for,
)

__all__ = [
    "DigestRun",
    "TooManyAlerts",
    "alert_with",
    "ask_whether_still_wanted",
    "change_frequency",
    "confirm_alert",
    "forget",
    "keep_alert",
    "request_alert",
    "send_digests",
    "stop_alert",
    "stop_alerts_for",
]

"""A column that several models of the notice have."""

from typing import Any

from django.db import models


def score_column(verbose_name: Any, **options: Any) -> "models.DecimalField[Any, Any]":
    """A score, pass mark or weight: five digits before the point and three after; empty where not known."""
    return models.DecimalField(verbose_name, max_digits=8, decimal_places=3, null=True, blank=True, **options)

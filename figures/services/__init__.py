"""Writes of figures."""

from figures.services.published import load_published_figures
from figures.services.snapshots import take_snapshot, take_snapshots

__all__ = ["load_published_figures", "take_snapshot", "take_snapshots"]

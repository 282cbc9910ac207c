"""Writes of receipts and of the chain."""

from receipts.services.chain import close_days, write_erasure
from receipts.services.receipts import receipt_of

__all__ = ["close_days", "receipt_of", "write_erasure"]

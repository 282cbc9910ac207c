"""Staying informed: alerts by e-mail without an account, feeds and calendars of any search."""

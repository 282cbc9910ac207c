"""Wiring of the site: settings, addresses, the Celery application, and the servers of a local machine."""

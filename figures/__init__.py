"""Statistics anyone may read: applications, countries, time to the list, as charts, tables and CSV."""

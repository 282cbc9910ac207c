"""Statistics anyone may read: applications, fields, countries, time to the list, recruitment, as charts, tables and CSV."""

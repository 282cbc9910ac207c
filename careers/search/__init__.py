"""Keyword search in 24 languages: words and stems, hits, excerpts, spelling, facets (docs/search.md)."""

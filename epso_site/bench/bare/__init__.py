"""A bare Django: one model, one view, one template, no middleware; the peer of the site's pages."""

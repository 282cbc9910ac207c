"""What machines read: open data with its OpenAPI file, site maps, structured data, robots."""

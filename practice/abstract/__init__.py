"""Abstract reasoning: series of figures that follow rules, made and proven without Django."""

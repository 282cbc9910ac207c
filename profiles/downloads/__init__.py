"""The CV as files for its owner."""

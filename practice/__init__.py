"""Sample tests: questions made from rules, answered without an account."""

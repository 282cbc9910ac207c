"""Numerical reasoning: tables of made-up figures and questions about them, made without Django."""

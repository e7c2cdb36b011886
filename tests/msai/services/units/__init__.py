"""Decisions about an investment fund."""

"""Decisions about stakes, and about who is behind an enterprise."""

"""Measures, worked out by hand."""

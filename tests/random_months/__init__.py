"""Months of a farm that nobody would think of, against plain arithmetic."""

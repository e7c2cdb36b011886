"""Comparing the bank with the book."""

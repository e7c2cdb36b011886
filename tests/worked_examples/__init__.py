"""Worked examples that an accountant can read: what happened in words, and the book it made as text."""

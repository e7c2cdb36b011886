"""Tests of the posting rules: every rule by its book as text."""

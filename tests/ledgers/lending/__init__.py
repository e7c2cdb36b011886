"""Tests of what loans cost and when they fall due."""

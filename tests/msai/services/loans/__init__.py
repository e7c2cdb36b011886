"""Tests of loans: asked for, given, charged, paid back, put off, given up."""

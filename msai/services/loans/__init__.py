"""Loans among the members: asked for, approved, given, charged, paid back, put off, given up."""

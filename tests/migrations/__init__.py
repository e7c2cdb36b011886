"""The schema's history: every step up and down, with rows in the tables."""

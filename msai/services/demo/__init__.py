"""The demo programme: three groups of invented people with a year of Sundays, and what they back at home."""

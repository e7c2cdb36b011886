"""The demo programme."""
